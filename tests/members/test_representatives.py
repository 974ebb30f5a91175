"""The pool of representatives: rows, rights, pages."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEvent
from members.models import Constituent, Representative
from members.queries import my_people
from members.services import (
    RepresentativeRefused,
    anonymise_due,
    correct_representative,
    end_representative,
    withdraw_consent,
)
from tests.cast import NOW, Cast
from tests.members.people import PHONE, known, recommended, representative, village
from tests.members.test_pages import text

TODAY = NOW.date()
TABLE = Path(__file__).with_name("pool_rules.txt")
POOL = "/office/representatives/"


@pytest.fixture
def one(cast: Cast) -> Representative:
    return representative(cast, known(cast, cast.member, place=village()))


def correct(cast: Cast, one: Representative, **changes: object) -> Representative:
    usual = {
        "entry": recommended(skills="电商"),
        "since": TODAY,
        "revision": one.revision,
        "by": cast.clerk,
        "now": NOW,
    }
    return correct_representative(representative=one, **{**usual, **changes})


class TestServices:
    def test_one_is_in_the_pool_once_until_they_leave_and_may_come_again(self, cast: Cast, one: Representative) -> None:
        with pytest.raises(RepresentativeRefused, match="已经在群众代表库里"):
            representative(cast, one.constituent)
        ended = end_representative(representative=one, why="任期届满", by=cast.clerk, now=NOW)
        assert (ended.until, ended.end_reason) == (TODAY, "任期届满")
        later = {"by": cast.officer, "now": NOW + dt.timedelta(days=2)}
        again = end_representative(representative=one, why="任期届满", **later)
        assert again.until == TODAY
        with pytest.raises(RepresentativeRefused, match="出库:任期届满"):
            end_representative(representative=one, why="又一次", **later)
        assert AuditEvent.objects.filter(subject=f"群众代表 编号 {one.pk}出库").count() == 1
        assert representative(cast, one.constituent).pk != one.pk

    def test_without_recommendation_or_of_a_day_to_come_is_refused(self, cast: Cast) -> None:
        person = known(cast, cast.member)
        with pytest.raises(RepresentativeRefused, match="推荐的党组织"):
            representative(cast, person, recommended_by="")
        with pytest.raises(RepresentativeRefused, match="日期还没有到"):
            representative(cast, person, recommended_on=TODAY + dt.timedelta(days=1))
        assert not Representative.objects.exists()
        place = village()
        assert representative(cast, person, recommended_by="", village=place).recommender == "城关镇东关村党组织"

    def test_second_who_corrects_the_same_form_is_told(self, cast: Cast, one: Representative) -> None:
        assert correct(cast, one) == ["专长领域"]
        with pytest.raises(RepresentativeRefused, match="刚刚有人改过"):
            correct(cast, one, entry=recommended(skills="养蜂"), revision=1)
        end_representative(representative=one, why="外出务工", by=cast.clerk, now=NOW)
        with pytest.raises(RepresentativeRefused, match="出库:外出务工"):
            correct(cast, one, entry=recommended(skills="养蜂"), revision=2)
        one.refresh_from_db()
        assert (one.skills, one.revision) == ("电商", 2)
        assert AuditEvent.objects.get(subject=f"{one}更正").detail == {"fields": ["专长领域"]}

    def test_nothing_corrected_leaves_no_trace(self, cast: Cast, one: Representative) -> None:
        assert correct(cast, one, entry=recommended()) == []
        assert not AuditEvent.objects.filter(subject=f"{one}更正").exists()

    @pytest.mark.parametrize("how", ["consent withdrawn", "time over"])
    def test_who_is_forgotten_leaves_the_pool_and_nothing_personal_stays(
        self, cast: Cast, one: Representative, how: str
    ) -> None:
        Representative.objects.update(note="喜欢下棋")
        if how == "consent withdrawn":
            withdraw_consent(constituent=one.constituent, by=cast.clerk, now=NOW)
        else:
            Constituent.objects.update(retain_until=TODAY)
            assert anonymise_due(now=NOW + dt.timedelta(days=1)) == 1
        one.refresh_from_db()
        reason = "撤回同意" if how == "consent withdrawn" else "保留期满"
        assert (one.end_reason, one.skills, one.note) == (reason, "", "")
        assert one.until is not None
        with pytest.raises(RepresentativeRefused, match="匿名"):
            representative(cast, one.constituent)

    @pytest.mark.parametrize(
        "wrong",
        [{"recommended_by": ""}, {"until": TODAY}, {"end_reason": "没有日期"},
         {"until": TODAY - dt.timedelta(days=1), "end_reason": "倒着"}],
        ids=["nobody recommended", "ended without reason", "reason without end", "backwards"],
    )  # fmt: skip
    def test_database_refuses_what_makes_no_sense(self, one: Representative, wrong: dict[str, object]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Representative.objects.filter(pk=one.pk).update(**wrong)

    def test_trail_names_nobody(self, cast: Cast, one: Representative) -> None:
        end_representative(representative=one, why="田秀英外出", by=cast.clerk, now=NOW)
        said = "".join(f"{row.subject}{row.reason}{row.detail}" for row in AuditEvent.objects.all())
        assert "田秀英" not in said


def form(**changes: str) -> dict[str, str]:
    usual = {
        "recommended_by": "东关村党支部",
        "skills": "果树栽培",
        "since": f"{timezone.localdate()}",
        "revision": "1",
    }
    return {**usual, **changes}


class TestPages:
    def test_from_a_constituent_s_page_into_the_pool_and_out(self, cast: Cast, signed_in) -> None:
        person, client = known(cast, cast.member, place=village()), signed_in(cast.clerk)
        assert f"/office/people/{person.pk}/representative/" in text(client.get(f"/office/people/{person.pk}/"))
        client.post(f"/office/people/{person.pk}/representative/", form())
        made = Representative.objects.get()
        page = text(client.get(f"/office/people/{person.pk}/"))
        assert "群众代表</span>" in page
        assert "东关村党支部推荐,果树栽培" in page
        assert "列入群众代表库</a>" not in page
        client.post(f"{POOL}{made.pk}/", form(skills="农村电商"))
        assert "农村电商" in text(client.get(POOL))
        assert "请写明原因" in text(client.post(f"{POOL}{made.pk}/end/", {"why": ""}))
        client.post(f"{POOL}{made.pk}/end/", {"why": "外出务工"})
        assert "还没有群众代表" in text(client.get(POOL))
        assert "外出务工" in text(client.get(f"{POOL}?state=ended"))
        assert client.post(f"{POOL}{made.pk}/", form()).status_code == 404

    def test_sent_twice_there_is_one_and_what_was_typed_stays(self, cast: Cast, signed_in) -> None:
        person, client = known(cast, cast.member), signed_in(cast.clerk)
        for _ in range(2):
            answer = client.post(f"/office/people/{person.pk}/representative/", form(skills="养蜂"))
        assert "已经在群众代表库里" in text(answer)
        assert 'value="养蜂"' in text(answer)
        assert Representative.objects.count() == 1

    def test_stale_correction_keeps_what_was_typed(self, cast: Cast, signed_in, one: Representative) -> None:
        client = signed_in(cast.clerk)
        client.post(f"{POOL}{one.pk}/", form(skills="甲"))
        page = text(client.post(f"{POOL}{one.pk}/", form(skills="乙")))
        assert "刚刚有人改过" in page
        assert 'value="乙"' in page

    def test_found_by_name_who_is_not_in_the_pool_yet(self, cast: Cast, signed_in, one: Representative) -> None:
        other = known(cast, cast.other, "田野", "")
        gone = known(cast, cast.other, "田地", "")
        withdraw_consent(constituent=gone, by=cast.clerk, now=NOW)
        page = text(signed_in(cast.clerk).get(f"{POOL}new/?q=田"))
        assert f"/office/people/{other.pk}/representative/" in page
        assert f"/office/people/{one.constituent_id}/representative/" not in page
        assert "田地" not in page
        assert "没有找到" in text(signed_in(cast.clerk).get(f"{POOL}new/?q=没有的人"))

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", {"田秀英", "石头"}),
            ("q=秀", {"田秀英"}),
            ("q=养蜂", {"石头"}),
            ("village=西关", {"石头"}),
            ("area=nonsense", {"田秀英", "石头"}),
            ("state=ended", set()),
        ],
    )
    def test_list_filters_and_masks(
        self, cast: Cast, signed_in, one: Representative, query: str, found: set[str]
    ) -> None:
        stone = known(cast, cast.other, "石头", "13812345679", place=village("西关村", "河东乡"))
        representative(cast, stone, skills="养蜂")
        page = text(signed_in(cast.clerk).get(f"{POOL}?{query}"))
        assert {name for name in ("田秀英", "石头") if f">{name}</a>" in page} == found
        assert PHONE not in page

    def test_export_wants_a_reason_and_masks(self, cast: Cast, signed_in, one: Representative) -> None:
        client = signed_in(cast.clerk)
        assert "请写明用途" in text(client.post(f"{POOL}export/", {"reason": ""}))
        answer = client.post(f"{POOL}export/", {"reason": "邀请参加协商会"})
        rows = str(list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values))
        for said in ("田秀英", "138****5678", "果树栽培", "东关村党支部"):
            assert said in rows
        assert PHONE not in rows
        event = AuditEvent.objects.get(action="exported")
        assert (event.subject, event.reason, event.detail) == (
            "群众代表名单(号码打码)", "邀请参加协商会", {"count": 1},
        )  # fmt: skip

    def test_member_who_keeps_contact_sees_the_mark_until_they_leave(
        self, cast: Cast, signed_in, one: Representative
    ) -> None:
        client = signed_in(cast.member)
        pages = ("/my/people/", f"/my/people/{one.constituent_id}/")
        assert all("群众代表" in text(client.get(page)) for page in pages)
        end_representative(representative=one, why="任期届满", by=cast.clerk, now=NOW)
        assert not any("群众代表" in text(client.get(page)) for page in pages)

    def test_list_asks_the_same_for_one_and_for_three(self, cast: Cast, signed_in, one: Representative) -> None:
        client, member, counts = signed_in(cast.clerk), signed_in(cast.member), []
        for number in range(3):
            with CaptureQueriesContext(connection) as asked:
                for page in (POOL, f"{POOL}new/?q=群众", f"/office/people/{one.constituent_id}/"):
                    client.get(page)
                member.get("/my/people/")
            counts.append(len(asked))
            person = known(cast, cast.member, f"群众{number}", "", place=village(f"{number}村"))
            representative(cast, person, recommended_by="", village=village(f"{number}村"))
            known(cast, cast.other, f"群众候选{number}", "", place=village(f"{number}村"))
        assert counts == [counts[0]] * 3


def rules() -> dict[str, set[str]]:
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {who: set(may) - {"-"} for who, *may in lines[1:]}


@pytest.mark.parametrize(("who", "may"), rules().items())
def test_table_says_who_may(cast: Cast, signed_in, one: Representative, who: str, may: set[str]) -> None:
    user = getattr(cast, who)
    client, member = signed_in(user), cast.person(cast.member)
    pages = {
        "see": POOL,
        "add": f"/office/people/{one.constituent_id}/representative/",
        "end": f"{POOL}{one.pk}/end/",
        "export": f"{POOL}export/",
        "keep": "/office/my-contacts/",
    }
    found = {act for act, page in pages.items() if client.get(page).status_code == 200}
    found |= {"correct"} if client.post(f"{POOL}{one.pk}/", form()).status_code == 302 else set()
    ties = f"/office/members/{member.pk}/ties/"
    found |= {"people"} if "田秀英" in client.get(ties).content.decode() else set()
    sent = {"village": f"{village().pk}", "kind": "three_links", "since": f"{timezone.localdate()}"}
    found |= {"tie"} if client.post(ties, sent).status_code == 302 else set()
    found |= {"mark"} if any(person.in_pool for person in my_people(user)) else set()
    assert found == may


@pytest.mark.parametrize("right", ["edit_people", "export_people"])
def test_each_act_has_its_own_right(cast: Cast, signed_in, one: Representative, right: str) -> None:
    Group.objects.get(name="办公室").permissions.remove(Permission.objects.get(codename=right))
    client = signed_in(cast.clerk)
    edits = [f"{POOL}{one.pk}/", f"{POOL}{one.pk}/end/", f"/office/people/{one.constituent_id}/representative/"]
    for page in edits if right == "edit_people" else [f"{POOL}export/"]:
        assert client.post(page, {**form(), "why": "试", "reason": "试"}).status_code == 404
    shown = text(client.get(POOL)) + text(client.get(f"{POOL}{one.pk}/"))
    assert ("导出" in shown, "登记出库" in shown) == (right != "export_people", right != "edit_people")
