"""The member's pages of the constituents they keep contact with."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent
from members.models import Area, ConsentNotice, Constituent, Tie
from members.services import record_contact, untie
from tests.cast import Cast
from tests.members.people import PHONE, known, village
from tests.members.test_pages import text


@pytest.fixture
def mine(cast: Cast) -> Constituent:
    return known(cast, cast.member, now=timezone.now() - dt.timedelta(days=50), place=village())


@pytest.fixture
def others(cast: Cast) -> Constituent:
    return known(cast, cast.other, "石头", "13812345679", now=timezone.now())


def new(**changes: object) -> dict[str, object]:
    fields = {"name": "朱 大妈", "phone": "139 1234 5678", "kind": "fixed", "consent_way": "spoken", "agreed": "on"}
    return {**fields, "village": "", "consented_on": timezone.localdate().isoformat(), **changes}


def test_list_shows_one_s_own_with_masked_numbers_only(cast: Cast, signed_in, mine, others) -> None:
    page = text(signed_in(cast.member).get("/my/people/"))
    assert "田秀英" in page
    assert "138****5678" in page
    assert "城关镇 东关村" in page
    assert PHONE not in page
    assert "石头" not in page
    assert "138****5679" not in page


def test_empty_list_says_what_to_do(cast: Cast, signed_in, others) -> None:
    assert "还没有登记" in text(signed_in(cast.member).get("/my/people/"))
    assert "还没有登记" in text(signed_in(cast.member).get("/my/"))


def test_number_is_shown_once_and_each_time_is_in_the_trail(cast: Cast, signed_in, mine) -> None:
    client = signed_in(cast.member)
    assert PHONE not in text(client.get(f"/my/people/{mine.pk}/"))
    assert client.get(f"/my/people/{mine.pk}/phone/").status_code == 405
    page = text(client.post(f"/my/people/{mine.pk}/phone/"))
    assert f'href="tel:{PHONE}"' in page
    assert "记入审计" in page
    assert PHONE not in text(client.get(f"/my/people/{mine.pk}/"))
    (event,) = AuditEvent.objects.filter(action="revealed")
    assert event.subject == f"群众联系方式 编号 {mine.pk}"


@pytest.mark.parametrize("page", ["", "phone/", "contact/", "edit/", "end/", "withdraw/"])
@pytest.mark.parametrize("who", ["other", "convener", "liaison", "clerk", "stranger"])
def test_what_is_another_s_does_not_exist(cast: Cast, signed_in, mine, who: str, page: str) -> None:
    client = signed_in(getattr(cast, who))
    answers = {getattr(client, method)(f"/my/people/{mine.pk}/{page}").status_code for method in ("get", "post")}
    assert answers <= {404, 405}
    mine.refresh_from_db()
    assert (mine.name, mine.ties.get().until) == ("田秀英", None)
    assert not AuditEvent.objects.filter(action="revealed").exists()


def test_whoever_is_no_member_has_no_list(cast: Cast, signed_in) -> None:
    for who in (cast.liaison, cast.clerk, cast.stranger):
        assert signed_in(who).get("/my/people/").status_code == 404
        assert signed_in(who).post("/my/people/new/", new()).status_code == 404
    assert not Constituent.objects.exists()


def test_new_one_is_written_down_after_being_told(cast: Cast, signed_in) -> None:
    client = signed_in(cast.member)
    page = text(client.get("/my/people/new/"))
    notice = ConsentNotice.objects.get()
    assert notice.text in page
    assert "满3年" in page
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in page
    done = client.post("/my/people/new/", new(kind="help", village=village().pk))
    person = Constituent.objects.get()
    assert done["Location"] == f"/my/people/{person.pk}/"
    assert (person.name, person.phone, person.village.name) == ("朱大妈", "13912345678", "东关村")
    assert (person.made_by, person.ties.get().kind) == (cast.member, "help")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"agreed": ""}, "没有本人同意不能登记"),
        ({"phone": "1391234"}, "手机号码应为11位"),
        ({"name": ""}, "请填姓名"),
        ({"consented_on": "2999-01-01"}, "日期还没有到"),
        ({"kind": "friend"}, "选择"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast: Cast, signed_in, wrong: dict, said: str) -> None:
    page = text(signed_in(cast.member).post("/my/people/new/", new(**wrong)))
    assert said in page
    assert "还没有保存" in page
    assert 'value="朱 大妈"' in page or "name" in wrong
    assert not Constituent.objects.exists()


def test_known_number_leads_to_one_s_own_and_tells_nothing_of_another_s(cast: Cast, signed_in, mine, others) -> None:
    client = signed_in(cast.member)
    page = text(client.post("/my/people/new/", new(phone=PHONE)))
    assert "已经登记在田秀英名下" in page
    assert f'href="/my/people/{mine.pk}/"' in page
    page = text(client.post("/my/people/new/", new(phone="13812345679")))
    assert "请告诉政协办公室" in page
    assert "石头" not in page
    assert f"/my/people/{others.pk}/" not in page
    assert Constituent.objects.count() == 2


def test_villages_of_one_s_own_area_stand_first(cast: Cast, signed_in) -> None:
    Area.objects.update_or_create(name="安河乡", defaults={"position": 1})
    village("一家村", "安河乡")
    village("东关村", "城关镇")
    page = text(signed_in(cast.member).get("/my/people/new/"))
    assert page.index("城关镇 东关村") < page.index("安河乡 一家村")


def test_correction_shows_no_number_and_keeps_the_one_it_had(cast: Cast, signed_in, mine) -> None:
    client = signed_in(cast.member)
    page = text(client.get(f"/my/people/{mine.pk}/edit/"))
    assert "138****5678" in page
    assert PHONE not in page
    client.post(f"/my/people/{mine.pk}/edit/", {"name": "田秀珍", "phone": "", "village": ""})
    mine.refresh_from_db()
    assert (mine.name, mine.phone, mine.village) == ("田秀珍", PHONE, None)
    client.post(f"/my/people/{mine.pk}/edit/", {"name": "田秀珍", "phone": "无", "village": ""})
    mine.refresh_from_db()
    assert (mine.phone, mine.phone_hmac) == ("", "")


def test_correction_to_another_s_number_is_refused_neutrally(cast: Cast, signed_in, mine, others) -> None:
    page = text(
        signed_in(cast.member).post(
            f"/my/people/{mine.pk}/edit/", {"name": "田秀英", "phone": "13812345679", "village": ""}
        )
    )
    assert "请告诉政协办公室" in page
    assert "石头" not in page


def test_contact_of_today_is_kept(cast: Cast, signed_in, mine) -> None:
    signed_in(cast.member).post(f"/my/people/{mine.pk}/contact/")
    mine.refresh_from_db()
    assert mine.contacted_on == timezone.localdate()


def test_end_is_asked_about_and_takes_the_person_off_the_list(cast: Cast, signed_in, mine) -> None:
    client = signed_in(cast.member)
    assert "确定结束与田秀英的联系" in text(client.get(f"/my/people/{mine.pk}/end/"))
    assert Tie.objects.open().exists()
    client.post(f"/my/people/{mine.pk}/end/")
    assert "田秀英</a>" not in text(client.get("/my/people/"))
    assert client.get(f"/my/people/{mine.pk}/").status_code == 404
    mine.refresh_from_db()
    assert mine.name == "田秀英", "the office keeps the record until its time is over"


def test_withdrawal_is_asked_about_and_forgets(cast: Cast, signed_in, mine) -> None:
    client = signed_in(cast.member)
    assert "不能恢复" in text(client.get(f"/my/people/{mine.pk}/withdraw/"))
    answer = client.post(f"/my/people/{mine.pk}/withdraw/", follow=True)
    assert "田秀英" not in text(answer)
    mine.refresh_from_db()
    assert (mine.name, mine.phone) == ("已匿名", "")


def test_first_page_counts_one_s_own_and_both_pages_lead_there(cast: Cast, signed_in, mine, others) -> None:
    client = signed_in(cast.member)
    home = text(client.get("/my/"))
    assert "<strong>1</strong> 人" in home
    for page in (home, text(client.get("/my/me/"))):
        assert 'href="/my/people/"' in page
    assert 'href="/my/people/"' not in text(signed_in(cast.liaison).get("/my/me/"))


def test_list_asks_the_same_for_one_and_for_three(cast: Cast, signed_in, mine) -> None:
    client = signed_in(cast.member)
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            text(client.get("/my/people/"))
        counts.append(len(queries))
        known(
            cast, cast.member, f"群众{number}", f"1381234560{number}", place=village(f"{number}村"), now=timezone.now()
        )
    assert counts == [counts[0]] * 3


def test_contact_recorded_by_nobody_or_after_the_end_changes_only_the_record(cast: Cast, mine) -> None:
    untie(tie=mine.ties.get(), by=None, now=timezone.now())
    record_contact(constituent=mine, by=None, now=timezone.now())
    assert mine.history.first().history_user_id is None
