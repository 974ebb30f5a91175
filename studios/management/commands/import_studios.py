from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from common.commands import ImportCommand
from common.excel import Sheet
from common.imports import ImportReport, Mode, Outcome
from studios.services import StudioReport, import_studios


class Command(ImportCommand):
    help = "导入工作室和驻室人员(Excel)"
    noun = "工作室一览表"
    report_type = StudioReport

    def mode(self, options: dict[str, Any]) -> Mode:
        return Mode.ALL

    def take(self, sheets: list[Sheet], file: Path, mode: Mode, options: dict[str, Any]) -> ImportReport:
        return import_studios(sheets, filename=file.name, by=None, now=timezone.now(), mode=mode, via="命令行")

    def silent_of(self, people: int) -> str:
        return f"这些工作室里有{people}人不在文件里,没有移出。"

    def finish(self, done: ImportReport, options: dict[str, Any]) -> None:
        if done.has_errors:
            raise CommandError(f"有{len(done.of(Outcome.ERROR))}行要改,一行也没有导入。")
