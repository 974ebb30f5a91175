"""What commands of several apps share."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.excel import NoTable, Sheet, UnreadableWorkbook, read_workbook
from common.excel.reading import MAX_BYTES
from common.imports import ImportReport, Mode, Outcome, RowResult


class ImportCommand(BaseCommand):
    """A workbook into the database: reads it, tells what became of its rows, keeps the report as JSON.

    A subclass says what it takes (``take``) and how much of it (``mode``); ``told`` are the rows told one by one.
    """

    noun: ClassVar[str]
    report_type: ClassVar[type[ImportReport]]
    told: ClassVar[Sequence[Outcome]] = (Outcome.ERROR, Outcome.AMBIGUOUS, Outcome.DUPLICATE)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx", help=f"{self.noun}文件")
        parser.add_argument("--dry-run", action="store_true", help="只试一遍,什么也不保存")
        parser.add_argument("--report", type=Path, metavar="OUT.json", help="把结果写到这个文件")

    def mode(self, options: dict[str, Any]) -> Mode:
        """How much of the file to save when it is no dry run."""
        return Mode.GOOD

    def take(self, sheets: list[Sheet], file: Path, mode: Mode, options: dict[str, Any]) -> ImportReport:
        raise NotImplementedError

    def handle(self, *, file: Path, dry_run: bool, report: Path | None, **options: Any) -> None:
        if report and (report.is_dir() or not os.access(report.parent, os.W_OK)):
            raise CommandError(f"写不进 {report},请检查目录是否存在、是否有写入权限。")
        mode = Mode.PREVIEW if dry_run else self.mode(options)
        try:
            done = self.take(read_workbook(_content(file), file.name), file, mode, options)
        except (UnreadableWorkbook, NoTable) as error:
            _keep(report, self.report_type("", rows=[RowResult(0, Outcome.ERROR, "", message=str(error))]))
            raise CommandError(str(error)) from error
        _keep(report, done)
        self._tell(done, dry_run=dry_run)
        self.finish(done, options)

    def finish(self, done: ImportReport, options: dict[str, Any]) -> None:
        """After all is told; raises CommandError where the command has failed."""

    def summary(self, done: ImportReport) -> str:
        return f"{self.noun}“{done.sheet}”"

    def _tell(self, done: ImportReport, *, dry_run: bool) -> None:
        counts = "".join(f",{outcome.label}{n}行" for outcome, n in done.counts().items() if n)
        self.stdout.write(f"{'试导' if dry_run else ''}{self.summary(done)}{counts}。")
        for row in done.of(*self.told):
            column = f"{row.column}:" if row.column else ""
            self.stdout.write(f"第{row.row}行 {column}{row.message}({row.label or '没有姓名'})")
        for note in done.notes:
            self.stdout.write(note)
        if done.absent:
            self.stdout.write(self.silent_of(len(done.absent)))

    def silent_of(self, people: int) -> str:
        """Of how many the file says nothing, and what did not happen to them."""
        return f"本届委员中有{people}人不在这份{self.noun}里,他们的任职没有改动。"


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise CommandError(f"找不到文件 {file},请核对路径。") from error
    except OSError as error:
        raise CommandError(f"打不开文件 {file},请检查它是不是文件、有没有读取权限。") from error


def _keep(report: Path | None, done: ImportReport) -> None:
    if report:
        report.write_text(json.dumps(done.as_dict(), ensure_ascii=False, indent=1), encoding="utf-8")
