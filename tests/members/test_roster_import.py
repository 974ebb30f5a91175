"""What an import does to the members of a term: who is made, corrected, absent, refused."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from common.excel import NoTable, Sheet
from common.imports import Mode
from members.models import Area, Group, Member, Membership, Seat, Term
from members.services import end_seat
from tests.cast import NOW
from tests.members.rosters import HEADER, errors, everything, outcomes, person, take, take_sheets

pytestmark = pytest.mark.django_db

ONE, TWO, THREE = "13900000001", "13900000002", "13900000003"
TODAY = dt.date(2026, 3, 20)


def only_seat(name: str) -> Seat:
    return Seat.objects.select_related("member", "sector", "area").get(member__name=name)


def test_term_areas_and_committees_are_made():
    take(person("韩梅", ONE, 专委会="提案委、经济委", 所在片区="城关镇"), term=11)
    seat = only_seat("韩梅")
    assert seat.term.number == 11
    assert seat.area == Area.objects.get(name="城关镇")
    held = Membership.objects.filter(member=seat.member, group__kind=Group.Kind.COMMITTEE, since=None)
    assert {membership.group.name for membership in held} == {"提案委", "经济委"}


def test_new_person_can_be_found_by_strokes_and_pinyin():
    take(person("韩梅", ONE))
    member = Member.objects.get()
    assert (member.pinyin, member.initials) == ("hanmei", "hm")
    assert member.stroke_key


def test_correction_is_made_in_place_and_told():
    take(person("韩梅", ONE))
    before = only_seat("韩梅")
    report = take(person("韩梅", ONE, 性别="女", 界别="工商联", 政协职务="常委"))
    after = only_seat("韩梅")
    assert (after.pk, after.member.pk) == (before.pk, before.member.pk)
    assert report.as_dict()["changes"] == [
        {
            "row": 2,
            "name": "韩梅",
            "fields": {"性别": ["男", "女"], "界别": ["教育界", "工商联界"], "政协职务": ["委员", "常委"]},
        }
    ]
    assert (report.as_dict()["updated"], report.as_dict()["created"]) == (1, 0)


def test_blank_cells_and_missing_columns_erase_nothing():
    take(person("韩梅", ONE, 政协职务="副主席", 专委会="提案委", 所在片区="城关镇"))
    before = everything()
    assert outcomes(take(person("韩梅", ONE, 性别=None, 出生年月=None, 政协职务="", 专委会="—", 所在片区=""))) == [
        "unchanged"
    ]
    assert outcomes(take(["韩梅", "教育界", "男"], header=["姓名", "界别", "性别"])) == ["unchanged"]
    after = everything()
    for table in ("members.Member", "members.Seat", "members.Membership"):
        assert after[table] == before[table]


def test_assumed_han_never_overwrites_what_is_known():
    header = ["姓名", "界别", "民族"]
    take(["韩梅", "教育界", "回族"], ["李强", "教育界", "汉族"], header=header)
    report = take(["韩梅", "教育界", None], ["李强", "教育界", "汉"], ["王召", "教育界", None], header=header)
    assert (
        outcomes(report) == ["unchanged", "unchanged", "error"] or Member.objects.get(name="韩梅").ethnicity == "回族"
    )
    assert Member.objects.get(name="韩梅").ethnicity == "回族"


def test_blank_ethnicity_stays_blank_where_han_is_not_the_rule():
    take(["韩梅", "教育界", "回族"], ["李强", "教育界", None], header=["姓名", "界别", "民族"])
    take(["王召", "教育界", "男"], header=["姓名", "界别", "性别"])
    assert set(Member.objects.values_list("name", "ethnicity")) == {("韩梅", "回族"), ("李强", ""), ("王召", "")}


def test_changed_committee_closes_one_membership_and_opens_the_next():
    take(person("韩梅", ONE, 专委会="提案委、经济委"))
    report = take(person("韩梅", ONE, 专委会="经济委员会,文史委"))
    held = {m.group.name: (m.since, m.until) for m in Membership.objects.select_related("group")}
    assert held == {"提案委": (None, TODAY), "经济委": (None, None), "文史委": (TODAY, None)}
    assert report.rows[0].changes["专委会"][1] == "经济委、文史委"
    assert outcomes(take(person("韩梅", ONE, 专委会="经济委,文史委"))) == ["unchanged"]


def test_group_of_another_kind_is_left_alone():
    take(person("韩梅", ONE, 专委会="提案委"))
    activity = Group.objects.create(name="书画组", kind=Group.Kind.ACTIVITY)
    Membership.objects.create(member=Member.objects.get(), group=activity)
    take(person("韩梅", ONE, 专委会="经济委"))
    assert Membership.objects.get(group=activity).until is None


def test_committee_whose_name_holds_the_mark_between_committees():
    Group.objects.create(name="文化、文史委")
    take(person("韩梅", ONE, 专委会="文化、文史委、提案委"))
    assert set(Membership.objects.values_list("group__name", flat=True)) == {"文化、文史委", "提案委"}


def test_same_phone_is_the_same_person_among_namesakes():
    take(person("邵康", ONE, 出生年月="1970-01"), person("邵康", TWO, 出生年月="1980-01"))
    report = take(person("邵康", TWO, 出生年月="1981-01"), person("邵康", ONE, 出生年月="1970-01"))
    assert outcomes(report) == ["changed", "unchanged"]
    assert Member.objects.get(phone=TWO).birth_month == dt.date(1981, 1, 1)


def test_only_one_of_a_name_may_get_a_new_phone():
    take(person("韩梅", ONE))
    assert outcomes(take(person("韩梅", TWO))) == ["changed"]
    assert Member.objects.get().phone == TWO


def test_namesake_with_another_phone_is_told_by_birth_month():
    take(person("邵康", ONE, 出生年月="1970-01"), person("邵康", TWO, 出生年月="1980-01"))
    report = take(person("邵康", ONE, 出生年月="1970-01"), person("邵康", THREE, 出生年月="1980-01"))
    assert outcomes(report) == ["unchanged", "changed"]
    assert set(Member.objects.values_list("phone", flat=True)) == {ONE, THREE}


def test_namesake_who_cannot_be_told_is_asked_about():
    take(person("邵康", ONE, 出生年月="1970-01"), person("邵康", TWO, 出生年月="1980-01"))
    report = take(person("邵康", "", 出生年月=None))
    assert errors(report) == {2: "姓名"}
    assert "补上手机号码" in report.rows[0].message
    assert report.absent == []  # the row means one of them


def test_new_namesake_beside_a_known_one_is_made():
    take(person("邵康", ONE, 出生年月="1970-01"))
    report = take(person("邵康", ONE, 出生年月="1970-01"), person("邵康", TWO, 出生年月="1980-01"))
    assert outcomes(report) == ["unchanged", "new"]


def test_namesake_with_neither_phone_nor_birth_month_in_common_is_another_person():
    take(person("邵康", ONE, 出生年月="1970-01"))
    report = take(person("邵康", TWO, 出生年月="1980-01"))
    assert outcomes(report) == ["new"]
    assert [one["name"] for one in report.absent] == ["邵康"]


def test_nobody_is_matched_with_a_row_of_the_same_run():
    report = take(person("邵康", ONE, 出生年月="1970-01"), person("邵康", TWO, 出生年月="1970-01"))
    assert outcomes(report) == ["new", "new"]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ({"phone": ONE}, {"phone": ONE}, "duplicate"),
        ({"phone": ONE}, {"phone": ""}, "duplicate"),
        ({"phone": ""}, {"phone": ONE}, "duplicate"),
        ({"phone": ""}, {"phone": ""}, "duplicate"),
        ({"phone": ONE}, {"phone": TWO}, "new"),
        ({"phone": ONE}, {"phone": "", "出生年月": "1990-01"}, "new"),
        ({"phone": ONE}, {"phone": "", "出生年月": None}, "error"),
        ({"phone": "", "出生年月": None}, {"phone": "", "出生年月": None}, "duplicate"),
        ({"phone": "", "出生年月": None}, {"phone": "", "出生年月": None, "性别": "女"}, "error"),
    ],
)
def test_same_name_twice_in_the_file(first: dict[str, Any], second: dict[str, Any], found: str):
    assert outcomes(take(person("韩梅", **first), person("韩梅", **second))) == ["new", found]


def test_row_with_an_error_makes_no_duplicate_of_the_good_one():
    assert outcomes(take(person("韩梅", "1390000"), person("韩梅", ONE))) == ["error", "new"]


def test_row_with_an_error_leaves_its_person_to_the_good_one():
    rows = [person("张三", ONE, 界别="海外侨胞界"), person("张三", ONE)]
    assert outcomes(take(*rows)) == ["error", "new"]
    assert outcomes(take(*rows)) == ["error", "unchanged"]
    assert Member.objects.count() == 1


def test_member_of_a_former_term_gets_a_new_seat_and_stays_one_person():
    take(person("韩梅", ONE), person("李强", TWO, 出生年月="1970-05"), person("王召", ""), term=9)
    report = take(
        person("韩梅", ONE), person("李强", THREE, 出生年月="1970-05"), person("王召", "", 出生年月=None), term=10
    )
    assert outcomes(report) == ["new", "new", "error"]
    assert report.as_dict()["created"] == 2
    assert Member.objects.count() == 3
    assert Seat.objects.filter(member__name="李强").count() == 2
    assert Member.objects.get(name="李强").phone == THREE


def test_member_whose_seat_of_this_term_ended_is_not_seated_again():
    take(person("韩梅", ONE))
    end_seat(seat=only_seat("韩梅"), on=TODAY, why="辞职", by=None, now=NOW)
    report = take(person("韩梅", ONE))
    assert errors(report) == {2: "姓名"}
    assert "2026-03-20结束(辞职)" in report.rows[0].message


def test_members_whom_the_file_does_not_name_are_absent_and_nothing_else():
    take(person("韩梅", ONE), person("李强", TWO), person("王召", THREE))
    report = take(person("李强", TWO), person("王召", "139"))
    assert report.absent == [{"name": "韩梅", "sector": "教育界"}]
    assert Seat.objects.open().count() == 3


def test_number_of_somebody_else_is_told():
    take(person("张三", ONE))
    report = take(person("张叁", ONE, 出生年月="1980-01"), person("李强", ONE))
    assert len([note for note in report.notes if "号码相同" in note]) == 3


def test_all_saves_nothing_when_there_is_one_error():
    before = everything()
    report = take(person("韩梅", ONE), person("李强", "139"), mode=Mode.ALL)
    assert (report.saved, report.refused, outcomes(report)) == (False, True, ["new", "error"])
    assert everything() == before


def test_good_saves_the_good_rows():
    report = take(person("韩梅", ONE), person("李强", "139"), mode=Mode.GOOD)
    assert report.saved
    assert list(Member.objects.values_list("name", flat=True)) == ["韩梅"]


def test_all_that_is_wrong_in_a_row_is_said_at_once():
    report = take(person("韩梅", "139", 性别="难", 出生年月="1990-13", 界别="海外侨胞界", 政协职务="组长"))
    (row,) = report.rows
    assert row.column == "性别"
    assert all(words in row.message for words in ("请写男或女", "出生年月:", "手机号码:", "界别:", "政协职务:"))


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"性别": "难"}, "性别", "请写男或女"),
        ({"出生年月": "50岁"}, "出生年月", "1975-10"),
        ({"出生年月": "2075-01"}, "出生年月", "不合情理"),
        ({"出生年月": "2020-01"}, "出生年月", "不合情理"),
        ({"政协职务": "组长"}, "政协职务", "主席、副主席、秘书长、常委或委员"),
        ({"界别": "海外侨胞界"}, "界别", "没有“海外侨胞界”"),
        ({"界别": "教肓界"}, "界别", "“教育界”"),
        ({"界别": None}, "界别", "请补上界别"),
        ({"界别": "#N/A"}, "界别", "公式错误"),
        ({"所在片区": "很长的" * 11}, "所在片区", "请缩短"),
        ({"专委会": "很长的" * 14}, "专委会", "最多40个字"),
    ],
)
def test_wrong_cell_says_where_and_how_to_mend(cells: dict[str, object], column: str, words: str):
    report = take(person("韩梅", ONE, **cells))
    assert errors(report) == {2: column}
    assert words in report.rows[0].message
    assert report.rows[0].message.endswith("。")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (None, "补上姓名"),
        ("张三1", "有数字"),
        ("张三、李四", "两个姓名"),
        ("??", "看不懂"),
        ("长" * 51, "最多50个字"),
        ("空缺", "补上姓名"),
    ],
)
def test_wrong_name_with_other_data_is_an_error(name: str | None, words: str):
    report = take(person(name or "", ONE))
    assert errors(report) == {2: "姓名"}
    assert words in report.rows[0].message


def test_saved_import_leaves_one_audit_row_without_names():
    take(person("韩梅", ONE), mode=Mode.PREVIEW)
    take(person("韩梅", ONE), person("李强", "139"), mode=Mode.ALL)
    take(person("韩梅", ONE), person("李强", TWO))
    event = AuditEvent.objects.get(action=AuditEvent.Action.IMPORTED)
    assert event.subject == "委员名册 第十届"
    assert (event.detail["new"], event.detail["term"]) == (2, 10)
    assert "韩梅" not in str(event.detail)


def test_file_without_a_roster_is_refused_and_makes_no_term():
    visits = ["日期", "委员姓名", "界别", "走访方式", "走访对象", "联系电话", "反映问题", "处理方式"]
    Term.objects.all().delete()
    with pytest.raises(NoTable, match="却像别的台账"):
        take_sheets([Sheet("3月", [visits, ["3.1", "韩梅", "教育界", "入户", "董某", ONE, "无", "已答复"]])])
    with pytest.raises(NoTable, match="没有找到委员名册"):
        take_sheets([Sheet("案由", [["案号", "案由", "提案者"], [1, "建议", "韩梅"]])])
    with pytest.raises(NoTable, match="没有找到委员名册"):
        take_sheets([])
    assert not Term.objects.exists()


def test_unchanged_rows_cost_no_queries():
    people = [person("韩梅", ONE, 专委会="提案委", 所在片区="城关镇"), person("李强", TWO), person("王召", THREE)]
    take(*people)
    with CaptureQueriesContext(connection) as one:
        take(people[0])
    with CaptureQueriesContext(connection) as three:
        assert outcomes(take(*people)) == ["unchanged"] * 3
    assert len(three) == len(one) <= 15


def test_new_rows_cost_few_queries(django_assert_max_num_queries: Callable[..., Any]):
    with django_assert_max_num_queries(25):
        take(*(person(f"韩{chr(0x4E00 + place)}", f"139{place:08d}", 专委会="提案委") for place in range(300)))


def test_empty_roster_is_no_error():
    report = take_sheets([Sheet("名册", [HEADER])])
    assert (report.rows, report.saved) == ([], True)
