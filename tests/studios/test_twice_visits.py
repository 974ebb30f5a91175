"""Visits: the same press twice is one, and the second of two hears what it is now and keeps what they typed."""

from studios.models import VisitLog
from tests.cast import Cast
from tests.studios.makers import filed
from tests.studios.test_checking_pages import box
from tests.twice import Act, once, told

RUNNERS = ("liaison", "convener")
GONE = ("member", "member")


def visit(path: str):
    return lambda cast: path.format(pk=filed(cast, cast.member, studio=cast.town, place="东关村").pk)


def checks(path: str):
    def place(cast: Cast) -> str:
        visit("")(cast)
        return path

    return place


def ticked(cast: Cast) -> list[str]:
    return [box(one) for one in VisitLog.objects.all()]


ACTS = [
    Act("check", checks("/my/studio/check/"), RUNNERS, {"visit": ticked}, "已由赵联核实"),
    Act("check at the office", checks("/office/visits/check/"), ("clerk", "officer"), {"visit": ticked},
        "已由周敏核实"),
    Act("return", visit("/my/studio/{pk}/return/"), RUNNERS, {"why": "请写清地点"},
        "已由赵联退回,没有再退回", {"why": "请补照片"}, "请补照片"),
    Act("withdraw", visit("/my/visits/{pk}/withdraw/"), GONE, {"why": "重复了"},
        "已撤回", {"why": "记错了"}),
]  # fmt: skip


test_same_form_sent_twice_does_it_once = once(ACTS)
test_second_of_two_hears_what_it_is_now_and_keeps_what_they_typed = told(ACTS)
