"""Studios and their people, from an office's workbook."""

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from common.excel import NoTable, Sheet, read_workbook
from common.imports import Mode, Outcome
from members.models import Area, Group, Sector
from studios.models import Residency, Studio, StudioEvent
from studios.resources import export_studios, write_studio_template
from studios.services import close_studio, import_studios
from studios.services.studio_imports import StudioReport
from tests.cast import NOW, Cast, seat, user

TODAY = NOW.date()


def taken(cast: Cast, *sheets: Sheet, mode: Mode = Mode.ALL) -> StudioReport:
    return import_studios(list(sheets), filename="工作室.xlsx", by=cast.clerk, now=NOW, mode=mode)


def table(*rows: list[Any], name: str = "工作室") -> Sheet:
    return Sheet(name, [list(row) for row in rows])


def people_of(name: str) -> list[tuple[str, str]]:
    held = Residency.objects.open().filter(studio__name=name).select_related("member", "user").by_part()
    return [(str(one.member or one.user), one.get_part_display()) for one in held]


def outcomes(report: StudioReport) -> list[tuple[str, str]]:
    return [(row.label, row.outcome) for row in report.rows]


def errors(report: StudioReport) -> str:
    return "\n".join(f"{row.column}:{row.message}" for row in report.of(Outcome.ERROR))


def test_one_row_a_studio_with_its_people_in_cells(cast: Cast):
    for name in ("马云龙", "欧阳明月"):
        seat(cast.term, name, "教育界")
    Group.objects.create(name="提案委员会")
    report = taken(
        cast,
        table(
            ["云陵县政协委员工作室一览表"],
            ["序号", "工作室名称", "界别", "乡镇(街道)", "地点", "依托单位", "包联领导", "联系专委会", "挂牌时间",
             "负责人", "成员", "联络员"],
            [1, "石桥镇委员工作室", "教育、工商联", "石桥镇", "便民中心", "石桥镇政府", "韩梅", "提案委", "2021年5月",
             "马 云龙", "欧阳明月 李强", "赵联(zhaolian)"],
            ["合计", 1],
        ),
    )  # fmt: skip
    assert errors(report) == ""
    made = Studio.objects.get(name="石桥镇委员工作室")
    assert (made.number, made.address, made.host, made.opened_on) == (3, "便民中心", "石桥镇政府", dt.date(2021, 5, 1))
    assert {sector.name for sector in made.sectors.all()} == {"教育界", "工商联界"}
    assert (made.area.name, made.leader.name, made.group.name) == ("石桥镇", "韩梅", "提案委员会")
    assert sorted(people_of(made.name)) == sorted(
        [("马云龙", "召集人"), ("赵联", "联络员"), ("李强", "驻室委员"), ("欧阳明月", "驻室委员")]
    )
    assert outcomes(report) == [("石桥镇委员工作室", Outcome.NEW)]
    assert "新增片区“石桥镇”" in "".join(report.notes)
    event = AuditEvent.objects.get(action="imported")
    assert (event.subject, event.detail) == ("工作室 工作室.xlsx", {"new": 1, "absent": 0})


def test_one_row_a_person_under_a_merged_name(cast: Cast):
    seat(cast.term, "马云龙", "教育界")
    report = taken(
        cast,
        table(
            ["编号", "名称", "召集人", "驻室委员", "地址"],
            [7, "石桥工作室", "韩梅", "韩梅", "便民中心"],
            [7, "石桥工作室", "韩梅", "马云龙", "便民中心"],
            [None, None, None, "李强", None],
        ),
    )
    assert errors(report) == ""
    assert people_of("石桥工作室") == [("韩梅", "召集人"), ("马云龙", "驻室委员"), ("李强", "驻室委员")]
    assert Studio.objects.get(name="石桥工作室").number == 7


def test_people_on_a_sheet_of_their_own_and_on_one_called_by_the_studio(cast: Cast):
    report = taken(
        cast,
        table(["工作室名称", "地址"], ["石桥工作室", "便民中心"], name="一览"),
        table(
            ["工作室", "姓名", "身份", "从"],
            ["石桥工作室", "韩梅", "组长", "2026.1.5"],
            [None, "李强", None, None],
            name="人员",
        ),
        table(["城关工作室人员名单"], ["序号", "姓名", "界别"], [1, "李强", "教育"], name="表3"),
    )  # fmt: skip
    assert errors(report) == ""
    assert people_of("石桥工作室") == [("韩梅", "召集人"), ("李强", "驻室委员")]
    assert Residency.objects.get(studio__name="石桥工作室", part="convener").since == dt.date(2026, 1, 5)
    assert ("李强", "驻室委员") in people_of("城关工作室")


def test_list_of_people_alone_names_its_studios_too(cast: Cast):
    report = taken(cast, table(["工作室", "姓名", "身份"], ["石桥工作室", "韩梅", "召集人"], ["城关", "李强", "成员"]))
    assert errors(report) == ""
    assert people_of("石桥工作室") == [("韩梅", "召集人")]
    assert ("李强", "驻室委员") in people_of("城关工作室")


def test_preview_saves_nothing_and_the_second_time_changes_nothing(cast: Cast):
    sheet = table(["名称", "召集人", "成员", "地址"], ["石桥工作室", "韩梅", "李强", "便民中心"])
    before = (Studio.objects.count(), StudioEvent.objects.count(), AuditEvent.objects.count())
    preview = taken(cast, sheet, mode=Mode.PREVIEW)
    assert not preview.saved
    assert (Studio.objects.count(), StudioEvent.objects.count(), AuditEvent.objects.count()) == before
    first = taken(cast, sheet)
    assert outcomes(first) == outcomes(preview) == [("石桥工作室", Outcome.NEW)]
    events = StudioEvent.objects.count()
    again = taken(cast, sheet)
    assert outcomes(again) == [("石桥工作室", Outcome.UNCHANGED)]
    assert StudioEvent.objects.count() == events


def test_blank_cells_erase_nothing_and_the_absent_are_told_and_stay(cast: Cast):
    Studio.objects.filter(pk=cast.town.pk).update(address="老地方", brand="同心桥")
    report = taken(cast, table(["名称", "地址", "品牌", "召集人"], ["城关委员工作室", None, "连心桥", "王召"]))
    cast.town.refresh_from_db()
    assert (cast.town.name, cast.town.address, cast.town.brand) == ("城关工作室", "老地方", "连心桥")
    assert report.rows[0].changes == {"品牌名": ("同心桥", "连心桥")}
    assert [one["name"] for one in report.absent] == ["赵联", "韩梅"]
    assert len(people_of("城关工作室")) == 3


def test_another_part_closes_one_and_opens_the_next(cast: Cast):
    report = taken(cast, table(["工作室", "姓名", "身份"], ["城关工作室", "韩梅", "召集人"]))
    assert report.of(Outcome.CHANGED)[0].changes == {"韩梅": ("驻室委员", "召集人")}
    assert ("韩梅", "召集人") in people_of("城关工作室")
    assert Residency.objects.ended().get().end_reason == "换身份"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["石桥工作室", "没这个人", "", ""]], "召集人:本届名册里没有“没这个人”,也没有叫这个名字的账号"),
        ([["石桥工作室", "", "", "韩美"]], "驻室委员:本届在任委员里没有“韩美”"),
        ([["石桥工作室", "", "赵六", ""]], "请先开通账号再导入"),
        ([["石桥工作室", "", "", "张三"]], "请在姓名后面的括号里写明界别或片区"),
        ([["石桥工作室", "", "", "赵联"]], "驻室委员:本届在任委员里没有“赵联”"),
        ([["石桥工作室", "韩梅", "", ""], ["石桥委员工作室", "李强", "", ""]], "与第2行是同一个工作室"),
        ([["", "韩梅", "", ""]], "工作室名称空着"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_saved(cast: Cast, rows: list[list[str]], said: str):
    for sector in ("教育界", "工商联界"):
        seat(cast.term, "张三", sector)
    report = taken(cast, table(["名称", "召集人", "联络员", "驻室委员"], ["好的工作室", "王召", "", ""], *rows))
    assert said.replace("第2行", "第3行") in errors(report)
    assert not report.saved
    assert Studio.objects.count() == 2


def test_namesakes_are_told_apart_by_what_stands_beside_them(cast: Cast):
    teacher, trader = (seat(cast.term, "张三", sector) for sector in ("教育界", "工商联界"))
    taken(
        cast,
        table(
            ["名称", "成员", "地址"], ["石桥工作室", "张三(教育界)", "甲"], ["清溪工作室", "李强、张三【工商联】", "乙"]
        ),
    )
    taken(cast, table(["工作室", "姓名", "界别"], ["柳林工作室", "张三", "教育界"]))
    held = Residency.objects.filter(member__name="张三").values_list("studio__name", "member")
    assert set(held) == {
        ("石桥工作室", teacher.member_id),
        ("清溪工作室", trader.member_id),
        ("柳林工作室", teacher.member_id),
    }


def test_officer_is_known_by_name_user_name_or_phone(cast: Cast):
    user("qiansan", "钱三", phone="13700000001")
    for n, written in enumerate(("钱三", "qiansan", "13700000001", "钱三 13700000001", "钱三(13700000001)")):
        report = taken(cast, table(["名称", "联络员", "地址"], [f"第{n}工作室", written, "甲"]))
        assert errors(report) == ""
        assert people_of(f"第{n}工作室") == [("钱三", "联络员")]
    user("qiansan2", "钱三")
    report = taken(cast, table(["名称", "联络员", "地址"], ["石桥工作室", "钱三", "甲"]))
    assert "请改写用户名(qiansan、qiansan2)" in errors(report)


def test_unknown_references_say_how_to_mend_them(cast: Cast):
    Group.objects.create(name="提案委员会")
    report = taken(
        cast,
        table(
            ["名称", "界别", "联系领导", "指导专委会", "上级工作室", "成立日期"],
            ["石桥工作室", "航天界", "没这个人", "提按委", "没这个室", "去年"],
        ),
    )
    for word in (
        "没有“航天界”这个界别", "本届在任委员里没有“没这个人”", "没有“提按委”这个组织,相近的有:提案委员会",
        "没有叫“没这个室”的工作室", "看不懂日期“去年”",
    ):  # fmt: skip
        assert word in errors(report)


def test_branch_may_stand_above_its_parent_in_the_file(cast: Cast):
    report = taken(
        cast,
        table(["名称", "上级工作室", "地址"], ["东关村工作室", "石桥工作室", "甲"], ["石桥工作室", "", "乙"]),
    )
    assert errors(report) == ""
    assert Studio.objects.get(name="东关村工作室").parent.name == "石桥工作室"


def test_mobile_beside_a_studio_is_not_kept(cast: Cast):
    report = taken(
        cast,
        table(
            ["名称", "地址", "联系电话"],
            ["石桥工作室", "甲", "0710-5812345、13800000001"],
            ["清溪工作室", "乙", 13800000002],
        ),
    )
    assert Studio.objects.get(name="石桥工作室").phone == "0710-5812345"
    assert Studio.objects.get(name="清溪工作室").phone == ""
    assert "手机号码没有保存" in "".join(report.notes)


def test_closed_studio_takes_nobody_in(cast: Cast):
    close_studio(studio=cast.town, on=TODAY, why="", by=cast.clerk, now=NOW)
    report = taken(cast, table(["名称", "召集人", "地址"], ["城关工作室", "韩梅", "新地方"]))
    assert "请先恢复使用" in errors(report)
    report = taken(cast, table(["工作室", "姓名"], ["城关工作室", "韩梅"]))
    assert "已于2026-03-20撤销" in errors(report)


def test_other_workbooks_are_refused(cast: Cast):
    for sheet in (
        table(["姓名", "性别", "界别"], ["韩梅", "女", "教育界"]),
        table(["日期", "委员姓名"], ["3月5日", "韩梅"]),
    ):
        with pytest.raises(NoTable, match="没有找到工作室"):
            taken(cast, sheet)


def test_export_read_back_changes_nothing(cast: Cast):
    twin = [seat(cast.term, "张三", sector) for sector in ("教育界", "工商联界")]
    Studio.objects.filter(pk=cast.town.pk).update(
        area=Area.objects.get(name="城关镇"), leader=cast.person(cast.other), kind="片区", brand="同心桥",
        group=Group.objects.create(name="文化、文史委"), host="镇政府", phone="0710-5812345",
        open_hours="每周五上午", opened_on=dt.date(2021, 5, 1),
    )  # fmt: skip
    cast.town.sectors.set(Sector.objects.filter(name__in=["教育界", "农业和农村界"]))
    Studio.objects.filter(pk=cast.river.pk).update(parent=cast.town)
    for n, one in enumerate(twin):
        Residency.objects.create(studio=[cast.town, cast.river][n], member=one.member, since=dt.date(2025, 1, 1))
    target = io.BytesIO()
    export_studios(target, user=cast.clerk, now=NOW)
    before = StudioEvent.objects.count()
    report = taken(cast, *read_workbook(target.getvalue()))
    assert errors(report) == ""
    assert {row.outcome for row in report.rows} == {Outcome.UNCHANGED}
    assert len(report.rows) == 2 + 6
    assert (StudioEvent.objects.count(), report.absent, report.notes) == (before, [], [])


def test_template_has_the_columns_that_are_read(cast: Cast):
    target = io.BytesIO()
    write_studio_template(target)
    sheets = read_workbook(target.getvalue())
    sheets[0].rows[2:2] = [[9, "石桥工作室", "片区"]]
    sheets[1].rows[2:2] = [["石桥工作室", "召集人", "韩梅"]]
    report = taken(cast, *sheets)
    assert errors(report) == ""
    assert outcomes(report) == [("石桥工作室", Outcome.NEW), ("韩梅(石桥工作室)", Outcome.NEW)]
    assert report.notes == []


def test_phone_in_an_error_is_masked(cast: Cast):
    report = taken(cast, table(["名称", "联络员", "地址"], ["石桥工作室", "13800000009", "甲"]))
    assert "138****0009" in errors(report)
    assert "13800000009" not in errors(report)


def test_command_imports_and_refuses_as_the_page_does(cast: Cast, tmp_path, capsys):
    file = tmp_path / "室.csv"
    file.write_text("工作室名称,召集人,地址\n石桥工作室,韩梅,甲\n", encoding="utf-8")
    call_command("import_studios", file, "--dry-run")
    assert Studio.objects.count() == 2
    call_command("import_studios", file, "--report", tmp_path / "out.json")
    assert people_of("石桥工作室") == [("韩梅", "召集人")]
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["created"] == 1
    assert "新增1行" in capsys.readouterr().out
    file.write_text("工作室名称,召集人,地址\n清溪工作室,没这个人,甲\n", encoding="utf-8")
    with pytest.raises(CommandError, match="有1行要改,一行也没有导入"):
        call_command("import_studios", file)
    assert AuditEvent.objects.filter(action="imported", via="命令行").count() == 1
