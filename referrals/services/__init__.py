from referrals.services.answering import (
    Answer,
    give_opinion,
    hand_back,
    save_answer_draft,
    sign_off,
    submit_answer,
    take_back,
)
from referrals.services.deciding import accept_return, allow_return, approve, refuse_return, reject
from referrals.services.files import remove_draft_file
from referrals.services.handling import TooLate, ask_back, sign
from referrals.services.moving import Stale
from referrals.services.paper import Slip, enter_paper
from referrals.services.sending import AlreadyReferred, UnitClosed, refer, withdraw
from referrals.services.settings import change_setting
from referrals.services.units import UnitBusy, require_idle
from referrals.states import NotAllowed

__all__ = [
    "AlreadyReferred",
    "Answer",
    "NotAllowed",
    "Slip",
    "Stale",
    "TooLate",
    "UnitBusy",
    "UnitClosed",
    "accept_return",
    "allow_return",
    "approve",
    "ask_back",
    "change_setting",
    "enter_paper",
    "give_opinion",
    "hand_back",
    "refer",
    "refuse_return",
    "reject",
    "remove_draft_file",
    "require_idle",
    "save_answer_draft",
    "sign",
    "sign_off",
    "submit_answer",
    "take_back",
    "withdraw",
]
