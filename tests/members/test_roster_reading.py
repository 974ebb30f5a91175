"""Rows of a roster, cell by cell."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.excel import NoTable, Sheet
from common.excel.tables import columns_of
from members.models import Seat
from members.roster import Roster, cells, read_roster
from members.roster.columns import HEADINGS, find_roster
from members.roster.rows import read_row
from members.roster.titles import is_footer, title_in
from tests.members.rosters import HEADER, person

TODAY = dt.date(2026, 3, 20)


def read(*rows: list[object], header: list[object] = HEADER) -> Roster:
    sheets = [Sheet("名册", [list(header), *rows])]
    return read_roster(sheets, term_number=10, today=TODAY, knows=lambda text: text.startswith("教育"))


def field_of(*header: str) -> dict[str, str]:
    return {header[place]: field for field, place in columns_of(header, HEADINGS).items()}


@pytest.mark.parametrize(
    ("field", "headers"),
    [
        ("name", "姓名 委员姓名 名字 姓名Name"),
        ("number", "序号 编号 委员编号 证号 委员证编号"),
        ("gender", "性别"),
        ("birth_month", "出生年月 出生日期 生日 出生时间 出生年月日 出生年月(岁) 年龄(出生年月)"),
        ("ethnicity", "民族"),
        ("party", "党派 政治面貌 所属党派 党派团体 现政治面貌 党派、团体"),
        ("sector", "界别 所属界别 所在界别 推荐界别 界别名称 本届界别"),
        (
            "employer",
            "工作单位及职务 单位及职务 单位职务 工作单位、职务 工作单位 单位 现工作单位及职务 工作单位与职务(职称)",
        ),
        ("job", "职务 现任职务 行政职务"),
        ("post", "政协职务 政协内职务 委员职务 届内职务 十届政协职务 在政协职务 在政协担任职务 政协任职"),
        ("committee", "专委会 所在专委会 所属专委会 专门委员会 所属专门委员会 拟任专委会"),
        (
            "area",
            "所在片区 片区 镇街 所在镇街 乡镇 所属乡镇 联络组 乡镇(街道) 镇街联络组 乡镇、街道 活动组 所在活动小组",
        ),
        ("phone", "手机号码 手机 手机号 联系电话 电话 联系方式 移动电话 手机号(必填) 联系电话(手机)"),
        ("note", "备注 备注说明"),
        ("specialty", "专长 特长 个人特长"),
    ],
)
def test_headers_of_offices_are_known(field: str, headers: str):
    for header in headers.split():
        assert field_of("委员名字" if field != "name" else "", header).get(header) == field, header


def test_columns_do_not_steal_from_one_another():
    header = (
        "姓名 籍贯 出生地 出生日期 入党时间 工作单位 职务 政协职务 界别活动组 界别"
        " 专委会职务 专委会 办公电话 手机 联系人电话 身份证号"
    )
    known = field_of(*header.split())
    assert known == {
        "姓名": "name",
        "出生日期": "birth_month",
        "工作单位": "employer",
        "职务": "job",
        "政协职务": "post",
        "界别": "sector",
        "专委会": "committee",
        "手机": "phone",
    }


def test_column_that_recommends_a_sector_gives_way_to_one_that_names_it():
    for header in ("界别名称", "所属界别组"):
        assert field_of("姓名", "推荐界别", header)[header] == "sector"
    assert field_of("姓名", "推荐界别")["推荐界别"] == "sector"


def test_home_town_is_no_birth_and_a_group_no_sector():
    assert field_of("姓名", "出生地", "籍贯", "界别活动组", "专委会职务") == {"姓名": "name"}


@pytest.mark.parametrize(
    "header",
    [
        "姓名 界别 3月1日 3月2日",
        "日期 委员姓名 走访方式 走访对象 联系电话 地点 反映问题 当场答复 处理方式 是否反馈",
        "日期 委员姓名 界别 政协职务 走访方式 走访对象 联系电话 反映问题 处理方式",
        "姓名 界别 出席次数 请假次数 提案数 得分",
        "姓名 签到 备注",
        "序号 姓名",
        "案号 案由 提案者 类别 主办单位",
    ],
)
def test_table_that_only_names_members_is_no_roster(header: str):
    with pytest.raises(NoTable):
        find_roster([Sheet("表", [list(header.split()), ["1"] * 10])], term_number=10)


@pytest.mark.parametrize("header", ["姓名 工作单位及职务", "序号 姓名 界别", "姓名 性别"])
def test_short_roster_is_one(header: str):
    assert find_roster([Sheet("表", [list(header.split()), ["1"] * 10])], term_number=10)[0].first_row == 2


def test_one_row_as_values():
    (row,) = read(
        person("韩 梅", "139 0000 0001", 性别="女", 政协职务="驻会副主席", 专委会="提案委、经济委", 所在片区="城关镇")
    ).rows
    assert row.person == {
        "name": "韩梅",
        "gender": "female",
        "birth_month": dt.date(1980, 1, 1),
        "phone": "13900000001",
    }
    assert (row.number, row.sector, row.post, row.area) == (2, "教育界", "vice_chair", "城关镇")
    assert row.committees == ["提案委", "经济委"]
    assert row.errors == []


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("主席", Seat.Post.CHAIR),
        ("党组书记、主席", Seat.Post.CHAIR),
        ("副主席兼秘书长", Seat.Post.VICE_CHAIR),
        ("驻会副主席", Seat.Post.VICE_CHAIR),
        ("党组成员、兼职副主席", Seat.Post.VICE_CHAIR),
        ("县政协秘书长", Seat.Post.SECRETARY),
        ("常委", Seat.Post.STANDING),
        ("常务委员", Seat.Post.STANDING),
        ("常委会委员", Seat.Post.STANDING),
        ("政协第十届清河县委员会常务委员会委员", Seat.Post.STANDING),
        ("常委、提案委主任", Seat.Post.STANDING),
        ("委员", Seat.Post.MEMBER),
        ("县政协委员", Seat.Post.MEMBER),
        ("委员(界别召集人)", Seat.Post.MEMBER),
        ("县工商联主席、政协常委", Seat.Post.STANDING),
        ("副秘书长、委员", Seat.Post.MEMBER),
        ("主席会议成员、常委", Seat.Post.STANDING),
    ],
)
def test_post_by_what_the_text_names(text: str, post: str):
    assert cells.read_post(text) == post


@pytest.mark.parametrize("text", ["组长", "副秘书长", "主席会议成员", "召集人"])
def test_text_that_names_no_post_is_refused(text: str):
    with pytest.raises(ValueError, match="主席、副主席、秘书长、常委或委员"):
        cells.read_post(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("汉", "汉族"),
        ("汉族", "汉族"),
        ("东乡", "东乡族"),
        ("维吾尔族", "维吾尔族"),
        ("蒙族", "蒙古族"),
        ("壮", "壮族"),
        ("土", "土族"),
        ("穿青人", "穿青人"),
    ],
)
def test_ethnicity_in_full(text: str, name: str):
    assert cells.read_ethnicity(text) == name


@pytest.mark.parametrize(("text", "words"), [("汗族", "请写民族的全称"), ("土家旗", "土家族"), ("中国", "没有“中国”")])
def test_unknown_ethnicity_is_refused(text: str, words: str):
    with pytest.raises(ValueError, match=words):
        cells.read_ethnicity(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("提案委", ["提案委"]),
        ("提案委、经济委,文史委", ["提案委", "经济委", "文史委"]),
        ("提案委\n经济委", ["提案委", "经济委"]),
        ("提案委 经济委", ["提案委", "经济委"]),
        ("提 案 委", ["提案委"]),
        ("提案委、提案委", ["提案委"]),
        ("人口、资源和环境委员会", ["人口、资源和环境委员会"]),
        ("无", []),
    ],
)
def test_committees_of_a_cell(text: str, names: list[str]):
    assert cells.read_committees(text) == names


@pytest.mark.parametrize(
    ("cell", "name", "filled"),
    [
        ("张三(女)", "张三", {"gender": "female"}),
        ("张三(女,回族)", "张三", {"gender": "female", "ethnicity": "回族"}),
        ("张三（满族）", "张三", {"ethnicity": "满族"}),
        ("张三*", "张三", {}),
        ("12、张三", "张三", {}),
        ("张三〔女、党外〕", "张三", {"gender": "female", "note": "党外"}),
        ("张三(女", "张三", {"gender": "female"}),
        ("买买提•吐尔逊(维吾尔族)", "买买提·吐尔逊", {"ethnicity": "维吾尔族"}),
        ("买买提●吐尔逊", "买买提·吐尔逊", {}),
        ("买买提⋅吐尔逊", "买买提·吐尔逊", {}),
        ("张三同志", "张三", {}),
        ("张三 委员", "张三", {}),
    ],
)
def test_notes_behind_a_name(cell: str, name: str, filled: dict[str, str]):
    row = read_row(2, {"name": cell}, today=TODAY)
    assert row.person == {"name": name, **filled}


def test_notes_behind_a_name_leave_written_cells_alone():
    row = read_row(2, {"name": "张三(女,满族,大)", "gender": "男", "ethnicity": "回", "note": "连任"}, today=TODAY)
    assert row.person == {"name": "张三", "gender": "male", "ethnicity": "回族", "note": "连任"}


@pytest.mark.parametrize(
    ("cells", "gender"),
    [
        ({"gender": 1}, "male"),
        ({"gender": 2.0}, "female"),
        ({"gender": "F"}, "female"),
        ({"male": "√", "female": None}, "male"),
        ({"male": None, "female": "√"}, "female"),
        ({"gender": "女", "male": "√"}, "female"),
    ],
)
def test_gender_as_code_or_tick(cells: dict[str, object], gender: str):
    assert read_row(2, {"name": "张三", **cells}, today=TODAY).person["gender"] == gender


def test_ticks_in_both_columns_are_asked_about():
    row = read_row(2, {"name": "张三", "male": "√", "female": "√"}, today=TODAY)
    assert row.errors == [("性别", "看不懂“男女”,请写男或女")]


def test_number_that_lost_its_nought_is_october_and_is_told_when_its_neighbours_are_written_short():
    padded = read(person("张三", 出生年月=1975.1), person("李四", 出生年月=1975.08))
    assert [row.birth_month.month for row in padded.rows if row.birth_month] == [10, 8]
    assert not [note for note in padded.notes if "10月" in note]
    short = read(person("张三", 出生年月=1975.1), person("李四", 出生年月=1975.8))
    assert [row.birth_month.month for row in short.rows if row.birth_month] == [10, 8]
    assert [note for note in short.notes if "按10月读" in note and "张三" in note and "李四" not in note]


def test_cell_of_endless_text_is_refused_without_being_looked_at():
    row = read_row(2, {"name": "张三", "phone": "1-" * 16_000, "sector": "(界" * 16_000}, today=TODAY)
    assert [column for column, _ in row.errors] == ["手机号码", "界别"]
    assert "32000个字" in row.errors[0][1]


@pytest.mark.parametrize(
    ("unit", "job", "employer"),
    [
        ("清河县一中", "校长", "清河县一中校长"),
        ("清河县一中校长", "校长", "清河县一中校长"),
        ("清河县一中", "清河县一中校长", "清河县一中校长"),
        ("清河县一中", None, "清河县一中"),
        (None, "校长", "校长"),
    ],
)
def test_unit_and_job_are_joined(unit: str | None, job: str | None, employer: str):
    assert read_row(2, {"name": "张三", "employer": unit, "job": job}, today=TODAY).person["employer"] == employer


def test_blank_ethnicity_means_han_only_in_a_column_that_says_so_of_most():
    header = ["姓名", "民族", "界别"]
    most = read(["张三", "汉", "教育界"], ["李四", None, "教育界"], header=header)
    assert most.rows[1].assumed == {"ethnicity": "汉族"}
    assert most.notes == ["民族一栏空着的1人按汉族读入。"]
    few = read(["张三", "回族", "教育界"], ["李四", None, "教育界"], header=header)
    assert (few.rows[1].assumed, few.notes) == ({}, [])
    none = read(["张三(汉族)", "教育界"], ["李四", "教育界"], header=["姓名", "界别"])
    assert (none.rows[1].assumed, none.notes) == ({}, [])


def test_ditto_marks_repeat_the_row_above():
    header = ["姓名", "民族", "党派", "界别"]
    rows = read(
        ["张三", "回族", "群众", "教育界"], ["李四", "同上", "〃", '"'], ["王五", "〃", None, "同上"], header=header
    ).rows
    assert [(row.person.get("ethnicity"), row.person.get("party"), row.sector) for row in rows] == [
        ("回族", "群众", "教育界"), ("回族", "群众", "教育界"), ("回族", None, "教育界"),
    ]  # fmt: skip


def test_numbers_of_seats_are_texts():
    rows = read(["张三", 1.0, "教育界"], ["李四", "0012", "教育界"], header=["姓名", "序号", "界别"]).rows
    assert [row.seat_number for row in rows] == ["1", "0012"]


@pytest.mark.parametrize(
    ("text", "name", "counted"),
    [
        ("中共界(18名)", "中共界", True),
        ("(一)民革（6名）", "民革", True),
        ("九三学社(5人)", "九三学社", True),
        ("三、九三学社界", "九三学社界", False),
        ("①中共界", "中共界", False),
        ("中共界:18", "中共界", True),
        ("共青团、青联界〔8人〕", "共青团、青联界", True),
        ("界别:中共界(共18名,其中女6名)", "中共界", True),
        ("【工商联界】二十名", "工商联界", True),
        ("中共界(续)", "中共界", False),
        ("中共界委员名单", "中共界委员", False),
        ("第一组 中共界(18人)", "中共界", True),
        ("第二部分:中共界", "中共界", False),
        ("第一组", "第一组", False),
        ("★中共界★", "中共界", False),
        ("《中共界》", "中共界", False),
        ("所属界别:中共界 人数:18", "中共界", True),
        ("中共界小组(18人,召集人:张三)", "中共界小组", True),
    ],
)
def test_heading_without_number_and_count(text: str, name: str, counted: bool):
    title = title_in([None, text])
    assert title
    assert (title.name, title.counted) == (name, counted)


@pytest.mark.parametrize("raw", [["界别", "中共界", None, "人数", 18], ["界别:", "中共界"], ["中共界", "召集人:张三"]])
def test_heading_among_labels(raw: list[object]):
    title = title_in(raw)
    assert title
    assert title.name == "中共界"


@pytest.mark.parametrize("raw", [[1, "张三", "男"], [19900010024], [None], ["18名"], [5, 18]])
def test_row_of_more_or_less_than_a_text_is_no_heading(raw: list[object]):
    assert title_in(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        ["制表:办公室   审核:秘书长   打印日期:2026年1月12日"],
        ["填表人:", "李四"],
        ["备注:1.名单"],
        ["注:全体委员共198名"],
        ["合计", 198],
        ["总计:198人"],
        [3, "小计", 12],
        ["第1页 共4页"],
        ["※ 为连任"],
        ["审核人(签字):"],
        ["本界别共6名"],
        ["以上共198名委员"],
        ["其中:中共党员", "20人"],
        ["附件1:"],
    ],
)
def test_footers_are_told(raw: list[object]):
    assert is_footer(raw)


@pytest.mark.parametrize("raw", [[1, "张三", "男"], ["中共界(18名)"], ["注册会计师协会界(3名)"], ["审计界"], []])
def test_other_rows_are_no_footers(raw: list[object]):
    assert not is_footer(raw)


@pytest.mark.parametrize(
    "raw",
    [
        ["总计", 60, "男", "1980-01", "女", 30],
        ["联系人", "李四", "电话", "13500001111", "13500001111"],
        ["制表人", "李四", "审核人", "1980-01"],
        ["男", 30, "女", 30],
        [None, "60人", "女", 30, 30],
    ],
)
def test_sums_and_signatures_that_fill_the_cells_of_a_person_are_nobody(raw: list[object]):
    header = ["序号", *HEADER]
    assert [row.name for row in read([1, *person("张三")], raw, header=header).rows] == ["张三"]


def test_person_whose_first_cell_reads_like_a_footer_is_read():
    header = ["备注", "姓名", "性别", "出生年月", "界别", "手机号码"]
    assert [
        row.name for row in read(["注:连任", "张三", "男", "1980-01", "教育界", "13900000001"], header=header).rows
    ] == ["张三"]


def test_remark_between_rows_is_left_out_and_told():
    roster = read(person("张三"), ["以下为增补的同志"], person("李四"))
    assert [row.name for row in roster.rows] == ["张三", "李四"]
    assert "第3行“以下为增补的同志”不是委员,没有读取。" in roster.notes


def test_word_nobody_knows_is_a_heading_where_headings_stand():
    header = ["序号", *HEADER]
    rows = read(
        ["教育界"], [1, *person("张三", 界别=None)], ["红十字"], [2, *person("李四", 界别=None)], header=header
    ).rows
    assert [row.heading for row in rows] == ["教育界", "红十字界"]


@pytest.mark.parametrize("remark", ["附件", "(盖章)", "以下空白", "增补的同志"])
def test_remark_where_headings_stand_is_none(remark: str):
    header = ["序号", *HEADER]
    rows = read(
        ["教育界"], [1, *person("张三", 界别=None)], [remark], [2, *person("李四", 界别=None)], header=header
    ).rows
    assert [row.heading for row in rows] == ["教育界", "教育界"]


def test_title_above_a_header_printed_again_is_no_heading():
    header = ["序号", *HEADER]
    rows = read(
        ["教育界"], [1, *person("张三", 界别=None)], ["花名册"], header, [2, *person("李四", 界别=None)], header=header
    ).rows
    assert [row.heading for row in rows] == ["教育界", "教育界"]


def test_count_below_people_whose_cells_name_the_sector_begins_nothing():
    header = ["序号", *HEADER]
    first = [["教育界", "经济界"][place // 3] if place % 3 == 0 else None for place in range(6)]
    people = [[place, *person("张" + "甲乙丙丁戊己"[place], 界别=sector)] for place, sector in enumerate(first)]
    roster = read(*people[:3], ["教育界共计3人"], *people[3:], header=header)
    assert [row.sector for row in roster.rows] == ["教育界"] * 3 + ["经济界"] * 3
    assert not any(row.heading for row in roster.rows)


def test_headings_of_posts_divide_the_people_of_a_sector():
    rows = read(
        ["教育界(2名)"], ["常委(1名)"], person("张三", 界别=None), ["委员(1名)"], person("李四", 界别=None)
    ).rows
    assert [row.heading for row in rows] == ["教育界", "教育界"]


def test_heading_of_latecomers_belongs_to_no_sector():
    rows = read(["教育界(1名)"], person("张三", 界别=None), ["增补委员(1名)"], person("李四", 界别=None)).rows
    assert [row.heading for row in rows] == ["教育界", ""]


def test_person_with_the_name_alone_is_still_a_person():
    roster = read(["王境界", *[None] * 7, 3], ["李四"], header=[*HEADER, "序号"])
    assert [row.name for row in roster.rows] == ["王境界", "李四"]


def test_name_missing_from_a_row_with_other_cells_is_an_error():
    rows = read(person("", "13900000001"), [None, None, None, None, None, None, None, "13900000002"]).rows
    assert [row.errors[0][0] for row in rows] == ["姓名", "姓名"]


anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=40), st.datetimes(), st.times()
)
chinese = st.text(alphabet="中共界(18名)、张三女回族同上合计备注:第一二三届,;/13900000001 \n·*#", max_size=16)


@given(st.lists(st.one_of(anything, chinese), min_size=8, max_size=8))
def test_any_row_is_read_and_never_raises(raw: list[object]):
    for row in read(person("张三", "13900000001"), raw).rows:
        assert row.errors or row.name
        for column, message in row.errors:
            assert column
            assert message


@given(st.lists(st.lists(st.one_of(anything, chinese), max_size=10), max_size=12))
def test_any_grid_is_read_or_refused(grid: list[list[object]]):
    try:
        read_roster([Sheet("表", grid)], term_number=10, today=TODAY, knows=lambda text: False)
    except NoTable:
        return
