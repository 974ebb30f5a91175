from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from common.commands import ImportCommand
from common.excel import Sheet
from common.imports import ImportReport, Mode, Outcome
from members.services.roster import RosterReport, import_roster


class Command(ImportCommand):
    help = "导入委员名册(Excel)"
    noun = "名册"
    report_type = RosterReport

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--term", required=True, metavar="10", help="第几届")
        parser.add_argument("--skip-errors", action="store_true", help="有错的行不导入,其余照常导入")

    def mode(self, options: dict[str, Any]) -> Mode:
        return Mode.GOOD if options["skip_errors"] else Mode.ALL

    def take(self, sheets: list[Sheet], file: Path, mode: Mode, options: dict[str, Any]) -> RosterReport:
        term = options["term"]
        if not (term.isdecimal() and 1 <= int(term) <= 99):
            raise CommandError(f"看不懂届数“{term}”,请写成 10 这样的数字。")
        return import_roster(sheets, term_number=int(term), by=None, now=timezone.now(), mode=mode, via="命令行")

    def finish(self, done: ImportReport, options: dict[str, Any]) -> None:
        if done.has_errors and not options["skip_errors"]:
            wrong = len(done.of(Outcome.ERROR))
            raise CommandError(f"有{wrong}行要改,一行也没有导入。加 --skip-errors 可先导入没有错误的行。")
