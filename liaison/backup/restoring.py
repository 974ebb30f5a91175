"""Putting an archive in the place of what a database holds: all of it, or nothing.

Both engines keep changes of tables inside a transaction. So one transaction drops what stands, builds the tables as
they were when the archive was made, loads them, compares every count and hash, and migrates them to today; whatever
fails on the way, the database is as before. Stored files are put in place before the commit and taken back with it.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from accounts.models import AuditEvent, Office, User
from accounts.services import audit
from liaison.backup.archive import Archive, Manifest, opened
from liaison.backup.errors import Refused
from liaison.backup.files import Placing
from liaison.backup.making import VIA
from liaison.backup.tables import Migration, Table, applied_migrations, tables_at, unknown_migrations

PATIENCE = "20s"  # as SQLite waits for a lock


def check_backup(path: Path) -> Manifest:
    """Read an archive from end to end and touch nothing. Raises Refused."""
    with opened(path) as archive:
        _tables_of(archive)
        archive.verify()
        return archive.manifest


def occupied_by() -> str | None:
    """The short name of the office whose data this database holds; None while nobody has an account in it.

    What ``migrate`` puts into a new database makes no office of it. Raises Refused for tables of another program.
    """
    tables = connection.introspection.table_names()
    if not tables:
        return None
    if Office._meta.db_table not in tables:
        raise Refused("这个数据库里有别的程序的表。请核对 DATABASE_URL,恢复要用一个专用的数据库。")
    if not User.objects.exists() and not AuditEvent.objects.exists():
        return None
    return Office.objects.values_list("short_name", flat=True).first() or ""


def restore(path: Path, *, wipe: bool = False, now: dt.datetime) -> Manifest:
    """Make the database and the stored files what they were when the archive was made, then migrate them to today.

    Raises Refused, with nothing changed: for an archive that is damaged, hostile or newer than the program, and,
    unless ``wipe``, for a database that holds an office. Leaves an audit row in what was restored.
    """
    with opened(path) as archive:
        tables = _tables_of(archive)
        archive.verify()
        if occupied_by() is not None and not wipe:
            raise Refused("数据库里已有本机关的数据。要用备份全部换掉,请加 --wipe。")
        with Placing() as placing, _all_or_nothing():
            for file in archive.manifest.files:
                placing.place(archive, file)
            _rebuild(archive, tables)
            call_command("migrate", interactive=False, verbosity=0)
            detail = {"made_at": archive.manifest.made_at, "rows": archive.manifest.rows}
            audit(AuditEvent.Action.CHANGED, by=None, now=now, subject="恢复整库备份", detail=detail, via=VIA)
            connection.check_constraints()
        return archive.manifest


def _tables_of(archive: Archive) -> list[Table]:
    """The tables that the archive must hold by its migrations, and does."""
    manifest = archive.manifest
    if unknown := unknown_migrations(manifest.migrations):
        raise Refused(
            f"{archive.path} 由更新的版本({manifest.version})制作,程序里没有 {'.'.join(unknown[0])}。"
            "请先升级程序,再恢复。"
        )
    tables = tables_at(manifest.migrations)
    if [(part.label, part.columns) for part in manifest.tables] != [(one.label, one.columns) for one in tables]:
        raise archive.damaged("表或栏目与清单上的版本不符")
    return tables


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """One transaction; the keys are looked at when asked, not at every row. Raises Refused for what the engine says."""
    try:
        with connection.constraint_checks_disabled(), transaction.atomic(durable=True):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            yield
    except DatabaseError as error:
        raise Refused(
            f"没有恢复,数据库没有改动。请先停止网站和后台任务再试;仍不行,把这句话交给维护人员:{error}"
        ) from error
    except OSError as error:
        raise Refused(f"没有恢复,数据库没有改动:写不进附件目录 {settings.FILES_DIR},请检查权限和磁盘。") from error


def _rebuild(archive: Archive, tables: list[Table]) -> None:
    _drop_everything()
    _migrate_to(archive.manifest.migrations)
    _look_at_keys("DEFERRED")  # migrations may have asked for some of them at once
    for table in tables:  # what a migration put in is in the archive too, as it was then
        table.model._base_manager.all().delete()
    for part, table in zip(archive.manifest.tables, tables, strict=True):
        table.load(archive.lines(part))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
            cursor.execute(statement)
    connection.check_constraints()
    _look_at_keys("IMMEDIATE")  # the migrations to come could change no table that has rows still to be looked at
    for part, table in zip(archive.manifest.tables, tables, strict=True):
        digest = table.digest()
        if (digest.rows, digest.sha256) != (part.rows, part.sha256):
            raise Refused(f"没有恢复,数据库没有改动:表 {part.label} 放进数据库后与备份不一致。请把这句话交给维护人员。")
    ContentType.objects.clear_cache()


def _look_at_keys(when: str) -> None:
    """PostgreSQL looks at keys when told; SQLite in this transaction when ``check_constraints`` asks."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {when}")


def _drop_everything() -> None:
    """Every table: of a newer version too, whose tables would stand in the way of its next coming."""
    with connection.schema_editor() as editor:
        for name in connection.introspection.table_names():
            editor.execute(editor.sql_delete_table % {"table": editor.quote_name(name)})


def _migrate_to(migrations: list[Migration]) -> None:
    """Exactly these, without the signals that would seed."""
    executor = MigrationExecutor(connection)
    wanted = {node for node in migrations if node in executor.loader.graph.nodes}
    above = executor.loader.graph.node_map
    executor.migrate([node for node in wanted if not wanted & {child.key for child in above[node].children}])
    if applied_migrations() != sorted(migrations):
        raise Refused("没有恢复,数据库没有改动:备份里的版本记录不完整。请换一份备份。")
