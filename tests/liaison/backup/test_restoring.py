"""``manage.py restore``: the same office again, from today's archives, earlier ones and those of the other engine."""

import datetime as dt
import io
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from accounts.models import AuditEvent, Office, User
from accounts.services import open_account
from assessment.models import Rulebook
from liaison.backup import Refused, check_backup, occupied_by, restoring
from liaison.backup.archive import Manifest
from liaison.backup.tables import Table, applied_migrations, waiting_migrations
from members.models import Member
from studios.models import VisitLog
from tests.cast import NOW, PASSWORD, Cast
from tests.copies import copy_of_the_tree, run_in
from tests.liaison.backup.archives import OLD, contents, fill, lines_of, manifest_of, store, stored

really = pytest.mark.django_db(transaction=True)  # tables are dropped and made: no transaction around it
AUDIT = "accounts.auditevent"


def restore(*arguments: object) -> str:
    out = io.StringIO()
    call_command("restore", *map(str, arguments), stdout=out)
    return out.getvalue()


def backup(path: Path) -> Path:
    call_command("backup", str(path), stdout=io.StringIO())
    return path


def but_audit(found: dict[str, object]) -> dict[str, object]:
    return {label: digest for label, digest in found.items() if label != AUDIT}


def migrate_back(app: str) -> None:
    MigrationExecutor(connection).migrate([(app, None)])


@pytest.fixture
def at_today() -> Iterator[None]:
    """Whatever the test leaves, the next one finds the tables of today."""
    yield
    call_command("migrate", verbosity=0)


@really
def test_archive_brings_the_same_office_back(cast: Cast, tmp_path: Path, files_dir: Path):
    fill(cast)
    tables, files = contents(), stored()
    archive = backup(tmp_path / "a.tar")
    trail = lines_of(archive, AUDIT)
    Office.objects.update(short_name="别县政协")
    VisitLog.objects.update(place="")
    open_account(name="后来", username="houlai", password=PASSWORD, now=NOW)
    store("2026/03/a1.txt", b"rotten")
    later = store("2026/04/later.txt", b"later")

    said = restore(archive, "--wipe", "--yes")

    assert but_audit(contents()) == but_audit(tables)
    assert later.read_bytes() == b"later"  # no row names it: the sweep's to remove, not ours
    later.unlink()
    assert stored() == files
    assert list(AuditEvent.objects.order_by("pk").values_list("pk", flat=True))[:-1] == [row[0] for row in trail]
    newest = AuditEvent.objects.latest("pk")
    assert (newest.subject, newest.detail["rows"]) == ("恢复整库备份", sum(d.rows for d in tables.values()))
    assert "所有人要重新登录" in said


@really
def test_who_had_an_account_signs_in_and_what_is_new_gets_a_key_of_its_own(cast: Cast, tmp_path: Path, files_dir: Path):
    archive = backup(tmp_path / "a.tar")
    User.objects.filter(pk=cast.member.pk).update(password="!")
    restore(archive, "--wipe", "--yes")
    client = Client()
    assert client.post("/login/", {"username": "hanmei", "password": PASSWORD}).status_code == 302
    assert client.get("/my/").status_code == 200
    keys = set(User.objects.values_list("pk", flat=True))
    assert open_account(name="新来", username="xinlai", password=PASSWORD, now=NOW).pk not in keys


@really
def test_database_without_a_table_takes_an_archive(at_today: None, files_dir: Path):
    with connection.constraint_checks_disabled():
        restoring._drop_everything()
    assert occupied_by() is None
    restore(OLD)
    assert occupied_by() == "××县政协"
    assert Member.objects.filter(name="韩梅").exists()


def test_database_that_holds_an_office_is_left_alone(cast: Cast, tmp_path: Path, files_dir: Path):
    before = contents()
    with pytest.raises(CommandError, match=r"已有本机关的数据.*--wipe"):
        restore(OLD)
    assert contents() == before


@pytest.fixture
def restored(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether to wipe, of each time that the command would have restored."""
    calls: list[bool] = []

    def note(path: Path, *, wipe: bool, now: dt.datetime) -> Manifest:
        calls.append(wipe)
        return check_backup(path)

    monkeypatch.setattr("liaison.management.commands.restore.restore", note)
    return calls


@pytest.mark.parametrize("typed", ["××县政协", " ××县政协 "])
def test_wiping_is_confirmed_by_the_name_of_the_office(
    cast: Cast, restored: list[bool], monkeypatch: pytest.MonkeyPatch, typed: str
):
    monkeypatch.setattr("builtins.input", lambda question: typed)
    restore(OLD, "--wipe")
    assert restored == [True]


@pytest.mark.parametrize("typed", ["县政协", "", "y", "是"])
def test_wiping_is_not_confirmed_by_anything_else(
    cast: Cast, restored: list[bool], monkeypatch: pytest.MonkeyPatch, typed: str
):
    monkeypatch.setattr("builtins.input", lambda question: typed)
    with pytest.raises(CommandError, match="名称不对,没有恢复"):
        restore(OLD, "--wipe")
    assert restored == []


def test_wiping_where_nobody_can_type_needs_a_word_before(
    cast: Cast, restored: list[bool], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(CommandError, match="请加 --yes"):
        restore(OLD, "--wipe")
    restore(OLD, "--wipe", "--yes")
    assert restored == [True]


def test_tables_of_another_program_are_never_dropped(db: None, files_dir: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connection.introspection, "table_names", lambda: ["wp_posts"])
    for arguments in ([], ["--wipe", "--yes"]):
        with pytest.raises(CommandError, match="别的程序的表"):
            restore(OLD, *arguments)


def test_check_touches_nothing(cast: Cast, files_dir: Path):
    before = contents()
    assert "备份完好:××县政协,2026-03-20 10:00 制作" in restore(OLD, "--check")
    assert (contents(), stored()) == (before, {})


@really
def test_new_database_takes_the_archive_of_version_0_1_0_and_brings_it_to_today(files_dir: Path):
    assert occupied_by() is None  # what migrate puts in makes no office of it
    restore(OLD)
    assert stored() == {"2026/03/a1.txt": "一张照片".encode()}
    assert not waiting_migrations(applied_migrations())
    visit = VisitLog.objects.get()
    assert (visit.place, visit.member.name, visit.matters.get().text) == ("东关村\n“一组”", "韩梅", "路灯")
    assert visit.purposes.get().code == "listen"
    client = Client()
    assert client.post("/login/", {"username": "13900000001", "password": PASSWORD}).status_code == 302


@really
def test_archive_of_an_earlier_state_is_migrated_forward(cast: Cast, at_today: None, tmp_path: Path, files_dir: Path):
    migrate_back("assessment")
    tables = contents()
    archive = backup(tmp_path / "a.tar")
    assert not [part for part in manifest_of(archive)["tables"] if part["label"].startswith("assessment.")]
    call_command("migrate", verbosity=0)
    restore(archive, "--wipe", "--yes")
    assert not waiting_migrations(applied_migrations())
    assert {label: digest for label, digest in but_audit(contents()).items() if label in tables} == but_audit(tables)
    assert Rulebook.objects.get().is_sample


@really
def test_failing_migration_leaves_the_old_office(
    cast: Cast, tmp_path: Path, files_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    store("mine.txt", b"mine")
    before = contents(), stored()

    def fail(*arguments: object, **options: object) -> None:
        raise RuntimeError("migration")

    monkeypatch.setattr(restoring, "call_command", fail)
    with pytest.raises(RuntimeError):
        restoring.restore(OLD, wipe=True, now=NOW)
    assert (contents(), stored()) == before


@really
def test_rows_that_changed_on_the_way_in_leave_the_old_office(
    cast: Cast, files_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    before = contents()
    load = Table.load

    def meddle(self: Table, lines: Iterator[bytes]) -> None:
        load(self, lines)
        User.objects.filter(username="hanmei", name="韩梅").update(name="别人")

    monkeypatch.setattr(Table, "load", meddle)
    with pytest.raises(Refused, match=r"表 accounts\.user 放进数据库后与备份不一致"):
        restoring.restore(OLD, wipe=True, now=NOW)
    assert contents() == before


@really
def test_folder_of_files_that_cannot_be_written_leaves_the_old_office(cast: Cast, settings, tmp_path: Path):
    before = contents()
    settings.FILES_DIR = tmp_path / "file"
    (tmp_path / "file").write_bytes(b"in the way")
    with pytest.raises(Refused, match="写不进附件目录"):
        restoring.restore(OLD, wipe=True, now=NOW)
    assert contents() == before


@pytest.fixture
def elsewhere(tmp_path: Path) -> Callable[..., str]:
    """Commands of a copy of the program in processes of their own, on SQLite."""
    copy = copy_of_the_tree(tmp_path / "copy")

    def run(*arguments: object) -> str:
        done: subprocess.CompletedProcess = run_in(copy, "manage.py", *map(str, arguments))
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@really
def test_office_moves_between_the_engines(cast: Cast, tmp_path: Path, files_dir: Path, elsewhere: Callable[..., str]):
    fill(cast)
    tables, files = contents(), stored()
    first, second = backup(tmp_path / "first.tar"), tmp_path / "second.tar"
    assert "已恢复:××县政协" in elsewhere("restore", first)
    elsewhere("backup", second)
    assert manifest_of(second)["engine"] == "sqlite"
    restore(second, "--wipe", "--yes")
    assert but_audit(contents()) == but_audit(tables)
    assert stored() == files
