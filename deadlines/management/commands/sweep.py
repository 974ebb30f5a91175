from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from deadlines.services import plans, sweep


class Command(BaseCommand):
    help = "提醒催办到了时候的期限;平时由定时任务执行"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只列出会提醒什么,什么也不写")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        if not dry_run:
            done = sweep(now=now)
            self.stdout.write(
                f"提醒催办{done.told}件,越过{done.passed_over}级,没有人可告诉{done.undelivered}件,没能处理{done.failed}件。"
            )
            return
        due = plans(now=now)
        for deadline, plan in due:
            top = f"{plan.top.get_level_display()}({plan.top.offset:+d})" if plan.top else "没有要提醒的"
            self.stdout.write(f"{deadline.due_on} {deadline.label} {top},越过{len(plan.passed)}级")
        self.stdout.write(f"试运行:{len(due)}件到了时候,什么也没有写。")
