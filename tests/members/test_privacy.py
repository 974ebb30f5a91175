"""Nobody is named where they should not be, and who is to be forgotten is forgotten everywhere."""

import datetime as dt
import io

import pytest
from django.apps import apps
from django.db import connection
from openpyxl import load_workbook

from accounts.models import AuditEvent
from members.models import Constituent, Tie
from members.queries import due_people, people, story_of_constituent
from members.resources import PEOPLE_COLUMNS, write_people
from members.services import (
    anonymise_due,
    correct_constituent,
    find_by_phone,
    record_contact,
    record_people_export,
    reveal_constituent_phone,
    withdraw_consent,
)
from members.tasks import anonymise_constituents
from tests.cast import NOW, Cast
from tests.members.people import PHONE, known, village

NAME = "田秀英"
OVER = dt.datetime(2029, 3, 21, 3, tzinfo=NOW.tzinfo)  # the day after the last


def everything_stored() -> str:
    """All that lies in the database, as it lies there."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        lines = []
        for table in sorted(tables):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  (our own tables)
            lines += [repr(row) for row in cursor.fetchall()]
    return "\n".join(lines)


def audited() -> str:
    return "\n".join(repr(event.__dict__) for event in AuditEvent.objects.all())


def corrected(cast: Cast, person: Constituent, name: str, phone: str) -> None:
    correct_constituent(constituent=person, name=name, phone=phone, village=None, by=cast.member, now=NOW)


def test_number_lies_nowhere_and_the_name_is_in_no_audit_row_after_all_that_can_be_done(cast: Cast) -> None:
    person = known(cast, cast.member)
    corrected(cast, person, "田秀", "13812345679")
    corrected(cast, person, NAME, PHONE)
    record_contact(constituent=person, by=cast.member, now=NOW + dt.timedelta(days=1))
    assert reveal_constituent_phone(constituent=person, by=cast.member, now=NOW) == PHONE
    assert find_by_phone(number=PHONE, by=cast.clerk, now=NOW) == person
    record_people_export(count=1, reason="走访安排", by=cast.clerk, now=NOW)
    stored = everything_stored()
    assert NAME in stored, "the search looks in the wrong place"
    assert PHONE not in stored
    assert "13812345679" not in stored
    assert AuditEvent.objects.count() >= 3
    assert NAME not in audited()
    withdraw_consent(constituent=person, by=cast.member, now=NOW)
    assert NAME not in everything_stored()
    assert "田秀" not in everything_stored()


def test_each_look_at_a_number_is_in_the_trail_by_number_of_the_row(cast: Cast) -> None:
    person = known(cast, cast.member)
    reveal_constituent_phone(constituent=person, by=cast.member, now=NOW, address="10.0.0.9")
    event = AuditEvent.objects.get(action="revealed")
    assert (event.subject, event.actor_id) == (f"群众联系方式 编号 {person.pk}", cast.member.pk)
    assert (event.address, event.at) == ("10.0.0.9", NOW)


def test_search_by_number_is_exact_seen_by_right_and_in_the_trail_without_the_number(cast: Cast) -> None:
    person = known(cast, cast.member)
    asked = {PHONE: person, PHONE[:-1]: None, "13812345670": None, "": None}
    assert {number: find_by_phone(number=number, by=cast.clerk, now=NOW) for number in asked} == asked
    assert find_by_phone(number=PHONE, by=cast.leader, now=NOW) is None
    assert AuditEvent.objects.filter(subject__startswith="按号码查找群众").count() == 5
    assert "138" not in audited()


def test_withdrawal_takes_name_and_number_from_the_row_and_its_history_and_keeps_the_tie(cast: Cast) -> None:
    person = known(cast, cast.member, place=village())
    corrected(cast, person, "田秀", "13812345679")
    withdraw_consent(constituent=person, by=cast.member, now=NOW)
    person.refresh_from_db()
    assert (person.name, person.phone, person.phone_hmac) == ("已匿名", "", "")
    assert (person.anonymised_at, person.made_by) == (NOW, cast.member)
    assert {(row.name, row.phone) for row in person.history.all()} == {("已匿名", "")}
    assert person.history.count() == 3
    tie = person.ties.get()
    assert (tie.member, tie.until) == (cast.person(cast.member), NOW.date())
    assert not Constituent.objects.visible_to(cast.member).exists()
    known(cast, cast.other)  # the number is free again


def test_whose_time_is_over_is_forgotten_and_nobody_else(cast: Cast) -> None:
    over, kept = known(cast, cast.member), known(cast, cast.member, "石头", "13812345679")
    record_contact(constituent=kept, by=cast.member, now=NOW + dt.timedelta(days=1))
    assert anonymise_constituents(now=OVER - dt.timedelta(days=1)) == "", "the last day counts in full"
    assert anonymise_constituents(now=OVER) == "保留期满的群众资料,已匿名1份"
    assert anonymise_constituents(now=OVER) == ""
    over.refresh_from_db()
    kept.refresh_from_db()
    assert (over.name, kept.name, kept.phone) == ("已匿名", "石头", "13812345679")
    assert Tie.objects.count() == 2
    assert over.history.first().history_change_reason == "保留期满"


def test_who_was_contacted_after_the_list_was_made_is_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    person = known(cast, cast.member)
    real = Constituent.objects.none().__class__.values_list

    def meanwhile(rows, *fields, **options):
        found = list(real(rows, *fields, **options))
        record_contact(constituent=person, by=cast.member, now=OVER)
        return found

    monkeypatch.setattr("members.models.constituents.ConstituentQuerySet.values_list", meanwhile)
    assert anonymise_due(now=OVER) == 0
    person.refresh_from_db()
    assert person.name == NAME


def test_office_sees_who_is_due_in_the_next_thirty_days(cast: Cast) -> None:
    known(cast, cast.member)
    last = dt.date(2029, 3, 20)
    due = {days: due_people(cast.clerk, last - dt.timedelta(days=days)).count() for days in (31, 30, 0)}
    assert due == {31: 0, 30: 1, 0: 1}
    assert not due_people(cast.leader, last).exists()


def test_story_tells_what_changed_and_no_number(cast: Cast) -> None:
    person = known(cast, cast.member)
    corrected(cast, person, "田秀", "13812345679")
    record_contact(constituent=person, by=cast.member, now=NOW + dt.timedelta(days=1))
    told = [(change.what, change.who) for change in story_of_constituent(person)]
    assert told == [("登记", "韩梅"), ("更正:姓名 田秀英 改为 田秀;电话", "韩梅"), ("又联系了一次", "韩梅")]
    withdraw_consent(constituent=person, by=cast.clerk, now=NOW + dt.timedelta(days=2))
    told = [(change.what, change.who) for change in story_of_constituent(person)]
    assert told[-1] == ("匿名:撤回同意", "周敏")
    assert "田秀" not in str(told)


def test_workbook_holds_masked_numbers_and_true_dates(cast: Cast) -> None:
    known(cast, cast.member, place=village())
    known(cast, cast.other, "石头", "")
    target = io.BytesIO()
    write_people(target, found=people(cast.clerk, {}, NOW.date()), made_by="周敏", now=NOW)
    rows = list(load_workbook(io.BytesIO(target.getvalue())).active.iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[1] == "姓名")
    assert list(rows[head]) == [column.header for column in PEOPLE_COLUMNS]
    day = dt.datetime(2026, 3, 20)  # noqa: DTZ001  (a cell has no zone)
    end = dt.datetime(2029, 3, 20)  # noqa: DTZ001
    assert rows[head + 1] == ("1", "田秀英", "138****5678", "城关镇", "东关村", "韩梅", day, end)
    assert rows[head + 2][:6] == ("2", "石头", None, None, None, "李强")
    assert PHONE not in str(rows)
