"""Keys by which names are ordered and found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.names import mask, pinyin, stroke_key


def test_names_run_by_strokes():
    names = ["魏婷", "王芳", "丁一", "马云", "王一", "司马梅"]
    assert sorted(names, key=stroke_key) == ["丁一", "马云", "王一", "王芳", "司马梅", "魏婷"]


@given(st.text(max_size=50))
def test_key_fits_its_column_and_is_ascii(name: str):
    assert len(stroke_key(name)) <= 120
    assert stroke_key(name).isascii()


@pytest.mark.parametrize(
    ("name", "whole", "initials"),
    [
        ("韩梅", "hanmei", "hm"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("曾仁", "zengren", "zr"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("诸葛晓", "zhugexiao", "zgx"),
        ("买买提·吐尔逊", "maimaitituerxun", "mmttex"),
    ],
)
def test_surnames_are_read_as_surnames(name: str, whole: str, initials: str):
    assert pinyin(name) == (whole, initials)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("韩梅", "韩*"), ("单雄信", "单**"), ("尉迟恭", "尉迟*"), ("尉迟", "尉*"), ("李", "李"), ("", "")],
)
def test_masked_name_shows_the_surname_and_how_long_the_rest_is(name: str, masked: str):
    assert mask(name) == masked
