"""Real processes over the database of the test: started, waited for, and ended with it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from tests.repository import ROOT

PATIENCE = 120  # seconds; a loaded machine is slow, not wrong
BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def database_url() -> str:
    """The test's own database, as another process reaches it."""
    held = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{held['NAME']}"
    account = quote(held["USER"] or "", safe="") + (f":{quote(held['PASSWORD'], safe='')}" if held["PASSWORD"] else "")
    return f"postgres://{account}@{held['HOST']}:{held['PORT'] or 5432}/{held['NAME']}"


class Processes:
    """What a test started. Each leads a session of its own, so that it is killed with all its children."""

    def __init__(self, folder: Path, *, jobs: str = "tick") -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.reliability.settings",
            "DATABASE_URL": database_url(),
            "JOBS_FOLDER": str(folder),
            "JOBS": jobs,
            "LIAISON_LOG_LEVEL": "INFO",
            "REDIS_URL": "",
        }
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str | Path, **variables: str) -> subprocess.Popen[bytes]:
        environment = {**self.environment, **variables}
        with (self.folder / f"{len(self.started)}-{Path(command[0]).name}.log").open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def work(self) -> subprocess.Popen[bytes]:
        return self.start(sys.executable, "manage.py", "work")

    def worker(self, redis: str) -> subprocess.Popen[bytes]:
        name = f"worker{len(self.started)}@%h"
        return self.start(BIN / "celery", "-A", "liaison", "worker", "-c", "2", "-n", name, REDIS_URL=redis)

    def beat(self, redis: str) -> subprocess.Popen[bytes]:
        return self.start(BIN / "celery", "-A", "liaison", "beat", "--pidfile=", REDIS_URL=redis)

    def web(self, port: int, *options: str) -> subprocess.Popen[bytes]:
        server = ["liaison.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4"]
        return self.start(BIN / "gunicorn", *server, "--no-control-socket", *options)

    def redis(self, port: int) -> subprocess.Popen[bytes]:
        """A server that keeps nothing when it stops; answers when this returns."""
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        server = self.start("redis-server", *options, "--dir", str(self.folder))
        self.wait(lambda: listens(port), "Redis does not answer")
        return server

    def stop(self, *processes: subprocess.Popen[bytes]) -> None:
        """Ask them to end, and wait until they have."""
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(PATIENCE)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """As when the power goes: the process and all its children, at once."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)

    def end(self) -> None:
        for process in reversed(self.started):
            if process.poll() is None:
                self.kill(process)

    def lines(self, name: str) -> list[str]:
        """What a job wrote."""
        file = self.folder / name
        return file.read_text().splitlines() if file.exists() else []

    def wait(self, happened: Callable[[], object], otherwise: str) -> None:
        """Return as soon as it happened; fail with everything that the processes said when it does not."""
        until = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < until, f"{otherwise}\n{self.said()}"
            time.sleep(0.1)

    def said(self) -> str:
        return "\n".join(f"== {log.name}\n{log.read_text()[-4000:]}" for log in sorted(self.folder.glob("*.log")))


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
