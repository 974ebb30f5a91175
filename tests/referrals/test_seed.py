"""What is put in once, and stays as the office left it."""

from accounts import roles
from deadlines.models import Ladder
from deadlines.services import drop_ladder
from referrals.models import ReferralSetting
from referrals.seed import LADDERS, seed
from tests.cast import NOW, Cast
from tests.deadlines.makers import group


def test_short_limits_have_ladders_of_their_own(db):
    assert set(LADDERS) <= set(Ladder.objects.values_list("kind", flat=True))
    assert ReferralSetting.objects.get().number_pattern == "转办〔{year}〕{number}号"


def test_ladder_dropped_and_setting_changed_stay_so(cast: Cast):
    drop_ladder(ladder=Ladder.objects.get(kind="sign_for"), by=cast.clerk, now=NOW)
    ReferralSetting.objects.update(head_signs_off=True)
    seed()
    assert not Ladder.objects.filter(kind="sign_for").exists()
    assert ReferralSetting.objects.get().head_signs_off


def test_rights_are_those_of_who_hands_out_and_who_leads(db):
    def may(role: roles.Role) -> set[str]:
        codes = group(role).permissions.values_list("codename", flat=True)
        return {code.removesuffix("_referrals") for code in codes if code.endswith("_referrals")}

    assert may(roles.GENERAL_OFFICE) == {"see", "manage", "export", "set"}
    assert may(roles.PROPOSALS) == {"see", "manage", "export"}
    assert may(roles.SECRETARY) == {"see", "manage", "set"}
    assert may(roles.LEADER) == {"see"}
    assert may(roles.ASSESSMENT) == may(roles.AUDITOR) == set()
