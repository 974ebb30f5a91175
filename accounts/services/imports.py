import datetime as dt
from typing import Any

from django.db import transaction

from accounts.models import ImportFile, User

KEPT_DAYS = 7


@transaction.atomic
def keep_upload(
    *, kind: str, name: str, content: bytes, options: dict[str, Any], by: User, now: dt.datetime
) -> ImportFile:
    """Keep an uploaded workbook for its preview; the user's uploads older than a week go."""
    ImportFile.objects.filter(uploaded_by=by, uploaded_at__lt=now - dt.timedelta(days=KEPT_DAYS)).delete()
    return ImportFile.objects.create(
        kind=kind, name=name[:200], content=content, options=options, uploaded_by=by, uploaded_at=now
    )


def finish_import(upload: ImportFile, *, report: dict[str, Any], now: dt.datetime) -> bool:
    """Claim the upload and keep its report; False when it was imported already.

    To be called inside the transaction that saves the rows, before they are committed.
    """
    claimed = ImportFile.objects.filter(pk=upload.pk, used_at__isnull=True).update(
        used_at=now, report=report, content=b""
    )
    return bool(claimed)
