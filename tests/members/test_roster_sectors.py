"""The office's dictionary of sectors follows its roster."""

from collections.abc import Sequence

import pytest

from members.models import Seat, Sector, SectorAlias
from members.roster.sectors import bare, joined
from members.services.roster import RosterReport
from tests.members.rosters import errors, outcomes, take

pytestmark = pytest.mark.django_db

HEADER = ["姓名", "性别", "界别", "手机号码"]


def roster(*parts: tuple[str, Sequence[str | None]]) -> RosterReport:
    """Headings, and under each as many people as it has cells for the column of sectors."""
    rows: list[list[object]] = []
    number = 0
    for heading, cells in parts:
        if heading:
            rows.append([heading])
        for cell in cells:
            number += 1
            rows.append(
                [f"委员{'一二三四五六七八九十'[number % 10]}{'甲乙丙丁'[number // 10]}", "男", cell, f"139{number:08d}"]
            )
    return take(*rows, header=HEADER)


def sectors() -> list[str]:
    return list(Seat.objects.order_by("member__phone").values_list("sector__name", flat=True))


@pytest.mark.parametrize(
    "cell",
    ["工商联界", "工商联", "工商业联合会", "工商联界别", " 工商联 界 ", "工商联界(20名)", "工商界", "工商联委员"],
)
def test_cell_is_known_by_name_and_alias(cell: str):
    roster(("", [cell]))
    assert sectors() == ["工商联界"]


@pytest.mark.parametrize(
    "cell", ["少数民族和宗教界", "少数民族、宗教界", "少数民族与宗教", "少数民族宗教界", "少数民族及宗教界"]
)
def test_joining_words_do_not_matter(cell: str):
    roster(("", [cell]))
    assert sectors() == ["少数民族和宗教界"]


def test_heading_of_the_dictionary_is_that_sector():
    before = set(Sector.objects.values_list("name", flat=True))
    roster(("工商联界(1名)", [None]), ("教育(1名)", [None]))
    assert sectors() == ["工商联界", "教育界"]
    assert set(Sector.objects.values_list("name", flat=True)) == before


def test_heading_known_only_as_alias_renames_an_unused_sector():
    report = roster(("文艺界(3名)", [None, "文艺", "文化艺术和新闻出版界"]))
    assert sectors() == ["文艺界"] * 3
    assert not Sector.objects.filter(name="文化艺术和新闻出版界").exists()
    assert SectorAlias.objects.get(name="文化艺术和新闻出版界").sector.name == "文艺界"
    assert not SectorAlias.objects.filter(name="文艺界").exists()
    assert "界别“文化艺术和新闻出版界”按名册改称“文艺界”,原来的名称仍能识别。" in report.notes


def test_renamed_sector_stays_so_at_the_next_import():
    for _ in range(2):
        report = roster(("文艺界(2名)", [None, None]))
    assert outcomes(report) == ["unchanged", "unchanged"]
    assert not [note for note in report.notes if "界别" in note]


def test_heading_that_joins_otherwise_renames_too():
    roster(("农业农村界(1名)", [None]))
    assert sectors() == ["农业农村界"]


def test_sector_in_use_keeps_its_name():
    roster(("", ["科技科协界"]))
    roster(("科协界(2名)", [None, None]))
    assert set(sectors()) == {"科技科协界"}


def test_two_headings_of_one_sector_become_two():
    roster(("科技界(1名)", [None]), ("科协界(2名)", [None, "科协"]))
    assert sectors() == ["科技界", "科协界", "科协界"]
    assert Sector.objects.filter(name="科技科协界").exists()


def test_heading_with_the_exact_name_keeps_the_sector_from_its_alias():
    roster(("农业和农村界(1名)", [None]), ("农村界(1名)", [None]))
    assert sectors() == ["农业和农村界", "农村界"]
    assert Sector.objects.filter(name__contains="农村").count() == 2


def test_unknown_heading_is_a_new_sector():
    report = roster(("新的社会阶层人士(2名)", [None, "新的社会阶层人士界"]), ("法律界", [None]))
    assert sectors() == ["新的社会阶层人士界", "新的社会阶层人士界", "法律界"]
    assert "新增界别“法律界”。" in report.notes


def test_cell_says_otherwise_than_its_heading():
    roster(("工商联界(2名)", ["教育界", None]))
    assert sectors() == ["教育界", "工商联界"]


def test_cell_that_shortens_or_lengthens_its_heading_means_it():
    roster(
        ("社会福利和社会保障界(2名)", ["福利", "社会福利和社会保障事业"]), ("工商联界(2名)", ["县工商联", "工商联合会"])
    )
    assert sectors() == ["社会福利和社会保障界"] * 2 + ["工商联界"] * 2


def test_unknown_cell_is_an_error_with_its_heading_and_the_nearest_names():
    report = roster(("经济界(2名)", ["海外侨胞界", "经挤界"]))
    assert errors(report) == {3: "界别", 4: "界别"}
    assert "这一行在“经济界”标题下" in report.rows[0].message
    assert sectors() == []


def test_alias_of_the_file_goes_before_the_dictionary():
    SectorAlias.objects.create(name="红十字界", sector=Sector.objects.get(name="教育界"))
    roster(("红十字会(1名)", [None]), ("教育界(1名)", ["红十字会"]))
    assert sectors() == ["红十字会界", "红十字会界"]


FIVE = ("", ["中共界", "民革界", "民盟界", "工会界", "妇联界"])


def test_roster_without_headings_names_its_sectors_by_what_it_writes_most():
    roster(FIVE, ("", ["文艺界", "文艺界", "文艺", "工商联", "工商联界"]))
    assert sectors()[5:] == ["文艺界"] * 3 + ["工商联界"] * 2


def test_roster_without_headings_that_knows_our_name_keeps_it():
    roster(FIVE, ("", ["农村界", "农村界", "农业界", "农业和农村界"]))
    assert set(sectors()[5:]) == {"农业和农村界"}


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["科技界", "科技界", "科协界", "科协界"], ["科技界", "科技界", "科协界", "科协界"]),
        (["文艺界"] * 6 + ["文化艺术界"] * 2, ["文艺界"] * 8),
        (["农业农村界"] * 4 + ["农业界"] * 3, ["农业农村界"] * 7),
        (["文艺"] * 3 + ["海外界"], ["文艺界"] * 3),
        (["县工商联"] * 3, ["工商联界"] * 3),
        (["中国民主建国会"] * 3, ["民建界"] * 3),
    ],
    ids=["two of our one", "a slip", "our name otherwise joined", "short names", "the body itself", "its full name"],
)
def test_names_of_a_roster_without_headings(cells: list[str], wanted: list[str]):
    five = [name.removesuffix("界") for name in FIVE[1] if name] if cells[0] == "文艺" else FIVE[1]
    roster(("", [*five, *cells]))
    assert sectors()[5:] == wanted


def test_heading_by_the_full_name_of_a_party_does_not_rename_its_sector():
    roster(("中国共产党(1名)", [None]), ("中国民主同盟(1名)", ["民盟"]))
    assert sectors() == ["中共界", "民盟界"]


def test_sector_that_no_heading_names_takes_the_name_the_cells_have():
    roster(*((f"{name}(1名)", [name]) for name in FIVE[1]), ("教育界(2名)", [None, "文艺界"]))
    assert sectors()[-2:] == ["教育界", "文艺界"]


def test_few_people_without_headings_name_nothing():
    roster(("", ["文艺界", "文艺界", "文艺界"]))
    assert set(sectors()) == {"文化艺术和新闻出版界"}


def test_unknown_sector_without_headings_is_an_error_however_many_hold_it():
    report = roster(FIVE, ("", ["法律界", "法律界", "法律界"]))
    assert list(errors(report).values()) == ["界别"] * 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("工商联界", "工商联"),
        ("工商联界别(20名)", "工商联"),
        ("特邀委员", "特邀"),
        ("港澳委员界", "港澳"),
        ("界", "界"),
        ("委员", "委员"),
    ],
)
def test_bare_name(text: str, name: str):
    assert bare(text) == name


def test_joined_name_of_joiners_alone_is_itself():
    assert joined("和") == "和"
