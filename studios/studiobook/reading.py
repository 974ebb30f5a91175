"""A workbook of studios as rows: pure, without a query."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from common.excel import Heading, Row, Sheet, Table
from common.excel.tables import header_key
from common.text import squeeze
from studios.models import Residency
from studios.studiobook import words
from studios.studiobook.headings import PEOPLE, STUDIO, find_sheets, titled
from studios.studiobook.words import Named

Part = Residency.Part

LENGTHS = {"name": 60, "kind": 20, "brand": 40, "host": 80, "address": 120, "hours": 60}
_FOOT = re.compile(
    r"(合计|总计|小计|共计)(人数)?.*|(注|备注|说明|附注|填表说明)\d?[::.].*|(填表|制表|统计|审核|填报|报送)(人|单位|日期|时间)[::]?.*"
    r"|(单位)?(盖章|签字)[::]?.*|20\d\d年\d{1,2}月\d{1,2}日"
)
_TITLE = re.compile(r"^[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.,].*|.*[((]\d+个[))]$")
_DITTO = {"同上", "〃", "″", '"', "”", "“"}


@dataclass
class StudioRow:
    """A studio as the file has it. ``wrong`` are (column, message) of what cannot be read."""

    number: int
    sheet: str
    name: str
    own_number: int | None = None
    serial: int | None = None
    texts: dict[str, str] = field(default_factory=dict)
    opened: dt.date | None = None
    people: list["PersonRow"] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class PersonRow:
    """Somebody of a studio. ``inline`` when they stand in a cell of the studio's own row."""

    number: int
    sheet: str
    studio: str
    who: Named
    part: str
    column: str = "姓名"
    account: str = ""
    since: dt.date | None = None
    inline: bool = False
    wrong: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class StudioFile:
    """Every studio and person of a workbook, and what the reader should know of it."""

    sheets: list[str]
    studios: list[StudioRow]
    people: list[PersonRow]
    notes: list[str]


def read_studios(sheets: Iterable[Sheet], *, today: dt.date) -> StudioFile:
    """Read every sheet that lists studios or their people. Raises NoTable when there is none."""
    found = find_sheets(sheets)
    notes: list[str] = []
    studios: list[StudioRow] = []
    people: list[PersonRow] = []
    for table in found.studios:
        for row in _studios_of(table, today, notes):
            studios.append(row)
            people += row.people
    for table in found.people:
        people += _people_of(table, today)
    if not found.studios:  # a list of people alone names its studios too
        named = {squeeze(one.studio): one for one in reversed(people) if one.studio}
        studios = [StudioRow(one.number, one.sheet, one.studio) for one in reversed(named.values())]
    tables = [*found.studios, *found.people]
    ignored = list(dict.fromkeys(text for table in tables for text in table.ignored))
    if ignored:
        notes.append(f"这些栏目没有导入:{'、'.join(ignored)}。")
    return StudioFile([table.sheet for table in tables], studios, people, list(dict.fromkeys(notes)))


def _studios_of(table: Table, today: dt.date, notes: list[str]) -> Iterator[StudioRow]:
    """A studio may take several rows, its people one below another: its name then stands in the first, or is merged."""
    current: StudioRow | None = None
    first: dict[str, object] = {}
    for row in table.rows():
        name = words.text_of(row.cells.get("name"))
        if _is_no_row(row, STUDIO):
            continue
        again = current is not None and (
            squeeze(name) == squeeze(current.name)
            or squeeze(name) in _DITTO
            or (not name and not _says_more(row.cells, first))
        )
        if not again:
            if current:
                yield current
            current, first = _studio(row, table.sheet, name, today, notes), row.cells
        if current:
            current.people += _in_cells(row, current, inline=not again)
    if current:
        yield current


def _says_more(cells: dict[str, object], first: dict[str, object]) -> bool:
    """Whether a row without a name has facts of its own: then a name is missing, and it is no rest of the one above."""
    own = ("number", "convener", "address", "host", "leader", "kind")
    return any(squeeze(cells.get(field)) not in ("", squeeze(first.get(field))) for field in own)


def _studio(row: Row, sheet: str, name: str, today: dt.date, notes: list[str]) -> StudioRow:
    made = StudioRow(row.number, sheet, name)
    if not name:
        made.wrong.append(("名称", "工作室名称空着,请补上"))
    for column in ("kind", "brand", "host", "area", "address", "leader", "group", "parent", "hours"):
        made.texts[column] = words.text_of(row.cells.get(column))
    made.texts["sectors"] = words.text_of(row.cells.get("sectors"))
    for column, most in LENGTHS.items():
        text = name if column == "name" else made.texts[column]
        if len(text) > most:
            made.wrong.append((STUDIO[column].label, f"有{len(text)}个字,最多{most}个字,请缩短"))
    made.texts["phone"], mobile = words.phone_of(row.cells.get("phone"))
    if mobile:
        notes.append("电话一列里的手机号码没有保存:工作室只公布座机,各人的手机在委员名册和账号里。")
    made.own_number, made.serial = _whole(row.cells.get("number")), _whole(row.cells.get("serial"))
    try:
        made.opened = words.day_of(row.cells.get("opened"), today)
    except ValueError as error:
        made.wrong.append(("成立日期", str(error)))
    return made


def _in_cells(row: Row, studio: StudioRow, *, inline: bool) -> Iterator[PersonRow]:
    for column, part in (("convener", Part.CONVENER), ("liaison", Part.LIAISON), ("resident", Part.RESIDENT)):
        for who in words.people_in(row.cells.get(column)):
            own = who.part if column == "resident" and who.part else part.value
            label = STUDIO[column].label
            yield PersonRow(row.number, studio.sheet, studio.name, who, own, label, inline=inline)


def _people_of(table: Table, today: dt.date) -> Iterator[PersonRow]:
    about = "" if "studio" in table.columns else titled(table)
    studio = about
    for row in table.rows():
        if _is_no_row(row, PEOPLE):
            continue
        named = words.text_of(row.cells.get("studio"))
        studio = about or (studio if not named or squeeze(named) in _DITTO else named)
        yield from _persons(row, table.sheet, studio, today)


def _persons(row: Row, sheet: str, studio: str, today: dt.date) -> Iterator[PersonRow]:
    wrong: list[tuple[str, str]] = []
    part, since = None, None
    try:
        part = words.part_of(row.cells.get("part"))
    except ValueError as error:
        wrong.append(("身份", str(error)))
    try:
        since = words.day_of(row.cells.get("since"), today)
    except ValueError as error:
        wrong.append(("从", str(error)))
    if not studio:
        wrong.append(("工作室", "没有写是哪个工作室,请补上"))
    said = (words.text_of(row.cells.get(name)) for name in ("sector", "area", "employer", "phone"))
    hints = tuple(filter(None, said))
    account = words.text_of(row.cells.get("account"))
    named = words.people_in(row.cells.get("person"))
    if not named:
        wrong.append(("姓名", "没有姓名,请补上,或删去这一行"))
        named = [Named("")]
    for who in named:
        who = replace(who, hints=(*who.hints, *hints))
        held = part or who.part or Part.RESIDENT.value
        yield PersonRow(row.number, sheet, studio, who, held, account=account, since=since, wrong=list(wrong))


def _is_no_row(row: Row, headings: Mapping[str, Heading]) -> bool:
    """Footers, headers printed again, titles between the rows."""
    filled = [squeeze(cell) for cell in row.filled()]
    if any(_FOOT.fullmatch(text) for text in filled[:2]):
        return True
    known = {name: squeeze(cell) for name, cell in row.cells.items() if squeeze(cell)}
    if not known.keys() - {"number", "serial"}:
        return True
    if len(filled) == 1:
        return bool(_TITLE.fullmatch(filled[0]))
    again = [field for field, text in known.items() if header_key(text) in map(header_key, headings[field].names)]
    return len(again) > 1


def _whole(value: object) -> int | None:
    text = re.sub(r"\.0+$", "", squeeze(value)).removeprefix("第").removesuffix("号")
    return int(text) if re.fullmatch(r"0*[1-9]\d{0,3}", text) else None
