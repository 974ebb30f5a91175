"""Monthly sheets: asked for on a page, made by a job."""

import datetime as dt
import io
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, Protocol

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.queries import the_office
from accounts.services import audit, store_file
from assessment import states
from assessment.models import MonthlySheet, SheetEvent
from common.uploads import OWN_WORKBOOKS, clean_file

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3  # a sheet that breaks off its maker thrice is given up


class Writer(Protocol):
    """Writes a month's workbook and returns its number of rows by sheet; what it refuses it says in Chinese."""

    def __call__(
        self,
        target: IO[bytes],
        *,
        month: dt.date,
        now: dt.datetime,
        made_by: str,
        progress: Callable[[int, int], None],
    ) -> dict[str, int]: ...


class NoSheet(Exception):
    """There is nothing to write for the month; the message is Chinese and says what is missing."""


class TakenOver(Exception):
    """Another maker has the sheet now: this one was thought dead."""


@transaction.atomic
def ask_sheet(*, month: dt.date, by: User, now: dt.datetime) -> MonthlySheet:
    """Ask for the month's workbook. One that is under way already serves: asked twice, it is made once."""
    if under_way := _open(month):
        return under_way
    try:
        with transaction.atomic():
            return MonthlySheet.objects.create(month=month, asked_by=by, asked_at=now)
    except IntegrityError:  # somebody else asked in the same moment
        return _open(month) or MonthlySheet.objects.of_month(month).latest("asked_at")


def _open(month: dt.date) -> MonthlySheet | None:
    return MonthlySheet.objects.of_month(month).still_open().first()


def make_asked_sheets(*, write: Writer, clock: Callable[[], dt.datetime]) -> list[MonthlySheet]:
    """Make what was asked for, the oldest first; returns the sheets, ready or failed.

    A sheet takes as long as it takes, so the clock is asked again at each end. The caller is the only maker at a time;
    what stands as being made was left by one that died. No transaction is open while the workbook is written: on
    SQLite it would keep every writer waiting.
    """
    asked = list(MonthlySheet.objects.still_open().select_related("asked_by").order_by("asked_at", "pk"))
    for sheet in asked:
        with suppress(TakenOver):
            _make(sheet, write, clock)
    return asked


def _make(sheet: MonthlySheet, write: Writer, clock: Callable[[], dt.datetime]) -> None:
    _move(sheet, "take", now=clock(), attempts=F("attempts") + 1, done=0, total=0)
    try:
        if sheet.attempts > MOST_ATTEMPTS:
            raise NoSheet(f"生成了{MOST_ATTEMPTS}次都中断了,请系统管理员查看程序日志。")
        _keep(sheet, _written(sheet, write, now=clock()), now=clock())
    except TakenOver:
        raise
    except NoSheet as why:
        _give_up(sheet, str(why), now=clock())
    except Exception as error:  # whatever it is, whoever asked must hear of it
        logger.exception("%s could not be made", sheet)
        _give_up(sheet, f"程序出错({type(error).__name__}),请系统管理员查看程序日志。", now=clock())


def _written(sheet: MonthlySheet, write: Writer, *, now: dt.datetime) -> bytes:
    def tell(done: int, total: int) -> None:
        held = MonthlySheet.objects.filter(pk=sheet.pk, state=states.MAKING, attempts=sheet.attempts)
        if not held.update(done=done, total=total):
            raise TakenOver

    target = io.BytesIO()
    write(target, month=sheet.month, now=now, made_by=sheet.asked_by.name, progress=tell)
    return target.getvalue()


@transaction.atomic
def _keep(sheet: MonthlySheet, content: bytes, *, now: dt.datetime) -> None:
    file = store_file(file=clean_file(content, _name(sheet, now), OWN_WORKBOOKS), by=sheet.asked_by, now=now)
    _move(sheet, "finish", now=now, file=file, ended_at=now)


def _name(sheet: MonthlySheet, now: dt.datetime) -> str:
    """The office, the table, the month and the moment, as files are named (domain §8.2)."""
    month, made = f"{sheet.month.year}年{sheet.month.month}月", timezone.localtime(now)
    return f"{the_office().name}_委员履职月度汇总表_{month}_{made:%Y%m%d%H%M}.xlsx"


def _give_up(sheet: MonthlySheet, why: str, *, now: dt.datetime) -> None:
    _move(sheet, "fail", now=now, why=why, problem=why[:200], ended_at=now)


@transaction.atomic
def _move(sheet: MonthlySheet, action: str, *, now: dt.datetime, why: str = "", **changes: Any) -> None:
    """Move a sheet by compare-and-set and write one event. The only place that writes ``state``. Raises TakenOver."""
    start, (starts, end) = sheet.state, states.TRANSITIONS[action]
    held = MonthlySheet.objects.filter(pk=sheet.pk, state=start, attempts=sheet.attempts)
    if start not in starts or not held.update(state=end, **changes):
        raise TakenOver
    sheet.refresh_from_db()
    SheetEvent.objects.create(sheet=sheet, at=now, action=action, from_state=start, to_state=end, why=why[:200])


def record_download(*, sheet: MonthlySheet, by: User, now: dt.datetime, address: str = "") -> None:
    """Write down that a made sheet leaves the system."""
    audit(
        AuditEvent.Action.EXPORTED,
        by=by,
        now=now,
        subject=f"月度汇总表 {sheet.month.year}年{sheet.month.month}月",
        detail={"sheet": sheet.pk},
        via="页面",
        address=address,
    )
