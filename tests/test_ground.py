"""What a newcomer stands on: the variables, the commands, the documents."""

import ast
import re
import subprocess
from io import StringIO

import pytest
from django.core.management import call_command

from tests.repository import APPS, ROOT, text, tree

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def variables_read() -> set[str]:
    """First arguments of ``env(…)`` and ``env.bool(…)`` in the settings."""
    found = set()
    for node in ast.walk(tree(ROOT / "liaison" / "settings.py")):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.value if isinstance(node.func, ast.Attribute) else node.func
            if getattr(called, "id", "") == "env":
                found.add(node.args[0].value)
    return found


def test_example_names_every_variable_that_settings_and_compose_read() -> None:
    from liaison.environment import REQUIRED_IN_PRODUCTION

    example = re.findall(r"^# ([A-Z_]+)=", text(ROOT / ".env.example"), re.MULTILINE)
    composed = re.findall(r"\$\{(\w+)", text(ROOT / "docker-compose.yml"))
    assert sorted(example) == sorted({*variables_read(), *REQUIRED_IN_PRODUCTION, *composed})


def test_every_variable_is_explained_in_chinese() -> None:
    blocks = text(ROOT / ".env.example").strip().split("\n\n")[1:]
    assert not [block for block in blocks if not re.match(r"# .*[\u4e00-\u9fff]", block)]


def test_make_alone_lists_every_command_in_chinese() -> None:
    done = subprocess.run(["/usr/bin/make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    listed = dict(re.findall(r"^make (\w+)\s+(.+)$", done.stdout, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.*)$", text(ROOT / "Makefile"), re.MULTILINE)[1].split()
    assert list(listed) == phony
    assert all(re.search(r"[\u4e00-\u9fff]", words) for words in listed.values())


@pytest.mark.parametrize("script", sorted((ROOT / ".ci").iterdir()), ids=lambda path: path.name)
def test_shell_script_parses_and_stops_at_the_first_error(script: object) -> None:
    assert subprocess.run(["/bin/bash", "-n", script], check=False).returncode == 0
    assert "set -euo pipefail" in text(script)


@pytest.mark.django_db
def test_migrations_say_all_that_the_models_say() -> None:
    said = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said)
    assert "No changes" in said.getvalue()


def test_architecture_names_every_app() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", text(ROOT / "docs" / "architecture.md"), re.MULTILINE)
    assert rows[: len(APPS)] == APPS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document: object) -> None:
    targets = re.findall(r"\]\((?!\w+://|#)([^)#]+)[^)]*\)", text(document))
    assert not [target for target in targets if not (document.parent / target).exists()]


@pytest.mark.parametrize("record", sorted((ROOT / "docs" / "adr").glob("*.md")), ids=lambda path: path.name)
def test_decision_record_is_short(record: object) -> None:
    assert len(text(record).splitlines()) <= 25
    assert re.match(r"# \d{4} ", text(record))
    assert text(record)[2:6] == record.name[:4]


def test_changelog_has_a_place_for_what_comes_next() -> None:
    assert "\n## 未发布" in text(ROOT / "CHANGELOG.md")
