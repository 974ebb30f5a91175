"""Trails to seal, and hands that reach past the guard into the tables, as somebody with the database would."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models

from accounts.models import AuditEvent, AuditSeal
from accounts.services import Verdict, audit, seal_events, verify_chain
from tests.cast import NOW

LATER = NOW + dt.timedelta(minutes=1)


def written(count: int, *, at: dt.datetime = NOW) -> list[AuditEvent]:
    return [
        audit(
            AuditEvent.Action.EXPORTED, by=None, now=at, subject=f"名册{n}", reason="核对", detail={"rows": n},
            via="命令行", address="10.0.0.1",
        )
        for n in range(count)
    ]  # fmt: skip


def sealed(count: int, *, at: dt.datetime = NOW) -> list[AuditEvent]:
    """Events sealed with the numbers that come next, after what was waiting before them."""
    events = written(count, at=at)
    assert seal_events(now=at + dt.timedelta(minutes=1)) >= count
    return events


@contextmanager
def uncommitted(event: AuditEvent) -> Iterator[None]:
    """What others see while the event's transaction is still open: its key is given out, its row is not there."""
    rows = AuditEvent.objects.filter(pk=event.pk)
    rows._raw_delete(rows.db)
    yield
    event._state.adding = True
    event.save(force_insert=True)


def verdict(**options: Any) -> Verdict:
    return verify_chain(by=None, now=options.pop("now", LATER), via="命令行", **options)


def found() -> list[str]:
    return verdict().findings


def forced(model: type[models.Model], pk: int, **values: Any) -> None:
    """Change a row past the guard."""
    assert models.QuerySet.update(model._default_manager.filter(pk=pk), **values) == 1


def torn_out(*numbers: int) -> None:
    """Delete events together with their seals."""
    seals = AuditSeal.objects.filter(number__in=numbers)
    events = AuditEvent.objects.filter(pk__in=list(seals.values_list("event_id", flat=True)))
    assert seals._raw_delete(seals.db) == events._raw_delete(events.db) == len(numbers)


def another(value: Any) -> Any:
    """A value of the same kind that is not this one, as little different as can be."""
    if isinstance(value, dt.datetime):
        return value + dt.timedelta(microseconds=1)
    if isinstance(value, dict):
        return {**value, "rows": str(value.get("rows"))}
    if isinstance(value, str):
        return f"{value[:-1]}{'0' if value[-1:] != '0' else '1'}"
    return (value or 0) + 1
