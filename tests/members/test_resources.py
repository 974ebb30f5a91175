"""The roster out, and in again."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import Office
from common.excel import read_workbook
from members.models import Group, Member, Membership, Seat, Term
from members.queries import open_seats
from members.resources import ROSTER_COLUMNS, write_roster, write_roster_template
from tests.cast import NOW, Cast, seat
from tests.members.rosters import DATA, everything, outcomes, person, take, take_file, take_sheets

pytestmark = pytest.mark.django_db


def exported(*, full_numbers: bool = True) -> bytes:
    target = io.BytesIO()
    term = Term.objects.get()
    count = write_roster(target, seats=open_seats(term), term=term, full_numbers=full_numbers, made_by="周敏", now=NOW)
    assert count == open_seats(term).count()
    return target.getvalue()


def first_sheet(content: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(content)).worksheets[0]


def table(content: bytes) -> list[tuple[object, ...]]:
    rows = list(first_sheet(content).iter_rows(values_only=True))
    return rows[next(place for place, row in enumerate(rows) if row[1] == "姓名") :]


def test_what_was_exported_comes_in_again_and_changes_nothing():
    take_file((DATA / "委员名册.xlsx").read_bytes())
    content = exported()
    before = everything()
    report = take_file(content)
    assert set(outcomes(report)) == {"unchanged"}
    assert (report.absent, report.notes) == ([], [])
    after = everything()
    before.pop("accounts.AuditEvent")
    after.pop("accounts.AuditEvent")
    assert after == before


def test_every_kind_of_content_survives_the_way_out_and_in():
    take(person("买买提·吐尔逊", "09306221234", 政协职务="副主席", 专委会="提案委、经济委", 所在片区="城关镇"))
    member = Member.objects.get()
    member.employer, member.note, member.specialty = "=单位+职务", "-连任", "@书法"
    member.party, member.ethnicity, member.birth_month = "无党派人士", "维吾尔族", dt.date(1990, 10, 1)
    member.save()
    for name in ("文化、文史委", "活动组"):
        kind = Group.Kind.COMMITTEE if "委" in name else Group.Kind.ACTIVITY
        Membership.objects.create(member=member, group=Group.objects.create(name=name, kind=kind))
    before = everything()
    assert outcomes(take_file(exported())) == ["unchanged"]
    after = everything()
    for content in ("members.Member", "members.Seat", "members.Membership", "members.Group", "members.Sector"):
        assert after[content] == before[content]


def test_sheet_is_the_offices_own(cast: Cast):
    Office.objects.update(name="政协清河县委员会", short_name="清河县政协")
    sheet = first_sheet(exported())
    assert sheet["A1"].value == "清河县政协第十届委员名册"
    assert sheet["A2"].value == "机关名称:政协清河县委员会"
    assert sheet["A3"].value == "制表时间:2026年3月20日(周五) 10:00    制表人:周敏    人数:3人"
    head, *rows = table(exported())
    assert list(head) == [column.header for column in ROSTER_COLUMNS]
    assert [row[1] for row in rows[:3]] == ["王召", "韩梅", "李强"]  # by sector, then by strokes
    assert rows[3][0].startswith("注:")


def test_birth_is_a_date_and_the_phone_a_text(cast: Cast):
    Member.objects.filter(name="韩梅").update(birth_month=dt.date(1990, 10, 1))
    sheet = first_sheet(exported())
    birth, phone = sheet["D6"], sheet["L6"]
    assert (birth.value.date(), birth.number_format) == (dt.date(1990, 10, 1), "yyyy-mm")
    assert (phone.value, phone.data_type) == ("13900000001", "s")


def test_numbers_are_masked_unless_all_are_asked_for(cast: Cast):
    content = exported(full_numbers=False)
    assert [row[11] for row in table(content)[1:4]] == ["139****0003", "139****0001", "139****0002"]
    assert "13900000001" not in str(table(content))
    report = take_file(content)
    assert set(outcomes(report)) == {"error"}
    assert "中间被遮住" in report.rows[0].message


def test_who_left_is_not_in_the_roster(cast: Cast):
    Seat.objects.filter(member__name="韩梅").update(ended_on=dt.date(2026, 3, 1))
    assert "韩梅" not in str(table(exported()))


def test_queries_do_not_grow_with_the_rows(cast: Cast):
    with CaptureQueriesContext(connection) as three:
        exported()
    for number in range(20):
        seat(cast.term, f"委员{number}", "教育界", phone=f"1380000{number:04d}")
    with CaptureQueriesContext(connection) as many:
        exported()
    assert len(many) == len(three)


def test_template_is_read_as_an_empty_roster():
    target = io.BytesIO()
    write_roster_template(target)
    sheets = read_workbook(target.getvalue())
    assert [sheet.name for sheet in sheets] == ["委员名册", "填写说明"]
    report = take_sheets(sheets)
    assert (report.sheet, report.rows, report.notes) == ("委员名册", [], [])


def test_template_filled_in_is_imported():
    target = io.BytesIO()
    write_roster_template(target)
    book = load_workbook(target)
    guide = {row[0]: row[3] for row in book["填写说明"].iter_rows(min_row=3, values_only=True)}
    book["委员名册"].append([guide[column.header] for column in ROSTER_COLUMNS])
    filled = io.BytesIO()
    book.save(filled)
    assert outcomes(take_file(filled.getvalue())) == ["new"]
    assert Member.objects.get().phone == "13800000000"
