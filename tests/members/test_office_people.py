"""The office's pages of constituents."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEvent
from members.models import Area, ConsentNotice, Constituent, Member, Tie
from members.services import tie, untie, withdraw_consent
from tests.cast import Cast, seat
from tests.members.people import PHONE, known, village
from tests.members.test_pages import text

ACTS = ["edit", "phone", "withdraw", "ties"]


@pytest.fixture
def three(cast: Cast) -> dict[str, Constituent]:
    """One of each of two members, and one whom nobody contacts any more."""
    now = timezone.now()
    long_ago = now - dt.timedelta(days=365 * 3 - 20)
    made = {
        "mine": known(cast, cast.member, now=now, place=village()),
        "others": known(cast, cast.other, "石头", "13812345679", now=long_ago, place=village("西关村", "河东乡")),
        "alone": known(cast, cast.member, "孤老", "", now=now),
    }
    untie(tie=made["alone"].ties.get(), by=None, now=now)
    gone = known(cast, cast.member, "走了", "13812345670", now=now)
    withdraw_consent(constituent=gone, by=cast.clerk, now=now)
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"田秀英", "石头", "孤老"}),
        ("q=秀", {"田秀英"}),
        ("area=城关镇", {"田秀英"}),
        ("village=西关", {"石头"}),
        ("member=韩梅", {"田秀英"}),
        ("member=lq", {"石头"}),
        ("state=due", {"石头"}),
        ("state=alone", {"孤老"}),
        ("state=nameless", set()),
        ("state=nonsense", {"田秀英", "石头", "孤老"}),
    ],
)
def test_list_filters_and_masks(cast: Cast, signed_in, three, query: str, found: set[str]) -> None:
    if query.startswith("area="):
        query = f"area={Area.objects.get(name='城关镇').pk}"
    page = text(signed_in(cast.clerk).get(f"/office/people/?{query}"))
    assert {name for name in ("田秀英", "石头", "孤老") if f">{name}</a>" in page} == found
    assert "走了" not in page
    assert PHONE not in page
    assert "13812345679" not in page
    assert ("已匿名 " in page) == (query == "state=nameless")


@pytest.mark.parametrize(("order", "first"), [("contacted", "石头"), ("newest", "孤老")])
def test_list_is_sorted_by_the_last_contact_when_asked(cast: Cast, signed_in, three, order: str, first: str) -> None:
    for name, days in (("田秀英", 1), ("孤老", 2)):  # 石头 was last contacted three years ago
        later = timezone.localdate() + dt.timedelta(days=days)
        Constituent.objects.filter(name=name).update(contacted_on=later)
    page = text(signed_in(cast.clerk).get(f"/office/people/?order={order}"))
    places = {page.index(f">{name}</a>"): name for name in ("田秀英", "石头", "孤老")}
    assert places[min(places)] == first


def test_list_warns_of_who_is_due_and_so_does_the_first_page(cast: Cast, signed_in, three) -> None:
    client = signed_in(cast.clerk)
    assert "30天内有 1 人保留期满" in text(client.get("/office/people/"))
    assert "<strong>1</strong> 位</a> 群众30天内保留期满" in text(client.get("/office/"))
    assert "保留期满" not in text(signed_in(cast.leader).get("/office/"))


@pytest.mark.parametrize("who", ["leader", "auditor", "member", "convener", "liaison", "stranger"])
def test_who_has_no_right_finds_no_page_and_changes_nothing(cast: Cast, signed_in, three, who: str) -> None:
    client, pk = signed_in(getattr(cast, who)), three["mine"].pk
    pages = ["", "find/", "export/", f"{pk}/", *(f"{pk}/{act}/" for act in ACTS)]
    for page in pages:
        for method in ("get", "post"):
            assert getattr(client, method)(f"/office/people/{page}", {"number": PHONE}).status_code == 404
    three["mine"].refresh_from_db()
    assert three["mine"].name == "田秀英"
    assert 'href="/office/people/"' not in client.get("/office/").content.decode()


@pytest.mark.parametrize(
    ("right", "pages"),
    [
        ("reveal_people", ["{pk}/phone/"]),
        ("find_people", ["find/"]),
        ("export_people", ["export/"]),
        ("edit_people", ["{pk}/edit/", "{pk}/withdraw/", "{pk}/ties/", "{pk}/ties/{tie}/end/"]),
    ],
)
def test_each_act_has_its_own_right(cast: Cast, signed_in, three, right: str, pages: list[str]) -> None:
    Group.objects.get(name="办公室").permissions.remove(Permission.objects.get(codename=right))
    client, mine = signed_in(cast.clerk), three["mine"]
    for page in pages:
        address = "/office/people/" + page.format(pk=mine.pk, tie=mine.ties.get().pk)
        assert client.post(address, {"number": PHONE, "reason": "试"}).status_code == 404
    shown = text(client.get(f"/office/people/{mine.pk}/")) + text(client.get("/office/people/"))
    assert not [page for page in pages if page.split("/")[-2] + '/"' in shown]


def test_detail_tells_all_but_the_number_which_is_shown_once(cast: Cast, signed_in, three) -> None:
    client, mine = signed_in(cast.clerk), three["mine"]
    page = text(client.get(f"/office/people/{mine.pk}/"))
    for said in ("田秀英", "138****5678", "城关镇 东关村", "告知书第1版", "韩梅", "固定联系", "登记"):
        assert said in page
    assert PHONE not in page
    assert PHONE in text(client.post(f"/office/people/{mine.pk}/phone/"))
    assert AuditEvent.objects.get(action="revealed").subject == f"群众联系方式 编号 {mine.pk}"


def test_search_by_number_leads_to_the_page_and_the_number_stands_in_no_address(cast: Cast, signed_in, three) -> None:
    client = signed_in(cast.clerk)
    answer = client.post("/office/people/find/", {"number": "+86 138-1234-5678"})
    assert answer["Location"] == f"/office/people/{three['mine'].pk}/"
    assert "没有登记过这个号码" in text(client.post("/office/people/find/", {"number": "13812345670"}))
    asked = AuditEvent.objects.filter(subject__startswith="按号码查找群众").order_by("pk")
    assert [event.subject for event in asked] == [
        f"按号码查找群众 编号 {three['mine'].pk}",
        "按号码查找群众 没有登记",
    ]


@pytest.mark.parametrize(
    ("typed", "said"), [("", "请填完整的号码"), ("1381234", "手机号码应为11位"), ("无", "请填完整")]
)
def test_search_for_half_a_number_is_refused(cast: Cast, signed_in, three, typed: str, said: str) -> None:
    assert said in text(signed_in(cast.clerk).post("/office/people/find/", {"number": typed}))
    assert not AuditEvent.objects.filter(subject__startswith="按号码").exists()


def test_export_wants_a_reason_and_holds_masked_numbers_of_the_filtered(cast: Cast, signed_in, three) -> None:
    client = signed_in(cast.clerk)
    assert "请写明用途" in text(client.post("/office/people/export/?q=秀", {"reason": ""}))
    answer = client.post("/office/people/export/?q=秀", {"reason": "春节走访安排"})
    content = b"".join(answer.streaming_content)
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert "138****5678" in str(rows)
    assert PHONE not in str(rows)
    assert "石头" not in str(rows)
    event = AuditEvent.objects.get(action="exported")
    assert (event.reason, event.detail) == ("春节走访安排", {"count": 1})


def test_office_corrects_and_shows_no_number_in_the_form(cast: Cast, signed_in, three) -> None:
    client, mine = signed_in(cast.clerk), three["mine"]
    assert PHONE not in text(client.get(f"/office/people/{mine.pk}/edit/"))
    page = text(client.post(f"/office/people/{mine.pk}/edit/", {"name": "田秀英", "phone": "13812345679"}))
    assert "已经登记在石头名下" in page, "the office may know whose it is"
    client.post(f"/office/people/{mine.pk}/edit/", {"name": "田秀珍", "phone": ""})
    assert "姓名 田秀英 改为 田秀珍" in text(client.get(f"/office/people/{mine.pk}/"))


def test_another_member_is_tied_by_name_or_number_and_the_tie_ended(cast: Cast, signed_in, three) -> None:
    client, mine = signed_in(cast.clerk), three["mine"]
    address = f"/office/people/{mine.pk}/ties/"
    assert "本届没有这位委员" in text(client.post(address, {"member": "没人", "kind": "fixed"}))
    assert "不用再登记" in text(client.post(address, {"member": "韩梅", "kind": "fixed"}))
    seat(cast.term, "李强", "经济界", phone="13900000055")
    assert "请改填手机号码" in text(client.post(address, {"member": "李强", "kind": "help"}))
    client.post(address, {"member": "139 0000 0055", "kind": "help"})
    made = Tie.objects.get(constituent=mine, kind="help")
    assert made.member == Member.objects.get(phone="13900000055")
    client.post(f"/office/people/{mine.pk}/ties/{made.pk}/end/")
    made.refresh_from_db()
    assert made.until == timezone.localdate()
    assert "结束,没有变动" in text(client.post(f"/office/people/{mine.pk}/ties/{made.pk}/end/", follow=True))


def test_tie_of_another_constituent_is_not_found(cast: Cast, signed_in, three) -> None:
    other = three["others"].ties.get()
    assert signed_in(cast.clerk).post(f"/office/people/{three['mine'].pk}/ties/{other.pk}/end/").status_code == 404
    other.refresh_from_db()
    assert other.until is None


def test_withdrawal_is_asked_about_and_its_page_names_nobody_any_more(cast: Cast, signed_in, three) -> None:
    client, mine = signed_in(cast.clerk), three["mine"]
    assert "不能恢复" in text(client.get(f"/office/people/{mine.pk}/withdraw/"))
    page = text(client.post(f"/office/people/{mine.pk}/withdraw/", follow=True))
    assert "已匿名" in page
    assert "田秀英" not in page
    assert "撤回同意</a>" not in page
    assert client.get(f"/office/people/{mine.pk}/edit/").status_code == 404
    assert "资料已经匿名" in text(client.post(f"/office/people/{mine.pk}/edit/", {"name": "又来", "phone": ""}))
    assert "资料已经匿名" in text(client.post(f"/office/people/{mine.pk}/ties/", {"member": "王召", "kind": "fixed"}))
    assert client.post(f"/office/people/{mine.pk}/withdraw/").status_code == 302


def test_staff_who_keep_contact_are_named_too(cast: Cast, signed_in, three) -> None:
    tie(source=cast.leader, target=three["alone"], kind="three_links", by=None, now=timezone.now())
    client = signed_in(cast.clerk)
    assert "钱主席" in text(client.get(f"/office/people/{three['alone'].pk}/"))
    assert "钱主席" in text(client.get("/office/people/?q=孤"))


def test_list_and_page_ask_the_same_for_one_and_for_three(cast: Cast, signed_in, three) -> None:
    client = signed_in(cast.clerk)
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            text(client.get("/office/people/"))
            text(client.get(f"/office/people/{three['mine'].pk}/"))
        counts.append(len(queries))
        known(
            cast, cast.other, f"群众{number}", f"1381234560{number}", place=village(f"{number}村"), now=timezone.now()
        )
        other = seat(cast.term, f"委员{number}", "教育界").member
        tie(source=other, target=three["mine"], kind="fixed", by=None, now=timezone.now())
    assert counts == [counts[0]] * 3


def test_notice_that_people_agreed_to_is_never_rewritten(cast: Cast, signed_in) -> None:
    client, notice = signed_in(cast.clerk), ConsentNotice.objects.get()
    address = f"/admin/members/consentnotice/{notice.pk}/change/"
    assert client.get(address).status_code == 200
    client.post(address, {"version": 1, "since": "2026-01-01", "text": "改了", "years": 9})
    notice.refresh_from_db()
    assert notice.text != "改了"
    client.post(
        "/admin/members/consentnotice/add/", {"version": 2, "since": "2026-06-01", "text": "第二版的话", "years": 2}
    )
    assert ConsentNotice.objects.get(version=2).years == 2
