"""Reads of quotas: what stands, what is to come, what was."""

import datetime as dt

from assessment.models import Quota, QuotaReminder


def quotas_in_force(day: dt.date) -> list[Quota]:
    """What is asked of people on ``day``. One query."""
    return list(Quota.objects.in_force(day))


def quotas_with_coming(day: dt.date) -> list[tuple[Quota, Quota | None]]:
    """Each quota as it stands on ``day``, in use or not, and the change that is to come. One query.

    One that begins only later stands with its first row.
    """
    rows = Quota.objects.exclude(effective_until__lte=day).order_by("position", "code", "effective_from", "pk")
    found: dict[str, list[Quota]] = {}
    for row in rows:
        if row.effective_until != row.effective_from:  # replaced before it took effect
            found.setdefault(row.code, []).append(row)
    return [(rows[0], rows[1] if len(rows) > 1 else None) for rows in found.values()]


def quota_rows(code: str) -> list[Quota]:
    """Every row of a code, the newest first, with who made it. One query."""
    return list(Quota.objects.filter(code=code).select_related("made_by").order_by("-effective_from", "-pk"))


def reminders() -> list[QuotaReminder]:
    """When people are told, a row for each period. One query."""
    return list(QuotaReminder.objects.order_by("pk"))


def reminder_days() -> dict[str, int]:
    """Period → how many days before its end people are told. One query."""
    return dict(QuotaReminder.objects.values_list("period", "days"))
