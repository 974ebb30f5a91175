"""Making an archive while the site runs, and clearing away old ones."""

import datetime as dt
import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from accounts.models import AuditEvent, Office
from accounts.services import audit
from common.files import CannotWrite, written_whole
from liaison.backup.archive import Manifest, Writer
from liaison.backup.errors import Refused
from liaison.backup.files import stored_files
from liaison.backup.tables import applied_migrations, tables_at, unknown_migrations, waiting_migrations

NAME = "liaison-{:%Y%m%d-%H%M%S}.tar"
OURS = re.compile(r"liaison-\d{8}-\d{6}\.tar")
VIA = "命令行"


def place_for(out: Path | None, now: dt.datetime) -> Path:
    """Where the archive of this moment goes: a folder gets a name with the time, no ``out`` means the backup folder."""
    if out is None:
        out = Path(settings.BACKUP_DIR)
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
    return out / NAME.format(now) if out.is_dir() else out


def make_backup(path: Path, *, now: dt.datetime) -> Manifest:
    """Write the whole office as it is at one moment to ``path``, readable by its owner only.

    Nobody who writes meanwhile is kept waiting. Leaves an audit row, unless the database still waits for migrations
    of this program. Raises Refused where the file stands already, cannot be written, or the database is a newer one's.
    """
    if path.exists():
        raise Refused(f"{path} 已经存在,不覆盖。请换一个文件名。")
    try:
        with written_whole(path, mode=0o600) as stream, one_moment():
            manifest = _write(Writer(stream, path.parent, now), now)
            stream.flush()
            os.fsync(stream.fileno())  # older archives may be pruned next
    except CannotWrite as error:
        raise Refused(str(error)) from error
    if not waiting_migrations(manifest.migrations):
        detail = {"rows": manifest.rows, "files": len(manifest.files)}
        audit(AuditEvent.Action.EXPORTED, by=None, now=now, subject="整库备份", detail=detail, via=VIA)
    return manifest


@contextmanager
def one_moment() -> Iterator[None]:
    """Every read inside sees the database as the first one did. Takes no lock that a writer would wait for."""
    mode = getattr(connection, "transaction_mode", None)
    connection.transaction_mode = "DEFERRED"  # SQLite: reads only, so not the write lock that others need
    try:
        with transaction.atomic(durable=True):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    finally:
        connection.transaction_mode = mode


def _write(writer: Writer, now: dt.datetime) -> Manifest:
    """The rows first, the files after: whatever file a row names is there by then."""
    migrations = applied_migrations()
    if not migrations:
        raise Refused("数据库还是空的,没有可备份的。请先执行 manage.py migrate。")
    if unknown := unknown_migrations(migrations):
        raise Refused(f"数据库比程序新(程序里没有 {'.'.join(unknown[0])})。请用与数据库相配的版本来备份。")
    manifest = Manifest(
        version=tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]["version"],
        engine=connection.vendor,
        made_at=now.isoformat(timespec="seconds"),
        office=Office.objects.values_list("short_name", flat=True).first() or "",
        migrations=migrations,
    )
    tables = [writer.add_table(table) for table in tables_at(migrations)]
    files = []
    for name, place in stored_files():
        try:
            files.append(writer.add_file(name, place))
        except FileNotFoundError:  # deleted since it was listed
            continue
        except PermissionError as error:
            raise Refused(f"读不了附件 {place}。请用运行网站的账号来备份。") from error
    manifest = replace(manifest, tables=tables, files=files)
    writer.finish(manifest)
    return manifest


def prune(folder: Path, *, keep: int) -> list[Path]:
    """Delete the oldest archives of a folder, all but ``keep``. Files that are not named as ours stay."""
    ours = sorted(path for path in folder.iterdir() if OURS.fullmatch(path.name) and path.is_file())
    old = ours[:-keep]
    for path in old:
        path.unlink()
    return old
