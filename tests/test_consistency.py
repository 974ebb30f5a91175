"""The repository tests itself: sizes, lists that must agree, texts and assets."""

import ast
import hashlib
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import CheckConstraint, Field, Manager, Model, Q, QuerySet

from tests.repository import (
    APPS,
    DJANGO_OWN,
    PYPROJECT,
    ROOT,
    STATIC,
    TEMPLATES,
    app_files,
    contract,
    name,
    strings,
    templates,
    text,
    tree,
    without_comments,
)

DJANGO_METHODS = {method for kind in (QuerySet, Manager) for method in dir(kind) if not method.startswith("_")}
SCOPED_MODULES = ("views.py", "views/**/*.py", "admin.py", "admin/**/*.py", "importing.py")
TYPED_MODULES = ("states", "roles", "rules", "queries", "services")
FOUND_BY_NAME = {"404.html", "500.html", "403.html", "400.html", "403_csrf.html"}  # Django asks for these itself
LATIN_WORDS = {"Excel", "WPS", "PDF", "MB", "KB", "IP", "xlsx", "xls", "csv"}


def lines(path: Path) -> int:
    return len(text(path).splitlines())


def functions() -> Iterator[tuple[str, int]]:
    """Each function of the apps with its length."""
    for path in app_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def local_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


# Sizes


def test_no_python_file_grows_too_long() -> None:
    sizes = {name(path): lines(path) for path in app_files()}
    assert not {path: size for path, size in sizes.items() if size > 500}
    long = {path: size for path, size in sizes.items() if size > 300}
    assert len(long) <= len(sizes) * 0.05, long


def test_no_function_grows_too_long() -> None:
    sizes = dict(functions())
    assert not {function: size for function, size in sizes.items() if size > 60}
    long = {function: size for function, size in sizes.items() if size > 35}
    assert len(long) <= len(sizes) * 0.05, long


def test_no_template_grows_too_long() -> None:
    assert not {name(path): lines(path) for path in templates() if lines(path) > 200}


def test_no_test_file_grows_too_long() -> None:
    assert not {name(path): lines(path) for path in (ROOT / "tests").rglob("*.py") if lines(path) > 600}


# Reads are scoped


def bare_reads(module: ast.Module) -> Iterator[ast.AST]:
    """Objects taken from a model without a filter in the office's words."""
    named = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr not in DJANGO_METHODS
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
            if id(node) not in named:
                yield node
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("get_object_or_404", "get_list_or_404"):
            model = node.args[0]
            if isinstance(model, ast.Name) and model.id[0].isupper():
                yield node


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("Member.objects.all()", True),
        ("Member.objects.filter(pk=1).visible_to(user)", True),
        ("get_object_or_404(Member, pk=1)", True),
        ("get_object_or_404(Member.objects, pk=1)", True),
        ("get_object_or_404(Member.objects.visible_to(user), pk=1)", False),
        ("Member.objects.visible_to(user).filter(pk=1)", False),
    ],
)
def test_bare_read_is_told_from_a_scoped_one(code: str, refused: bool) -> None:
    assert any(bare_reads(ast.parse(code))) == refused


def test_pages_and_admin_read_through_named_filters() -> None:
    assert not [f"{name(path)}:{node.lineno}" for path in app_files(*SCOPED_MODULES) for node in bare_reads(tree(path))]


# Lists that must agree


def test_lists_of_apps_agree() -> None:
    assert PYPROJECT["tool"]["importlinter"]["root_packages"] == ["tests", *APPS]
    assert sorted(path.parent.name for path in ROOT.glob("*/apps.py")) == sorted(APPS)
    assert contract("inside")["containers"] == [app for app in APPS if app not in ("liaison", "common")]


def test_rules_of_every_app_are_typed() -> None:
    patterns = PYPROJECT["tool"]["mypy"]["files"]
    rules = app_files(*(f"{module}.py" for module in TYPED_MODULES), *(f"{module}/*.py" for module in TYPED_MODULES))
    assert not [name(path) for path in rules if not any(fnmatch(name(path), pattern) for pattern in patterns)]


def test_every_dependency_says_why() -> None:
    listed = re.findall(r'^  "([a-z][\w.\[\]-]*)[><=][><=,.\d]*",(.*)$', text(ROOT / "pyproject.toml"), re.MULTILINE)
    wanted = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"]["dev"]]
    assert len(listed) == len(wanted)
    assert not [package for package, comment in listed if not re.match(r"\s+# \S+ \S+", comment)]


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_hashed_and_name_no_host(file: str) -> None:
    packages = re.split(r"\n(?=\w)", re.sub(r"^#.*\n", "", text(ROOT / file), flags=re.MULTILINE).strip())
    assert len(packages) > 10
    assert not [
        package for package in packages if not re.match(r"[\w.\[\]-]+==\S+ (; .+ )?\\\n +--hash=sha256:", package)
    ]
    assert not re.search(r"://|--(?!hash=sha256:)\w", text(ROOT / file))


def test_requirements_hold_every_dependency() -> None:
    def names(listed: list[str]) -> set[str]:
        return {re.match(r"[\w.-]+", one)[0].lower() for one in listed}

    runtime = names(PYPROJECT["project"]["dependencies"])
    assert runtime <= names(re.findall(r"^\w\S*", text(ROOT / "requirements.txt"), re.MULTILINE))
    everything = runtime | names(PYPROJECT["dependency-groups"]["dev"])
    assert everything <= names(re.findall(r"^\w\S*", text(ROOT / "requirements-dev.txt"), re.MULTILINE))


def states_modules() -> list[str]:
    return [app for app in APPS if (ROOT / app / "states.py").exists()]


@pytest.mark.parametrize("app", states_modules())
def test_transitions_lead_from_known_states_to_known_states(app: str) -> None:
    states = import_module(f"{app}.states")
    assert set(states.TRANSITIONS) == set(states.ACTIONS)
    for starts, end in states.TRANSITIONS.values():
        assert {*starts, end} <= set(states.STATES)


def lists_in(condition: Q) -> Iterator[tuple[str, list[object]]]:
    """Field and values of each ``field__in=[…]`` within a condition."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from lists_in(child)
        elif isinstance(child, tuple) and child[0].endswith("__in"):
            yield child[0].removesuffix("__in"), list(child[1])


def checked_choices() -> list[tuple[Field, list[object]]]:
    return [
        (model._meta.get_field(field), values)
        for model in local_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
        for field, values in lists_in(constraint.condition)
        if model._meta.get_field(field).choices
    ]


def test_check_constraints_list_the_choices_of_their_field() -> None:
    assert checked_choices()
    for field, values in checked_choices():
        assert set(values) - {""} == {value for value, label in field.flatchoices}, field


def test_every_state_is_checked_by_the_database() -> None:
    states = {field for model in local_models() for field in model._meta.local_fields if field.name == "state"}
    assert states <= {field for field, values in checked_choices()}


# Templates and static files


def test_every_template_is_used() -> None:
    used = {node.value for path in app_files() for node in strings(path)}
    used |= {found for path in templates() for found in re.findall(r"['\"]([\w/]+\.html)['\"]", text(path))}
    paths = [path.relative_to(TEMPLATES) for path in templates()]
    ours = [str(path) for path in paths if path.parts[0] not in DJANGO_OWN and path.name not in FOUND_BY_NAME]
    assert not [path for path in ours if path not in used]


def test_every_static_file_is_used() -> None:
    files = [path for path in STATIC.rglob("*") if path.is_file() and "vendor" not in path.parts]
    users = [*templates(), *app_files(), *(path for path in files if path.suffix in (".css", ".js"))]
    said = "\n".join(text(path) for path in users)
    assert not [name(path) for path in files if str(path.relative_to(STATIC)) not in said and path.name not in said]


@pytest.mark.parametrize("folder", [STATIC / "vendor", ROOT / "tests" / "vendor"], ids=name)
def test_files_of_others_are_named_with_version_and_hash(folder: Path) -> None:
    files = [path for path in folder.glob("*") if path.name != "README.md" and "LICENSE" not in path.name]
    for path in files:
        row = re.search(rf"^\| `{re.escape(path.name)}` \|.*$", text(folder / "README.md"), re.MULTILINE)
        assert row, f"{path.name} is not in {name(folder)}/README.md"
        assert re.search(r"\| \d+\.\d+[\d.]* \|", row[0]), f"{path.name} has no version"
        assert hashlib.sha256(path.read_bytes()).hexdigest() in row[0], f"{path.name} is not the file it is said to be"


INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|https?://", re.IGNORECASE)


def test_templates_hold_no_inline_code_and_nothing_from_elsewhere() -> None:
    assert not [(name(path), found) for path in templates() for found in INLINE.findall(without_comments(text(path)))]


def test_static_files_fetch_nothing_from_elsewhere() -> None:
    ours = [path for path in STATIC.rglob("*") if path.suffix in (".css", ".js") and "vendor" not in path.parts]
    assert ours
    assert not [name(path) for path in ours if re.search(r"https?://|@import|\beval\(", text(path))]


def test_nobody_is_located_and_no_camera_is_forced() -> None:
    """国办函〔2026〕12号: no check-in by position, no forced photograph."""
    pages = [*templates(), *(path for path in STATIC.rglob("*.js") if "vendor" not in path.parts)]
    assert not [name(path) for path in pages if re.search(r"geolocation|\scapture\b|getUserMedia", text(path))]


# Words


def visible(page: str) -> str:
    """What people read of a template: text and the attributes that are read out."""
    page = re.sub(r"{% block door %}.*?{% endblock %}", "", without_comments(page))  # a class of the body
    page = re.sub(r"{%.*?%}|{{.*?}}", " ", page, flags=re.DOTALL)
    spoken = re.findall(r"\s(?:title|alt|placeholder|aria-label)=\"([^\"]*)\"", page)
    return " ".join([re.sub(r"<[^>]*>", " ", page, flags=re.DOTALL), *spoken])


def test_templates_speak_chinese() -> None:
    said = {name(path): set(re.findall(r"[A-Za-z]{2,}", visible(text(path)))) - LATIN_WORDS for path in templates()}
    assert not {path: words for path, words in said.items() if words}


def test_nobody_is_shouted_at() -> None:
    """No exclamation marks, no 成功: what was done is said, and what comes next."""
    said = [(name(path), text(path)) for path in templates()]
    said += [(name(path), "\n".join(node.value for node in strings(path))) for path in app_files()]
    assert not [path for path, words in said if re.search(r"\N{FULLWIDTH EXCLAMATION MARK}|成功", words)]
