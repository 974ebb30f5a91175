"""Jobs of deadlines; ``liaison/schedule.py`` says when they run."""

import datetime as dt

from deadlines import services


def sweep_deadlines(*, now: dt.datetime) -> str:
    done = services.sweep(now=now)
    return (
        f"提醒催办{done.told}件,没有人可告诉{done.undelivered}件,没能处理{done.failed}件"
        if any(vars(done).values())
        else ""
    )


def mend_dates(*, now: dt.datetime) -> str:
    moved = services.recalculate(by=None, now=now, why="每天核对工作日历", via="job")
    return f"重新计算到期日{len(moved)}件" if moved else ""


def ask_for_calendar(*, now: dt.datetime) -> str:
    told = services.ask_for_calendar(now=now)
    return f"提醒录入放假通知,告诉{told}人" if told else ""
