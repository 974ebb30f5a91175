"""Reads of ladders, hours and the people whom rungs tell."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import Group

from accounts.models import Unit, UnitPost, User
from accounts.roles import Role
from deadlines.models import Deadline, Ladder, Part, Party, ReminderHours
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
    """Who has which part in which deadline, roles and units taken for whoever stands for them."""

    _held: dict[tuple[int, str], list[User]] = field(default_factory=lambda: defaultdict(list))

    def add(self, deadline: int, part: str, users: Iterable[User]) -> None:
        self._held[deadline, part] += users

    def of(self, deadline: Deadline, parts: Iterable[str]) -> list[User]:
        """Everybody in those parts, once each; those whose account is closed left out."""
        found = {user.pk: user for part in parts for user in self._held.get((deadline.pk, part), [])}
        return [user for user in found.values() if user.is_active]


def people_of(deadlines: Iterable[Deadline]) -> People:
    """Who is told of the deadlines, by part. Three queries at most, however many they are."""
    parties = list(Party.objects.filter(deadline__in=[one.pk for one in deadlines]).select_related("user"))
    members = _members({party.group_id for party in parties if party.group_id})
    posts = _posts({party.unit_id for party in parties if party.unit_id})
    people = People()
    for party in parties:
        by_role = members[party.group_id or 0] or posts[party.unit_id or 0, _post_for(party.part)]
        people.add(party.deadline_id, party.part, [party.user] if party.user else by_role)
    return people


def stand_for(holder: User | Group | Unit, part: str) -> list[User]:
    """Who hears of it when this person, role or unit has the part. One query, none for a person."""
    if isinstance(holder, User):
        return [holder] if holder.is_active else []
    if isinstance(holder, Group):
        return _members({holder.pk})[holder.pk]
    return _posts({holder.pk})[holder.pk, _post_for(part)]


def _post_for(part: str) -> str:
    """A unit answers for its head by its 负责人, for anything else by its 经办人."""
    return UnitPost.Part.HEAD if part == Part.HEAD else UnitPost.Part.HANDLER


def _members(groups: set[int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = defaultdict(list)
    if groups:
        pairs = User.groups.through.objects.filter(group__in=groups, user__is_active=True).select_related("user")
        for pair in pairs.order_by("pk"):
            found[pair.group_id].append(pair.user)
    return found


def _posts(units: set[int]) -> dict[tuple[int, str], list[User]]:
    found: dict[tuple[int, str], list[User]] = defaultdict(list)
    if units:
        posts = UnitPost.objects.open().filter(unit__in=units, user__is_active=True).select_related("user")
        for post in posts.order_by("pk"):
            found[post.unit_id, post.part].append(post.user)
    return found
