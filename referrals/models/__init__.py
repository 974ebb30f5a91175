from referrals.models.events import ReferralEvent, ReferralFile, Side
from referrals.models.referrals import Part, Referral, Result
from referrals.models.settings import ReferralSetting

__all__ = ["Part", "Referral", "ReferralEvent", "ReferralFile", "ReferralSetting", "Result", "Side"]
