from deadlines.queries.calendar import Compared, Reach, compare, reach, the_calendar, year_days
from deadlines.queries.deadlines import Counts, counts_for, kinds, latest_firing, matching, story_of, why_of
from deadlines.queries.ladders import ladders_in_words, people_of, the_hours, timetable

__all__ = [
    "Compared",
    "Counts",
    "Reach",
    "compare",
    "counts_for",
    "kinds",
    "ladders_in_words",
    "latest_firing",
    "matching",
    "people_of",
    "reach",
    "story_of",
    "the_calendar",
    "the_hours",
    "timetable",
    "why_of",
    "year_days",
]
