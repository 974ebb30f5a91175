"""Every periodic job: its code, its name, its function, when it runs, and when its absence is a fault.

One line adds a job; the function stands in ``tasks.py`` of its app. Hours are the office's own, Asia/Shanghai.
"""

import datetime as dt

from liaison.slots import Daily, Every, Job, Monthly

MINUTES = dt.timedelta(minutes=10)
HOUR = dt.timedelta(hours=1)

JOBS = [
    Job("seal_audit", "封存审计记录", "accounts.tasks.seal_audit", Every(60), MINUTES),
    Job("send_notices", "发送通知", "notices.tasks.send_notices", Every(5), MINUTES),
    Job("send_digests", "寄每日汇总", "notices.tasks.send_digests", Every(300), HOUR),
    Job("sweep_deadlines", "提醒催办", "deadlines.tasks.sweep_deadlines", Every(60), MINUTES),
    Job("make_sheets", "生成月度汇总表", "assessment.tasks.make_sheets", Every(5), MINUTES),
    Job("clear_sessions", "清除过期的登录和输错记录", "accounts.tasks.clear_sessions", Daily(3), HOUR),
    Job("remove_imports", "清除一周前的导入文件", "accounts.tasks.remove_imports", Daily(3, 10), HOUR),
    Job("sweep_files", "清理没有用到的文件", "accounts.tasks.sweep_files", Daily(3, 15), HOUR),
    Job("verify_audit", "核验审计记录", "accounts.tasks.verify_audit", Daily(2, 30), HOUR),
    Job("purge_audit", "清除到期的审计记录", "accounts.tasks.purge_audit", Monthly(2, 50), HOUR),
    Job("anonymise", "到期的群众信息匿名", "members.tasks.anonymise_constituents", Daily(3, 5), HOUR),
    Job("mend_dates", "核对到期日", "deadlines.tasks.mend_dates", Daily(3, 25), HOUR),
    Job("tell_gaps", "告诉召集人还空着的", "studios.tasks.tell_gaps", Daily(8, 40), HOUR),
    Job("ask_for_calendar", "提醒录入放假通知", "deadlines.tasks.ask_for_calendar", Daily(8, 30), HOUR),
    Job("make_shifts", "按值班安排排班", "studios.tasks.make_shifts", Daily(1, 30), HOUR),
    Job("look_after_shifts", "催值班的成果", "studios.tasks.look_after_shifts", Daily(1, 45), HOUR),
    Job("remind_to_publish", "提醒发布值班表", "studios.tasks.remind_to_publish", Daily(8, 40), HOUR),
    Job("remind_turns", "提醒值班", "studios.tasks.remind_turns", Every(300), HOUR),
    Job("open_matter_clocks", "给诉求开始计时", "studios.tasks.open_matter_clocks", Every(300), HOUR),
    Job("prune_runs", "清除旧的运行记录", "liaison.tasks.prune_runs", Daily(3, 20), HOUR),
]
