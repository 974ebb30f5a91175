"""Ties, constituents and the pool: the same press twice is one, and the second of two hears what it is now."""

from django.utils import timezone

from members.models import Representative, Sector
from members.services import tie
from tests.cast import NOW, Cast
from tests.members.people import kept_by_staff, known, representative, village
from tests.twice import Act, hidden, once, opened, text, told

CLERK, OFFICER = ("clerk", "clerk"), ("officer", "officer")
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


def member(path: str):
    return lambda cast: f"/office/members/{cast.person(cast.member).pk}/{path}/"


def kept(path: str):
    """Of somebody with whom an officer keeps contact, who is no member."""
    return lambda cast: path.format(pk=kept_by_staff(cast, cast.officer).pk)


def sector(name: str):
    return lambda cast: Sector.objects.get(name=name).pk


def pool(path: str = ""):
    return lambda cast: f"/office/representatives/{representative(cast, known(cast, cast.member)).pk}/{path}"


SEATED = {"gender": "male", "sector": sector("工商联界"), "post": "member"}
MEMBER = SEATED | {"name": "韩梅", "employer": "县第一中学"}
CHANGE = {"sector": sector("教育界"), "post": "standing", "on": TODAY, "why": "增补"}
PERSON = {"name": "田秀珍", "phone": "", "village": ""}
NEW = {"name": "丁大爷", "phone": "", "village": "", "kind": "fixed", "consent_way": "spoken", "consented_on": TODAY}
NEW |= {"agreed": "on"}

ACTS = [
    Act("write a member down", lambda cast: "/office/members/new/", CLERK, SEATED | {"name": "丁一"},
        "本届已经有一位丁一(工商联界)", {"employer": "县第二中学"}, "县第二中学"),
    Act("put a member right", member("edit"), CLERK, MEMBER,
        "刚刚有人改过,现在是:工作单位及职务 县第一中学", {"employer": "县第二中学"}, "县第二中学"),
    Act("change a seat", member("seat"), CLERK, CHANGE,
        "这一任职已于", {"why": "界别调整"}, "界别调整"),
    Act("end a seat", member("leave"), CLERK, {"on": TODAY, "why": "调离"},
        "结束(调离),没有再改", {"why": "辞去委员"}, "辞去委员"),
    Act("change a seat that another ends", member("leave"), CLERK, {"on": TODAY, "why": "调离"},
        "结束(调离),没有再改", CHANGE, "增补", lambda path: path.replace("leave", "seat")),
    Act("write somebody down", lambda cast: "/my/people/new/", ("member", "member"), NEW, "丁大爷"),
    Act("write somebody down at the office", lambda cast: "/office/my-contacts/people/new/", OFFICER, NEW, "丁大爷"),
    Act("put a constituent right", person("/office/people/{pk}/edit/"), CLERK, PERSON,
        "刚刚有人改过,现在是:姓名 田秀珍", {"name": "田秀贞"}, "田秀贞"),
    Act("put right whom one knows", person("/my/people/{pk}/edit/"), ("member", "clerk"), PERSON,
        "刚刚有人改过,现在是:姓名 田秀珍", {"name": "田秀贞"}, "田秀贞", lambda path: path.replace("/my/", "/office/")),
    Act("put right whom an officer knows", kept("/office/my-contacts/people/{pk}/edit/"), OFFICER, PERSON,
        "刚刚有人改过,现在是:姓名 田秀珍", {"name": "田秀贞"}, "田秀贞"),
    Act("put right who takes consent back", person("/office/people/{pk}/withdraw/"), CLERK, {},
        "这位群众的资料已经匿名,不能再改", PERSON, "田秀珍", lambda path: path.replace("withdraw", "edit")),
    Act("note a contact", person("/my/people/{pk}/contact/"), ("member", "member"), {}, "已记下今天联系过"),
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
