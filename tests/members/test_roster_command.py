"""``manage.py import_roster``."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from members.models import Seat, Term
from tests.common.workbooks import xlsx
from tests.members.rosters import HEADER, everything, person

pytestmark = pytest.mark.django_db

ROSTER = [HEADER, person("韩梅", "13900000001"), person("李强", "1390000002"), person("韩梅", "13900000001")]


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(xlsx(ROSTER))
    return path


def run(*arguments: object, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_roster", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_errors_refuse_the_file_and_are_listed(roster: Path, capsys: pytest.CaptureFixture[str]):
    report = roster.parent / "report.json"
    before = everything()
    with pytest.raises(CommandError, match="有1行要改,一行也没有导入") as refused:
        call_command("import_roster", str(roster), "--term", "10", "--report", str(report))
    assert refused.value.returncode == 1
    assert "第3行 手机号码:手机号码应为11位,这里是10位" in capsys.readouterr().out
    assert everything() == before
    said = json.loads(report.read_text(encoding="utf-8"))
    assert (said["saved"], said["created"], [error["row"] for error in said["errors"]]) == (False, 0, [3])


def test_skip_errors_imports_the_rest(roster: Path):
    out = run(roster, "--term", "10", "--skip-errors", "--report", roster.parent / "report.json")
    assert "新增1行,重复1行,有错1行" in out
    assert "第4行 姓名:与第2行是同一人" in out
    assert [seat.member.name for seat in Seat.objects.filter(term__number=10)] == ["韩梅"]
    said = json.loads((roster.parent / "report.json").read_text(encoding="utf-8"))
    assert set(said) == {
        "sheet", "saved", "created", "updated", "unchanged", "absent", "duplicates", "errors", "changes", "notes"
    }  # fmt: skip
    assert said["duplicates"][0]["row"] == 4
    assert set(said["errors"][0]) == {"row", "name", "column", "message"}


def test_dry_run_changes_nothing(roster: Path):
    before = everything()
    assert "试导名册“名册”,新增1行" in run(roster, "--term", "10", "--skip-errors", "--dry-run")
    assert everything() == before


def test_absent_members_are_counted(roster: Path):
    run(roster, "--term", "10", "--skip-errors")
    roster.write_bytes(xlsx([HEADER, person("王召", "13900000003")]))
    assert "本届委员中有1人不在这份名册里" in run(roster, "--term", "10")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"%PDF", "不是 Excel 工作簿"),
        (b"PK torn", "已损坏"),
        (xlsx([["案由", "提案者"]]), "没有找到委员名册"),
    ],
)
def test_unreadable_file_is_refused_and_reported(roster: Path, content: bytes, words: str):
    roster.write_bytes(content)
    report = roster.parent / "report.json"
    with pytest.raises(CommandError, match=words):
        run(roster, "--term", "10", "--report", report)
    (error,) = json.loads(report.read_text(encoding="utf-8"))["errors"]
    assert error["row"] == 0
    assert words in error["message"]
    assert not Term.objects.exists()


def test_missing_file_and_wrong_term_say_so(roster: Path, tmp_path: Path):
    with pytest.raises(CommandError, match="找不到文件"):
        run(tmp_path / "没有.xlsx", "--term", "10")
    with pytest.raises(CommandError, match="打不开文件"):
        run(tmp_path, "--term", "10")
    for term in ("十", "0", "100", "-1"):
        with pytest.raises(CommandError, match="看不懂届数"):
            run(roster, f"--term={term}")


def test_report_that_cannot_be_written_stops_before_the_import(roster: Path, tmp_path: Path):
    with pytest.raises(CommandError, match="写不进"):
        run(roster, "--term", "10", "--skip-errors", "--report", tmp_path / "没有" / "report.json")
    with pytest.raises(CommandError, match="写不进"):
        run(roster, "--term", "10", "--skip-errors", "--report", tmp_path)
    assert not Seat.objects.exists()


def test_csv_by_its_name(tmp_path: Path):
    path = tmp_path / "名册.csv"
    path.write_bytes("姓名,性别,界别,手机\n韩梅,女,教育界,13900000001\n".encode("gb18030"))
    assert "新增1行" in run(path, "--term", "10")
