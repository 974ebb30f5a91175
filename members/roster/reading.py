"""A workbook's roster as rows of people, with the sector headings between them. No queries."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby, zip_longest

from common.dates import has_month_of_one_digit, may_lack_nought
from common.excel import Row, Sheet, Table
from common.text import squeeze
from members.roster import cells
from members.roster.columns import find_roster, is_header, other_terms
from members.roster.rows import RosterRow, read_row
from members.roster.sectors import bare
from members.roster.titles import Title, is_count, is_footer, is_sum_or_signature, sector_name, title_in

_WHO = ("gender", "male", "female", "birth_month", "ethnicity", "party", "employer", "job", "phone", "specialty")
_REPEATABLE = ("gender", "ethnicity", "party", "sector", "employer", "job", "post", "committee", "area", "note")
_NOTES_OF_LINES = 5


@dataclass
class Roster:
    """``titles`` are the file's own names of sectors, in order; ``fields`` the columns it has."""

    sheet: str
    fields: set[str]
    rows: list[RosterRow] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_roster(sheets: Iterable[Sheet], *, term_number: int, today: dt.date, knows: Callable[[str], bool]) -> Roster:
    """Find the roster in a workbook and read it. ``knows`` tells whether a text is a known sector.

    Raises NoTable when there is none; what is wrong in a row stands in the row.
    """

    def names_sector(sheet: str) -> bool:
        title = title_in([sheet])
        return bool(title and (knows(title.name) or title.ends_like_sector))

    tables = find_roster(sheets, term_number=term_number, names_sector=names_sector)
    rosters = [_Reader(table, today, knows).read() for table in tables]
    roster = _joined(rosters) if len(rosters) > 1 else rosters[0]
    if others := other_terms(tables[0], term_number):
        roster.notes.insert(0, f"表上写的是{'、'.join(others)},请核对是不是要导入的这一届。")
    return roster


def _joined(rosters: list[Roster]) -> Roster:
    """One roster of several sheets, of which each holds the people of the sector it is called by."""
    sheets = f"{rosters[0].sheet}等{len(rosters)}张"
    whole = Roster(sheets, set().union(*(roster.fields for roster in rosters)))
    for roster in rosters:
        title = title_in([roster.sheet])
        for row in roster.rows:
            row.sheet = roster.sheet
            if title and not row.heading:
                row.heading = sector_name(title.name)
        whole.rows += roster.rows
        whole.titles += roster.titles or ([sector_name(title.name)] if title else [])
        whole.notes += [f"表“{roster.sheet}”:{note}" for note in roster.notes]
    return whole


class _Reader:
    """Goes down the table once, and remembers what a row takes from the rows above it."""

    def __init__(self, table: Table, today: dt.date, knows: Callable[[str], bool]) -> None:
        self.table, self.today, self.knows = table, today, knows
        self.swap = _job_is_post(table)
        self.roster = Roster(table.sheet, set(table.columns) | ({"post"} if self.swap else set()))
        self.heading: Title | None = None
        self.under: dict[str, tuple[Title, list[RosterRow]]] = {}
        self.above: dict[str, object] = {}
        self.sector_above = ""
        self.left_out: list[str] = []
        self.gone: Counter[str] = Counter()
        self.leaving = ""
        self.octobers: list[str] = []
        self.one_digit = any(has_month_of_one_digit(row.cells.get("birth_month")) for row in table.rows())

    def read(self) -> Roster:
        rows = list(self.table.rows())
        for row, below in zip_longest(rows, rows[1:]):
            self._take(row, below)
        return self._finish()

    def _take(self, row: Row, below: Row | None) -> None:
        raw = dict(row.cells)
        if self.swap:
            raw["post"] = raw.pop("job")
        if cells.is_vacant(raw["name"]):
            raw["name"] = None
        is_person = self._names_somebody(raw)
        if is_sum_or_signature(row.raw) or (not is_person and is_footer(row.raw)):
            return
        title = title_in(row.raw)
        if title and (self._is_heading(title) or self._stands_like_heading(title, below)):
            self._begin(title)
        elif not is_header(row.raw, self.table.columns):
            self._take_person(row, raw, title)

    def _names_somebody(self, raw: dict[str, object]) -> bool:
        """Whether the row has a name and something that only a person has."""
        return not cells.is_empty(raw["name"]) and sum(not cells.is_empty(raw.get(name)) for name in _WHO) > 1

    def _is_heading(self, title: Title) -> bool:
        if self._continues_merge(title) or self._sums_up(title):
            return False
        if self.knows(title.name) or title.of_people:
            return True
        in_name = title.place == self.table.columns["name"] and len(title.name) <= 4
        if in_name and not (title.alone and title.ends_like_sector):
            return False  # a person of whom the row has the name alone
        return title.counted or title.ends_like_sector

    def _continues_merge(self, title: Title) -> bool:
        """Blank rows at the end of a sector that is merged downward repeat its cell."""
        in_sector = title.place == self.table.columns.get("sector")
        return in_sector and not title.of_people and title.text == squeeze(self.above.get("sector"))

    def _sums_up(self, title: Title) -> bool:
        """Whether it counts the people above it, whose own cells name the sector."""
        return self.heading is None and title.counted and bare(title.name) == bare(self.sector_above)

    def _stands_like_heading(self, title: Title, below: Row | None) -> bool:
        """Whether a word that nobody knows stands alone above a person, where the heading before it stood."""
        return bool(
            self.heading
            and below
            and self._names_somebody(below.cells)
            and not is_header(below.raw, self.table.columns)
            and title.alone
            and self.heading.alone
            and title.place == self.heading.place != self.table.columns["name"]
            and title.may_be_sector
        )

    def _begin(self, title: Title) -> None:
        if title.names_posts:
            return
        self.leaving = title.name if title.of_those_who_left else ""
        believed = self.knows(title.name) or title.ends_like_sector or not title.names_other_group
        self.heading = title if believed and not self.leaving else None
        if self.heading:
            self.under.setdefault(sector_name(title.name), (title, []))

    def _take_person(self, row: Row, raw: dict[str, object], title: Title | None) -> None:
        nameless = cells.is_empty(raw["name"])
        if title and (title.is_remark or (nameless and cells.is_empty(raw.get("number")))):
            if not title.repeats_title:
                self._leave_out(row)
            return
        if is_count(raw["name"]) and cells.is_empty(raw.get("phone")):  # statistics under the people: 男 30 女 30
            self._leave_out(row)
            return
        if nameless and all(cells.is_empty(raw.get(name)) for name in _WHO):
            return  # numbered in advance, or merged cells run on
        if self.leaving:
            self.gone[self.leaving] += 1
            return
        for name in _REPEATABLE:
            if name in raw and cells.is_ditto(raw[name]):
                raw[name] = self.above.get(name)
        self.above = raw
        self.sector_above = squeeze(raw.get("sector")) or self.sector_above
        person = read_row(row.number, raw, today=self.today)
        if self.one_digit and may_lack_nought(raw.get("birth_month")):
            self.octobers.append(f"第{row.number}行{person.name}")
        if self.heading:
            person.heading = sector_name(self.heading.name)
            self.under[person.heading][1].append(person)
        self.roster.rows.append(person)

    def _leave_out(self, row: Row) -> None:
        self.left_out.append(f"第{row.number}行“{squeeze(' '.join(map(str, row.filled())))[:20]}”")

    def _finish(self) -> Roster:
        self._doubt_headings()
        if not self.roster.titles:
            self.roster.titles = self._sectors_of_blocks() or _carry_sectors_down(self.roster.rows)
        self._assume_han()
        notes = self.roster.notes
        if self.table.ignored:
            notes.append(f"没有读取的栏目:{'、'.join(text[:20] for text in self.table.ignored[:20])}。")
        for name, count in self.gone.items():
            notes.append(f"“{name}”下的{count}人没有导入。")
        if self.octobers:
            notes.append(
                f"出生年月写成数字 1975.1 的按10月读,这一栏也有 1975.8 这样写的,请核对:{'、'.join(self.octobers)}。"
            )
        if self.left_out:
            more = f"等{len(self.left_out)}行" if len(self.left_out) > _NOTES_OF_LINES else ""
            notes.append(f"{'、'.join(self.left_out[:_NOTES_OF_LINES])}{more}不是委员,没有读取。")
        return self.roster

    def _doubt_headings(self) -> None:
        """An unknown heading above people whose own cells name sectors divides the roster by something else."""
        for name, (title, rows) in self.under.items():
            sure = title.ends_like_sector or self.knows(title.name)
            if sure or not any(row.sector and self.knows(row.sector) for row in rows):
                self.roster.titles.append(name)
                continue
            for row in rows:
                row.heading = ""

    def _sectors_of_blocks(self) -> list[str]:
        """Sectors whose cell is merged downward over their people: as good as a heading."""
        place = self.table.columns.get("sector")
        tops = {top for top, left, *_ in self.table.blocks if left - 1 == place}
        names = (sector_name(row.sector) for row in self.roster.rows if row.sector and row.number in tops)
        return list(dict.fromkeys(names))

    def _assume_han(self) -> None:
        """A blank in a column that says 汉族 of most means 汉族."""
        written = [row.person["ethnicity"] for row in self.roster.rows if "ethnicity" in row.person]
        if "ethnicity" not in self.roster.fields or written.count(cells.HAN) * 2 <= len(written):
            return
        blank = [
            row
            for row in self.roster.rows
            if "ethnicity" not in row.person and not any(column == "民族" for column, _ in row.errors)
        ]
        for row in blank:
            row.assumed["ethnicity"] = cells.HAN
        if blank:
            self.roster.notes.append(f"民族一栏空着的{len(blank)}人按汉族读入。")


def _job_is_post(table: Table) -> bool:
    """Whether a column 职务 holds posts in the CPPCC: there is no other for them, and most of its cells are such."""
    if "post" in table.columns or "job" not in table.columns:
        return False
    texts = [cell for row in table.rows() if not cells.is_empty(cell := row.cells["job"])]
    return sum(_is_post(text) for text in texts) * 2 > len(texts)


def _is_post(cell: object) -> bool:
    try:
        return len(squeeze(cell)) <= 8 and bool(cells.read_post(cell))
    except ValueError:
        return False


def _carry_sectors_down(rows: list[RosterRow]) -> list[str]:
    """Without headings, a sector written only in the first row of its people holds until the next; their names.

    Only where the file plainly does so: most cells are blank, and no sector comes back after another.
    """
    filled = [bare(row.sector) for row in rows if row.sector]
    written = [name for name, _ in groupby(filled)]
    if not written or not rows[0].sector or len(filled) * 2 >= len(rows) or len(set(written)) < len(written):
        return []
    above = ""
    for row in rows:
        above = row.sector = row.sector or above
    return list(dict.fromkeys(sector_name(row.sector) for row in rows))
