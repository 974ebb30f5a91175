"""Rows into lines and back: every kind of column, on both engines the same line."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db import connection, models

from liaison.backup.errors import Refused
from liaison.backup.tables import LEFT_OUT, Table, _plain, applied_migrations, tables_at

NOON = dt.datetime(2026, 3, 20, 4, 0, 0, 123456, tzinfo=dt.UTC)


class Sealed(models.TextField):
    """A column that is never stored as it is read."""

    def from_db_value(self, value, expression, connection):
        return value.removeprefix("sealed:")

    def get_prep_value(self, value):
        return f"sealed:{value}"


class Kinds(models.Model):  # noqa: DJ008
    code = models.CharField(max_length=10, primary_key=True)
    text = models.TextField(null=True)
    sealed = Sealed(default="secret")
    number = models.BigIntegerField(null=True)
    share = models.FloatField(null=True)
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    yes = models.BooleanField(null=True)
    at = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    hour = models.TimeField(null=True)
    span = models.DurationField(null=True)
    uuid = models.UUIDField(null=True)
    raw = models.BinaryField(null=True)
    said = models.JSONField(null=True)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        app_label = "kinds"
        apps = Apps()


FULL = {
    "text": '第一行\n"第二行"\u2028',
    "number": 2**60,
    "share": 0.1,
    "points": Decimal("1.50"),
    "yes": True,
    "at": NOON,
    "day": dt.date(2026, 3, 20),
    "hour": dt.time(9, 30, 0, 5),
    "span": dt.timedelta(days=-1, microseconds=3),
    "uuid": UUID(int=7),
    "raw": b"\x00\xff",
    "said": {"b": [1, 2.5, None], "a": "甲"},
    "address": "10.1.2.3",
}


LINES = [
    '["B",null,"sealed:secret",null,null,null,null,null,null,null,null,null,null,"null",null]',
    '["a","第一行\\n\\"第二行\\"\u2028","sealed:secret",1152921504606846976,0.1,"1.50",true,'
    '"2026-03-20T04:00:00.123456+00:00","2026-03-20","09:30:00.000005","-P0DT23H59M59.999997S",'
    '"00000000-0000-0000-0000-000000000007","AP8=","{\\"a\\": \\"甲\\", \\"b\\": [1, 2.5, null]}","10.1.2.3"]',
    '["乙",null,"sealed:secret",null,null,null,null,null,null,null,null,null,null,null,null]',
]


@pytest.fixture
def kinds(db: None) -> Table:
    with connection.cursor() as cursor:
        cursor.execute(*connection.schema_editor().table_sql(Kinds))
    json_null = models.Value(None, models.JSONField())
    Kinds.objects.bulk_create([Kinds(code="乙"), Kinds(code="a", **FULL), Kinds(code="B", said=json_null)])
    return Table("kinds.kinds", _plain(Kinds))


def test_every_kind_of_column_reads_the_same_on_both_engines(kinds: Table):
    assert [line.decode() for line in kinds.lines()] == [f"{line}\n" for line in LINES]


def test_lines_loaded_again_make_the_same_rows(kinds: Table):
    lines, before, rows = list(kinds.lines()), kinds.digest(), list(Kinds.objects.order_by("pk").values())
    Kinds.objects.all().delete()
    kinds.load(lines)
    assert kinds.digest() == before
    assert list(Kinds.objects.order_by("pk").values()) == rows
    assert Kinds.objects.get(code="a").sealed == "secret"


@pytest.mark.parametrize("line", [b"[1]", b"{", b'["a",1,2,"x",4,5,6,7,8,9,10,11,12,13,14]'])
def test_line_that_is_no_row_is_refused(kinds: Table, line: bytes):
    with pytest.raises(Refused, match=r"表 kinds\.kinds 有读不懂的行"):
        kinds.load([line])


@pytest.mark.django_db
def test_every_table_is_taken_but_those_that_say_who_is_signed_in():
    ours = {table.model._meta.db_table for table in tables_at(applied_migrations())}
    left_out = {apps.get_model(label)._meta.db_table for label in LEFT_OUT}
    assert set(connection.introspection.table_names()) - ours == left_out | {"django_migrations"}


@pytest.mark.django_db
def test_tables_of_an_earlier_state_are_those_it_had():
    before = [(app, name) for app, name in applied_migrations() if app != "assessment"]
    labels = {table.label for table in tables_at(before)}
    assert "members.member" in labels
    assert not {label for label in labels if label.startswith("assessment.")}
