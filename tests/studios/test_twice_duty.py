"""Duty: the same press twice is one, and of two who press at once the second hears what it is now."""

from django.utils import timezone

from studios.services import agree_swap
from tests.cast import Cast
from tests.studios import duty
from tests.studios.test_duty_pages import GONE, SOON, TODAY, shift
from tests.twice import Act, once, told

NINE = {"starts": "09:00", "ends": "11:30"}
WEEKLY = NINE | {
    "act": "save",
    "weekday": "4",
    "studio": lambda cast: cast.town.pk,
    "rhythm": "weekly",
    "people": "1",
    "day_off": "move",
    "makeup": "keep",
    "since": f"{SOON}",
}
SHIFT = NINE | {"day": f"{SOON}"}


def arranged(path: str = "{pk}/", **values):
    """The address of something with a published shift of 韩梅 in three days."""
    return lambda cast: f"/my/studio/duty/{path.format(pk=shift(cast, **values).pk)}"


def new_shift(cast: Cast) -> str:
    return f"/my/studio/duty/new/?studio={cast.town.pk}"


def of_pattern(act: str):
    return lambda cast: f"/my/studio/duty/patterns/{duty.fridays(cast, now=timezone.now()).pk}/{act}/"


def turn(prefix: str):
    return lambda cast: f"{prefix}/duty/turns/{duty.turn(shift(cast), cast.member).pk}/swap/"


def swap(path: str, *, agreed: bool = False):
    def place(cast: Cast) -> str:
        made = duty.asked(cast, shift(cast))
        if agreed:
            agree_swap(swap=made, by=cast.convener, now=timezone.now())
        return path.format(pk=made.pk)

    return place


def publish(cast: Cast) -> str:
    shift(cast, published=False)
    return "/my/studio/duty/publish/"


LATE = {"instead": "入户走访", "no_visitors": "on"}
SWAP = {"why": "出差", "member": lambda cast: cast.person(cast.convener).pk}


RUNNERS = ("convener", "liaison")
DECIDED = "不能再这样做"


def other(old: str, new: str):
    """The address of another act on the same thing."""
    return lambda path: path.replace(old, new)


ACTS = [
    Act("add a shift", new_shift, RUNNERS, SHIFT | {"theme": "医保"},
        "已经有一班", {"theme": "养老"}, "养老"),
    Act("change a shift", arranged("{pk}/edit/"), RUNNERS, SHIFT | {"theme": "医保"},
        "已经改过", {"theme": "养老"}, "养老"),
    Act("cancel a shift", arranged("{pk}/cancel/"), RUNNERS, {"why": "防汛"},
        "已取消", {"why": "停电了"}, "停电了"),
    Act("record a shift", arranged("{pk}/record/", day=GONE), RUNNERS, LATE,
        "已经改过", {"instead": "学习政策"}, "学习政策"),
    Act("cancel what another records", arranged("{pk}/cancel/", day=GONE), RUNNERS, {"why": "防汛"},
        "已取消", LATE | {"instead": "学习政策"}, "学习政策", other("cancel", "record")),
    Act("cancel what another changes", arranged("{pk}/cancel/"), RUNNERS, {"why": "防汛"},
        "已取消", SHIFT | {"theme": "养老"}, "养老", other("cancel", "edit")),
    Act("leave a shift on its day", arranged("{pk}/keep/"), RUNNERS, {}, "照原定日期"),
    Act("publish", publish, RUNNERS, {}, "已经发布过"),
    Act("open a pattern", lambda cast: "/my/studio/duty/patterns/new/", RUNNERS, WEEKLY, "已保存"),
    Act("change a pattern", of_pattern("change"), RUNNERS, WEEKLY | {"weekday": "1"},
        "刚刚有人改过或停用", {"weekday": "2", "place": "村委会"}, "村委会"),
    Act("end a pattern", of_pattern("end"), RUNNERS, {"until": f"{SOON}"},
        "刚刚有人改过或停用", {"until": f"{TODAY}"}, f"{TODAY}"),
    Act("arrange a swap", turn("/my/studio"), RUNNERS, SWAP,
        "已调剂,不用再调剂", {"why": "生病住院"}, "生病住院"),
    Act("arrange what the holder asks", turn("/my/studio"), ("liaison", "member"), SWAP,
        "已调剂,不用再调剂", {"why": "生病住院"}, "生病住院", other("/my/studio/", "/my/")),
    Act("ask for a swap", turn("/my"), ("member", "liaison"), SWAP,
        "值班表已改为王召", {"why": "已经问过"}, instead=other("/my/", "/my/studio/")),
    Act("agree to a swap", swap("/my/duty/swaps/{pk}/agree/"), ("convener", "member"), {},
        "还是原来的人值", instead=other("agree", "back")),
    Act("decline a swap", swap("/my/duty/swaps/{pk}/decline/"), ("convener", "member"), {"answer": "开会"},
        DECIDED, instead=other("decline", "back")),
    Act("take a swap back", swap("/my/duty/swaps/{pk}/back/"), ("member", "convener"), {},
        DECIDED, {"answer": "要开会"}, "要开会", other("back", "decline")),
    Act("confirm a swap", swap("/my/studio/duty/swaps/{pk}/confirm/", agreed=True), ("liaison", "convener"), {},
        DECIDED, {"why": "人手不够"}, "人手不够", other("confirm", "refuse")),
    Act("refuse a swap", swap("/my/studio/duty/swaps/{pk}/refuse/", agreed=True), RUNNERS, {"why": "人手不够"},
        DECIDED, instead=other("refuse", "confirm")),
]  # fmt: skip


test_same_form_sent_twice_does_it_once = once(ACTS)
test_second_of_two_hears_what_it_is_now_and_keeps_what_they_typed = told(ACTS)
