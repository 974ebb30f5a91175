import datetime as dt
import os
from contextlib import suppress
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessment.resources import NoSheet, export_month_sheet
from common.dates import parse_month


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
        counts = self._write(out, first, now)
        self.stdout.write(f"已写入 {out}:汇总 {counts['汇总']} 人,明细 {counts['明细']} 条。")

    def _write(self, out: Path, month: dt.date, now: dt.datetime) -> dict[str, int]:
        """To a temporary file beside the wanted one, then renamed: whoever opens the file finds it whole."""
        if out.is_dir():
            raise CommandError(f"{out} 是目录,请给出文件名,如 {out / '2026年3月.xlsx'}。")
        draft = out.with_name(f".{out.name}.{os.getpid()}")
        try:
            with draft.open("xb") as file:
                counts = export_month_sheet(file, month=month, by=None, now=now, via="命令行")
            draft.replace(out)
        except OSError as error:
            raise CommandError(f"写不进 {out}:{error.strerror}。请检查目录是否存在、是否有写入权限。") from error
        except NoSheet as error:
            raise CommandError(str(error)) from error
        finally:
            with suppress(OSError):
                draft.unlink()
        return counts
