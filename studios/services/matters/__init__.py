from studios.services.matters.bundles import FEWEST, bundle, unbundle
from studios.services.matters.checks import WordsRefused
from studios.services.matters.clocks import runners_of, usual_next_day
from studios.services.matters.filing import MatterMoved, after_correction, begin_all, drop_all, guard_correction
from studios.services.matters.handing import (
    accept_return,
    approve_answer,
    refer_matter,
    refuse_return,
    reject_answer,
    withdraw_referral,
)
from studios.services.matters.moving import MatterStale
from studios.services.matters.people import assign, open_missing_clocks
from studios.services.matters.reporting import answer_report, report_matter, take_report_back
from studios.services.matters.results import Result, change_outcome, record_result
from studios.services.matters.telling import Telling, reopen, tell, tell_town

__all__ = [
    "FEWEST",
    "MatterMoved",
    "MatterStale",
    "Result",
    "Telling",
    "WordsRefused",
    "accept_return",
    "after_correction",
    "answer_report",
    "approve_answer",
    "assign",
    "begin_all",
    "bundle",
    "change_outcome",
    "drop_all",
    "guard_correction",
    "open_missing_clocks",
    "record_result",
    "refer_matter",
    "refuse_return",
    "reject_answer",
    "reopen",
    "report_matter",
    "runners_of",
    "take_report_back",
    "tell",
    "tell_town",
    "unbundle",
    "usual_next_day",
    "withdraw_referral",
]
