import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from common.excel import NoTable, UnreadableWorkbook, read_workbook
from common.excel.reading import MAX_BYTES
from common.imports import Mode, Outcome, RowResult
from studios.services import VisitReport, import_visits


class Command(BaseCommand):
    help = "导入走访台账(Excel):没有错误的行都导入,其余列出来"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx", help="台账文件")
        parser.add_argument("--dry-run", action="store_true", help="只试一遍,什么也不保存")
        parser.add_argument("--report", type=Path, metavar="OUT.json", help="把结果写到这个文件")

    def handle(self, *, file: Path, dry_run: bool, report: Path | None, **options: object) -> None:
        if report and (report.is_dir() or not os.access(report.parent, os.W_OK)):
            raise CommandError(f"写不进 {report},请检查目录是否存在、是否有写入权限。")
        mode = Mode.PREVIEW if dry_run else Mode.GOOD
        try:
            sheets = read_workbook(_content(file), file.name)
            done = import_visits(sheets, filename=file.name, by=None, now=timezone.now(), mode=mode, via="命令行")
        except (UnreadableWorkbook, NoTable) as error:
            _write(report, VisitReport("", rows=[RowResult(0, Outcome.ERROR, "", message=str(error))]))
            raise CommandError(str(error)) from error
        _write(report, done)
        self._tell(done, dry_run=dry_run)

    def _tell(self, done: VisitReport, *, dry_run: bool) -> None:
        counts = "".join(f",{outcome.label}{n}行" for outcome, n in done.counts().items() if n)
        self.stdout.write(f"{'试导' if dry_run else '台账'}“{done.sheet}”共{len(done.rows)}次走访{counts}。")
        for row in done.of(Outcome.ERROR, Outcome.AMBIGUOUS, Outcome.DUPLICATE):
            column = f"{row.column}:" if row.column else ""
            self.stdout.write(f"第{row.row}行 {column}{row.message}({row.label or '没有姓名'})")
        for note in done.notes:
            self.stdout.write(note)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise CommandError(f"找不到文件 {file},请核对路径。") from error
    except OSError as error:
        raise CommandError(f"打不开文件 {file},请检查它是不是文件、有没有读取权限。") from error


def _write(report: Path | None, done: VisitReport) -> None:
    if report:
        report.write_text(json.dumps(done.as_dict(), ensure_ascii=False, indent=1), encoding="utf-8")
