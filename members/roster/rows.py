"""One row of a roster as values, with what is wrong in it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from common.phones import parse_phone
from common.text import one_line, person_name
from members.roster import cells
from members.roster.columns import HEADINGS

EMPLOYER_LIMIT = 120
CELL_LIMIT = 1000


@dataclass(eq=False)
class RosterRow:
    """A person as one row has them. A field that the row leaves blank is not in ``person``.

    ``sheet`` is the name of its sheet in a roster of several, where numbers of rows overlap.

    ``assumed`` are values that the row does not write but means; they never change what is known. ``sector`` is the
    text of its own cell, ``heading`` the heading above it. ``errors`` are (column, message).
    """

    number: int
    sheet: str = ""
    name: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    assumed: dict[str, Any] = field(default_factory=dict)
    sector: str = ""
    heading: str = ""
    post: str = ""
    area: str = ""
    committees: list[str] = field(default_factory=list)
    seat_number: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def where(self) -> str:
        """The beginning of a message about the row, where its number alone does not tell which it is."""
        return f"表“{self.sheet}”:" if self.sheet else ""

    @property
    def place(self) -> str:
        return f"{f'表“{self.sheet}”' if self.sheet else ''}第{self.number}行"

    @property
    def phone(self) -> str:
        return str(self.person.get("phone", ""))

    @property
    def birth_month(self) -> dt.date | None:
        return self.person.get("birth_month")

    def wrong(self, column: str, message: str) -> None:
        self.errors.append((column, message))


def read_row(number: int, raw: dict[str, object], *, today: dt.date) -> RosterRow:
    """Read the known cells of a person's row; never raises."""
    row = RosterRow(number)
    notes: list[str] = []
    try:
        row.name, notes = cells.read_name(raw.get("name"))
        row.person["name"] = row.name
    except ValueError as error:
        row.name = person_name(raw.get("name"))[:50]
        row.wrong(HEADINGS["name"].label, str(error))
    if cells.is_empty(raw.get("gender")):
        raw = {**raw, "gender": cells.gender_ticked(raw.get("male"), raw.get("female"))}
    readers: dict[str, Callable[[object], Any]] = {
        "gender": cells.read_gender,
        "birth_month": lambda cell: cells.read_birth_month(cell, today),
        "ethnicity": cells.read_ethnicity,
        "party": lambda cell: cells.read_text(cell, 30),
        "phone": parse_phone,
        "specialty": lambda cell: cells.read_text(cell, 100),
        "note": lambda cell: cells.read_text(cell, 200),
    }
    for name, reader in readers.items():
        value = _read(row, name, raw, reader)
        if value not in (None, ""):
            row.person[name] = value
    row.sector = _read(row, "sector", raw, cells.read_sector) or ""
    row.post = _read(row, "post", raw, cells.read_post) or ""
    row.area = _read(row, "area", raw, lambda cell: cells.read_place(cell, 30)) or ""
    row.committees = _read(row, "committee", raw, cells.read_committees) or []
    row.seat_number = _read(row, "number", raw, lambda cell: cells.read_text(cell, 20)) or ""
    _join_employer(row, raw)
    _take_notes(row, notes)
    return row


def _read(row: RosterRow, name: str, raw: dict[str, object], reader: Callable[[object], Any]) -> Any:
    if cells.is_empty(raw.get(name)):
        return None
    if isinstance(text := raw[name], str) and len(text) > CELL_LIMIT:  # not worth a look, and slow to look at
        row.wrong(HEADINGS[name].label, f"这一格有{len(text)}个字,太长了,请缩短")
        return None
    try:
        return reader(raw[name])
    except ValueError as error:
        row.wrong(HEADINGS[name].label, str(error))
        return None


def _join_employer(row: RosterRow, raw: dict[str, object]) -> None:
    """Unit and post may stand in two columns; one that repeats the other is not written twice."""
    unit, job = (
        _read(row, name, raw, lambda cell: cells.read_text(cell, EMPLOYER_LIMIT)) or "" for name in ("employer", "job")
    )
    text = unit if job and unit.endswith(job) else job if unit and job.startswith(unit) else f"{unit}{job}"
    if len(text) > EMPLOYER_LIMIT:
        row.wrong(HEADINGS["employer"].label, f"单位和职务合起来有{len(text)}个字,最多{EMPLOYER_LIMIT}个字,请缩短")
    elif text:
        row.person["employer"] = text


def _take_notes(row: RosterRow, notes: list[str]) -> None:
    """What stands in brackets behind a name fills cells that are blank: 张三(女,回族)."""
    rest = []
    for note in notes:
        for name, reader in (("gender", cells.read_gender), ("ethnicity", cells.read_ethnicity)):
            try:
                value = reader(note)
            except ValueError:
                continue
            row.person.setdefault(name, value)
            break
        else:
            rest.append(one_line(note))
    if rest:
        row.person.setdefault("note", "、".join(rest)[:200])
