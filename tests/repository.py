"""What the tests about the repository itself read: its apps from the highest down, its files, its lists."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import URLResolver, get_resolver

ROOT = Path(settings.BASE_DIR)
APPS: list[str] = list(settings.LOCAL_APPS)
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DJANGO_OWN = {"admin", "django"}  # folders of templates that replace Django's, and the admin's namespace


def floor(app: str) -> int:
    """0 is the highest."""
    return APPS.index(app)


def contract(contract_id: str) -> dict[str, list[str]]:
    return next(one for one in PYPROJECT["tool"]["importlinter"]["contracts"] if one["id"] == contract_id)


def app_of(path: Path) -> str:
    """The app a Python file belongs to."""
    return path.relative_to(ROOT).parts[0]


def app_files(*patterns: str) -> list[Path]:
    """The apps' own Python files, migrations left out; ``patterns`` (default all) are relative to an app."""
    found = {path for app in APPS for pattern in patterns or ["**/*.py"] for path in (ROOT / app).glob(pattern)}
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), filename=str(path))


def strings(path: Path) -> Iterator[ast.Constant]:
    """Every string constant of a Python file, docstrings too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node


def without_comments(template: str) -> str:
    template = re.sub(r"\{%\s*comment.*?endcomment\s*%\}", "", template, flags=re.DOTALL)
    return re.sub(r"\{#.*?#\}|<!--.*?-->", "", template, flags=re.DOTALL)


@cache
def namespaces() -> dict[str, str]:
    """URL namespace → the app whose ``urls`` define it, of ours only."""
    found: dict[str, str] = {}
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.namespace and hasattr(resolver.urlconf_name, "__name__"):
            found[resolver.namespace] = resolver.urlconf_name.__name__.split(".")[0]
    return found
