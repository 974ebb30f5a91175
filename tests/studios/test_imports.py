"""The ledger becomes filed visits: whose, once, in open months; and what is said of every other row."""

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from common.excel import Sheet, read_workbook
from common.imports import Mode
from deadlines.services import close_period
from members.models import Area, Seat
from members.services import end_seat
from members.services.roster import import_roster
from studios.models import Matter, Residency, VisitEvent, VisitLog
from studios.resources import write_visit_template
from studios.services import VisitReport, correct, import_visits
from tests.cast import NOW, Cast, seat
from tests.studios.ledgers import HEADER, sheet
from tests.studios.makers import LAST_MONTH, entry, filed, matter

DATA = Path(__file__).parent.parent / "data"
ROSTER, LEDGER = DATA / "委员名册.xlsx", DATA / "走访台账_2026年3月.xlsx"
APRIL = dt.datetime(2026, 4, 2, 9, 0, tzinfo=NOW.tzinfo)


def take(cast: Cast, *rows: list[object], mode: Mode = Mode.GOOD, now: dt.datetime = NOW, **kwargs) -> VisitReport:
    return import_visits([sheet(*rows, **kwargs)], filename="台账.xlsx", by=cast.clerk, now=now, mode=mode)


def said(report: VisitReport, kind: str) -> list[tuple[int, str, str]]:
    return [(one["row"], one["column"], one["message"]) for one in report.as_dict()[kind]]


@pytest.fixture
def county(cast: Cast) -> Cast:
    """The cast with the sample roster of 198 members."""
    import_roster(read_workbook(ROSTER.read_bytes()), term_number=10, by=cast.clerk, now=NOW, mode=Mode.GOOD)
    return cast


def take_sample(cast: Cast, mode: Mode = Mode.GOOD) -> dict[str, object]:
    sheets = read_workbook(LEDGER.read_bytes())
    return import_visits(sheets, filename=LEDGER.name, by=cast.clerk, now=APRIL, mode=mode).as_dict()


def test_sample_ledger_accounts_for_its_109_visits_and_adds_nothing_the_second_time(county: Cast):
    first = take_sample(county)
    assert set(first) == {"sheet", "created", "duplicates", "ambiguous", "errors", "notes"}
    assert (first["created"], first["errors"], first["duplicates"]) == (108, [], [])
    assert [(one["row"], one["name"]) for one in first["ambiguous"]] == [(9, "邵康")]
    again = take_sample(county)
    assert (again["created"], len(again["duplicates"]), len(again["ambiguous"])) == (0, 108, 1)
    assert VisitLog.objects.count() == VisitEvent.objects.count() == 108
    assert set(VisitLog.objects.values_list("occurred_on__month", flat=True)) == {3}
    assert not VisitLog.objects.filter(sector_name="").exists()


def test_no_phone_of_a_constituent_is_stored_anywhere(county: Cast):
    report = take_sample(county)
    stored = json.dumps(list(VisitLog.objects.values("people", "place", "summary")), ensure_ascii=False)
    stored += json.dumps(list(Matter.objects.values("text", "answer")), ensure_ascii=False)
    assert "1990008" not in stored + json.dumps(report, ensure_ascii=False)
    assert "联系电话一列未保存" in report["notes"][0]


def test_preview_saves_nothing_and_says_the_same(county: Cast):
    preview = take_sample(county, Mode.PREVIEW)
    assert not VisitLog.objects.exists()
    assert not AuditEvent.objects.filter(subject__contains="走访台账").exists()
    assert take_sample(county) == preview


def test_row_becomes_a_checked_visit_of_its_member(cast: Cast):
    row = ["3月5日", "韩 梅", "电话", "城关镇村民12人", None, "东关", "路灯不亮", "已报修", "转提案", "√"]
    assert take(cast, row).as_dict()["created"] == 1
    visit = VisitLog.objects.get()
    assert (visit.member.user, visit.state, visit.occurred_on) == (cast.member, "checked", dt.date(2026, 3, 5))
    assert (visit.way, visit.people, visit.headcount, visit.place) == ("phone", "城关镇村民12人", 12, "东关")
    assert (visit.sector_name, visit.post_name) == ("工商联界", "委员")
    assert (visit.recorded_by, visit.recorded_at) == (cast.clerk, NOW)
    raised = visit.matters.get()
    assert (raised.text, raised.answer, raised.outcome, raised.told) == ("路灯不亮", "已报修", "proposal", True)
    assert visit.events.values_list("action", "via", "by").get() == ("file", "import", cast.clerk.pk)
    audited = AuditEvent.objects.get(action="imported")
    assert (audited.subject, audited.detail) == ("走访台账 台账.xlsx", {"new": 1})


def test_rows_with_errors_stand_aside_and_the_good_ones_go_in(cast: Cast):
    report = take(
        cast,
        ["3月5日", "韩梅", "托梦"],
        ["3月5日", "李强", "电话"],
        ["3月25日", "李强", "电话"],
        ["3月35日", "李强", "入户"],
        [None, "李强", "入户"],
        ["3月6日", "韩没", "电话"],
        ["3月6日", "韩梅、李强", "电话"],
    )
    assert report.as_dict()["created"] == 1
    rows, columns, messages = zip(*said(report, "errors"), strict=True)
    assert rows == (3, 5, 6, 7, 8, 9)
    assert columns == ("走访方式", "日期", "日期", "日期", "委员姓名", "委员姓名")
    for part, message in zip(
        ("托梦", "还没有到", "3月35日", "上面一格", "韩梅", "请每人写一行"), messages, strict=True
    ):
        assert part in message
    assert VisitLog.objects.get().member.user == cast.other


def test_two_errors_in_a_row_are_both_named(cast: Cast):
    ((row, column, message),) = said(take(cast, ["3月45日", "没这个人", "托梦"]), "errors")
    assert (row, column) == (3, "日期")
    assert "走访方式:" in message
    assert "委员姓名:" in message


def test_file_with_errors_is_refused_whole_when_all_is_asked(cast: Cast):
    report = take(cast, ["3月5日", "韩梅"], ["3月5日", "没这个人"], mode=Mode.ALL)
    assert not report.saved
    assert not VisitLog.objects.exists()


def test_closed_month_and_time_before_the_term_take_no_row(cast: Cast):
    cast.term.starts_on = dt.date(2026, 1, 10)
    cast.term.save()
    close_period(month=LAST_MONTH, by=cast.clerk, now=NOW)
    report = take(cast, ["2026-02-05", "韩梅"], ["2026-01-05", "韩梅"], ["2026-01-15", "韩梅"])
    assert [message for _, _, message in said(report, "errors")] == [
        "2026年2月已经结账,不能再导入这个月的走访",
        "2026-01-05 在第十届开始之前,请核对日期",
    ]
    assert VisitLog.objects.get().occurred_on == dt.date(2026, 1, 15)


def test_member_who_held_no_seat_that_day_is_an_error(cast: Cast):
    end_seat(seat=cast.seat(cast.other), on=dt.date(2026, 3, 10), why="调离", by=cast.clerk, now=NOW)
    report = take(cast, ["3月9日", "李强"], ["3月10日", "李强"])
    assert report.as_dict()["created"] == 1
    assert "2026-03-10这一天不是本届委员" in said(report, "errors")[0][2]


@pytest.mark.parametrize("name", ["韩梅委员", "韩梅同志", "委员韩梅", "韩梅副主席"])
def test_member_is_known_however_the_ledger_addresses_them(cast: Cast, name: str):
    assert take(cast, ["3月5日", name, "电话"]).as_dict()["created"] == 1
    assert VisitLog.objects.get().member.user == cast.member


def test_namesakes_are_ambiguous_until_sector_or_area_tells(cast: Cast):
    area = Area.objects.create(name="石桥镇")
    for sector in ("经济界", "教育界"):
        seat(cast.term, "邵康", sector)
    Seat.objects.filter(member__name="邵康", sector__name="教育界").update(area=area)
    header = [*HEADER, "界别", "片区"]
    row = ["3月5日", "邵康", *[None] * 8]
    report = take(
        cast, row, [*row, "经济"], [*row, "", "石桥镇"], [*row, "工会界"], [*row, "经济界", "石桥镇"], header=header
    )
    assert report.as_dict()["created"] == 2
    assert [one[0] for one in said(report, "ambiguous")] == [3, 6, 7]
    message = said(report, "ambiguous")[0][2]
    assert "本届有2位“邵康”" in message
    assert "教育界、石桥镇" in message
    sectors = set(VisitLog.objects.values_list("sector_name", flat=True))
    assert sectors == {"经济界", "教育界"}


def test_row_twice_in_the_file_names_the_first(cast: Cast):
    row = ["3月5日", "韩梅", "电话", "村民", 1, "东关", "路灯"]
    report = take(cast, row, row, [*row[:6], "水"])
    assert report.as_dict()["created"] == 2
    assert said(report, "duplicates") == [(4, "", "与第3行完全相同,这一行没有导入")]


def test_corrected_visit_does_not_come_in_a_second_time(cast: Cast):
    row = ["3月5日", "韩梅", "电话", "村民", 1, "东关", "路灯"]
    take(cast, row)
    visit = VisitLog.objects.get()
    correct(visit=visit, revision=1, entry=entry(headcount=9), by=cast.member, now=NOW)
    assert take(cast, row).as_dict()["created"] == 0


def test_visit_the_member_filed_already_is_a_duplicate(cast: Cast):
    day = dt.date(2026, 3, 5)
    filed(cast, cast.member, day, way="phone", people="村民", place="东关", matters=(matter("路灯"), matter("水")))
    rows = [["3月5日", "韩梅", "电话", "村民", 1, "东关", text] for text in ("路灯", "水", "电")]
    report = take(cast, *rows)
    assert report.as_dict()["created"] == 1
    assert len(report.as_dict()["duplicates"]) == 2


def test_studio_by_its_column_or_the_only_one_of_the_member(cast: Cast):
    both = cast.person(cast.convener)
    Residency.objects.create(studio=cast.river, member=both)
    header = [*HEADER, "工作室"]
    blank = [None] * 8
    report = take(
        cast,
        ["3月1日", "韩梅", *blank, ""],
        ["3月2日", "韩梅", *blank, "河东委员工作室"],
        ["3月3日", "王召", *blank, ""],
        ["3月4日", "韩梅", *blank, "山上工作室"],
        header=header,
    )
    visits = VisitLog.objects.order_by("occurred_on")
    assert [visit.studio for visit in visits] == [cast.town, cast.river, None, None]
    assert visits[3].summary == "工作室:山上工作室"
    assert "山上工作室(1行)" in report.notes[-1]


def test_purposes_by_name_and_others_in_the_summary(cast: Cast):
    header = [*HEADER, "目的"]
    blank = [None] * 8
    take(cast, ["3月1日", "韩梅", *blank, "宣传政策、帮扶困难群众"], ["3月2日", "韩梅", *blank, "看望"], header=header)
    first, second = VisitLog.objects.order_by("occurred_on")
    assert [purpose.name for purpose in first.purposes.all()] == ["宣传政策", "帮扶困难群众"]
    assert second.summary == "目的:看望"


def test_rows_of_several_sheets_say_which(cast: Cast):
    sheets = [sheet(["3月5日", "没人"], name="甲"), sheet(["3月5日", "韩梅"], name="乙")]
    report = import_visits(sheets, filename="", by=cast.clerk, now=NOW, mode=Mode.GOOD)
    assert report.as_dict()["sheet"] == "甲、乙"
    assert said(report, "errors")[0][2].startswith("表“甲”:本届名册里没有")


def test_ledger_before_any_roster_asks_for_the_roster(db: None):
    report = import_visits([sheet(["3月5日", "韩梅"])], filename="", by=None, now=NOW, mode=Mode.GOOD)
    assert "请先导入名册" in said(report, "errors")[0][2]


def test_queries_do_not_grow_with_the_rows(cast: Cast):
    def ask(*rows: list[object]) -> int:
        with CaptureQueriesContext(connection) as asked:
            take(cast, *rows)
        return len(asked)

    row = ["韩梅", "电话", "村民", 1, "东关", "路灯"]
    ask(["2月1日", *row])  # the first matter of a year begins its numbers
    assert ask(["3月1日", *row]) == ask(["3月2日", *row], ["3月3日", *row], ["3月4日", *row])


def test_empty_template_reads_back_as_a_ledger_without_a_visit(cast: Cast):
    target = io.BytesIO()
    write_visit_template(target)
    report = import_visits(
        read_workbook(target.getvalue()), filename="模板.xlsx", by=cast.clerk, now=NOW, mode=Mode.GOOD
    )
    assert report.as_dict() == {
        "sheet": "走访台账", "created": 0, "duplicates": [], "ambiguous": [], "errors": [], "notes": [],
    }  # fmt: skip


def test_command_tells_in_words_and_writes_the_report(county: Cast, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("studios.management.commands.import_visits.timezone.now", lambda: APRIL)
    told, target = io.StringIO(), tmp_path / "out.json"
    call_command("import_visits", str(LEDGER), report=target, stdout=told)
    assert "台账“3月”共109次走访,新增108行,分不清是谁1行。" in told.getvalue()
    assert "第9行 委员姓名:本届有2位“邵康”" in told.getvalue()
    assert json.loads(target.read_text(encoding="utf-8"))["created"] == 108
    assert AuditEvent.objects.get(subject__startswith="走访台账").via == "命令行"
    assert VisitLog.objects.first().recorded_by is None


def test_command_tries_without_saving(county: Cast, monkeypatch):
    monkeypatch.setattr("studios.management.commands.import_visits.timezone.now", lambda: APRIL)
    told = io.StringIO()
    call_command("import_visits", str(LEDGER), dry_run=True, stdout=told)
    assert "试导" in told.getvalue()
    assert not VisitLog.objects.exists()


@pytest.mark.parametrize("name", ["没有.xlsx", "坏.xlsx", "名册.csv", "."])
def test_command_fails_in_words_on_a_file_it_cannot_read(name: str, db: None, tmp_path: Path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK not a workbook")
    (tmp_path / "名册.csv").write_text("序号,单位\n1,甲\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"找不到|打不开|已损坏|不是 Excel|没有找到"):
        call_command("import_visits", str(tmp_path / name), stdout=io.StringIO())


def test_old_grid_without_titles_is_read_too(cast: Cast):
    report = import_visits(
        [Sheet("Sheet1", [["日期", "姓名", "地点"], ["2026.3.5", "韩梅", "东关"]])],
        filename="", by=None, now=NOW, mode=Mode.GOOD,
    )  # fmt: skip
    assert report.as_dict()["created"] == 1
