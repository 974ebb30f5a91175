from studios.services.access import let_in
from studios.services.attendance import Mark, hold_shift_if_whole, record_shift, reopen_shift
from studios.services.checking import Checked, NotYours, check, send_back
from studios.services.duty_jobs import Looked, look_after_shifts, remind_to_publish, remind_turns
from studios.services.entries import (
    MatterEntry,
    MonthClosed,
    NewcomerEntry,
    NumberTaken,
    PhotoEntry,
    Stale,
    TooManyPhotos,
    VisitEntry,
    VisitRefused,
    WrongDay,
)
from studios.services.feeds import renew_feed
from studios.services.gap_settings import GapValues, change_gap_setting
from studios.services.gaps import ToldOfGaps, tell_gaps
from studios.services.imports import VisitReport, import_visits
from studios.services.making import Made, make_for, make_shifts
from studios.services.parts import MOST_PHOTOS
from studios.services.patterns import PatternValues, change_pattern, end_pattern, open_pattern
from studios.services.shift_steps import DutyRefused, ShiftStale
from studios.services.shifts import (
    Published,
    ShiftValues,
    add_shift,
    cancel_shift,
    change_shift,
    keep_day,
    publish_shifts,
)
from studios.services.swaps import (
    agree_swap,
    arrange_swap,
    ask_swap,
    confirm_swap,
    decline_swap,
    refuse_swap,
    take_back_swap,
)
from studios.services.visits import correct, discard, file, save_draft, withdraw

__all__ = [
    "MOST_PHOTOS",
    "Checked",
    "DutyRefused",
    "GapValues",
    "Looked",
    "Made",
    "Mark",
    "MatterEntry",
    "MonthClosed",
    "NewcomerEntry",
    "NotYours",
    "NumberTaken",
    "PatternValues",
    "PhotoEntry",
    "Published",
    "ShiftStale",
    "ShiftValues",
    "Stale",
    "ToldOfGaps",
    "TooManyPhotos",
    "VisitEntry",
    "VisitRefused",
    "VisitReport",
    "WrongDay",
    "add_shift",
    "agree_swap",
    "arrange_swap",
    "ask_swap",
    "cancel_shift",
    "change_gap_setting",
    "change_pattern",
    "change_shift",
    "check",
    "confirm_swap",
    "correct",
    "decline_swap",
    "discard",
    "end_pattern",
    "file",
    "hold_shift_if_whole",
    "import_visits",
    "keep_day",
    "let_in",
    "look_after_shifts",
    "make_for",
    "make_shifts",
    "open_pattern",
    "publish_shifts",
    "record_shift",
    "refuse_swap",
    "remind_to_publish",
    "remind_turns",
    "renew_feed",
    "reopen_shift",
    "save_draft",
    "send_back",
    "take_back_swap",
    "tell_gaps",
    "withdraw",
]
