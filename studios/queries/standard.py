"""Reads of the standard: what each studio shows for each line of the checklist."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch

from accounts.models import User
from studios.models import EvidenceFile, StandardItem, Studio, StudioEvidence

Met = StudioEvidence.Met


@dataclass(frozen=True)
class Line:
    """A line of the checklist in one studio; ``evidence`` is null while nobody has filled it in."""

    item: StandardItem
    evidence: StudioEvidence | None

    @property
    def state(self) -> str:
        """The class by which pages colour it."""
        return {Met.YES: "done", Met.PARTLY: "soon", Met.NO: "late"}.get(self._met, "off")  # type: ignore[call-overload, no-any-return]

    @property
    def word(self) -> str:
        return str(self.evidence.get_met_display()) if self.evidence else "未填"

    @property
    def mark(self) -> str:
        """For a narrow cell: √ met, △ partly, × not, empty when nobody said."""
        return {Met.YES: "√", Met.PARTLY: "△", Met.NO: "×"}.get(self._met, "")  # type: ignore[call-overload, no-any-return]

    @property
    def _met(self) -> str:
        return self.evidence.met if self.evidence else ""


@dataclass(frozen=True)
class Standard:
    """One studio and its lines in the order of the list."""

    studio: Studio
    lines: list[Line]

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        return [(label, list(lines)) for label, lines in groupby(self.lines, key=lambda line: line.item.label)]

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def met(self) -> int:
        return self._count(Met.YES)

    @property
    def partly(self) -> int:
        return self._count(Met.PARTLY)

    @property
    def blank(self) -> int:
        return sum(line.evidence is None for line in self.lines)

    def _count(self, met: str) -> int:
        return sum(line.evidence is not None and line.evidence.met == met for line in self.lines)


def standards_of(studios: Iterable[Studio], *, files: bool = False) -> list[Standard]:
    """Each studio with its lines, those asked today; with ``files`` their files too. Two queries, or three."""
    rooms = list(studios)
    items = asked_items()
    found = StudioEvidence.objects.filter(studio__in=rooms, item__in=items).select_related("by")
    if files:
        attached = EvidenceFile.objects.select_related("file")
        found = found.prefetch_related(Prefetch("files", queryset=attached))
    by_place = {(one.studio_id, one.item_id): one for one in found}
    return [Standard(room, [Line(item, by_place.get((room.pk, item.pk))) for item in items]) for room in rooms]


def asked_items() -> list[StandardItem]:
    """The lines asked today, those of a label together, labels in the order of their first line. One query."""
    items = list(StandardItem.objects.asked())
    first = {item.label: place for place, item in reversed(list(enumerate(items)))}
    return sorted(items, key=lambda item: first[item.label])


def labels_of(items: Iterable[StandardItem]) -> list[tuple[str, list[StandardItem]]]:
    """Items of ``asked_items`` under their labels."""
    return [(label, list(lines)) for label, lines in groupby(items, key=lambda item: item.label)]


def evidence_of(studio: Studio, item: StandardItem) -> StudioEvidence | None:
    """What a studio shows for one line, with its files and its story. Four queries."""
    found = StudioEvidence.objects.filter(studio=studio, item=item).select_related("by")
    return found.prefetch_related("files__file", "events__by").first()


def file_for(user: User, pk: int) -> EvidenceFile | None:
    """A file that the user may open, or None. Two queries at most."""
    return EvidenceFile.objects.visible_to(user).select_related("file").filter(pk=pk).first()
