"""What the form of a visit offers its author: studios, companions, constituents, shifts."""

import uuid

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from members.models import Constituent, Member, Term, Tie
from members.models.constituents import ConstituentQuerySet
from members.models.people import MemberQuerySet
from studios import rules
from studios.models import DutyShift, Residency, Studio, VisitLog
from studios.models.studios import StudioQuerySet
from studios.models.visits import Author
from studios.states import shifts

MOST_FOUND = 30


def logs_as_staff(user: User) -> bool:
    """Whether somebody without a seat writes a log of their own: people of a studio, and the office. One query."""
    return rules.can_log_visits(user) or in_studio(user)


def in_studio(user: User) -> bool:
    """Whether this user is in a studio today, in any part. One query."""
    return Residency.objects.open().held_by(user).filter(studio__closed_on=None).exists()


def own_studios(author: Author) -> StudioQuerySet:
    """Where the author may put a visit."""
    return Studio.objects.of_person(author).standing().order_by("number")


def studios_to_choose(author: Author, now_in: int | None) -> StudioQuerySet:
    """The author's studios, and the one a visit of theirs stands in already."""
    mine = own_studios(author)
    return Studio.objects.filter(Q(pk__in=mine.values("pk")) | Q(pk=now_in)).order_by("number")


def colleagues_of(author: Author, visit: VisitLog | None) -> MemberQuerySet:
    """The other members of the author's studios, by strokes, and who came along on ``visit`` already."""
    held = Residency.objects.open().filter(studio__in=own_studios(author), member__isnull=False)
    came = Q(pk__in=visit.companions.values("pk")) if visit else Q()
    found = Member.objects.filter(Q(pk__in=held.values("member")) | came)
    if isinstance(author, Member):
        found = found.exclude(pk=author.pk)
    return found.order_by("stroke_key", "pk")


def constituents_to_choose(author: Author, visit: VisitLog | None) -> ConstituentQuerySet:
    """Whom the author keeps contact with, most recently seen first, and who was met on ``visit`` already."""
    ties = Tie.objects.open().filter(**whose(author), constituent=OuterRef("pk"))
    met = Q(pk__in=visit.constituents.values("pk")) if visit else Q()
    found = Constituent.objects.known().filter(Exists(ties) | met).select_related("village")
    return found.order_by("-contacted_on", "stroke_key", "pk")


def shifts_to_choose(author: Author, visit: VisitLog | None = None) -> QuerySet[DutyShift]:
    """What a visit of the author may belong to: shifts they have a turn in, their studios', and where it stands."""
    user = author if isinstance(author, User) else author.user
    theirs = Q(turns__member=author) if isinstance(author, Member) else Q(turns__user=author)
    if user is not None:
        theirs |= Q(studio__in=Studio.objects.run_by(user))
    theirs &= ~Q(state__in=[shifts.PLANNED, shifts.CANCELLED])
    return (
        DutyShift.objects.filter(theirs | Q(pk=visit.shift_id if visit else None)).select_related("studio").distinct()
    )


def last_place(author: Author) -> str:
    """Where the author's newest visit was: the next is often there too. One query."""
    visit = VisitLog.objects.by_author(author).exclude(place="").order_by("-recorded_at", "-pk").first()
    return visit.place if visit else ""


def sent_as(author: Author, client_id: uuid.UUID) -> VisitLog | None:
    """What was written for this author in the form of this name, or None. One query."""
    return VisitLog.objects.by_author(author).filter(client_id=client_id).first()


def people_to_record_for(studios: list[Studio]) -> list[Residency]:
    """Who is in these studios today, each once, by strokes: whose visits may be written down for them. One query."""
    held = Residency.objects.in_studios(studios).select_related("member", "user").order_by("member__stroke_key", "pk")
    return list({(one.member_id, one.user_id): one for one in held}.values())


def author_among(people: list[Residency], code: str) -> Author | None:
    """The person whom an address names, ``m<key>`` or ``u<key>``, among these. No query."""
    named = {f"m{one.member_id}" if one.member_id else f"u{one.user_id}": one.member or one.user for one in people}
    return named.get(code)


def anybody_to_record_for(user: User, q: str) -> tuple[list[Member], list[User]]:
    """Members of the term, and staff of studios, by name or pinyin; none for an empty search. Two queries."""
    if not q:
        return [], []
    sitting = Member.objects.visible_to(user).in_term(Term.objects.current()).matching(q)
    held = Residency.objects.open().filter(user__name__contains=q)
    staff = User.objects.filter(pk__in=held.values("user"))
    return list(sitting.order_by("stroke_key", "pk")[:MOST_FOUND]), list(staff.order_by("name", "pk")[:MOST_FOUND])


def author_of(user: User, code: str) -> Author | None:
    """The person whom an address names, of those whose visits the office may write down. One query."""
    kind, key = code[:1], code[1:19]
    if not key.isdecimal():
        return None
    if kind == "m":
        return Member.objects.visible_to(user).filter(pk=int(key)).select_related("user").first()
    staff = Residency.objects.open().filter(user=int(key)).select_related("user").first() if kind == "u" else None
    return staff.user if staff else None


def whose(author: Author) -> dict[str, Author]:
    """The column of a visit, a residency or a tie that names a person."""
    return {"member" if isinstance(author, Member) else "user": author}
