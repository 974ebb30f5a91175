import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from common.excel import NoTable, UnreadableWorkbook, read_workbook
from common.excel.reading import MAX_BYTES
from common.imports import Mode, Outcome, RowResult
from members.services.roster import RosterReport, import_roster


class Command(BaseCommand):
    help = "导入委员名册(Excel)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx", help="名册文件")
        parser.add_argument("--term", required=True, metavar="10", help="第几届")
        parser.add_argument("--skip-errors", action="store_true", help="有错的行不导入,其余照常导入")
        parser.add_argument("--dry-run", action="store_true", help="只试一遍,什么也不保存")
        parser.add_argument("--report", type=Path, metavar="OUT.json", help="把结果写到这个文件")

    def handle(
        self, *, file: Path, term: str, skip_errors: bool, dry_run: bool, report: Path | None, **options: object
    ) -> None:
        if not (term.isdecimal() and 1 <= int(term) <= 99):
            raise CommandError(f"看不懂届数“{term}”,请写成 10 这样的数字。")
        if report and not _writable(report):
            raise CommandError(f"写不进 {report},请检查目录是否存在、是否有写入权限。")
        mode = Mode.PREVIEW if dry_run else Mode.GOOD if skip_errors else Mode.ALL
        try:
            sheets = read_workbook(_content(file), file.name)
            done = import_roster(sheets, term_number=int(term), by=None, now=timezone.now(), mode=mode, via="命令行")
        except (UnreadableWorkbook, NoTable) as error:
            _write(report, RosterReport("", rows=[RowResult(0, Outcome.ERROR, "", message=str(error))]))
            raise CommandError(str(error)) from error
        _write(report, done)
        self._tell(done, dry_run=dry_run)
        if done.has_errors and not skip_errors:
            raise CommandError(
                f"有{len(done.of(Outcome.ERROR))}行要改,一行也没有导入。加 --skip-errors 可先导入没有错误的行。"
            )

    def _tell(self, done: RosterReport, *, dry_run: bool) -> None:
        counts = "".join(f",{outcome.label}{n}行" for outcome, n in done.counts().items() if n)
        self.stdout.write(f"{'试导' if dry_run else '名册'}“{done.sheet}”{counts}。")
        for row in done.of(Outcome.ERROR, Outcome.DUPLICATE):
            self.stdout.write(f"第{row.row}行 {row.column}:{row.message}({row.label or '没有姓名'})")
        for note in done.notes:
            self.stdout.write(note)
        if done.absent:
            self.stdout.write(f"本届委员中有{len(done.absent)}人不在这份名册里,他们的任职没有改动。")


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise CommandError(f"找不到文件 {file},请核对路径。") from error
    except OSError as error:
        raise CommandError(f"打不开文件 {file},请检查它是不是文件、有没有读取权限。") from error


def _writable(report: Path) -> bool:
    return not report.is_dir() and report.parent.is_dir() and os.access(report.parent, os.W_OK)


def _write(report: Path | None, done: RosterReport) -> None:
    if report:
        report.write_text(json.dumps(done.as_dict(), ensure_ascii=False, indent=1), encoding="utf-8")
