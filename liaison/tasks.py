"""Jobs of the engine itself."""

import datetime as dt

from liaison.services import remove_old_runs


def prune_runs(*, now: dt.datetime) -> str:
    gone = remove_old_runs(now=now)
    return f"清除旧的运行记录 {gone} 条" if gone else ""
