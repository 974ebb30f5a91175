from deadlines.models.days import DayOff, MakeUpDay, YearNotice
from deadlines.models.deadlines import Deadline, DeadlineEvent, Extension, Part, Party
from deadlines.models.ladders import Firing, Ladder, Level, ReminderHours, Rung
from deadlines.models.limits import Limit
from deadlines.models.periods import Period

__all__ = [
    "DayOff",
    "Deadline",
    "DeadlineEvent",
    "Extension",
    "Firing",
    "Ladder",
    "Level",
    "Limit",
    "MakeUpDay",
    "Part",
    "Party",
    "Period",
    "ReminderHours",
    "Rung",
    "YearNotice",
]
