"""Archives that are cut off, altered, hostile, newer or none at all: refused, and nothing is touched."""

import json
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from liaison.backup import Refused, check_backup, restore
from liaison.backup.archive import is_safe
from tests.cast import NOW, Cast
from tests.liaison.backup.archives import OLD, Members, contents, in_manifest, in_table, rebuilt, store, stored

A_TABLE = "tables/members.sector.jsonl.gz"
Change = Callable[[Members], object]


def rename_file(path: str) -> Change:
    def change(members: Members) -> None:
        part = json.loads(members["manifest.json"])["files"][0]
        members[f"files/{path}"] = members.pop(f"files/{part['path']}")
        in_manifest(lambda said: said["files"][0].update(path=path))(members)

    return change


def flip(name: str) -> Change:
    def change(members: Members) -> None:
        content = bytearray(members[name])
        content[len(content) // 2] ^= 1
        members[name] = bytes(content)

    return change


WRONG: dict[str, tuple[Change, str]] = {
    "bit of a table": (flip(A_TABLE), "已损坏"),
    "bit of a file": (flip("files/2026/03/a1.txt"), r"附件 .* 的校验值不对"),
    "end of a table": (lambda m: m.update({A_TABLE: m[A_TABLE][:-20]}), "已损坏"),
    "end of a file": (lambda m: m.update({"files/2026/03/a1.txt": b""}), "附件 .* 的校验值不对"),
    "fewer rows stated": (in_manifest(lambda said: said["tables"][0].update(rows=0)), "行数不对"),
    "more rows stated": (in_manifest(lambda said: said["tables"][0].update(rows=99)), "校验值不对"),
    "number as text": (in_manifest(lambda said: said["tables"][0].update(rows="1")), "清单读不懂"),
    "no manifest": (lambda m: m.pop("manifest.json"), "不是本系统的备份"),
    "manifest no JSON": (lambda m: m.update({"manifest.json": b"{"}), "清单读不懂"),
    "of another program": (in_manifest(lambda said: said.update(kind="other")), "不是本系统的备份"),
    "newer format": (in_manifest(lambda said: said.update(format=2, version="9.0.0")), r"更新的版本\(9\.0\.0\)"),
    "newer migration": (in_manifest(lambda said: said["migrations"].append(["members", "0999_x"])), "先升级程序"),
    "table missing": (lambda m: m.pop(A_TABLE), "内容与清单不一致"),
    "table left out": (in_manifest(lambda said: said["tables"].pop()), "内容与清单不一致"),
    "member too many": (lambda m: m.update({"etc/passwd": b"x"}), "内容与清单不一致"),
    "column missing": (in_manifest(lambda said: said["tables"][0]["columns"].pop()), "与清单上的版本不符"),
    "path upward": (rename_file("../../../evil.txt"), "可疑的路径"),
    "path absolute": (rename_file("/tmp/evil.txt"), "可疑的路径"),  # noqa: S108
    "path of Windows": (rename_file("..\\evil.txt"), "可疑的路径"),
}


def refused(path: Path, words: str) -> None:
    """By the check and by the restore, which leaves everything as it was."""
    store("mine.txt", b"mine")
    before = contents(), stored()
    with pytest.raises(Refused, match=words):
        check_backup(path)
    with pytest.raises(Refused, match=words):
        restore(path, wipe=True, now=NOW)
    assert (contents(), stored()) == before


@pytest.mark.django_db
@pytest.mark.parametrize("what", WRONG)
def test_archive_that_is_not_as_it_was_made_is_refused(what: str, tmp_path: Path, files_dir: Path):
    change, words = WRONG[what]
    refused(rebuilt(OLD, tmp_path / "altered.tar", change), words)
    assert not list(tmp_path.glob("**/evil*"))


@pytest.mark.django_db
@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
def test_archive_that_was_cut_off_is_refused(share: float, tmp_path: Path, files_dir: Path):
    whole = OLD.read_bytes()
    path = tmp_path / "cut.tar"
    path.write_bytes(whole[: int(whole.rindex(b"ustar") * share)])
    refused(path, "不能用")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_archive_with_anything_but_files_is_refused(kind: bytes, tmp_path: Path, files_dir: Path):
    path = Path(shutil.copy(OLD, tmp_path / "a.tar"))
    with tarfile.open(path, "a") as tar:
        info = tarfile.TarInfo("files/link")
        info.type, info.linkname = kind, "/etc/passwd"
        tar.addfile(info)
    refused(path, "含有不该有的")


@pytest.mark.django_db
def test_archive_that_names_a_member_twice_is_refused(tmp_path: Path, files_dir: Path):
    path = Path(shutil.copy(OLD, tmp_path / "a.tar"))
    with tarfile.open(path, "a") as tar:
        tar.addfile(tarfile.TarInfo("manifest.json"))
    refused(path, "含有不该有的 'manifest.json'")


@pytest.mark.parametrize("content", [b"", b"not a tar file", b"PK\x03\x04" + bytes(2000), bytes(10240)])
def test_file_that_is_no_archive_is_refused(content: bytes, tmp_path: Path):
    path = tmp_path / "a.tar"
    path.write_bytes(content)
    with pytest.raises(Refused, match=r"不是本系统的备份"):
        check_backup(path)


def test_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(Refused, match="找不到文件"):
        check_backup(tmp_path / "a.tar")
    with pytest.raises(Refused, match="打不开"):
        check_backup(tmp_path)


def test_check_reads_a_whole_archive_and_needs_no_database():
    manifest = check_backup(OLD)
    assert (manifest.office, manifest.version, len(manifest.files)) == ("××县政协", "0.1.0", 1)
    assert manifest.rows > 100


@pytest.mark.parametrize(
    ("path", "safe"),
    [("a.txt", True), ("2026/03/照片.jpg", True), ("", False), (".", False), ("a//b", False), ("a/../b", False),
     ("./a", False), ("a/.", False), ("C:a", False), ("a\0b", False)],
)  # fmt: skip
def test_path_stays_inside_the_folder_or_is_refused(path: str, safe: bool):
    assert is_safe(path) == safe


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("label", "change"),
    [
        ("members.seat", lambda rows: rows[0].__setitem__(1, 999)),  # a member who is not there
        ("accounts.office", lambda rows: rows[0].__setitem__(0, 2)),  # what a constraint forbids
    ],
)
def test_rows_that_the_database_refuses_leave_the_old_office(
    cast: Cast, tmp_path: Path, files_dir: Path, label: str, change: Callable[[list[list]], object]
):
    refused_late(rebuilt(OLD, tmp_path / "altered.tar", in_table(label, change)))


def refused_late(path: Path) -> None:
    """In order by its own manifest, so only the restore finds it out."""
    store("2026/03/a1.txt", b"another content")
    before = contents(), stored()
    check_backup(path)
    with pytest.raises(Refused, match="数据库没有改动"):
        restore(path, wipe=True, now=NOW)
    assert (contents(), stored()) == before
