"""Chinese text as offices type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text import arabic, chinese_ordinal, half_width, one_line, person_name, squeeze


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("韩 梅", "韩梅"),
        (" 韩　梅\n", "韩梅"),
        ("韩\u200b梅", "韩梅"),
        ("阿不都•热依木", "阿不都·热依木"),
        ("阿不都 · 热依木", "阿不都·热依木"),
        ("阿不都.热依木", "阿不都·热依木"),
        ("𬭚 𬭎", "𬭚𬭎"),
        (" John  Smith ", "John Smith"),
        ("Ｊｏｈｎ", "John"),
        (None, ""),
    ],
)
def test_name_in_one_form(cell: object, name: str):
    assert person_name(cell) == name


@given(st.text(alphabet="韩梅王芳阿不都热依木𬭚〇 \u3000\n·•・.．aBc１２()（）*", max_size=20))
def test_name_stays_itself_when_read_again(text: str):
    once = person_name(text)
    assert person_name(once) == once
    assert once == once.strip()


@given(st.text())
def test_squeezed_text_holds_no_blank(text: str):
    assert not any(character.isspace() for character in squeeze(text))


def test_lines_become_one():
    assert one_line("清河县\n教育局\t 局长 ") == "清河县 教育局 局长"
    assert one_line("a\x00b") == "a b"
    assert one_line(None) == ""


def test_half_width_keeps_chinese():
    assert half_width("１３９（女），") == "139(女),"


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (25, "二十五"), (99, "九十九")]
)
def test_numerals_there_and_back(number: int, text: str):
    assert chinese_ordinal(number) == text
    assert arabic(text) == number


@pytest.mark.parametrize("text", ["", "二三", "百", "²", "x", "十十"])
def test_what_is_no_numeral(text: str):
    assert arabic(text) is None


def test_digits_are_a_numeral_too():
    assert arabic("12") == 12
