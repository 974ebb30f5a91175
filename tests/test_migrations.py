"""What a migration may do to an office that has data: docs/operations.md, 升级, says the same in Chinese.

A change that would lose or refuse rows goes in three steps, each a migration: add (nullable or with a default), fill
(``RunPython`` alone), constrain. A column goes one release after the last code that read it.
"""

import ast
import inspect
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

from liaison.backup.tables import applied_migrations, waiting_migrations
from tests.repository import APPS, tree

# "app.0002_name Operation what" → why no office loses anything by it.
ALLOWED: dict[str, str] = {}

ALWAYS = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
    migrations.RunSQL,
    migrations.SeparateDatabaseAndState,
)

LOADER = MigrationLoader(None)
OURS = {key: migration for key, migration in LOADER.disk_migrations.items() if key[0] in APPS}


def what(operation: Operation) -> str:
    names = [getattr(operation, name, "") for name in ("model_name", "name", "old_name")]
    return " ".join([type(operation).__name__, ".".join(name for name in names if name)]).strip()


def is_dangerous(operation: Operation, before: models.Field | None = None) -> bool:
    """Whether it may lose what an office has, stop on it, or break code that still runs beside it."""
    if isinstance(operation, ALWAYS):
        return True
    if isinstance(operation, migrations.AddField):
        field = operation.field
        return not (field.null or field.many_to_many or field.has_default() or field.has_db_default())
    if isinstance(operation, migrations.AlterField):
        return before is None or narrows(before, operation.field)
    return False


def narrows(before: models.Field, after: models.Field) -> bool:
    """Whether a value that the column held may not fit any more."""
    return (
        before.get_internal_type() != after.get_internal_type()
        or (before.null and not after.null and not after.has_default())
        or (after.unique and not before.unique)
        or (before.max_length or 0) > (after.max_length or before.max_length or 0)
    )


def dangers(key: tuple[str, str], migration: Migration) -> Iterator[str]:
    """Operations on what the migration itself made are harmless: there is no row yet."""
    app, name = key
    state, made = LOADER.project_state(key, at_end=False), set()
    for operation in migration.operations:
        before = None
        if isinstance(operation, migrations.CreateModel):
            made.add(operation.name_lower)
        if isinstance(operation, migrations.AlterField):
            before = state.models[app, operation.model_name_lower].fields[operation.name]
        if getattr(operation, "model_name_lower", "") not in made and is_dangerous(operation, before):
            yield f"{app}.{name} {what(operation)}"
        operation.state_forwards(app, state)


def test_dangerous_operations_are_listed_with_a_reason() -> None:
    found = {danger for key, migration in OURS.items() for danger in dangers(key, migration)}
    assert found == set(ALLOWED)
    assert all(len(reason) > 10 for reason in ALLOWED.values())


TEXT = models.CharField(max_length=10)


@pytest.mark.parametrize(
    ("operation", "before", "refused"),
    [
        (migrations.RemoveField("member", "phone"), None, True),
        (migrations.RenameField("member", "phone", "mobile"), None, True),
        (migrations.DeleteModel("member"), None, True),
        (migrations.RunSQL("DELETE FROM members_member"), None, True),
        (migrations.AddField("member", "fax", models.CharField(max_length=10)), None, True),
        (migrations.AddField("member", "fax", models.CharField(max_length=10, null=True)), None, False),
        (migrations.AddField("member", "fax", models.CharField(max_length=10, default="")), None, False),
        (migrations.AlterField("member", "fax", TEXT), models.CharField(max_length=10, null=True), True),
        (migrations.AlterField("member", "fax", TEXT), models.CharField(max_length=20), True),
        (migrations.AlterField("member", "fax", TEXT), models.TextField(), True),
        (migrations.AlterField("member", "fax", TEXT), models.CharField(max_length=5), False),
        (migrations.AlterField("member", "fax", models.CharField(max_length=10, unique=True)), TEXT, True),
        (migrations.AlterField("member", "fax", models.CharField("传真", max_length=10)), TEXT, False),
        (migrations.CreateModel("fax", []), None, False),
        (migrations.RunPython(migrations.RunPython.noop), None, False),
    ],
    ids=lambda value: what(value) if isinstance(value, Operation) else None,
)
def test_danger_is_told_from_what_is_harmless(operation: Operation, before: models.Field | None, refused: bool) -> None:
    assert is_dangerous(operation, before) == refused


def test_danger_is_seen_in_a_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    state = ProjectState()
    state.add_model(ModelState("members", "Member", [("phone", models.CharField(max_length=11, null=True))]))
    monkeypatch.setattr(LOADER, "project_state", lambda key, at_end: state)
    migration = Migration("0002_x", "members")
    migration.operations = [
        migrations.AlterField("member", "phone", models.CharField(max_length=11)),
        migrations.AlterField("member", "phone", models.CharField("手机", max_length=11)),
        migrations.CreateModel("Village", [("name", models.CharField(max_length=11))]),
        migrations.AddField("village", "code", models.CharField(max_length=11)),
    ]
    assert list(dangers(("members", "0002_x"), migration)) == ["members.0002_x AlterField member.phone"]


def test_migrations_of_an_app_stand_in_one_line() -> None:
    for app in {app for app, name in OURS}:
        names = sorted(name for one, name in OURS if one == app)
        assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
        for earlier, later in pairwise(names):
            assert (app, earlier) in OURS[app, later].dependencies
        assert LOADER.graph.leaf_nodes(app) == [(app, names[-1])]


def test_migrations_can_be_taken_back_with_their_transaction() -> None:
    """A restore is all or nothing because of it."""
    assert not [key for key, migration in OURS.items() if not migration.atomic]


def data_steps() -> Iterator[tuple[tuple[str, str], Migration, migrations.RunPython]]:
    for key, migration in OURS.items():
        for operation in migration.operations:
            if isinstance(operation, migrations.RunPython):
                yield key, migration, operation


def test_data_step_stands_alone_in_its_migration() -> None:
    """PostgreSQL changes no table in a transaction whose rows still wait to be looked at."""
    assert not [key for key, migration, _ in data_steps() if any(not is_data(one) for one in migration.operations)]


def is_data(operation: Operation) -> bool:
    return isinstance(operation, migrations.RunPython)


def imported(module: ast.Module) -> set[str]:
    """First words of everything that a module imports."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


def test_data_step_leans_on_no_code_that_lives() -> None:
    for key, migration, operation in data_steps():
        assert operation.code.__module__ == type(migration).__module__, key
        assert not imported(tree(Path(inspect.getfile(type(migration))))) & set(APPS), key


@pytest.mark.parametrize(
    ("code", "found"),
    [("import members.models", "members"), ("def f():\n    from members.rules import x", "members"), ("x = 1", "")],
)
def test_import_is_seen_wherever_it_stands(code: str, found: str) -> None:
    assert imported(ast.parse(code)) == ({found} if found else set())


@pytest.mark.django_db
def test_suite_stands_on_the_migrations_from_the_first_to_the_last() -> None:
    assert not waiting_migrations(applied_migrations())
