"""The pages of quotas: the office's, the convener's, a member's own."""

import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import AuditEvent
from assessment.models import Quota
from members.models import Seat
from members.services import tie
from tests.assessment.makers import visit
from tests.assessment.test_quotas import switch
from tests.cast import NOW, Cast, seat
from tests.members.people import PHONE, kept_by_staff, known, village

pytestmark = pytest.mark.usefixtures("clock")
NOW_APRIL = dt.date(2026, 4, 10)


def text(response) -> str:
    return response.content.decode()


def sent(**changes: str) -> dict[str, str]:
    usual = {
        "name": "走访群众", "amount": "12", "period": "year", "who": "members", "in_use": "yes",
        "source": "县政协办发〔2026〕3号", "effective_from": "2026-05-01",
    }  # fmt: skip
    return {**usual, **changes}


class TestOfficePages:
    def test_list_says_what_is_in_force_and_where_it_comes_from(self, cast: Cast, signed_in) -> None:
        page = text(signed_in(cast.leader).get("/office/quotas/"))
        for said in (
            "“151”",
            "三联",
            "每年10次",
            "1个村(社区)",
            "白银市中共特邀界委员工作室",
            "每季度1次",
            "不用",
            "期末前 10 天",
        ):
            assert said in page
        assert "新增定额" not in page
        assert "新增定额" in text(signed_in(cast.officer).get("/office/quotas/"))

    def test_change_is_told_and_shown_as_coming(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.officer)
        newest = Quota.objects.newest().get(code="151-visits")
        answer = client.post("/office/quotas/151-visits/", sent(seen=str(newest.pk)), follow=True)
        assert "走访群众:2026年5月1日起每年12次。" in text(answer)
        assert "2026年5月1日(周五)起每年12次" in text(answer)
        assert "县政协办发〔2026〕3号" in text(client.get("/office/quotas/151-visits/"))

    def test_stale_form_is_refused_and_keeps_what_was_typed(self, cast: Cast, signed_in) -> None:
        newest = Quota.objects.newest().get(code="151-visits")
        signed_in(cast.officer).post("/office/quotas/151-visits/", sent(seen=str(newest.pk)))
        page = text(signed_in(cast.clerk).post("/office/quotas/151-visits/", sent(seen=str(newest.pk), amount="8")))
        assert "刚刚有人改过" in page
        assert 'value="8"' in page
        assert Quota.objects.newest().get(code="151-visits").amount == 12

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"amount": "0"}, "请填1到10000的整数"),
            ({"effective_from": "2026-04-01"}, "从今天或以后"),
            ({"effective_from": ""}, "请填从哪天起"),
            ({"who": "staff"}, "选择一个有效的选项"),
        ],
    )
    def test_what_was_typed_wrong_is_told(self, cast: Cast, signed_in, changes: dict[str, str], said: str) -> None:
        page = text(signed_in(cast.officer).post("/office/quotas/151-visits/", sent(**changes)))
        assert said in page
        assert Quota.objects.filter(code="151-visits").count() == 1

    def test_own_quota_is_added_and_nonsense_refused(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.officer)
        new = sent(
            scheme="本县", measure="receptions", name="接待困难群众", period="month", effective_from="2026-04-10"
        )
        assert "机关干部只按" in text(client.post("/office/quotas/new/", {**new, "who": "staff"}))
        assert "已新增定额接待困难群众:每月12次" in text(client.post("/office/quotas/new/", new, follow=True))
        assert "接待困难群众" in text(signed_in(cast.member).get("/my/quotas/"))

    def test_trying_to_change_without_the_right_leaves_a_row(self, cast: Cast, signed_in) -> None:
        for page in ("151-visits", "new", "reminders"):
            assert signed_in(cast.leader).post(f"/office/quotas/{page}/", sent()).status_code == 404
        refused = AuditEvent.objects.filter(action="refused").values_list("subject", flat=True)
        assert set(refused) == {"修改定额", "新增定额", "修改定额提醒"}
        assert not Quota.objects.filter(made_by__isnull=False).exists()

    def test_reminder_days_are_changed(self, cast: Cast, signed_in) -> None:
        days = {"month": "5", "quarter": "20", "year": "0", "standing": "45"}
        page = text(signed_in(cast.officer).post("/office/quotas/reminders/", days, follow=True))
        assert "已改:每月 10天→每月 5天、每年 45天→每年 0天。" in page
        assert "不提醒" in page
        wrong = text(signed_in(cast.officer).post("/office/quotas/reminders/", {**days, "month": "900"}))
        assert "请填0到180的整数" in wrong


class TestTable:
    def test_shows_have_and_need_and_names_no_constituent(self, cast: Cast, signed_in) -> None:
        known(cast, cast.member)
        visit(cast.person(cast.member), dt.date(2026, 3, 2))
        page = text(signed_in(cast.leader).get("/office/quotas/progress/"))
        for said in (
            "1/5",
            "1/10",
            "还差9",
            "还差4",
            "在任 3 名委员,还差的 3 人",
        ):
            assert said in page
        assert "田秀英" not in page
        assert "名次" not in page

    def test_reached_is_said_in_words_and_leaves_the_list_of_who_is_behind(self, cast: Cast, signed_in) -> None:
        switch("151-visits", by=cast.officer, amount=1)
        visit(cast.person(cast.member), dt.date(2026, 3, 21))
        client = signed_in(cast.clerk)
        assert "已达到" in text(client.get("/office/quotas/progress/"))
        page = text(client.get("/office/quotas/progress/?state=behind&quota=151-visits"))
        assert "筛选出 2 名委员" in page
        assert "韩梅" not in page

    def test_filters_that_make_no_sense_filter_nothing(self, cast: Cast, signed_in) -> None:
        page = text(signed_in(cast.clerk).get("/office/quotas/progress/?area=x&quota=y&studio=99&state=z&page=9"))
        assert "在任 3 名委员" in page or "筛选出 3 名委员" in page
        assert "没有符合条件" in text(signed_in(cast.clerk).get("/office/quotas/progress/?q=zzzz"))

    def test_without_quotas_or_members_the_page_says_what_to_do(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.clerk)
        Seat.objects.update(ended_on=dt.date(2026, 1, 1))
        assert "先导入委员名册" in text(client.get("/office/quotas/progress/"))
        Quota.objects.update(in_use=False)
        assert "现在没有启用的定额" in text(client.get("/office/quotas/progress/"))

    def test_staff_find_their_own_above(self, cast: Cast, signed_in) -> None:
        switch("staff-people", by=cast.officer, amount=2)
        kept_by_staff(cast, cast.clerk)
        page = text(signed_in(cast.clerk).get("/office/quotas/progress/"))
        assert "周敏,您自己还差一点:联系群众还差1名群众" in page
        assert "石老师" not in page
        assert "机关干部" in page

    def test_export_holds_what_the_filters_show_with_notes_and_leaves_a_row(self, cast: Cast, signed_in) -> None:
        switch("staff-people", by=cast.officer)
        known(cast, cast.member)
        answer = signed_in(cast.officer).post("/office/quotas/progress/export/?q=hm")
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        assert book.sheetnames == ["委员", "机关干部"]
        rows = list(book["委员"].iter_rows(values_only=True))
        assert rows[2][:7] == (
            "序号",
            "姓名",
            "界别",
            "片区",
            "政协职务",
            "联系界别群众(5名群众)",
            "走访群众(每年10次)",
        )
        assert rows[3][:7] == (1, "韩梅", "工商联界", "城关镇", "委员", 1, 0)
        notes = str(rows[4:])
        for said in ("不作排名", "走访群众,全体委员每年10次,已提交的民情日志条数", "出处:保康县政协", "王召"):
            assert (said in notes) == (said != "王召")
        assert "田秀英" not in str(rows)
        assert AuditEvent.objects.get(action="exported").detail == {"count": 4}

    def test_pages_ask_the_same_for_one_and_for_three(self, cast: Cast, signed_in) -> None:
        switch("staff-people", by=cast.officer)
        office, convener, member = (signed_in(who) for who in (cast.clerk, cast.convener, cast.member))
        counts = []
        for number in range(3):
            with CaptureQueriesContext(connection) as asked:
                for client, page in (
                    (office, "/office/quotas/progress/"), (office, "/office/quotas/"),
                    (office, "/office/quotas/151-visits/"), (convener, "/my/studio/quotas/"), (member, "/my/quotas/"),
                ):  # fmt: skip
                    assert client.get(page).status_code == 200
            counts.append(len(asked))
            person = seat(cast.term, f"委员{number}", "教育界").member
            visit(person, NOW_APRIL)
            visit(cast.person(cast.member), NOW_APRIL)
            known(cast, cast.member, f"群众{number}", "")
            tie(source=person, target=village(f"{number}村"), kind="fixed", by=None, now=NOW)
            switch("151-visits", by=cast.officer, amount=20 + number)
        assert counts == [counts[0]] * 3


class TestOwnPages:
    def test_member_reads_their_own_in_words(self, cast: Cast, signed_in) -> None:
        visit(cast.person(cast.member), dt.date(2026, 3, 2))
        visit(cast.person(cast.other), dt.date(2026, 3, 2))
        page = text(signed_in(cast.member).get("/my/quotas/"))
        for said in (
            "还有 <strong>2</strong> 项差一点",
            "今年已有1次,“151”要求每年10次",
            "2026年12月31日(周四)前还差9次",
            "登记一位群众",
        ):
            assert said in page
        assert "李强" not in page

    def test_who_did_all_is_thanked_and_who_is_asked_nothing_told(self, cast: Cast, signed_in) -> None:
        for code in ("151-visits", "151-contacts"):
            switch(code, by=cast.officer, amount=1)
        visit(cast.person(cast.member), dt.date(2026, 3, 2))
        known(cast, cast.member)
        assert "都做到了,谢谢您" in text(signed_in(cast.member).get("/my/quotas/"))
        Quota.objects.update(in_use=False)
        assert "现在没有对您的联系任务" in text(signed_in(cast.member).get("/my/quotas/"))

    def test_convener_sees_who_of_the_studio_is_behind_and_nobody_else(self, cast: Cast, signed_in) -> None:
        switch("151-contacts", on=False, by=cast.officer)
        switch("151-visits", by=cast.officer, amount=1)
        visit(cast.person(cast.convener), dt.date(2026, 3, 2))
        for who in (cast.convener, cast.liaison):
            page = text(signed_in(who).get("/my/studio/quotas/"))
            assert "2 位委员里,1 位还差一点" in page
            assert "韩梅:走访群众还差1次(12月31日前)" in page
            assert "李强" not in page
            assert PHONE not in page
        visit(cast.person(cast.member), dt.date(2026, 3, 2))
        assert "都做到了" in text(signed_in(cast.convener).get("/my/studio/quotas/"))

    def test_doors_lead_there(self, cast: Cast, signed_in) -> None:
        assert "/my/quotas/" in text(signed_in(cast.member).get("/my/"))
        assert "/my/studio/quotas/" in text(signed_in(cast.convener).get("/my/"))
        assert all("/my/ties/" in text(signed_in(cast.member).get(page)) for page in ("/my/", "/my/me/"))
        assert "/office/quotas/" in text(signed_in(cast.leader).get("/office/"))

    def test_button_of_a_three_links_quota_begins_with_that_kind(self, cast: Cast, signed_in) -> None:
        Seat.objects.filter(member=cast.person(cast.member)).update(post="chair")
        client = signed_in(cast.member)
        assert "/my/people/new/?kind=three_links" in text(client.get("/my/quotas/"))
        page = text(client.get("/my/people/new/?kind=three_links"))
        assert re.search(r'value="three_links"[^>]*checked', page)
        assert re.search(r'value="fixed"[^>]*checked', text(client.get("/my/people/new/?kind=nonsense")))
