"""Links that notices and deadlines store, ``/go/<app>.<noun>/<pk>/``, and the page each person finds behind them."""

from collections.abc import Callable

from django.urls import reverse

from accounts.models import User
from deadlines import rules as deadline_rules
from deadlines.models import Deadline, Party
from members.queries import member_of
from referrals import rules as referral_rules
from referrals.models import Referral
from studios import rules
from studios.models import DutyShift, GapNotice, Matter, Studio, VisitLog


def visit(user: User, pk: int) -> str | None:
    """One's own page of it, the office's, or that of who runs its studio. Three queries at most."""
    if VisitLog.objects.of_user(user).filter(pk=pk).exists():
        return reverse("studios:visit", args=[pk])
    submitted = VisitLog.objects.visible_to(user).submitted()
    if rules.can_see_all_visits(user) and submitted.filter(pk=pk).exists():
        return reverse("studios:office_visit", args=[pk])
    if VisitLog.objects.in_studios_run_by(user).filter(pk=pk).exists():
        return reverse("studios:my_studio_visit", args=[pk])
    return None


def matter(user: User, pk: int) -> str | None:
    """The office's page of it, that of who runs its studio, of who carried or supervises it. Three queries at most."""
    if rules.can_see_all_visits(user) and Matter.objects.visible_to(user).filter(pk=pk).exists():
        return reverse("studios:office_matter", args=[pk])
    if Matter.objects.in_studios_run_by(user).filter(pk=pk).exists():
        return reverse("studios:studio_matter", args=[pk])
    own = Matter.objects.visible_to(user).filter(pk=pk).exists()
    return reverse("studios:my_matter", args=[pk]) if own else None


def studio(user: User, pk: int) -> str | None:
    """The office's record of it, or one's own page where one is in it. Two queries at most."""
    if rules.can_see_studios(user) and Studio.objects.visible_to(user).filter(pk=pk).exists():
        return reverse("studios:office_studio", args=[pk])
    return reverse("studios:my_studio_facts") if Studio.objects.of_user(user).filter(pk=pk).exists() else None


def shift(user: User, pk: int) -> str | None:
    """Of a turn of one's own one's own page; that of who runs the studio; the office's; a resident's. Four queries."""
    shifts = DutyShift.objects.filter(pk=pk)
    if shifts.of_user(user).exists():
        return reverse("studios:duty_shift", args=[pk])
    if shifts.in_studios(Studio.objects.run_by(user).standing()).exists():
        return reverse("studios:my_shift", args=[pk])
    if rules.can_see_all_visits(user) and shifts.exists():
        return reverse("studios:office_shift", args=[pk])
    return reverse("studios:duty_shift", args=[pk]) if shifts.open_to(user).exists() else None


def deadline(user: User, pk: int) -> str | None:
    """The office's page of it, or one's own where one has a part; by a unit, behind the unit door. Three queries."""
    if deadline_rules.can_see_deadlines(user) and Deadline.objects.visible_to(user).filter(pk=pk).exists():
        return reverse("deadlines:deadline", args=[pk])
    parts = Party.objects.of_user(user).filter(deadline=pk)
    if parts.filter(unit=None).exists():
        return reverse("deadlines:my_deadline", args=[pk])
    return reverse("deadlines:unit_deadline", args=[pk]) if parts.exists() else None


def quota(user: User, pk: int) -> str | None:
    """What a member or somebody of staff is asked to do in contact: their own page, whichever quota. One query."""
    if member_of(user):
        return reverse("assessment:my_quotas")
    return reverse("assessment:progress") if user.has_perm("assessment.see_months") else None


def gap_notice(user: User, pk: int) -> str | None:
    """The page of what is empty in its month: of the studios one runs where it is one of them, or the office's."""
    found = GapNotice.objects.visible_to(user).filter(pk=pk).first()
    if found is None:
        return None
    own = Studio.objects.run_by(user).standing().filter(pk=found.studio_id).exists()
    return f"{reverse('studios:my_studio_gaps' if own else 'studios:office_gaps')}?month={found.month:%Y-%m}"


def referral(user: User, pk: int) -> str | None:
    """The office's page of it, that of its unit, or that of who sent it. Three queries."""
    if referral_rules.can_see_referrals(user) and Referral.objects.visible_to(user).filter(pk=pk).exists():
        return reverse("referrals:office_referral", args=[pk])
    if Referral.objects.of_units_of(user).filter(pk=pk).exists():
        return reverse("referrals:unit_referral", args=[pk])
    sent = Referral.objects.sent_by(user).filter(pk=pk).exists()
    return reverse("referrals:my_referral", args=[pk]) if sent else None


# Kind of thing → its page for a person, or None where they have none.
PAGES: dict[str, Callable[[User, int], str | None]] = {
    "assessment.quota": quota,
    "deadlines.deadline": deadline,
    "studios.matter": matter,
    "referrals.referral": referral,
    "studios.studio": studio,
    "studios.dutyshift": shift,
    "studios.visit": visit,
    "studios.gapnotice": gap_notice,
}


def page_of(kind: str, pk: int, user: User) -> str | None:
    find = PAGES.get(kind)
    return find(user, pk) if find else None
