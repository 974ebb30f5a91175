"""The State Council's notice as offices paste it."""

import datetime as dt

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.announcement import read_announcement
from tests.deadlines.makers import day

T2026 = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
经国务院批准,现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。
二、春节:2月15日(农历腊月二十八、周日)至23日(农历正月初七、周一)放假调休,共9天。2月14日(周六)、2月28日(周六)上班。
三、清明节:4月4日(周六)至6日(周一)放假,共3天。
四、劳动节:5月1日(周五)至5日(周二)放假调休,共5天。5月9日(周六)上班。
五、端午节:6月19日(周五)至21日(周日)放假,共3天。
六、中秋节:9月25日(周五)至27日(周日)放假,共3天。
七、国庆节:10月1日(周四)至7日(周三)放假调休,共7天。9月20日(周日)、10月10日(周六)上班。
节假日期间,各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作,1月8日起上班。
国务院办公厅
2025年11月4日"""
T2017 = """一、元旦:1月1日放假,1月2日(星期一)补休。
二、春节:1月27日至2月2日放假调休,共7天。1月22日(星期日)、2月4日(星期六)上班。
三、清明节:4月2日至4日放假调休,共3天。4月1日(星期六)上班。
四、劳动节:5月1日放假,与周末连休。
五、端午节:5月28日至30日放假调休,共3天。5月27日(星期六)上班。
六、中秋节、国庆节:10月1日至8日放假调休,共8天。9月30日(星期六)上班。"""
T2008 = """国务院办公厅关于2008年部分节假日安排的通知
一、元旦:2007年12月30日—2008年1月1日放假,共3天。其中,1月1日(星期二)为法定节假日,12月30日(星期日)为公休日,\
12月29日(星期六)公休日调至12月31日(星期一),12月29日(星期六)上班。
二、春节:2月6日-12日(农历除夕至正月初六)放假,共7天。其中,2月6日(除夕)、2月7日(春节)、2月8日(正月初二)为法定节假日,\
2月2日(星期六)、2月3日(星期日)两个公休日调至2月11日(星期一)、2月12日(星期二),2月2日、2月3日上班。"""


def full_width(text: str) -> str:
    return text.translate(str.maketrans(":,()0123456789", "\uff1a\uff0c\uff08\uff09０１２３４５６７８９"))


@pytest.mark.parametrize("write", [str, full_width, lambda text: text.replace("\n", ""), lambda text: " ".join(text)])
def test_notice_of_2026_gives_the_year_as_it_is(write):
    found = read_announcement(write(T2026))
    assert (found.year, found.faults) == (2026, [])
    assert (len(found.off), len(found.work)) == (33, 6)
    assert_year(found, 2026)


def test_notice_of_2017_without_title_and_weekdays_is_read_for_the_year_named():
    found = read_announcement(T2017, year=2017)
    assert found.faults == []
    assert_year(found, 2017)
    assert found.off[day("2017-10-04")] == "中秋节、国庆节"


def assert_year(found, year: int) -> None:
    for n in range(366):
        one = dt.date(year, 1, 1) + dt.timedelta(days=n)
        working = one in found.work or (one.weekday() < 5 and one not in found.off)
        assert one.year != year or working == chinese_calendar.is_workday(one), one


def test_holiday_that_begins_in_the_december_before():
    found = read_announcement(T2008)
    assert found.faults == []
    assert [one for one in found.off if one < day("2008-02-01")] == [
        day("2007-12-30"), day("2007-12-31"), day("2008-01-01"),
    ]  # fmt: skip
    assert sorted(found.work) == [day("2007-12-29"), day("2008-02-02"), day("2008-02-03")]


@pytest.mark.parametrize(
    "text",
    [
        "元旦:12月30日(周日)至1月1日(周二)放假调休,共3天。12月29日(周六)上班。",
        "一、元旦:2018年12月30日至2019年1月1日放假调休,共3天。2018年12月29日(星期六)上班。",
        "1.元旦:12月30日到2019年1月1日放假,共3天;12月29日上班",
        "(一)元旦:12月30日~1月1日放假,共3天。12月29日(周六)上班",
    ],
)
def test_new_year_written_in_any_way_reaches_back_into_december(text: str):
    found = read_announcement(text, year=2019)
    assert found.faults == []
    assert sorted(found.off) == [day("2018-12-30"), day("2018-12-31"), day("2019-01-01")]
    assert list(found.work) == [day("2018-12-29")]


def test_several_days_before_one_verb_belong_to_it():
    found = read_announcement("一、春节:2月15日放假。2月14日(周六),2月28日(周六)上班", year=2026)
    assert sorted(found.work) == [day("2026-02-14"), day("2026-02-28")]
    assert found.faults == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("一、元旦:1月1日(周五)放假。", "2026年1月1日不是周五"),
        ("一、清明节:4月4日至6日放假,共4天。", "通知写共4天,读出3天"),
        ("一、清明节:4月6日至4日放假。", "前后颠倒"),
        ("一、清明节:4月31日放假。", "没有“4月31日”这一天"),
        ("一、清明节:6日放假。", "没写是几月"),
        ("一、清明节:4月4日至6日。", "没写明放假还是上班"),
        ("一、清明节:放假安排另行通知。", "没有读出放假的日子"),
        ("一、清明节:4月6日放假。4月6日上班。", "又是放假又是上班"),
        ("请各单位做好值班", "没有找到放假的日子"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, words: str):
    assert words in "".join(read_announcement(text, year=2026).faults)


def test_year_of_the_title_must_be_the_year_chosen():
    assert "2026年" in read_announcement(T2026, year=2027).faults[0]
    assert "哪一年" in read_announcement(T2017).faults[0]


@given(st.text(max_size=200), st.integers(1950, 2100))
def test_any_text_is_read_or_refused_in_words(text: str, year: int):
    found = read_announcement(text, year=year)
    assert found.off or found.faults


@given(st.text(alphabet="一二、元旦春节:,。至-日月年0123456789()周六上班放假共天", max_size=80))
def test_text_like_a_notice_never_breaks_the_reader(text: str):
    found = read_announcement(text, year=2026)
    assert all(isinstance(one, dt.date) for one in [*found.off, *found.work])
