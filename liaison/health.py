"""What a probe asks: does the process answer, and can it do its work. Strangers read it, so it names kinds only."""

import datetime as dt
from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from liaison.queries import is_silent, last_look


def faults_of_process() -> list[str]:
    """What hinders answering at all; one query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return ["数据库没有应答"]
    return []


def faults_of_service(now: dt.datetime) -> list[str]:
    """What hinders the work; four queries."""
    if faults := faults_of_process():
        return faults
    if not _last_migrations() <= set(MigrationRecorder(connection).applied_migrations()):
        return ["数据库升级没有做完"]
    return ["后台任务没有运行"] if is_silent(last_look(), now) else []


@cache
def _last_migrations() -> set[tuple[str, str]]:
    """The last migration of each app, as the files say; they do not change under a running process."""
    return set(MigrationLoader(None).graph.leaf_nodes())
