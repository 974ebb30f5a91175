"""Jobs of accounts; ``liaison/schedule.py`` says when they run."""

import datetime as dt

from accounts import services

VIA = "定时任务"


def clear_sessions(*, now: dt.datetime) -> str:
    sessions, failures = services.forget_sign_ins_that_are_over(now=now)
    return f"清除过期的登录 {sessions} 个、旧的输错记录 {failures} 条" if sessions or failures else ""


def remove_imports(*, now: dt.datetime) -> str:
    gone = services.remove_old_imports(now=now)
    return f"清除一周前的导入文件 {gone} 个" if gone else ""


def sweep_files(*, now: dt.datetime) -> str:
    return services.sweep_stored_files(now=now).told()


def seal_audit(*, now: dt.datetime) -> str:
    """Each minute."""
    sealed = services.seal_events(now=now)
    return f"封存审计记录{sealed}条" if sealed else ""


def verify_audit(*, now: dt.datetime) -> str:
    """Each night."""
    verdict = services.verify_chain(by=None, now=now, via=VIA)
    return f"核验到第{verdict.number}号," + ("完整" if verdict.whole else f"发现{len(verdict.findings)}处问题")


def purge_audit(*, now: dt.datetime) -> str:
    """Each month. Fails where what should go is not whole."""
    purged = services.purge_audit(by=None, now=now, via=VIA)
    return f"清除到期的审计记录{purged}条" if purged else ""
