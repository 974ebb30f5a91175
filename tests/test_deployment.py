"""What puts the system on a server, checked without an engine: the image, the services, the units, the proxy."""

import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from common.excel.reading import MAX_BYTES
from liaison import settings as project
from tests.copies import copy_of_the_tree, run_in
from tests.repository import ROOT, text

DOCKERFILE = text(ROOT / "Dockerfile")
COMPOSE = text(ROOT / "docker-compose.yml")
SERVICES = yaml.safe_load(COMPOSE)["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
NGINX = text(ROOT / "deploy" / "nginx" / "liaison.conf")
OPERATIONS = ROOT / "docs" / "operations.md"
BIN = Path(sys.executable).parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ANALYZE = shutil.which("systemd-analyze")
PINNED = re.compile(r"[a-z]+:\d+(\.\d+)?(-slim)?-bookworm")  # no host before the name, no tag that moves


def instructions() -> list[str]:
    """Of the Dockerfile, with continued lines joined."""
    joined = re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE).replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip()]


def of_kind(kind: str) -> list[str]:
    return [line.removeprefix(kind).strip() for line in instructions() if line.startswith(f"{kind} ")]


def unit(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^(\w+)=(.*)$", text(path), re.MULTILINE))


# Commands, wherever they are written


def image_command() -> list[str]:
    return json.loads(of_kind("CMD")[-1])


def commands() -> list[list[str]]:
    """Every command line that a container or a unit runs."""
    composed = [service.get("command") or image_command() for service in OURS.values()]
    return [
        *composed,
        *(shlex.split(unit(path)["ExecStart"].removeprefix("/opt/liaison/.venv/bin/")) for path in UNITS),
    ]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_command_names_what_exists(command: list[str]) -> None:
    program, *arguments = command
    assert (BIN / program).exists()
    if program == "python":
        assert (ROOT / arguments[0]).exists()
        assert arguments[1] in get_commands()
    elif program == "celery":
        celery = importlib.import_module(f"celery.bin.{arguments[2]}")
        known = {name for option in getattr(celery, arguments[2]).params for name in option.opts}
        assert arguments[:2] == ["--app", "liaison"]
        assert importlib.util.find_spec("liaison.celery")
        assert {argument for argument in arguments[2:] if argument.startswith("--")} <= known
    else:
        done = subprocess.run([BIN / program, *arguments, "--check-config"], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


# The image


def test_image_stands_on_a_pinned_python_that_the_requirements_are_made_for() -> None:
    (base,) = of_kind("FROM")
    assert PINNED.fullmatch(base)
    compiled_for = re.search(r"--python-version (\S+)", text(ROOT / "Makefile"))[1]
    assert base.startswith(f"python:{compiled_for}-")


def test_image_installs_hashed_requirements_before_the_code() -> None:
    lines = instructions()
    install = next(index for index, line in enumerate(lines) if "pip install" in line)
    assert "--require-hashes -r requirements.txt" in lines[install]
    assert install < lines.index("COPY . .")


def test_image_copies_what_exists() -> None:
    sources = [source for line in of_kind("COPY") for source in line.split()[:-1]]
    assert sources
    assert not [source for source in sources if not (ROOT / source).exists()]


def test_image_runs_as_nobody_of_importance_and_is_probed() -> None:
    lines = instructions()
    user = lines.index("USER liaison")
    assert not [line for line in lines[user:] if line.startswith("RUN ")]
    assert any("useradd --uid 10001" in line and line.endswith("liaison") for line in lines[:user])
    probe = re.search(r"CMD (\[.*\])", of_kind("HEALTHCHECK")[0])[1]
    assert (ROOT / json.loads(probe)[1]).exists()


def test_image_is_given_no_secret() -> None:
    assert {line.split("=")[0] for line in of_kind("ARG")} == {"PIP_INDEX_URL"}
    assert not re.search(r"SECRET|PASSWORD|KEY", " ".join(of_kind("ENV")))


def test_image_leaves_out_secrets_data_and_history() -> None:
    ignored = text(ROOT / ".dockerignore").splitlines()
    assert {".env", "var", ".git", ".venv"} <= set(ignored)
    assert not [line for line in ignored if line.startswith("!")]
    unversioned = [line.rstrip("/") for line in text(ROOT / ".gitignore").splitlines()]
    assert not [name for name in unversioned if name not in ignored and f"**/{name}" not in ignored]
    assert not {*settings.LOCAL_APPS, "templates", "static", "deploy", "manage.py", "pyproject.toml"} & set(ignored)


def test_static_files_are_collected_at_build_without_a_key_being_made(tmp_path: Path) -> None:
    (line,) = [line for line in of_kind("RUN") if "collectstatic" in line]
    step = shlex.split(line.split("&&")[0])
    variables = dict(word.split("=", 1) for word in step if re.match(r"[A-Z_]+=", word))
    copy = copy_of_the_tree(tmp_path)
    done = run_in(copy, *step[step.index("manage.py") :], **variables)
    assert done.returncode == 0, done.stderr
    assert (copy / "staticfiles" / "staticfiles.json").exists()
    assert not [path for path in (copy / "var").rglob("*") if path.is_file()]


# The services


def test_services_are_those_that_an_office_needs() -> None:
    assert set(SERVICES) == {"db", "redis", "migrate", "web", "worker", "beat"}
    assert set(OURS) == {"migrate", "web", "worker", "beat"}


def test_one_image_serves_all_of_ours() -> None:
    assert {service["image"] for service in OURS.values()} == {"liaison:local"}


def test_images_of_others_are_pinned_and_name_no_host() -> None:
    assert not [name for name in set(SERVICES) - set(OURS) if not PINNED.fullmatch(SERVICES[name]["image"])]


def test_everything_waits_for_the_migration_and_that_for_the_database() -> None:
    assert SERVICES["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    for name in ("web", "worker", "beat"):
        assert OURS[name]["depends_on"] == {
            "db": {"condition": "service_healthy"},
            "redis": {"condition": "service_healthy"},
            "migrate": {"condition": "service_completed_successfully"},
        }


def test_services_come_up_again_and_the_migration_runs_once() -> None:
    assert SERVICES["migrate"]["restart"] == "no"
    assert {service["restart"] for name, service in SERVICES.items() if name != "migrate"} == {"unless-stopped"}


def test_services_are_probed_where_a_probe_says_something() -> None:
    probed = {name for name, service in SERVICES.items() if "test" in service.get("healthcheck", {})}
    assert probed == {"db", "redis", "worker"}
    assert "healthcheck" not in SERVICES["web"]  # the image's own
    assert all(SERVICES[name]["healthcheck"] == {"disable": True} for name in ("migrate", "beat"))


def test_data_lies_in_named_volumes_where_the_settings_look() -> None:
    volumes = yaml.safe_load(COMPOSE)["volumes"]
    mounted = {mount.split(":")[0]: mount.split(":")[1] for service in OURS.values() for mount in service["volumes"]}
    assert set(volumes) == {"database", *mounted}
    inside = {str(Path("/app") / folder.relative_to(ROOT)) for folder in (project.FILES_DIR, project.BACKUP_DIR)}
    assert set(mounted.values()) == inside
    assert all(f"var/{name}" in DOCKERFILE for name in mounted)  # so that the volume begins as the user's own


def test_site_is_open_to_this_machine_only_unless_the_office_says_otherwise() -> None:
    assert SERVICES["web"]["ports"] == ["${LIAISON_BIND:-127.0.0.1:8000}:8000"]
    assert not [name for name, service in SERVICES.items() if "ports" in service and name != "web"]


def test_processes_of_ours_can_do_no_more_than_their_work() -> None:
    for service in OURS.values():
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_secrets_come_from_the_environment_or_are_asked_for_in_chinese() -> None:
    required = dict(re.findall(r"\$\{(\w+):\?([^}]*)\}", COMPOSE))
    assert set(required) == {"SECRET_KEY", "ALLOWED_HOSTS", "POSTGRES_PASSWORD"}
    assert all(CHINESE.search(words) and ".env" in words for words in required.values())
    given = {**SERVICES["db"]["environment"], **SERVICES["web"]["environment"]}
    secret = [value for name, value in given.items() if re.search(r"SECRET|PASSWORD|KEY|DATABASE_URL", name)]
    assert len(secret) == 3
    assert all("${" in value for value in secret)


def test_services_are_given_what_the_settings_read() -> None:
    example = set(re.findall(r"^# ([A-Z_]+)=", text(ROOT / ".env.example"), re.MULTILINE))
    assert set(OURS["web"]["environment"]) <= example
    assert all(service["env_file"] == ".env" for service in OURS.values())


# The units


def test_every_kind_of_process_has_a_unit() -> None:
    assert [path.stem for path in UNITS] == [f"liaison-{name}" for name in ("backup", "beat", "web", "work", "worker")]


@pytest.mark.skipif(not ANALYZE, reason="without systemd")
def test_units_are_understood_by_systemd(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "deploy" / "systemd", tmp_path / "units")
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for command in commands():
        (programs / command[0]).touch(0o755)
    units = [path for path in (tmp_path / "units").rglob("*") if path.is_file()]
    for path in units:
        path.write_text(text(path).replace("/opt/liaison", str(tmp_path)))
    checked = [path for path in units if path.suffix != ".conf"]
    environment = {**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path / 'units'}:"}
    done = subprocess.run([ANALYZE, "verify", *checked], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_units_share_an_account_and_what_it_cannot_reach() -> None:
    common = text(ROOT / "deploy" / "systemd" / "liaison-.service.d" / "common.conf")
    for line in ("User=liaison", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "UMask=0077"):
        assert f"\n{line}\n" in common
    (writable,) = re.findall(r"^ReadWritePaths=(.*)$", common, re.MULTILINE)
    assert Path(writable) == Path("/opt/liaison") / settings.VAR_DIR.relative_to(ROOT)


def test_units_start_with_the_target_and_come_up_again() -> None:
    for path in UNITS:
        if path.stem != "liaison-backup":  # its timer starts it
            assert (unit(path)["WantedBy"], unit(path)["Restart"]) == ("liaison.target", "always")


# The proxy and the probe


def test_proxy_passes_on_to_the_address_that_the_web_unit_binds() -> None:
    bound = re.search(r"--bind (\S+)", text(ROOT / "deploy" / "systemd" / "liaison-web.service"))[1]
    assert set(re.findall(r"proxy_pass http://(\S+);", NGINX)) == {bound}


def test_proxy_overwrites_what_visitors_could_forge_and_caches_nothing() -> None:
    for line in ("Host $host", "X-Forwarded-Proto $scheme", "X-Forwarded-For $remote_addr"):
        assert f"proxy_set_header {line};" in NGINX
    assert "proxy_cache off;" in NGINX
    assert "proxy_cache_" not in NGINX


def test_proxy_lets_through_whatever_the_program_takes() -> None:
    assert int(re.search(r"client_max_body_size (\d+)m;", NGINX)[1]) * 1024 * 1024 > MAX_BYTES


@pytest.fixture
def site() -> Iterator[HTTPServer]:
    """A server that answers 200 to a probe by the right name, 400 to any other."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            right = self.path == "/healthz" and self.headers["Host"] == "liaison.example"
            self.send_response(200 if right else 400)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("hosts", "code"),
    [("liaison.example", 0), (" liaison.example , 10.1.2.3", 0), (".liaison.example", 0), ("*", 1), ("other", 1)],
)
def test_probe_comes_by_the_name_of_the_site(site: HTTPServer, hosts: str, code: int) -> None:
    assert probe(site.server_port, hosts) == code


def test_probe_fails_where_nobody_answers(site: HTTPServer) -> None:
    site.shutdown()
    site.server_close()
    assert probe(site.server_port, "liaison.example") == 1


def probe(port: int, hosts: str) -> int:
    code = f"import healthy, sys; sys.exit(healthy.main({port}))"
    environment = {"PATH": os.environ["PATH"], "ALLOWED_HOSTS": hosts, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "deploy", env=environment, capture_output=True)
    return done.returncode


# The manual


def test_manual_names_what_exists() -> None:
    manual = text(OPERATIONS)
    named = set(re.findall(r"manage\.py ([a-z_]+)", manual))
    assert {"backup", "restore", "migrate"} <= named
    assert not named - set(get_commands())
    assert not [path for path in re.findall(r"\bdeploy/[\w./-]+\w", manual) if not (ROOT / path).exists()]
    addressed = re.findall(r"docker compose (?:exec|run|stop|restart|logs)(?: -\S+)* (\w+)", manual)
    assert addressed
    assert set(addressed) <= set(SERVICES)
