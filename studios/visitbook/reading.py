"""A ledger of visits as rows: pure, without a query."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from common.dates import BadDate
from common.excel import Row, Sheet, Table
from common.excel.tables import header_key
from common.text import squeeze
from studios.models import Matter, VisitLog
from studios.visitbook import words
from studios.visitbook.days import Days, month_of, year_of
from studios.visitbook.headings import HEADINGS, TICKED_WAYS, find_ledgers

PLACE_LENGTH = 60  # of whom and where; longer ones stand in full in the summary
TEXT_LENGTH = 1000
SUMMARY_LENGTH = 2000

_FOOT = re.compile(
    r"([本上全]?[年月日页季周]|\d{1,2}月份?|第.季度|以上)?(合计|总计|小计|共计|累计).*"
    r"|(填表|填报|制表|统计|审核|审批|签批|负责|单位负责|经办|记录|联系|分管|复核|报送)(人|单位|时间|日期|电话|领导|意见)([::].*)?"
    r"|(注|备注|附注|说明|填写说明|填表说明)[::].*|以下空白.*|以下无正文.*"
)
_SIGNED_ON = re.compile(r"(日期:)?20\d\d年\d{1,2}月\d{1,2}日")
_OF_NO_VISIT = {"day", "number"}  # a row with nothing else is the rest of a merged block


@dataclass
class LedgerRow:
    """A visit as the ledger has it. ``wrong`` are (column, message) of what cannot be read."""

    number: int
    sheet: str
    name: str = ""
    names: list[str] = field(default_factory=list)
    day: dt.date | None = None
    way: VisitLog.Way = VisitLog.Way.VISIT
    people: str = ""
    headcount: int = 1
    place: str = ""
    text: str = ""
    answer: str = ""
    outcome: Matter.Outcome = Matter.Outcome.NOTED
    told: bool = False
    purpose: str = ""
    studio: str = ""
    sector: str = ""
    area: str = ""
    summary: list[str] = field(default_factory=list)
    cut: bool = False
    wrong: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Ledger:
    """Every visit of a workbook, and what the reader should know of it."""

    sheets: list[str]
    rows: list[LedgerRow]
    notes: list[str]


def read_visits(sheets: Iterable[Sheet], *, filename: str, today: dt.date) -> Ledger:
    """Read every ledger in a workbook. Raises NoTable when there is none."""
    tables = find_ledgers(sheets)
    rows = [row for table in tables for row in _rows_of(table, filename, today)]
    return Ledger([table.sheet for table in tables], rows, _notes(tables, rows))


def _rows_of(table: Table, filename: str, today: dt.date) -> Iterator[LedgerRow]:
    said = [table.sheet, *table.above, filename]
    days = Days(year=year_of([*table.above, table.sheet, filename], _days_in(table), today), month=month_of(said))
    usual = _usual_way(table)
    above: dict[str, object] = {}
    for row in table.rows():
        if _is_no_visit(row, days):
            continue
        cells = {name: above.get(name) if _repeats(name, cell) else cell for name, cell in row.cells.items()}
        yield _row(row.number, table.sheet, cells, days, usual)
        above = cells


def _repeats(name: str, cell: object) -> bool:
    return name != "day" and words.is_ditto(cell)


def _days_in(table: Table) -> Iterator[object]:
    return (row.cells["day"] for row in table.rows())


def _is_no_visit(row: Row, days: Days) -> bool:
    """Footers, headers printed again, headings between the rows, the rest of a merged block."""
    filled = [squeeze(cell) for cell in row.filled()]
    if any(_FOOT.fullmatch(text) for text in filled[:2]):
        return True
    if _is_header(row):
        return True
    known = {name for name, cell in row.cells.items() if squeeze(cell)}
    if known - _OF_NO_VISIT:
        return len(filled) == 1 and bool(_SIGNED_ON.fullmatch(filled[0]))
    if len(filled) <= len(known) and "day" in known:  # a day above its visits
        days.try_read(row.cells["day"])
    return True


def _is_header(row: Row) -> bool:
    return all(
        header_key(squeeze(row.cells[name])) in {header_key(squeeze(known)) for known in HEADINGS[name].names}
        for name in ("day", "name")
    )


def _usual_way(table: Table) -> VisitLog.Way:
    """What a blank way means: a visit, in a register of receptions without a column for it a reception."""
    said = "".join(table.above) + table.sheet
    if "way" not in table.columns and re.search("接待|来访", said) and "走访" not in said:
        return VisitLog.Way.RECEPTION
    return VisitLog.Way.VISIT


def _row(number: int, sheet: str, cells: dict[str, object], days: Days, usual: VisitLog.Way) -> LedgerRow:
    row = LedgerRow(number, sheet, words.name_of(cells.get("name")), words.names_in(cells.get("name")))
    if not row.name:
        row.wrong.append(("委员姓名", "委员姓名空着,请补上;与上一行是同一位的,可以写“同上”"))
    try:
        row.day = days.read(cells.get("day"))
    except BadDate as error:
        row.wrong.append(("日期", str(error)))
    try:
        row.way = words.way_of(cells.get("way")) or _ticked_way(cells) or usual
    except ValueError as error:
        row.wrong.append(("走访方式", str(error)))
    _read_people(row, cells)
    _read_matter(row, cells)
    row.purpose, row.studio, row.sector, row.area = (
        words.text_of(cells.get(name)) for name in ("purpose", "studio", "sector", "area")
    )
    if note := words.text_of(cells.get("note")):
        row.summary.append(note)
    if sum(map(len, row.summary)) > SUMMARY_LENGTH - 100:
        row.wrong.append(("备注", f"超过{SUMMARY_LENGTH - 100}字,请写短一些"))
    return row


def _ticked_way(cells: dict[str, object]) -> VisitLog.Way | None:
    return next((way for name, way in TICKED_WAYS.items() if words.told_of(cells.get(name))), None)


def _read_people(row: LedgerRow, cells: dict[str, object]) -> None:
    people, said, row.cut = words.people_of(cells.get("people"))
    try:
        row.headcount = words.headcount_of(cells.get("headcount")) or said or 1
    except ValueError as error:
        row.wrong.append(("人次", str(error)))
    if row.headcount > 10_000:
        row.wrong.append(("走访对象", "写的人数超过10000,请核对"))
    row.people = _shortened(row, "走访对象", people)
    row.place = _shortened(row, "地点", words.text_of(cells.get("place")))


def _shortened(row: LedgerRow, column: str, text: str) -> str:
    if len(text) <= PLACE_LENGTH:
        return text
    row.summary.append(f"{column}:{text}")
    return text[: PLACE_LENGTH - 1] + "…"


def _read_matter(row: LedgerRow, cells: dict[str, object]) -> None:
    row.text = words.text_of(cells.get("text"))
    row.answer = words.text_of(cells.get("answer"))
    word = words.text_of(cells.get("outcome"))
    outcome = words.outcome_of(word)
    if not row.text:  # nothing raised: what was said all the same is kept with the visit
        row.summary += [f"{label}:{said}" for label, said in (("答复", row.answer), ("处理", word)) if said]
        row.answer = ""
        return
    if outcome is None:  # a word of the office's own stays readable
        row.answer = f"{row.answer} 处理方式:{word}".strip()
    row.outcome = outcome or Matter.Outcome.NOTED
    row.told = words.told_of(cells.get("told"))
    for column, text in (("反映问题", row.text), ("当场答复", row.answer)):
        if len(text) > TEXT_LENGTH:
            row.wrong.append((column, f"超过{TEXT_LENGTH}字,请写短一些"))


def _notes(tables: list[Table], rows: list[LedgerRow]) -> list[str]:
    notes = []
    if len(tables) > 1:
        notes.append(f"文件里有{len(tables)}张台账,都读了:{'、'.join(table.sheet for table in tables)}。")
    if any("phone" in table.columns for table in tables):
        notes.append("联系电话一列未保存:群众的电话不进系统,需要回访的由走访的委员自己记着。")
    if cut := sum(row.cut for row in rows):
        notes.append(f"有{cut}行的走访对象里写了电话或证件号码,号码未保存。")
    ignored = list(dict.fromkeys(text for table in tables for text in table.ignored))
    if ignored:
        notes.append(f"这些栏目没有导入:{'、'.join(ignored)}。")
    return notes
