"""What the settings ask of the environment, each case in a process and a copy of the tree of its own."""

import stat
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.copies import copy_of_the_tree, run_in

PRODUCTION = {
    "LIAISON_ENV": "production",
    "SECRET_KEY": "made up for this test, sixty characters and more of it: 7q#r2!x0",
    "ALLOWED_HOSTS": "liaison.example",
    "DATABASE_URL": "postgres://liaison:secret@127.0.0.1/liaison",
}

Run = Callable[..., subprocess.CompletedProcess]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_the_tree(tmp_path_factory.mktemp("copy"))


@pytest.fixture
def run(copy: Path) -> Run:
    return partial(run_in, copy)


@pytest.fixture
def shown(run: Run) -> Callable[..., str]:
    """What an expression over the settings ``s`` prints."""

    def show(expression: str, **variables: str) -> str:
        code = f"from liaison import settings as s; print(({expression}))"
        done = run("-c", code, **variables)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return show


def test_no_variable_means_embedded_on_sqlite(run: Run, shown: Callable[..., str], copy: Path) -> None:
    said = shown("s.PRODUCTION, s.DEBUG, s.DATABASES['default']['ENGINE'], str(s.DATABASES['default']['NAME'])")
    assert said == f"(False, False, 'django.db.backends.sqlite3', '{copy / 'var' / 'liaison.sqlite3'}')"
    done = run("manage.py", "check", "--database", "default")
    assert done.returncode == 0, done.stderr


def test_embedded_key_is_made_once_and_readable_by_its_owner_only(shown: Callable[..., str], copy: Path) -> None:
    first, second = shown("s.SECRET_KEY"), shown("s.SECRET_KEY")
    assert first == second
    assert len(first) > 50
    assert stat.S_IMODE((copy / "var" / "secret_key").stat().st_mode) == 0o600


LONG = "one key of thirty-two characters or more"


def test_embedded_field_key_is_made_once_and_is_not_the_secret_key(shown: Callable[..., str], copy: Path) -> None:
    first, second = shown("s.FIELD_KEYS"), shown("s.FIELD_KEYS")
    assert first == second
    assert shown("s.SECRET_KEY in s.FIELD_KEYS") == "False"
    assert stat.S_IMODE((copy / "var" / "field_key").stat().st_mode) == 0o600


def test_field_keys_given_come_first_and_our_own_still_reads(shown: Callable[..., str]) -> None:
    own = shown("s.FIELD_KEYS[0]")
    assert shown("s.FIELD_KEYS", FIELD_KEYS=f"{LONG} 2, {LONG} 1,") == f"['{LONG} 2', '{LONG} 1', '{own}']"


def test_production_makes_no_key_of_its_own_machine(shown: Callable[..., str]) -> None:
    assert shown("s.FIELD_KEYS == [s.SECRET_KEY]", **PRODUCTION) == "True"
    assert shown("s.FIELD_KEYS == ['" + LONG + "', s.SECRET_KEY]", FIELD_KEYS=LONG, **PRODUCTION) == "True"


def test_production_says_when_the_fields_hang_on_the_secret_key(run: Run) -> None:
    assert "common.I001" in run("manage.py", "check", **PRODUCTION).stderr
    assert "common.I001" not in run("manage.py", "check", FIELD_KEYS=LONG, **PRODUCTION).stderr


def test_field_key_that_can_be_guessed_is_refused(run: Run) -> None:
    done = run("manage.py", "check", FIELD_KEYS=f"{LONG},short")
    assert done.returncode != 0
    assert "FIELD_KEYS" in done.stderr


def test_database_url_alone_demands_nothing(shown: Callable[..., str]) -> None:
    engine = "s.PRODUCTION, s.DATABASES['default']['ENGINE']"
    said = shown(engine, DATABASE_URL="postgres://liaison:secret@127.0.0.1/liaison")
    assert said == "(False, 'django.db.backends.postgresql')"


def test_production_alone_is_refused_and_every_missing_variable_named(run: Run) -> None:
    done = run("manage.py", "check", LIAISON_ENV="production")
    assert done.returncode != 0
    assert all(name in done.stderr for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"))


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_production_without_one_variable_names_that_one(run: Run, missing: str) -> None:
    done = run("manage.py", "check", **{**PRODUCTION, missing: ""})
    assert done.returncode != 0
    named = [name for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL") if f"\n  {name} " in done.stderr]
    assert named == [missing]


def test_production_with_all_variables_passes_the_deployment_check(run: Run) -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_production_is_never_in_debug(shown: Callable[..., str]) -> None:
    assert shown("s.DEBUG", LIAISON_DEBUG="true") == "True"
    assert shown("s.DEBUG", LIAISON_DEBUG="true", **PRODUCTION) == "False"


def test_variables_of_the_environment_win_over_the_file(shown: Callable[..., str], copy: Path) -> None:
    (copy / ".env").write_text("ALLOWED_HOSTS=from.file\nLIAISON_LOG_LEVEL=INFO\n", encoding="utf-8")
    said = shown("s.ALLOWED_HOSTS, s.LOGGING['root']['level']", ALLOWED_HOSTS="from.environment")
    (copy / ".env").unlink()
    assert said == "(['from.environment'], 'INFO')"


@pytest.mark.parametrize("hours", ["8", "20-8", "8-25", "早上", "8-8"])
def test_hours_that_leave_none_are_refused_in_words(run: Run, hours: str) -> None:
    done = run("manage.py", "check", LIAISON_NOTICE_HOURS=hours)
    assert done.returncode != 0
    assert "LIAISON_NOTICE_HOURS" in done.stderr


def test_links_begin_with_the_first_host_unless_an_address_is_named(shown: Callable[..., str]) -> None:
    assert shown("s.SITE_URL") == "http://127.0.0.1:8000"
    assert shown("s.SITE_URL", **PRODUCTION) == "https://liaison.example"
    assert shown("s.SITE_URL", LIAISON_SITE_URL="https://zx.example/", **PRODUCTION) == "https://zx.example"


def test_mailbox_is_read_from_one_address(shown: Callable[..., str]) -> None:
    said = shown(
        "s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_SSL, s.EMAIL_HOST_PASSWORD, s.DEFAULT_FROM_EMAIL",
        LIAISON_MAIL_URL="smtp+ssl://zx%40example.cn:p%40ss@smtp.example.cn:465",
    )
    assert said == "('smtp.example.cn', 465, True, 'p@ss', 'zx@example.cn')"


def test_mailbox_without_a_sender_is_refused_in_words(run: Run, shown: Callable[..., str]) -> None:
    done = run("manage.py", "check", LIAISON_MAIL_URL="smtp://10.1.2.3:25")
    assert done.returncode != 0
    assert "LIAISON_MAIL_FROM" in done.stderr
    said = shown("s.DEFAULT_FROM_EMAIL", LIAISON_MAIL_URL="smtp://10.1.2.3:25", LIAISON_MAIL_FROM="zx@example.cn")
    assert said == "zx@example.cn"
