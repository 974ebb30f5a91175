import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction

from accounts.models import ImportFile, User
from common.imports import ImportReport, Mode, for_page

KEPT_DAYS = 7

Run = Callable[[bytes, Mode], ImportReport]


@transaction.atomic
def preview_import(
    *, kind: str, name: str, content: bytes, options: dict[str, Any], run: Run, by: User, now: dt.datetime
) -> ImportFile:
    """Try an uploaded workbook and keep it with the preview's report.

    Whatever ``run`` raises for an unreadable file passes through, and nothing is kept.
    """
    _one_at_a_time(kind)
    report = for_page(run(content, Mode.PREVIEW))
    return ImportFile.objects.create(
        kind=kind, name=name[:200], content=content, options=options, report=report, uploaded_by=by, uploaded_at=now
    )


@transaction.atomic
def confirm_import(upload: ImportFile, *, mode: Mode, run: Run, now: dt.datetime) -> ImportFile:
    """Import a previewed file for good, once: a second confirmation finds it done and changes nothing.

    Locks the uploads of the kind: of two imports at once the second finds what the first brought. Runs on the database
    as it is now, so the report may differ from the preview's. A file refused for its errors (``mode`` ALL) stays a
    preview.
    """
    _one_at_a_time(upload.kind)
    held = ImportFile.objects.get(pk=upload.pk)
    if held.used_at:
        return held
    report = run(bytes(held.content), mode)
    held.report = for_page(report)
    if report.saved:
        held.used_at, held.content = now, b""  # the rows are in; the file with its phones need not stay
    held.save(update_fields=["report", "used_at", "content"])
    return held


def _one_at_a_time(kind: str) -> None:
    """Wait for the other imports of this kind, in the caller's transaction."""
    list(ImportFile.objects.select_for_update().filter(kind=kind).order_by("pk").values_list("pk"))


def remove_old_imports(*, now: dt.datetime) -> int:
    """Drop uploads older than a week, imported or not, with their phones; returns how many."""
    return ImportFile.objects.filter(uploaded_at__lt=now - dt.timedelta(days=KEPT_DAYS)).delete()[0]
