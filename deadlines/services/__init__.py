from deadlines.services.calendar import (
    CalendarRefused,
    ask_for_calendar,
    clear_day,
    enter_known_years,
    enter_notice,
    set_day,
)
from deadlines.services.deadlines import (
    AlreadyOpen,
    NoLimit,
    cancel,
    close_about,
    hand_over,
    hand_over_all,
    meet,
    open_deadline,
    open_general,
    see,
    settle,
)
from deadlines.services.extensions import ask_extension, grant_extension, refuse_extension
from deadlines.services.ladders import LadderRefused, RungValues, change_ladder, drop_ladder, said_of, set_hours
from deadlines.services.limits import LimitRefused, LimitValues, add_limits, change_limit
from deadlines.services.periods import AlreadyClosed, close_period
from deadlines.services.recalculation import Moved, recalculate
from deadlines.services.sweeping import Swept, plans, sweep

__all__ = [
    "AlreadyClosed",
    "AlreadyOpen",
    "CalendarRefused",
    "LadderRefused",
    "LimitRefused",
    "LimitValues",
    "Moved",
    "NoLimit",
    "RungValues",
    "Swept",
    "add_limits",
    "ask_extension",
    "ask_for_calendar",
    "cancel",
    "change_ladder",
    "change_limit",
    "clear_day",
    "close_about",
    "close_period",
    "drop_ladder",
    "enter_known_years",
    "enter_notice",
    "grant_extension",
    "hand_over",
    "hand_over_all",
    "meet",
    "open_deadline",
    "open_general",
    "plans",
    "recalculate",
    "refuse_extension",
    "said_of",
    "see",
    "set_day",
    "set_hours",
    "settle",
    "sweep",
]
