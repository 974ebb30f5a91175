"""Jobs of accounts; ``liaison/schedule.py`` says when they run."""

import datetime as dt

from accounts.services import remove_expired_sessions, remove_old_imports, sweep_stored_files


def clear_sessions(*, now: dt.datetime) -> str:
    gone = remove_expired_sessions(now=now)
    return f"清除过期的登录 {gone} 个" if gone else ""


def remove_imports(*, now: dt.datetime) -> str:
    gone = remove_old_imports(now=now)
    return f"清除一周前的导入文件 {gone} 个" if gone else ""


def sweep_files(*, now: dt.datetime) -> str:
    return sweep_stored_files(now=now).told()
