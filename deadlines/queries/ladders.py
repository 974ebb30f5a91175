"""Reads of ladders, hours and the people whom rungs tell."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import Role
from deadlines.models import Deadline, Ladder, Party, ReminderHours
from deadlines.queries.calendar import the_calendar
from deadlines.rungs import Steps, Timetable


def the_hours() -> ReminderHours:
    """The one row; its defaults while nobody has saved one. One query."""
    return ReminderHours.objects.first() or ReminderHours(pk=1)


def timetable() -> Timetable:
    """All that says when people are reminded. Six queries."""
    ladders = {one.kind: Steps(list(one.rungs.all()), one.any_day_at) for one in ladders_in_words()}
    return Timetable(the_calendar(), the_hours(), ladders)


def ladders_in_words() -> list[Ladder]:
    """Every ladder with its rungs, the one for all in front. Two queries."""
    return list(Ladder.objects.prefetch_related("rungs"))


def holders_of(role: Role) -> list[Group]:
    """A role as a party: whoever has it on the day; none where the office has done away with it. One query."""
    return list(Group.objects.filter(name=role.name))


@dataclass
class People:
    """Who has which part in which deadline, roles taken for whoever has them."""

    _held: dict[tuple[int, str], list[User]] = field(default_factory=lambda: defaultdict(list))

    def add(self, deadline: int, part: str, users: Iterable[User]) -> None:
        self._held[deadline, part] += users

    def of(self, deadline: Deadline, parts: Iterable[str]) -> list[User]:
        """Everybody in those parts, once each; those whose account is closed left out."""
        found = {user.pk: user for part in parts for user in self._held.get((deadline.pk, part), [])}
        return [user for user in found.values() if user.is_active]


def people_of(deadlines: Iterable[Deadline]) -> People:
    """Who is told of the deadlines, by part. Two queries at most, however many they are."""
    parties = list(Party.objects.filter(deadline__in=[one.pk for one in deadlines]).select_related("user"))
    members = _members({party.group_id for party in parties if party.group_id})
    people = People()
    for party in parties:
        people.add(party.deadline_id, party.part, [party.user] if party.user else members[party.group_id or 0])
    return people


def _members(groups: set[int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = defaultdict(list)
    if groups:
        pairs = User.groups.through.objects.filter(group__in=groups, user__is_active=True).select_related("user")
        for pair in pairs.order_by("pk"):
            found[pair.group_id].append(pair.user)
    return found
