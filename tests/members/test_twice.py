"""Ties, constituents and the pool: the same press twice is one, and the second of two hears what it is now."""

from django.utils import timezone

from members.models import Representative
from members.services import tie
from tests.cast import NOW, Cast
from tests.members.people import known, representative, village
from tests.twice import Act, hidden, once, opened, text, told

OFFICE, CLERK = ("clerk", "officer"), ("clerk", "clerk")
TODAY = f"{timezone.localdate()}"
TIE = {"kind": "three_links", "village": "", "other": "李强", "person": "", "since": TODAY}
POOL = {"recommended_by": "东关村党支部", "since": TODAY, "skills": "会调解", "note": ""}


def ties(cast: Cast) -> str:
    return f"/office/members/{cast.person(cast.member).pk}/ties/"


def tied(cast: Cast) -> str:
    held = tie(source=cast.person(cast.member), target=village(), kind="three_links", by=None, now=NOW)
    return f"{ties(cast)}{held.pk}/end/"


def person(path: str):
    return lambda cast: f"{path.format(pk=known(cast, cast.member).pk)}"


def keeper(cast: Cast) -> str:
    return f"/office/people/{known(cast, cast.member).pk}/ties/"


def pool(path: str = ""):
    return lambda cast: f"/office/representatives/{representative(cast, known(cast, cast.member)).pk}/{path}"


ACTS = [
    Act("tie a member", ties, CLERK, TIE, "已经在联系李强,不用再登记", {"kind": "help"}, "李强"),
    Act("end a tie", tied, CLERK, {}, "结束,没有变动"),
    Act("give a constituent another keeper", keeper, CLERK, {"member": "李强", "kind": "help"},
        "已经在联系", {"kind": "fixed"}, "李强"),
    Act("stop keeping contact", person("/my/people/{pk}/end/"), ("member", "member"), {}, "不再由您联系"),
    Act("take consent back", person("/my/people/{pk}/withdraw/"), ("member", "member"), {}, "不再由您联系"),
    Act("into the pool", person("/office/people/{pk}/representative/"), CLERK, POOL,
        "已经在群众代表库里", {"skills": "会理财"}, "会理财"),
    Act("put the pool right", pool(), CLERK, POOL | {"skills": "会算账"},
        "刚刚有人改过这一条", {"skills": "会理财"}, "会理财"),
    Act("out of the pool", pool("end/"), CLERK, {"why": "搬走了"},
        "已经出库,原因是:搬走了", {"why": "年纪大了"}, "年纪大了"),
]  # fmt: skip


test_same_form_sent_twice_does_it_once = once(ACTS)
test_second_of_two_hears_what_it_is_now_and_keeps_what_they_typed = told(ACTS)


def test_pressed_again_with_what_stands_now_before_the_eyes_it_is_saved(cast: Cast, signed_in):
    path, client = pool()(cast), signed_in(cast.clerk)
    form = opened(client, path) | POOL
    client.post(path, form | {"skills": "会算账"})
    again = hidden(text(client.post(path, form | {"skills": "会理财"})))
    assert client.post(path, form | again | {"skills": "会理财"}).status_code == 302
    assert Representative.objects.get().skills == "会理财"
