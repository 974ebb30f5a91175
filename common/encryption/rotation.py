"""Bringing every encrypted field under the first key."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F, Model, TextField
from django.db.models.functions import Cast

from common.encryption.fields import EncryptedTextField, LookupField
from common.encryption.keys import WrongKey, decrypt, fingerprint, is_by_first_key

BATCH = 500


class Unreadable(Exception):
    """A row that no key opens; the message is Chinese and names it."""


@dataclass(frozen=True)
class Turned:
    """A table, how many rows it has, and how many of them were not under the first key."""

    table: str
    rows: int
    turned: int


def rotate(*, write: bool) -> Iterator[Turned]:
    """Encrypt anew what is not under the first key, table by table, in batches each in its own transaction.

    Broken off, it is run again and goes on: what is done is passed over. Without ``write`` it only looks. Raises
    Unreadable at the first row that no key opens; the batches before it stay done.
    """
    for model in apps.get_models():
        if any(isinstance(field, EncryptedTextField) for field in model._meta.local_fields):
            yield _rotate_table(model, write=write)


def _rotate_table(model: type[Model], *, write: bool) -> Turned:
    rows = turned = after = 0
    while True:
        with transaction.atomic():
            batch = _batch(model, after, lock=write)
            for row in batch:
                if fresh := _fresh_values(model, row):
                    turned += 1
                    if write:
                        model._base_manager.filter(pk=row["pk"]).update(**fresh)
        if not batch:
            return Turned(model._meta.db_table, rows, turned)
        rows += len(batch)
        after = batch[-1]["pk"]


def _batch(model: type[Model], after: int, *, lock: bool) -> list[dict[str, Any]]:
    """The next rows by key, each encrypted field as it lies, under ``raw_`` and its name."""
    names = [field.name for field in model._meta.local_fields if isinstance(field, EncryptedTextField)]
    lookups = [field.name for field in model._meta.local_fields if isinstance(field, LookupField)]
    manager = model._base_manager.select_for_update() if lock else model._base_manager.all()
    raw = {f"raw_{name}": Cast(F(name), TextField()) for name in names}
    return list(manager.filter(pk__gt=after).order_by("pk").annotate(**raw).values("pk", *lookups, *raw)[:BATCH])


def _fresh_values(model: type[Model], row: dict[str, Any]) -> dict[str, str]:
    """What the row should hold instead; empty when all of it is under the first key. Raises Unreadable."""
    tokens = {name.removeprefix("raw_"): token for name, token in row.items() if name.startswith("raw_") and token}
    try:
        plain = {name: decrypt(token) for name, token in tokens.items()}
    except WrongKey as error:
        raise Unreadable(f"表 {model._meta.db_table} 编号 {row['pk']} 的一行:{error}") from error
    fields = [field for field in model._meta.local_fields if isinstance(field, LookupField)]
    prints = {field.name: fingerprint(plain.get(field.of, "")) for field in fields}
    if all(map(is_by_first_key, tokens.values())) and all(row[name] == value for name, value in prints.items()):
        return {}
    return {**plain, **prints}
