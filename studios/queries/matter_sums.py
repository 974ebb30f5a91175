"""Sums over matters: by category, outcome and result; by village and category for the month's sorting."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F

from referrals.models import Referral
from studios import rules
from studios.models import Matter, MatterFeedback, MatterReport
from studios.models.matters import MatterQuerySet
from studios.states import matters as states

OTHER = "没有分类"


@dataclass
class Line:
    """A line of the statistics. ``pending``: a result is owed and not known; ``none_owed``: settled or recorded."""

    name: str
    total: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    results: dict[str, int] = field(default_factory=dict)
    closed: int = 0
    pending: int = 0
    none_owed: int = 0
    to_tell: int = 0

    def add(self, outcome: str, result: str, state: str, told: bool, count: int) -> None:
        self.total += count
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + count
        if result:
            self.results[result] = self.results.get(result, 0) + count
        elif state in (states.OPEN, states.MERGED):
            self.pending += count
        else:
            self.none_owed += count
        self.closed += count if state == states.CLOSED else 0
        self.to_tell += count if state == states.ANSWERED and not told else 0

    @property
    def outcome_cells(self) -> list[int]:
        return [self.outcomes.get(code, 0) for code in Matter.Outcome.values]

    @property
    def result_cells(self) -> list[int]:
        return [self.results.get(code, 0) for code in Matter.Result.values]

    @property
    def rate(self) -> str:
        """办结率: closed, of all."""
        return percent(self.closed, self.total)


@dataclass(frozen=True)
class Content:
    """What people said when they were told: ``heard`` of ``told`` said something."""

    told: int
    counts: dict[str, int]

    @property
    def heard(self) -> int:
        return sum(self.counts.values()) - self.counts.get(MatterFeedback.Content.UNSAID, 0)

    @property
    def glad(self) -> int:
        return self.counts.get(MatterFeedback.Content.SATISFIED, 0) + self.counts.get(MatterFeedback.Content.MOSTLY, 0)

    @property
    def rate(self) -> str:
        """满意率: content or mostly, of those who said something."""
        return percent(self.glad, self.heard)


def percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "—"


@dataclass(frozen=True)
class Sums:
    """The same matters by category in the office's order, by outcome, and all together."""

    categories: list[Line]
    outcomes: list[Line]
    total: Line


def sums_of(found: MatterQuerySet) -> Sums:
    """Dropped ones count nowhere. One query."""
    rows = (
        found.standing()
        .order_by()
        .values("category__position", "category__name", "outcome", "result", "state", "told")
        .annotate(count=Count("pk"))
        .order_by(F("category__position").asc(nulls_last=True), "category__name")
    )
    categories: dict[str, Line] = {}
    outcomes = {code: Line(str(name)) for code, name in Matter.Outcome.choices}
    total = Line("合计")
    for row in rows:
        name = row["category__name"] or OTHER
        for line in (categories.setdefault(name, Line(name)), outcomes[row["outcome"]], total):
            line.add(row["outcome"], row["result"], row["state"], row["told"], row["count"])
    return Sums(list(categories.values()), [line for line in outcomes.values() if line.total], total)


def content_of(found: MatterQuerySet) -> Content:
    """What the people of these matters said to the last answer. One query."""
    final = MatterFeedback.objects.filter(final=True, matter__in=found.standing().order_by().values("pk"))
    latest = final.filter(round=F("matter__reopened"))
    rows = latest.order_by().values_list("content").annotate(count=Count("pk"))
    counts = dict(rows)
    return Content(told=sum(counts.values()), counts=counts)


@dataclass
class Place:
    """A village in the month's sorting, with its matters by category."""

    name: str
    categories: "dict[str, list[Matter]]" = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(len(matters) for matters in self.categories.values())


def sorted_by_place(matters: Iterable[Matter]) -> list[Place]:
    """The villages with most matters first, their categories likewise; what names no village comes last. No query."""
    places: dict[str, Place] = {}
    for matter in matters:
        name = str(matter.village) if matter.village else ""
        place = places.setdefault(name, Place(name or "没有写村(社区)"))
        place.categories.setdefault(str(matter.category) if matter.category else OTHER, []).append(matter)
    for place in places.values():
        place.categories = dict(sorted(place.categories.items(), key=lambda pair: -len(pair[1])))
    return [one for _, one in sorted(places.items(), key=lambda pair: (pair[0] == "", -pair[1].count))]


def counted_by_category(matters: Iterable[Matter]) -> list[tuple[str, int]]:
    """Categories with how many, the most first. No query."""
    counts = Counter(str(one.category) if one.category else OTHER for one in matters)
    return counts.most_common()


def situations_of(matters: Iterable[Matter]) -> dict[int, rules.Situation]:
    """What hangs on each of many matters, as far as bundling asks. Three queries."""
    page = list(matters)
    live = set(Referral.objects.live().filter(subject__in=[one.key for one in page]).values_list("subject", flat=True))
    reports = MatterReport.objects.filter(matter__in=page, state=states.REPORT_WAITING)
    reported = dict(reports.values_list("matter_id", "level"))
    merged = Matter.objects.filter(merged_into__in=page, state=states.MERGED)
    leads = set(merged.values_list("merged_into_id", flat=True))
    return {
        one.pk: rules.Situation(
            referred=one.key in live, reported=reported.get(one.pk, ""), leads=one.pk in leads, again=False
        )
        for one in page
    }
