"""Phone numbers as rosters hold them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.phones import BadPhone, looks_like_phone, mask, parse_phone


@pytest.mark.parametrize(
    "cell",
    [
        "13900000001",
        13900000001,
        13900000001.0,
        "13900000001.0",
        "139 0000 0001",
        "139-0000-0001",
        "１３９０００００００１",
        "+86-13900000001",
        "+86 139 0000 0001",
        "(+86)13900000001",
        "008613900000001",
        "8613900000001",
        "013900000001",
        "13900000001\n",
        "'13900000001",
        "\u202d13900000001\u202c",
        "13900000001(微信同号)",
        "13900000001微信同号",
        "手机:13900000001",
        "13900000001。",
        "139.0000.0001",
        "1.3900000001E+10",
        "+86(0)13900000001",
        "13900000001(短号661234)",
        "13900000001\n0930-6221234",
        "6221234 13900000001",
        "0930-6221234/139-0000-0001",
        "13900000001/13900000001",
    ],
)
def test_mobile_in_the_forms_of_rosters(cell: object):
    assert parse_phone(cell) == "13900000001"


@pytest.mark.parametrize(
    ("cell", "phone"),
    [("0930-6221234", "09306221234"), ("(010)62212345", "01062212345"), ("0930 622 1234", "09306221234")],
)
def test_landline_keeps_its_area_code(cell: str, phone: str):
    assert parse_phone(cell) == phone


@pytest.mark.parametrize("cell", [None, "", " ", "-", "—", "无", "暂无", "/"])
def test_empty_cell_is_no_phone(cell: object):
    assert parse_phone(cell) == ""


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("1390000001", "这里是10位"),
        ("139000000012", "这里是12位"),
        (1390000001, "这里是10位"),
        ("13900000001/13900000002", "两个号码"),
        ("13900000001/1390000000", "两个号码"),
        ("13900000001、139000000023", "两个号码"),
        ("1.39E+10", "手机号码"),
        ("139****0001", "遮住"),
        ("6221234", "带区号"),
        ("12900000001", "不是一个手机号码"),
        ("1390000000O", "不是一个手机号码"),
        ("١٣٩٠٠٠٠٠٠٠١", "不是一个手机号码"),
        (1.39e30, "手机号码"),
        (True, "不是一个手机号码"),
    ],
)
def test_what_is_no_phone_says_how_to_mend_it(cell: object, words: str):
    with pytest.raises(BadPhone, match=words):
        parse_phone(cell)


@given(st.one_of(st.none(), st.integers(), st.floats(), st.text(), st.text(alphabet="0123456789+-() 86", max_size=20)))
def test_any_cell_is_digits_or_refused(cell: object):
    try:
        phone = parse_phone(cell)
    except BadPhone:
        return
    assert phone == "" or re.fullmatch("[0-9]{10,12}", phone)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.lists(st.integers(0, 11), max_size=4))
def test_blanks_and_dashes_anywhere_change_nothing(phone: str, places: list[int]):
    spaced = phone
    for place in places:
        spaced = f"{spaced[:place]} {spaced[place:]}"
    assert parse_phone(spaced) == phone


def test_mask_keeps_head_and_tail():
    assert mask("13812345678") == "138****5678"
    assert mask("09306221234") == "093****1234"
    assert mask("1234567") == "*******"
    assert mask("") == ""


def test_user_names_that_look_like_phones_are_told():
    assert looks_like_phone("+86 138-1234-5678")
    assert not looks_like_phone("hanmei")
