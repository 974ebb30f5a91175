"""What an import says of each row, before it is saved and after."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Mode(StrEnum):
    """How much of a file to save."""

    PREVIEW = "preview"  # nothing: everything is tried and rolled back
    ALL = "all"  # all rows, or nothing when one has an error
    GOOD = "good"  # the good rows


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    AMBIGUOUS = "ambiguous"
    ERROR = "error"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def state(self) -> str:
        """The class by which pages colour it."""
        return _STATES[self]


_LABELS = {
    Outcome.NEW: "新增",
    Outcome.CHANGED: "有变化",
    Outcome.UNCHANGED: "无变化",
    Outcome.DUPLICATE: "重复",
    Outcome.AMBIGUOUS: "分不清是谁",
    Outcome.ERROR: "有错",
}
_MOST_URGENT_FIRST = (Outcome.ERROR, Outcome.AMBIGUOUS, Outcome.DUPLICATE, Outcome.CHANGED, Outcome.NEW)
_STATES = {
    Outcome.NEW: "done",
    Outcome.CHANGED: "busy",
    Outcome.UNCHANGED: "off",
    Outcome.DUPLICATE: "soon",
    Outcome.AMBIGUOUS: "soon",
    Outcome.ERROR: "late",
}


@dataclass(frozen=True)
class RowResult:
    """One row of the file: its number there, whom or what it is about, and what becomes of it.

    ``column`` and ``message`` say where and why, and how to mend it; ``changes`` are label → (old, new) in words.
    """

    row: int
    outcome: Outcome
    label: str
    column: str = ""
    message: str = ""
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class ImportReport:
    """What an import did, or would do. ``saved`` is false for a preview and for a file refused as a whole.

    ``absent`` are people, by name and sector, whom the file should name and does not; nothing happens to them.
    """

    sheet: str
    rows: list[RowResult] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    absent: list[dict[str, str]] = field(default_factory=list)
    saved: bool = False

    def of(self, *outcomes: Outcome) -> list[RowResult]:
        return [row for row in self.rows if row.outcome in outcomes]

    def counts(self) -> dict[Outcome, int]:
        """How many rows of each outcome, in a fixed order, those with none included."""
        return {outcome: len(self.of(outcome)) for outcome in Outcome}

    def as_dict(self) -> dict[str, Any]:
        """The report as plain JSON, in the form its command promises."""
        raise NotImplementedError

    @property
    def has_errors(self) -> bool:
        return any(row.outcome is Outcome.ERROR for row in self.rows)


def problems(rows: Iterable[RowResult]) -> list[dict[str, object]]:
    """Rows as a report's ``errors``, ``duplicates`` or ``ambiguous`` list them."""
    return [{"row": r.row, "name": r.label, "column": r.column, "message": r.message} for r in rows]


def for_page(report: ImportReport) -> dict[str, object]:
    """A report as plain JSON, for keeping and showing: what needs a hand first, what is simply unchanged not at all."""
    return {
        "sheet": report.sheet,
        "saved": report.saved,
        "notes": report.notes,
        "absent": report.absent,
        "counts": [
            {"label": outcome.label, "state": outcome.state, "n": n} for outcome, n in report.counts().items() if n
        ],
        "errors": len(report.of(Outcome.ERROR)),
        "good": len(report.of(Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)),
        "rows": [
            {
                "row": row.row,
                "label": row.label,
                "outcome": row.outcome.label,
                "state": row.outcome.state,
                "column": row.column,
                "message": row.message,
                "changes": [[label, *pair] for label, pair in row.changes.items()],
            }
            for outcome in _MOST_URGENT_FIRST
            for row in report.of(outcome)
        ],
    }
