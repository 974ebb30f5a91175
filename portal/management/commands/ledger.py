import datetime as dt
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

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
        count = self._write(out, LEDGERS[name], _term(term), timezone.now())
        self.stdout.write(f"已写入 {out}:{count} 行。")

    def _write(
        self, out: Path, write: Callable[[IO[bytes], Term, dt.datetime], int], term: Term, now: dt.datetime
    ) -> int:
        """To a temporary file beside the wanted one, then renamed: whoever opens the file finds it whole."""
        if out.is_dir():
            raise CommandError(f"{out} 是目录,请给出文件名,如 {out / '委员名册.xlsx'}。")
        draft = out.with_name(f".{out.name}.{os.getpid()}")
        try:
            with transaction.atomic():  # no file without its audit row, no audit row without its file
                with draft.open("xb") as file:
                    count = write(file, term, now)
                draft.replace(out)
        except OSError as error:
            raise CommandError(f"写不进 {out}。请检查目录是否存在、有没有写入权限、磁盘是否已满。") from error
        finally:
            with suppress(OSError):
                draft.unlink()
        return count


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
