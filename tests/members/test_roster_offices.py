"""Other offices' rosters: other headers and orders of columns, other forms of headings, other habits."""

import datetime as dt
import random
from collections.abc import Callable, Iterable

import pytest

from common.imports import Outcome
from members.models import Seat
from members.services.roster import RosterReport
from tests.common.workbooks import Rows, csv_file, xlsx
from tests.members.rosters import errors, take_file

pytestmark = pytest.mark.django_db

SECTORS = [
    "中共界",
    "民革界",
    "文艺界",
    "科协界",
    "特邀界",
    "新的社会阶层人士界",
    "农业界",
    "少数民族界",
    "宗教界",
    "教育界",
]
PER_SECTOR = 6
POSTS = {"委员": Seat.Post.MEMBER, "常委": Seat.Post.STANDING}


def make_people() -> list[dict[str, str]]:
    chance = random.Random(7)  # noqa: S311
    pick = chance.choice
    return [
        {
            "name": pick("赵钱孙李周吴郑王") + pick("大中明亮红兰") + pick(["", "军", "海"]),
            "gender": pick("男女"),
            "birth": f"{chance.randint(1955, 1999)}-{chance.randint(1, 12):02d}",
            "ethnic": pick(["汉族", "汉族", "汉族", "回族", "东乡族"]),
            "party": pick(["中共党员", "群众"]),
            "sector": sector,
            "unit": "清河县" + pick(["第一中学", "人民医院"]),
            "job": pick(["校长", "主任医师"]),
            "post": pick(list(POSTS)),
            "committee": pick(["提案委", "经济委"]),
            "area": pick(["城关镇", "河东街道"]),
            "phone": f"138000{index:02d}{number:03d}",
        }
        for index, sector in enumerate(SECTORS)
        for number in range(PER_SECTOR)
    ]


PEOPLE = make_people()


def all_held(report: RosterReport) -> bool:
    """Whether everybody sits in the database exactly as they are, by phone."""
    assert errors(report) == {}
    held = {
        seat.member.phone: {
            "name": seat.member.name,
            "gender": seat.member.get_gender_display(),
            "birth": f"{seat.member.birth_month:%Y-%m}",
            "ethnic": seat.member.ethnicity,
            "party": seat.member.party,
            "sector": seat.sector.name,
            "unit": seat.member.employer,
            "post": seat.post,
            "area": seat.area.name if seat.area else "",
        }
        for seat in Seat.objects.open().select_related("member", "sector", "area")
    }
    for one in PEOPLE:
        wanted = {key: one[key] for key in ("name", "gender", "birth", "ethnic", "party", "sector", "area")}
        wanted |= {"unit": one["unit"] + one["job"], "post": POSTS[one["post"]]}
        assert held[one["phone"]] == wanted
    assert len(held) == len(PEOPLE)
    return True


def with_headings(heading: Callable[[str], list[object]]) -> list[list[object]]:
    """No sector column: its order, its headers and its two columns for the work are another office's."""
    header = [
        "联系电话",
        "委员姓名",
        "生日",
        "性别",
        "单位",
        "现任职务",
        "届内职务",
        "所在专门委员会",
        "乡镇",
        "政治面貌",
        "民族",
        "办公电话",
    ]
    rows: list[list[object]] = [["政协清河县第十届委员会委员名单"], [], list(header)]
    for place, one in enumerate(PEOPLE):
        if place % PER_SECTOR == 0:
            rows.append(heading(one["sector"]))
        keys = ("phone", "name", "birth", "gender", "unit", "job", "post", "committee", "area", "party", "ethnic")
        rows.append([*(one[key] for key in keys), "09301234567"])
    return rows


def with_column(sector: Callable[[int, str], object]) -> list[list[object]]:
    """The sector in a column, by place and name; 汉族 left blank here and there; the work in one column."""
    header = [
        "界别",
        "序号",
        "姓名",
        "性别",
        "民族",
        "出生年月",
        "党派",
        "工作单位及职务",
        "委员职务",
        "专委会",
        "所属镇街",
        "手机号",
        "备注",
    ]
    rows: list[list[object]] = [list(header)]
    for place, one in enumerate(PEOPLE):
        year, month = one["birth"].split("-")
        ethnic = None if one["ethnic"] == "汉族" and place % 3 == 0 else one["ethnic"].removesuffix("族")
        rows.append(
            [sector(place, one["sector"]), place + 1, one["name"], one["gender"], ethnic, f"{year}年{int(month)}月",
             one["party"], one["unit"] + one["job"], one["post"], one["committee"], one["area"], int(one["phone"])]
        )  # fmt: skip
    return rows


def always(_: int, name: str) -> object:
    return name


def first_only(place: int, name: str) -> object:
    return None if place % PER_SECTOR else name


@pytest.mark.parametrize(
    "heading",
    [
        lambda name: [f"{name}(6名)"],
        lambda name: [None, f"{name}(6名)"],
        lambda name: [None, None, None, name],
        lambda name: [f"一、{name} 6人"],
        lambda name: [f"(三){name}:共6名"],
        lambda name: [f"12.{name}六人"],
        lambda name: [name],
        lambda name: [name, None, None, "6名"],
        lambda name: [name, 6],
        lambda name: [None, name, "6名"],
        lambda name: ["二", name, "6人"],
        lambda name: [f"{name.removesuffix('界')}(6人)"],
        lambda name: [f"界别:{name}(6名)"],
        lambda name: [f"{name}别组(共6名,其中女2名)"],
        lambda name: [f"【{name}】共6名委员"],
        lambda name: ["  ".join(name) + " ( 6 名 )\n"],
        lambda name: [f"{name}(6名)"] * 12,
        lambda name: [f"{name}委员名单"],
        lambda name: [f"第一组 {name}(6人)"],
        lambda name: [f"★{name}★"],
        lambda name: [f"《{name}》"],
        lambda name: [f"所属界别:{name}    人数:6"],
        lambda name: ["界别:", name, None, "人数", 6],
        lambda name: [name, None, "召集人:张三"],
        lambda name: [f"{name}代表人士6名"],
    ],
)
def test_sector_headings_in_any_form(heading: Callable[[str], list[object]]):
    assert all_held(take_file(xlsx(with_headings(heading))))


def merged(rows: list[list[object]]) -> bytes:
    return xlsx(rows, merges=[f"A{top}:A{top + PER_SECTOR - 1}" for top in range(2, len(rows) + 1, PER_SECTOR)])


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (xlsx(with_column(always)), "a.xlsx"),
        (merged(with_column(first_only)), "a.xlsx"),
        (xlsx(with_column(first_only)), "a.xlsx"),
        (csv_file(with_column(always), "gb18030"), "a.csv"),
        (csv_file(with_column(first_only), "utf-8-sig"), "a.csv"),
        (xlsx(with_column(lambda _, name: name.removesuffix("界"))), "a.xlsx"),
        (xlsx(with_column(lambda _, name: f" {name}\n")), "a.xlsx"),
        (xlsx(with_column(lambda place, name: f"{place // PER_SECTOR + 1}.{name}")), "a.xlsx"),
        (merged(with_column(lambda place, name: first_only(place, f"{name}\n{PER_SECTOR}人"))), "a.xlsx"),
        (xlsx(with_column(lambda place, name: None if place % 3 else name)), "a.xlsx"),
    ],
    ids=[
        "cells",
        "merged",
        "first of each",
        "gbk",
        "utf-8",
        "short names",
        "blanks",
        "numbered",
        "merged with counts",
        "first of each half",
    ],
)
def test_sector_in_a_column_without_headings(content: bytes, filename: str):
    assert all_held(take_file(content, filename))


@pytest.mark.parametrize("make", [merged, xlsx])
def test_sector_written_once_over_its_people_is_as_good_as_a_heading(make: Callable[[Rows], bytes]):
    rows = with_column(lambda place, name: first_only(place, "法律界" if name == "教育界" else name))
    report = take_file(make(rows))
    assert errors(report) == {}
    assert Seat.objects.filter(sector__name="法律界").count() == PER_SECTOR
    assert "新增界别“法律界”。" in report.notes


@pytest.mark.parametrize("form", [str, lambda name: f"{SECTORS.index(name) + 1}.{name.removesuffix('界')}(6人)"])
def test_sheet_for_each_sector(form: Callable[[str], str]):
    header, *body = with_column(always)
    parts = {name: [row for row in body if row[0] == name] for name in SECTORS}
    sheets = {form(name): [header, *([None, *row[1:]] for row in rows)] for name, rows in parts.items()}
    (title, last) = sheets.popitem()
    last[1][-1] = "1390000"
    report = take_file(xlsx(last, title=title, more={"说明": [["请勿外传"]], **sheets}))
    assert [row.row for row in report.rows] == [*range(2, PER_SECTOR + 2)] * len(SECTORS)
    (wrong,) = report.of(Outcome.ERROR)
    assert wrong.message.startswith(f"表“{title}”:手机号码应为11位")
    assert Seat.objects.count() == len(PEOPLE) - 1
    assert set(Seat.objects.values_list("sector__name", flat=True)) == set(SECTORS)


def test_gender_in_two_ticked_columns():
    header, *body = with_column(always)
    upper = [*header[:3], "性别", None, *header[4:]]
    lower = [None, None, None, "男", "女"]
    ticked = [[*row[:3], "√" if row[3] == "男" else None, "√" if row[3] == "女" else None, *row[4:]] for row in body]
    assert all_held(take_file(xlsx([upper, lower, *ticked])))
    assert all_held(take_file(xlsx([[*header[:3], "男", "女", *header[4:]], *ticked])))


UPPER = [
    "界别",
    "序号",
    "基本情况",
    None,
    None,
    None,
    None,
    "工作单位及职务",
    "委员职务",
    "专委会",
    "所属镇街",
    "联系方式",
]
LOWER = [None, None, "姓名", "性别", "民族", "出生年月", "党派", None, None, None, None, "办公室", "手机"]


@pytest.mark.parametrize("merges", [[], ["A1:A2", "B1:B2", "C1:G1", "H1:H2", "I1:I2", "J1:J2", "K1:K2", "L1:M1"]])
def test_header_of_two_rows(merges: list[str]):
    body = [[*row[:11], "09306221234", row[11]] for row in with_column(always)[1:]]
    assert all_held(take_file(xlsx([UPPER, LOWER, *body], merges=merges)))


def test_pages_with_their_heads_and_feet_again():
    header, *body = with_column(always)
    rows: list[list[object]] = [header]
    for place, row in enumerate(body):
        rows.append(row)
        if place % 15 == 14:
            rows += [
                ["附件"],
                ["制表:办公室", None, "审核:张秘书长"],
                ["第1页 共4页"],
                ["清河县政协委员名册(续)"],
                header,
            ]
    rows += [
        ["合计", None, "60人"],
        ["备注:1.以上共60名委员;2.截至2026年1月"],
        ["注:全体委员共60名"],
        ["填表人:", "李四"],
        ["总计", 60, None, "男", 30, "女", 30],
        ["(盖章)"],
    ]
    assert all_held(take_file(xlsx(rows)))


@pytest.mark.parametrize("header", ["职务", "职 务(届内)"])
def test_column_of_duties_that_holds_posts(header: str):
    rows = with_column(always)
    rows[0][8] = header
    assert all_held(take_file(xlsx(rows)))


def divided(titles: Iterable[str]) -> Rows:
    header, *body = with_column(always)
    parts = iter(titles)
    return [
        header,
        *(row for place, one in enumerate(body) for row in ([[next(parts)]] if not place % 20 else []) + [one]),
    ]


@pytest.mark.parametrize(
    "titles",
    [
        ["主席、副主席、秘书长(20名)", "常务委员(20名)", "委员(20名)"],
        ["城关镇(20名)", "河东街道(20名)", "柳林乡 20人"],
        ["第一组", "第二组", "第三组"],
        ["提案委员会(20人)", "经济委员会(20人)", "文史委(20人)"],
    ],
)
def test_headings_that_divide_by_something_else_than_sectors(titles: list[str]):
    assert all_held(take_file(xlsx(divided(titles))))


def test_roster_among_other_sheets():
    rows = with_column(always)
    old = [
        ["政协清河县第九届委员名册"],
        [*rows[0][:12], "专长"],
        *([*row, "教学"] for row in rows[1:]),
        ["教育界", 99, "旧人"],
    ]
    more = {
        "说明": [["请勿外传"]],
        "出席统计": [
            ["姓名", "界别", "出席次数", "请假次数"],
            *([one["name"], one["sector"], 3, 0] for one in PEOPLE * 2),
        ],
        "签到": [
            ["姓名", "界别", "单位及职务", "手机", "签到"],
            *([one["name"], "教育界", "x", one["phone"], ""] for one in PEOPLE),
        ],
        "九届": old,
        "~备份": old,
    }
    report = take_file(xlsx(rows, title="十届", more=more))
    assert report.sheet == "十届"
    assert all_held(report)


def test_roster_of_another_term_is_taken_with_a_warning_when_there_is_no_other():
    report = take_file(xlsx([["政协清河县第九届委员名册"], *with_column(always)]))
    assert "第九届" in report.notes[0]


def test_who_left_is_not_imported():
    rows = with_column(always)
    gone = ["教育界", 1, "王辞职", "男", "汉", "1970年1月", "群众", "某校校长", "委员", "", "城关镇", "13999999999"]
    report = take_file(xlsx([*rows, ["已辞去委员职务人员(1名)"], gone]))
    assert all_held(report)
    assert "“已辞去委员职务人员”下的1人没有导入。" in report.notes


def test_vacancies_and_numbered_blank_rows_are_nobody():
    extra = [["教育界", 61, None], ["教育界", 62, "空缺"], [None, 63], [None, None, "(待定)"]]
    assert all_held(take_file(xlsx(with_column(always) + extra)))


def test_notes_behind_names_fill_blank_cells():
    rows = with_column(always)
    for row in rows[1:]:
        row[2], row[3] = f" {row[2]}({row[3]}) *\n", None
    assert all_held(take_file(xlsx(rows)))


def test_birth_as_dates_numbers_and_texts():
    rows = with_column(always)
    forms: list[Callable[[int, int], object]] = [
        lambda year, month: dt.datetime(year, month, 15),  # noqa: DTZ001
        lambda year, month: float(f"{year}.{month:02d}"),
        lambda year, month: year * 100 + month,
        lambda year, month: f"{year}/{month}/1",
        lambda year, month: f"{year}年{month}月生",
    ]
    for place, row in enumerate(rows[1:]):
        year, month = (int(part) for part in PEOPLE[place]["birth"].split("-"))
        row[5] = forms[place % len(forms)](year, month)
    assert all_held(take_file(xlsx(rows)))
