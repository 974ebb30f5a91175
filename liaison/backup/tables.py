"""The tables of a database as plain columns, as they stood at any migration state.

No relation, no custom field, no manager of ours stands between the archive and what is stored: a column that holds
cipher text goes in and out as cipher text, and a database of another version is read by that version's columns.
"""

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Collate
from django.utils.duration import duration_iso_string

from liaison.backup.errors import Refused

Migration = tuple[str, str]

# Who is signed in is not the office's data, and an old archive must not sign anybody in again.
LEFT_OUT = {"sessions.session"}
BATCH = 1000
# Bytes, whatever the engine's own collation: the order, and with it the hash, is the same on both.
BY_BYTES = {"postgresql": "C", "sqlite": "BINARY"}


class JSONText(models.JSONField):
    """The stored text of a JSON column, in one spelling: PostgreSQL keeps neither blanks nor the order of keys."""

    def from_db_value(self, value, expression, connection):
        return None if value is None else json.dumps(json.loads(value), ensure_ascii=False, sort_keys=True)

    def get_db_prep_value(self, value, connection, prepared=False):
        return value


@dataclass(frozen=True)
class Digest:
    rows: int
    sha256: str


@dataclass(frozen=True)
class Table:
    label: str
    model: type[models.Model]

    @property
    def columns(self) -> list[str]:
        return [field.column for field in self.model._meta.local_concrete_fields]

    def lines(self) -> Iterator[bytes]:
        """Every row as a line of JSON in the order of the key. One query, constant memory inside a transaction."""
        key: Any = models.F(self.model._meta.pk.name)
        if isinstance(self.model._meta.pk, models.CharField | models.TextField):
            key = Collate(key, BY_BYTES[connection.vendor])
        rows = self.model._base_manager.order_by(key).values_list(*self.columns)
        for row in rows.iterator(chunk_size=BATCH):
            yield json.dumps(row, default=_spelt, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    def digest(self) -> Digest:
        whole, count = hashlib.sha256(), 0
        for line in self.lines():
            whole.update(line)
            count += 1
        return Digest(count, whole.hexdigest())

    def load(self, lines: Iterable[bytes]) -> None:
        """Put rows in, with their own keys. Nothing of ours is called and no signal sent. Raises Refused."""
        rows = (self._row(line) for line in lines)
        while batch := list(islice(rows, BATCH)):
            self.model._base_manager.bulk_create(batch)

    def _row(self, line: bytes) -> models.Model:
        fields = self.model._meta.local_concrete_fields
        try:
            values = [field.to_python(value) for field, value in zip(fields, json.loads(line), strict=True)]
        except (ValueError, TypeError, ValidationError) as error:
            raise Refused(f"备份里表 {self.label} 有读不懂的行。请换一份备份。") from error
        return self.model(*values)


def applied_migrations() -> list[Migration]:
    """What this database has been through. A query."""
    return sorted(MigrationRecorder(connection).applied_migrations())


def unknown_migrations(applied: Iterable[Migration]) -> list[Migration]:
    """Those that this program does not have: they are of a newer one."""
    known = MigrationLoader(None).disk_migrations
    return [one for one in applied if one not in known]


def waiting_migrations(applied: Iterable[Migration]) -> list[Migration]:
    """Those that this program has and the database has not been through."""
    return sorted(set(MigrationLoader(None).graph.nodes) - set(applied))


def tables_at(applied: Iterable[Migration]) -> list[Table]:
    """Every table of the database that has been through exactly these migrations."""
    loader = MigrationLoader(None)
    nodes = [node for node in applied if node in loader.graph.nodes]
    found = loader.project_state(nodes).apps.get_models(include_auto_created=True) if nodes else []
    kept = [model for model in found if model._meta.managed and model._meta.label_lower not in LEFT_OUT]
    return sorted((Table(model._meta.label_lower, _plain(model)) for model in kept), key=lambda table: table.label)


def _plain(model: type[models.Model]) -> type[models.Model]:
    fields = {field.column: _plain_field(field) for field in model._meta.local_concrete_fields if not field.generated}
    names = {"apps": Apps(), "app_label": model._meta.app_label, "db_table": model._meta.db_table}
    body = {**fields, "__module__": __name__, "Meta": type("Meta", (), names)}
    return type(model.__name__, (models.Model,), body)


def _plain_field(field: models.Field) -> models.Field:
    """The column as Django's own field of the same kind; a key as what it holds."""
    options: dict[str, Any] = {"db_column": field.column, "primary_key": field.primary_key}
    if not field.primary_key:
        options["null"] = True
    target = field
    while target.remote_field:
        target = target.target_field
    kind = target.get_internal_type()
    if kind == "DecimalField":
        options |= {"max_digits": target.max_digits, "decimal_places": target.decimal_places}
    if kind == "JSONField":
        return JSONText(**options)
    if isinstance(target, models.AutoField) and target is not field:
        return models.BigIntegerField(**options)
    return getattr(models, kind)(**options)


def _spelt(value: object) -> str:
    """What JSON has no word for; each field's ``to_python`` reads it again."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return duration_iso_string(value)
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"no spelling for {type(value).__name__}")
