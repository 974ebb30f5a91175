"""Jobs of studios; ``liaison/schedule.py`` says when they run."""

import datetime as dt

from studios import services
from studios.services import matters


def make_shifts(*, now: dt.datetime) -> str:
    done = services.make_shifts(now=now)
    said = f"排班{done.made}个,按日历改期{done.moved}个,撤掉{done.removed}个,请召集人决定{done.asked}个"
    return said if any(vars(done).values()) else ""


def remind_turns(*, now: dt.datetime) -> str:
    told = services.remind_turns(now=now)
    return f"提醒值班{told}人" if told else ""


def remind_to_publish(*, now: dt.datetime) -> str:
    told = services.remind_to_publish(now=now)
    return f"提醒发布值班表{told}人" if told else ""


def look_after_shifts(*, now: dt.datetime) -> str:
    done = services.look_after_shifts(now=now)
    said = f"办结{done.held}班,重新打开{done.reopened}班,开始催成果{done.opened}班,调剂失效{done.lapsed}个"
    return said if any(vars(done).values()) else ""


def tell_gaps(*, now: dt.datetime) -> str:
    told = services.tell_gaps(now=now)
    said = f"还空着的,告诉召集人、联络员{told.conveners}人,办公室{told.office}人,领导{told.leaders}人"
    return said if any(vars(told).values()) else ""


def open_matter_clocks(*, now: dt.datetime) -> str:
    """Matters that came with a ledger, or that a unit gave back, get the deadline they lack."""
    count = matters.open_missing_clocks(now=now)
    return f"给{count}件诉求开始计时" if count else ""
