"""``manage.py ledger``."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from accounts.models import AuditEvent
from members.models import Term
from tests.cast import Cast


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("ledger", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_members_with_full_numbers_and_an_audit_row(cast: Cast, tmp_path: Path):
    out = tmp_path / "委员.xlsx"
    assert "3 行" in run("members", "--out", out)
    texts = {str(cell.value) for row in load_workbook(out).worksheets[0] for cell in row}
    assert {"韩梅", "13900000001", "13900000002"} <= texts
    event = AuditEvent.objects.get(action=AuditEvent.Action.EXPORTED)
    assert (event.via, event.detail, event.actor) == ("命令行", {"count": 3}, "")
    assert list(tmp_path.iterdir()) == [out]


def test_file_that_stands_is_replaced(cast: Cast, tmp_path: Path):
    out = tmp_path / "委员.xlsx"
    out.write_text("旧")
    run("members", "--out", out)
    assert out.read_bytes().startswith(b"PK")


def test_term_is_the_newest_unless_named(cast: Cast, tmp_path: Path):
    Term.objects.create(number=11)
    assert "0 行" in run("members", "--out", tmp_path / "a.xlsx")
    assert "3 行" in run("members", "--out", tmp_path / "a.xlsx", "--term", "10")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["members", "--term", "9"], "还没有这一届"),
        (["members", "--term", "十"], "看不懂届数"),
        (["nobody"], "没有“nobody”这种台账,现有:members"),
    ],
)
def test_wrong_arguments_say_so(cast: Cast, tmp_path: Path, arguments: list[str], words: str):
    with pytest.raises(CommandError, match=words):
        run(*arguments, "--out", tmp_path / "a.xlsx")


@pytest.mark.django_db
def test_no_term_says_what_to_do_first(tmp_path: Path):
    with pytest.raises(CommandError, match="请先导入委员名册"):
        run("members", "--out", tmp_path / "a.xlsx")


def test_place_that_cannot_be_written_leaves_no_file_and_no_audit_row(cast: Cast, tmp_path: Path):
    with pytest.raises(CommandError, match="写不进"):
        run("members", "--out", tmp_path / "没有" / "a.xlsx")
    with pytest.raises(CommandError, match="是目录"):
        run("members", "--out", tmp_path)
    assert not AuditEvent.objects.filter(action=AuditEvent.Action.EXPORTED).exists()


def test_failure_half_way_leaves_the_old_file(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    out = tmp_path / "委员.xlsx"
    out.write_text("旧")

    def full(self: Path, target: Path) -> Path:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CommandError, match="写不进"):
        run("members", "--out", out)
    assert list(tmp_path.iterdir()) == [out]
    assert out.read_text() == "旧"
    assert not AuditEvent.objects.filter(action=AuditEvent.Action.EXPORTED).exists()
