from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessment.resources import export_month_sheet
from assessment.services import NoSheet
from common.dates import parse_month
from common.files import CannotWrite, written_whole


class Command(BaseCommand):
    help = "生成某月的委员履职月度汇总表(Excel)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="月份,如 2026-03")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.xlsx", help="写到哪个文件")

    def handle(self, *, month: str, out: Path, **options: object) -> None:
        now = timezone.now()
        first = parse_month(month)
        if first is None or first.year < 2000:
            raise CommandError(f"看不懂月份“{month}”,请写成 2026-03 这样的年月。")
        if first > timezone.localdate(now):
            raise CommandError(f"{first.year}年{first.month}月还没有到,不能生成汇总表。")
        try:
            with written_whole(out) as file:
                counts = export_month_sheet(file, month=first, by=None, now=now, via="命令行")
        except (CannotWrite, NoSheet) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已写入 {out}:汇总 {counts['汇总']} 人,明细 {counts['明细']} 条。")
