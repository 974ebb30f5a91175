from pathlib import Path
from typing import Any

from django.utils import timezone

from common.commands import ImportCommand
from common.excel import Sheet
from common.imports import ImportReport, Mode
from studios.services import VisitReport, import_visits


class Command(ImportCommand):
    help = "导入走访台账(Excel):没有错误的行都导入,其余列出来"
    noun = "台账"
    report_type = VisitReport

    def take(self, sheets: list[Sheet], file: Path, mode: Mode, options: dict[str, Any]) -> VisitReport:
        return import_visits(sheets, filename=file.name, by=None, now=timezone.now(), mode=mode, via="命令行")

    def summary(self, done: ImportReport) -> str:
        return f"{super().summary(done)}共{len(done.rows)}次走访"
