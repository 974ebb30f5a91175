import stat
from pathlib import Path

import pytest

from common.files import CannotWrite, written_whole


def test_file_stands_when_the_block_ends(tmp_path: Path):
    path = tmp_path / "表.xlsx"
    with written_whole(path) as file:
        file.write(b"all")
        assert not path.exists()
    assert path.read_bytes() == b"all"
    assert list(tmp_path.iterdir()) == [path]


def test_failure_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(TypeError), written_whole(path) as file:
        file.writelines([b"ne", "w"])
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("place", ["", "no/such/folder/表.xlsx"])
def test_place_that_cannot_be_written_is_refused_in_chinese(tmp_path: Path, place: str):
    with pytest.raises(CannotWrite, match=r"是目录|写不进"), written_whole(tmp_path / place):
        pytest.fail("nothing should be written")


def test_private_file_is_so_from_its_first_byte(tmp_path: Path):
    with written_whole(tmp_path / "a.tar", mode=0o600) as file:
        (draft,) = tmp_path.iterdir()
        assert stat.S_IMODE(draft.stat().st_mode) == 0o600
        file.write(b"all")
    assert stat.S_IMODE((tmp_path / "a.tar").stat().st_mode) == 0o600
