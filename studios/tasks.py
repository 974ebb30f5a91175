"""Jobs of studios; ``liaison/schedule.py`` says when they run."""

import datetime as dt

from studios import services


def tell_gaps(*, now: dt.datetime) -> str:
    told = services.tell_gaps(now=now)
    return (
        f"还空着的,告诉召集人、联络员{told.conveners}人,办公室{told.office}人,领导{told.leaders}人"
        if any(vars(told).values())
        else ""
    )
