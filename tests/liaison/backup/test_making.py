"""``manage.py backup``: one moment, one file, for its owner only, without a key in it."""

import gzip
import io
import stat
import tarfile
import threading
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import AuditEvent
from liaison.backup import making, prune
from liaison.backup.archive import Writer
from liaison.backup.tables import Table
from tests.cast import Cast, user
from tests.liaison.backup.archives import contents, fill, lines_of, manifest_of, store


@pytest.fixture
def any_moment(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that are not about the moment: a snapshot cannot begin inside a test's own transaction."""
    monkeypatch.setattr(making, "one_moment", nullcontext)


def backup(*arguments: object) -> str:
    out = io.StringIO()
    call_command("backup", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_archive_states_what_it_holds(cast: Cast, any_moment: None, tmp_path: Path, files_dir: Path):
    fill(cast)
    before = contents()
    said = backup(tmp_path / "a.tar")
    manifest = manifest_of(tmp_path / "a.tar")
    stated = {part["label"]: (part["rows"], part["sha256"]) for part in manifest["tables"]}
    assert stated == {label: (digest.rows, digest.sha256) for label, digest in before.items()}
    assert [part["path"] for part in manifest["files"]] == ["2026/03/a1.txt"]
    assert (manifest["office"], manifest["engine"]) == ("××县政协", connection.vendor)
    assert ["accounts", "0001_initial"] in manifest["migrations"]
    assert f"{len(before)}张表" in said
    assert "另存一份 .env" in said


def test_archive_is_for_its_owner_only_and_alone_in_its_folder(
    cast: Cast, any_moment: None, tmp_path: Path, files_dir: Path
):
    backup(tmp_path / "a.tar")
    assert [path.name for path in tmp_path.iterdir()] == ["a.tar"]
    assert stat.S_IMODE((tmp_path / "a.tar").stat().st_mode) == 0o600


def test_archive_holds_no_key_and_nobody_who_is_signed_in(
    cast: Cast, any_moment: None, tmp_path: Path, files_dir: Path, signed_in: Callable
):
    signed_in(cast.member).get("/my/")
    backup(tmp_path / "a.tar")
    with tarfile.open(tmp_path / "a.tar") as tar:
        members = {info.name: tar.extractfile(info).read() for info in tar}
    plain = b"".join(gzip.decompress(part) if name.endswith(".gz") else part for name, part in members.items())
    assert b"hanmei" in plain
    assert project.SECRET_KEY.encode() not in plain
    assert not [name for name in members if "session" in name or "secret" in name]


def test_backup_leaves_an_audit_row(cast: Cast, any_moment: None, tmp_path: Path, files_dir: Path):
    backup(tmp_path / "a.tar")
    event = AuditEvent.objects.get(action=AuditEvent.Action.EXPORTED)
    assert (event.subject, event.via) == ("整库备份", "命令行")


def test_file_that_stands_is_not_overwritten(tmp_path: Path):
    (tmp_path / "a.tar").write_bytes(b"old")
    with pytest.raises(CommandError, match="已经存在,不覆盖"):
        backup(tmp_path / "a.tar")
    assert (tmp_path / "a.tar").read_bytes() == b"old"


@pytest.mark.django_db
def test_place_that_cannot_be_written_is_refused_without_an_audit_row(tmp_path: Path):
    with pytest.raises(CommandError, match="写不进"):
        backup(tmp_path / "no" / "a.tar")
    assert not AuditEvent.objects.filter(action=AuditEvent.Action.EXPORTED).exists()


def test_failure_half_way_leaves_no_file(
    cast: Cast, any_moment: None, tmp_path: Path, files_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Writer, "finish", lambda writer, manifest: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backup(tmp_path / "a.tar")
    assert not list(tmp_path.iterdir())


def test_database_newer_than_the_program_is_refused(
    cast: Cast, any_moment: None, tmp_path: Path, files_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(making, "applied_migrations", lambda: [("members", "0999_later")])
    with pytest.raises(CommandError, match=r"数据库比程序新.*members\.0999_later"):
        backup(tmp_path / "a.tar")


@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_is_in_whole_or_not_at_all(
    cast: Cast, tmp_path: Path, files_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    """A transaction stands open when the backup begins and commits when it has read its first table.

    It writes to the first table and to a later one. Had the writer to wait for the backup, the test would not end.
    """
    opened, may_commit = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                user("wanlai", "晚来")  # leaves an audit row too
                opened.set()
                assert may_commit.wait(10)
        finally:
            opened.set()
            connection.close()

    writer = threading.Thread(target=write)
    add = Writer.add_table

    def slowly(self: Writer, table: Table) -> object:
        part = add(self, table)
        may_commit.set()
        writer.join(30)
        assert not writer.is_alive()
        return part

    monkeypatch.setattr(Writer, "add_table", slowly)
    before = contents()
    writer.start()
    assert opened.wait(10)
    backup(tmp_path / "a.tar")
    stated = {part["label"]: part["rows"] for part in manifest_of(tmp_path / "a.tar")["tables"]}
    assert stated == {label: digest.rows for label, digest in before.items()}
    assert "wanlai" not in str(lines_of(tmp_path / "a.tar", "accounts.user"))
    assert contents()["accounts.user"].rows == before["accounts.user"].rows + 1


def test_file_in_the_making_is_left_out(cast: Cast, any_moment: None, tmp_path: Path, files_dir: Path):
    store("kept.txt", b"1")
    store(".draft.txt", b"2")
    backup(tmp_path / "a.tar")
    assert [part["path"] for part in manifest_of(tmp_path / "a.tar")["files"]] == ["kept.txt"]


def test_file_that_vanishes_meanwhile_is_left_out(
    cast: Cast, any_moment: None, tmp_path: Path, files_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    kept = store("kept.txt", b"1")
    monkeypatch.setattr(making, "stored_files", lambda: [("gone.txt", files_dir / "gone.txt"), ("kept.txt", kept)])
    backup(tmp_path / "a.tar")
    assert [part["path"] for part in manifest_of(tmp_path / "a.tar")["files"]] == ["kept.txt"]


def test_without_a_name_it_lies_in_the_backup_folder_under_its_time(
    cast: Cast, any_moment: None, settings, tmp_path: Path, files_dir: Path
):
    settings.BACKUP_DIR = tmp_path / "backups"
    backup()
    (path,) = settings.BACKUP_DIR.iterdir()
    assert making.OURS.fullmatch(path.name)
    assert timezone.localdate().strftime("%Y%m") in path.name
    assert stat.S_IMODE(settings.BACKUP_DIR.stat().st_mode) == 0o700


def test_pruning_takes_the_oldest_of_ours_and_nothing_else(tmp_path: Path):
    ours = [f"liaison-2026010{day}-020000.tar" for day in range(1, 5)]
    others = ["liaison-手工.tar", "liaison-20260101-020000.tar.asc", "notes.txt"]
    for name in [*ours, *others]:
        (tmp_path / name).touch()
    assert [path.name for path in prune(tmp_path, keep=3)] == ours[:1]
    assert {path.name for path in tmp_path.iterdir()} == {*others, *ours[1:]}
    assert prune(tmp_path, keep=3) == []


def test_keep_prunes_beside_the_new_archive(cast: Cast, any_moment: None, tmp_path: Path, files_dir: Path):
    (tmp_path / "liaison-20260101-020000.tar").touch()
    assert "已删去较早的 liaison-20260101-020000.tar" in backup(tmp_path, "--keep", "1")
    (left,) = tmp_path.iterdir()
    assert left.stat().st_size


@pytest.mark.parametrize("count", ["0", "-1", "三"])
def test_keep_takes_a_number_from_one(tmp_path: Path, count: str):
    with pytest.raises(CommandError, match="看不懂份数"):
        backup(tmp_path, f"--keep={count}")
