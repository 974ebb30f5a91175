"""Who may supervise a matter, who may see to it, whose names may be read on it."""

from dataclasses import dataclass

from django.db.models import Q

from accounts import roles
from accounts.models import User
from members.models import Constituent, Seat, Term
from studios import rules
from studios.models import Matter, Residency
from studios.queries.studios import constituents_of

IN_THE_CHAIR = [Seat.Post.CHAIR, Seat.Post.VICE_CHAIR, Seat.Post.SECRETARY]


@dataclass(frozen=True)
class Supervisor:
    """A member of the chairpersons' meeting; ``user`` is null for one who cannot sign in."""

    key: str
    name: str
    user: User | None


def supervisors() -> list[Supervisor]:
    """主席会议成员: by their role, and by their post in this term. Two queries."""
    users = User.objects.filter(groups__name=roles.LEADER.name, is_active=True).order_by("pk")
    found = {f"u{user.pk}": Supervisor(f"u{user.pk}", user.name, user) for user in users}
    seats = Seat.objects.open().filter(term=Term.objects.current(), post__in=IN_THE_CHAIR)
    for seat in seats.select_related("member__user").order_by("pk"):
        user = seat.member.user
        if user and f"u{user.pk}" in found:
            continue
        key = f"u{user.pk}" if user else f"m{seat.member_id}"
        found[key] = Supervisor(key, seat.member.name, user)
    return list(found.values())


def may_see_to(matter: Matter) -> list[User]:
    """Who can do something with it: who runs the studio, who carried it, who handles for the office. Two queries."""
    held = Residency.objects.open().running().filter(studio=matter.visit.studio_id) if matter.visit.studio_id else None
    people: dict[int, User] = {}
    for one in held.select_related("user", "member__user").order_by("part", "pk") if held is not None else []:
        user = one.user or (one.member.user if one.member else None)
        if user and user.is_active:
            people[user.pk] = user
    author = matter.visit.member.user if matter.visit.member else matter.visit.user
    if author and author.is_active:
        people.setdefault(author.pk, author)
    handlers = Q(groups__permissions__codename="handle_matters") | Q(user_permissions__codename="handle_matters")
    for user in User.objects.filter(handlers, is_active=True).distinct().order_by("pk"):
        people.setdefault(user.pk, user)
    return list(people.values())


def raised_by(user: User, matter: Matter, place: rules.Place) -> tuple[list[Constituent], int]:
    """Whom this user may see of those met on the visit, and how many there are more. Three queries at most."""
    met = matter.visit.constituents.known()
    total = met.count()
    if not total:
        return [], 0
    seen = met.filter(pk__in=Constituent.objects.visible_to(user).values("pk"))
    if place.runs and matter.visit.studio:
        own = constituents_of([matter.visit.studio]).values("pk")
        seen = met.filter(Q(pk__in=Constituent.objects.visible_to(user).values("pk")) | Q(pk__in=own))
    shown = list(seen.select_related("village"))
    return shown, total - len(shown)
