"""The one row of settings, the ladders of the short limits, and the rights on referrals.

Ladders of their own, for a first reminder three working days ahead comes too early in a limit of three. Put in once,
with the row of settings: an office that drops one keeps it dropped.
"""

from django.utils import timezone

from accounts import roles
from accounts.seed import grant
from deadlines.models import Ladder, Level, Part
from deadlines.services import RungValues, change_ladder
from referrals.models import ReferralSetting

R, H, O, L = Part.RESPONSIBLE, Part.HEAD, Part.OFFICE, Part.LEADER  # noqa: E741
LADDERS = {
    "sign_for": [
        RungValues(-1, Level.REMIND, [R]),
        RungValues(0, Level.URGE, [R, H]),
        RungValues(2, Level.SUPERVISE, [R, H, O]),
        RungValues(5, Level.REPORT, [O, L]),
    ],
    "referral_urgent": [
        RungValues(-1, Level.REMIND, [R, H]),
        RungValues(0, Level.URGE, [R, H]),
        RungValues(1, Level.SUPERVISE, [R, H, O]),
        RungValues(3, Level.REPORT, [O, L]),
    ],
}


def seed() -> None:
    clerks = [roles.GENERAL_OFFICE, roles.PROPOSALS, roles.SECRETARY]
    grant([*clerks, roles.LEADER], ["referrals.see_referrals"])
    grant(clerks, ["referrals.manage_referrals"])
    grant([roles.GENERAL_OFFICE, roles.PROPOSALS], ["referrals.export_referrals"])
    grant([roles.GENERAL_OFFICE, roles.SECRETARY], ["referrals.set_referrals"])
    if ReferralSetting.objects.get_or_create(pk=1)[1]:
        for kind, rungs in LADDERS.items():
            if not Ladder.objects.filter(kind=kind).exists():
                change_ladder(kind=kind, rungs=rungs, by=None, now=timezone.now())
