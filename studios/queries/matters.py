"""Reads of matters that join: lists with their clocks and units, one with all that hangs on it, repeats."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from deadlines import states as running
from deadlines.calendar import Calendar
from deadlines.models import Deadline
from deadlines.why import standing
from referrals import states as theirs
from referrals.models import Part, Referral, ReferralEvent
from referrals.queries import referrals_about, waiting_return
from studios import rules
from studios.models import Matter, MatterEvent, MatterFeedback, MatterReport, MatterSetting, Studio
from studios.models.matters import MatterQuerySet
from studios.states import matters as states

# What a list may be narrowed to besides the states: who waits for whom.
NEEDS = {
    "live": "没有办结的",
    "todo": "要我们办的",
    "late": "逾期的",
    "unit": "在单位办的",
    "check": "要审核退回、答复的",
    "reported": "已上报的",
}


@dataclass(frozen=True)
class MatterRow:
    """A matter as lists show it: what it needs next, how that stands with time, and the colour of both."""

    matter: Matter
    needs: str
    standing: str
    tone: str
    units: list[str] = field(default_factory=list)


def matter_rows(matters: Iterable[Matter], calendar: Calendar, today: dt.date) -> list[MatterRow]:
    """Matters as lists show them; they come ``with_details``. Three queries, however many."""
    page = list(matters)
    keys = [one.key for one in page]
    clocks: dict[str, Deadline] = {}
    for deadline in Deadline.objects.open().filter(subject__in=keys).order_by("-due_on"):
        clocks[deadline.subject] = deadline
    referred: dict[str, list[Referral]] = {}
    heard: set[str] = set()
    known = Referral.objects.filter(subject__in=keys, state__in=[*theirs.LIVE, theirs.APPROVED])
    for one in known.with_details().order_by("pk"):
        if one.state != theirs.APPROVED:
            referred.setdefault(one.subject, []).append(one)
        elif _is_heard(one):
            heard.add(one.subject)
    waiting = MatterReport.objects.filter(matter__in=page, state=states.REPORT_WAITING)
    reports = {report.matter_id: report for report in waiting}
    rows = []
    for matter in page:
        units = referred.get(matter.key, [])
        of_units = [one.deadline for one in units if one.deadline and one.deadline.state == running.OPEN]
        words, tone = _clock(clocks.get(matter.key) or next(iter(of_units), None), calendar, today)
        rows.append(
            MatterRow(
                matter,
                needs_of(matter, units, reports.get(matter.pk), heard=matter.key in heard),
                words,
                tone,
                [f"{one.unit}({one.get_state_display()})" for one in units],
            )
        )
    return rows


def _clock(deadline: Deadline | None, calendar: Calendar, today: dt.date) -> tuple[str, str]:
    if deadline is None:
        return "", "off"
    soon = deadline.due_on == today or deadline.reached is not None
    tone = "late" if deadline.due_on < today else "soon" if soon else "busy"
    return standing(deadline.due_on, calendar, today), tone


def _is_heard(one: Referral) -> bool:
    return one.state == theirs.APPROVED and one.part != Part.JOINT


def needs_of(matter: Matter, units: Sequence[Referral], report: MatterReport | None, *, heard: bool = False) -> str:
    """The next step in words; empty when nothing is to be done.

    ``units``: the live referrals. ``heard``: an answer was approved on the pages of referrals, and not recorded here.
    """
    if any(one.state == theirs.ASKED_BACK for one in units):
        return "单位申请退回,请答复"
    if any(one.state in theirs.IN for one in units):
        return "单位已答复,请审核"
    if units:
        return f"等{units[0].unit}答复"
    if report:
        return f"等{report.get_level_display()}答复"
    if heard and matter.state == states.OPEN and not matter.reopened:
        return "单位已答复并审核,请记办理结果"
    return _own_needs(matter)


_TO_MARK = {"opinion": "待写成社情民意", "proposal": "待写成提案", "topic": "待列为协商议题"}


def _own_needs(matter: Matter) -> str:
    if matter.state == states.OPEN:
        if matter.outcome == Matter.Outcome.REFERRED:
            return "请选单位转办"
        if matter.outcome == Matter.Outcome.REPORTED:
            return "请上报"
        return _TO_MARK.get(matter.outcome, "请办理")
    if matter.state == states.DOING:
        return f"{matter.supervisor_name}督办,等下次进展"
    if matter.state == states.ANSWERED:
        return "请告知反映人" if not matter.told else "请告知镇街、村(社区)"
    return ""


def matching_matters(found: MatterQuerySet, filters: dict[str, Any], today: dt.date) -> MatterQuerySet:
    """Those of ``found`` that a list shows by its filters: needs, state, outcome, category, village, studio, month, q.

    ``state``: one, or "" for all but the dropped. ``needs``: a key of NEEDS, or "".
    """
    if need := filters.get("needs"):
        found = _needing(found, need, today)
    state = filters.get("state")
    found = found.filter(state=state) if state else found.standing()
    for name in ("outcome", "category", "village", "result"):
        if value := filters.get(name):
            found = found.filter(**{name: value})
    if studio := filters.get("studio"):
        found = found.filter(visit__studio=studio)
    if month := filters.get("month"):
        found = found.in_month(month)
    if text := str(filters.get("q") or "").strip():
        found = found.filter(Q(text__contains=text) | Q(number__contains=text) | Q(title__contains=text))
    return found


def _needing(found: MatterQuerySet, need: str, today: dt.date) -> MatterQuerySet:
    live = Referral.objects.live().filter(subject=OuterRef("subject"))
    waiting = MatterReport.objects.filter(matter=OuterRef("pk"), state=states.REPORT_WAITING)
    keyed = found.live().with_subject()
    if need == "live":
        return keyed
    if need == "late":
        late_unit = Exists(live.late(today))
        return keyed.filter(Q(pk__in=found.live().late(today).values("pk")) | Q(late_unit))
    if need == "unit":
        return keyed.filter(Exists(live.with_unit()))
    if need == "check":
        return keyed.filter(Exists(live.filter(state__in=[theirs.ASKED_BACK, *theirs.IN])))
    if need == "reported":
        return keyed.filter(Exists(waiting))
    asks = live.filter(state__in=[theirs.ASKED_BACK, *theirs.IN])
    return keyed.filter(Exists(asks) | (~Exists(live) & ~Exists(waiting)))


def to_do_count(user: User) -> int:
    """How many matters of the studios one runs need something of them. Two queries."""
    return _needing(Matter.objects.in_studios_run_by(user), "todo", dt.date.min).count()


def reported_count(user: User) -> int:
    """How many matters wait for the office's own word or for that of a desk above it. One query."""
    return _needing(Matter.objects.visible_to(user), "reported", dt.date.min).count()


@dataclass(frozen=True)
class Whole:
    """One matter with all that hangs on it."""

    matter: Matter
    referrals: list[Referral]
    reports: list[MatterReport]
    feedbacks: list[MatterFeedback]
    story: list[MatterEvent]
    followers: list[Matter]
    deadlines: list[Deadline]
    returns: dict[int, ReferralEvent]

    @property
    def report(self) -> MatterReport | None:
        return next((one for one in self.reports if one.state == states.REPORT_WAITING), None)

    @property
    def live(self) -> list[Referral]:
        return [one for one in self.referrals if one.state in theirs.LIVE]

    def situation(self, setting: MatterSetting) -> rules.Situation:
        final = [one for one in self.feedbacks if one.final and one.round == self.matter.reopened]
        report = self.report
        return rules.Situation(
            referred=bool(self.live),
            reported=report.level if report else "",
            leads=any(one.state == states.MERGED for one in self.followers),
            unhappy=any(one.content == MatterFeedback.Content.UNSATISFIED for one in final),
            again=self.matter.reopened < setting.reopenings,
        )

    @property
    def heard(self) -> list[Referral]:
        """Whose answer was approved: the lead's, for those who help give an opinion only."""
        return [one for one in self.referrals if _is_heard(one)]

    @property
    def papers(self) -> list[tuple[Referral, str, ReferralEvent | None]]:
        """Each referral with the link to its own page, and the unit's asking to give it back while it waits."""
        return [(one, f"/go/referrals.referral/{one.pk}/", self.returns.get(one.pk)) for one in self.referrals]

    @property
    def untold(self) -> list[Matter]:
        """Those merged into it whose people have not been told yet."""
        return [one for one in self.followers if one.state == states.ANSWERED and not one.told]

    @property
    def needs(self) -> str:
        return needs_of(self.matter, self.live, self.report, heard=bool(self.heard))


def whole(matter: Matter) -> Whole:
    """All that hangs on a matter that comes ``with_details``. Eight queries, one more for each asked back."""
    referrals = referrals_about(matter.key)
    asked = {one.pk: waiting_return(one) for one in referrals if one.state == theirs.ASKED_BACK}
    return Whole(
        matter=matter,
        referrals=referrals,
        returns={pk: event for pk, event in asked.items() if event},
        reports=list(matter.reports.select_related("sent_by", "closed_by")),
        feedbacks=list(matter.feedbacks.select_related("recorded_by")),
        story=list(matter.events.select_related("by")),
        followers=list(Matter.objects.filter(merged_into=matter).with_details().order_by("pk")),
        deadlines=list(Deadline.objects.open().about(matter.key).with_parties()),
    )


def villages_in(found: MatterQuerySet) -> list[tuple[int, str]]:
    """The villages that matters name, for a filter: key and name. One query."""
    named = found.filter(village__isnull=False).order_by("village__area__position", "village__name")
    rows = named.values_list("village", "village__area__name", "village__name").distinct()
    return list(dict.fromkeys((pk, f"{area} {name}") for pk, area, name in rows))


def months_with_matters(found: MatterQuerySet, *, and_also: dt.date) -> list[dt.date]:
    """First days of the months in which any was raised, and one more, newest first. One query."""
    return sorted(set(found.order_by().dates("visit__occurred_on", "month")) | {and_also}, reverse=True)


def the_matter_setting() -> MatterSetting:
    """The one row; its defaults while nobody has saved one. One query."""
    return MatterSetting.objects.first() or MatterSetting(pk=1)


def runs_of(user: User) -> frozenset[int]:
    """Keys of the standing studios that the user runs. One query."""
    return frozenset(Studio.objects.run_by(user).standing().values_list("pk", flat=True))
