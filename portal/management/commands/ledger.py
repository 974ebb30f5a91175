import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import IO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from common.files import CannotWrite, written_whole
from members.models import Term
from members.queries import open_seats
from members.resources import write_roster
from members.services.contacts import record_contact_export

VIA = "命令行"


def members(target: IO[bytes], term: Term, now: dt.datetime) -> int:
    count = write_roster(target, seats=open_seats(term), term=term, full_numbers=True, made_by=VIA, now=now)
    record_contact_export(count=count, full_numbers=True, reason="", by=None, now=now, via=VIA)
    return count


# Name on the command line → writes the ledger and its audit row, returns the number of rows.
LEDGERS: dict[str, Callable[[IO[bytes], Term, dt.datetime], int]] = {"members": members}


class Command(BaseCommand):
    help = f"生成台账(Excel,含完整号码):{'、'.join(LEDGERS)}"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="|".join(LEDGERS), help="哪一种台账")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.xlsx", help="写到哪个文件")
        parser.add_argument("--term", metavar="10", help="第几届,不写就是最近一届")

    def handle(self, *, name: str, out: Path, term: str | None, **options: object) -> None:
        if name not in LEDGERS:
            raise CommandError(f"没有“{name}”这种台账,现有:{'、'.join(LEDGERS)}。")
        try:
            with transaction.atomic(), written_whole(out) as file:  # the file and its audit row, or neither
                count = LEDGERS[name](file, _term(term), timezone.now())
        except CannotWrite as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已写入 {out}:{count} 行。")


def _term(text: str | None) -> Term:
    if text is None:
        term = Term.objects.current()
    elif text.isdecimal():
        term = Term.objects.filter(number=int(text)).first()
    else:
        raise CommandError(f"看不懂届数“{text}”,请写成 10 这样的数字。")
    if term is None:
        raise CommandError("系统里还没有这一届的委员,请先导入委员名册。")
    return term
