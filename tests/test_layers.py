"""The floors: what import-linter sees, and what it cannot see because it is written in strings."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import PROTECT, Field

from tests.repository import (
    APPS,
    DJANGO_OWN,
    ROOT,
    TEMPLATES,
    app_files,
    app_of,
    contract,
    floor,
    name,
    namespaces,
    strings,
    templates,
    text,
    without_comments,
)

PATH_IN_TAG = re.compile(r"{%\s*(?:include|extends)\s+['\"]([^'\"]+)['\"]")
URL_IN_TAG = re.compile(r"{%\s*url\s+['\"]([^'\"]+)['\"]")
TEMPLATE_PATH = re.compile(r"([a-z]+)/[\w/]+\.html")
DOTTED = re.compile(r"([a-z]+)\.\w+")  # a model or a right
URL_NAME = re.compile(r"([a-z]+):\w+")


def upward(app: str, other: str) -> bool:
    """Whether ``other`` is an app of ours that stands above ``app``."""
    return other in APPS and floor(other) < floor(app)


def relations() -> Iterator[tuple[str, str, Field]]:
    """Every key of our models: its app, the app it points to, the field."""
    for model in apps.get_models(include_auto_created=False):
        if model._meta.app_label in APPS:
            for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
                if field.is_relation:
                    yield model._meta.app_label, field.related_model._meta.app_label, field


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_app_has_its_floor_in_the_contract() -> None:
    layers = [layer for layer in contract("apps")["layers"] if not layer.startswith("(")]
    assert layers == ["tests", *APPS]


def test_keys_point_downward() -> None:
    assert not [str(field) for app, other, field in relations() if upward(app, other)]


def test_keys_between_apps_leave_no_accessor_and_protect() -> None:
    across = [field for app, other, field in relations() if other != app and other in APPS]
    assert across
    assert not [str(field) for field in across if not field.remote_field.hidden], 'related_name="+" is missing'
    keys = [field for field in across if not field.many_to_many]
    assert not [str(field) for field in keys if field.remote_field.on_delete is not PROTECT], "PROTECT is missing"


def test_templates_reach_downward() -> None:
    wrong = []
    for path in templates():
        app = path.relative_to(TEMPLATES).parts[0]
        if app not in APPS:
            assert app in DJANGO_OWN or path.parent == TEMPLATES, f"{name(path)} belongs to no app"
            app = "liaison" if app == "admin" else "common"  # error pages and fields may name nobody
        page = without_comments(text(path))
        reached = [(found, found.split("/")[0]) for found in PATH_IN_TAG.findall(page)]
        reached += [(found, namespaces().get(found.split(":")[0], "")) for found in URL_IN_TAG.findall(page)]
        wrong += [f"{name(path)}: {found}" for found, other in reached if upward(app, other)]
    assert not wrong


def test_every_address_in_a_template_has_a_namespace() -> None:
    known = set(namespaces()) | DJANGO_OWN
    named = [(name(path), found) for path in templates() for found in URL_IN_TAG.findall(text(path))]
    assert not [pair for pair in named if pair[1].split(":")[0] not in known]


def test_code_names_nothing_of_a_higher_app() -> None:
    """Templates, addresses (``reverse``, ``redirect``, …), models and rights, wherever a string names one."""
    wrong = []
    for path in app_files():
        for node in strings(path):
            found = [match[1] for kind in (TEMPLATE_PATH, DOTTED) if (match := kind.fullmatch(node.value))]
            if match := URL_NAME.fullmatch(node.value):
                found.append(namespaces().get(match[1], ""))
            wrong += [f"{name(path)}:{node.lineno} {node.value}" for other in found if upward(app_of(path), other)]
    assert not wrong
