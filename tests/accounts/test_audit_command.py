import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import AuditCheckpoint, AuditEvent, AuditHead, AuditSeal
from tests.accounts.trails import forced, sealed, torn_out, written
from tests.cast import NOW
from tests.repository import ROOT

pytestmark = pytest.mark.django_db

OLD = NOW.replace(year=2024)


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("audit", *arguments, stdout=out)
    return out.getvalue()


def test_whole_chain_is_said_to_be_whole():
    sealed(3)
    assert said("verify") == "核验到第3号,共3条:完整。\n"


def test_findings_name_their_numbers_and_end_in_an_error():
    event = sealed(4)[0]
    forced(AuditEvent, event.pk, subject="别的")
    torn_out(3)
    out = StringIO()
    with pytest.raises(CommandError, match="核验到第4号,共3条:发现2处问题") as raised:
        call_command("audit", "verify", stdout=out)
    assert raised.value.returncode == 1
    assert out.getvalue() == "第1号:内容与封存时不同\n第3号:缺失\n"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("tampered", "code"), [(False, 0), (True, 1)])
def test_exit_code_tells_a_script(tampered: bool, code: int):
    event = sealed(2)[0]
    AuditEvent.objects.exclude(pk__in=AuditSeal.objects.values("event"))._raw_delete("default")
    if tampered:
        forced(AuditEvent, event.pk, subject="别的")
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    done = subprocess.run(
        [sys.executable, "manage.py", "audit", "verify"],
        cwd=ROOT,
        env={"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stderr
    assert ("第1号:内容与封存时不同" in done.stdout) == tampered


def test_heads_noted_elsewhere_are_compared(tmp_path: Path):
    sealed(4)
    noted = tmp_path / "heads.txt"
    noted.write_text(said("head"), encoding="utf-8")
    assert noted.read_text(encoding="utf-8").split()[1:] == ["4", AuditHead.objects.get().hash]
    sealed(1)
    noted.write_text(noted.read_text(encoding="utf-8") + said("head"), encoding="utf-8")
    assert "完整" in said("verify", "--heads", str(noted))
    torn_out(5)
    last = AuditSeal.objects.get(number=4)
    AuditHead.objects.update(number=last.number, hash=last.hash)
    with pytest.raises(CommandError, match="发现"):
        said("verify", "--heads", str(noted))


@pytest.mark.parametrize(
    ("content", "message"), [(None, "打不开"), ("昨天\n", "有一行不是"), ("a b c\n", "有一行不是")]
)
def test_file_of_heads_that_cannot_be_read_is_named(tmp_path: Path, content: str | None, message: str):
    file = tmp_path / "heads.txt"
    if content:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=message):
        said("verify", "--heads", str(file))


def test_seal_seals_what_is_waiting():
    written(2)
    assert said("seal") == "封存2条。\n"
    assert AuditSeal.objects.count() == 2


def test_purge_takes_what_is_old():
    assert said("purge") == "没有到期的记录。\n"
    sealed(2, at=OLD)
    assert said("purge") == "清除2条。\n"
    assert AuditCheckpoint.objects.get().actor == "命令行"


def test_purge_of_what_was_changed_wants_a_reason():
    event = sealed(2, at=OLD)[0]
    forced(AuditEvent, event.pk, subject="别的")
    with pytest.raises(CommandError, match="没有清除"):
        said("purge")
    assert said("purge", "--anyway", "已查明") == "清除2条。\n"
    assert AuditCheckpoint.objects.get().reason == "已查明"


def test_command_without_an_act_is_refused():
    with pytest.raises(CommandError):
        said()
