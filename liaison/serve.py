"""gunicorn's configuration of ``make run``: the embedded engine starts with the web server and ends with it.

The engine starts only once the address is bound, in a session of its own: Ctrl+C reaches the server alone, which then
stops the engine. Should the server be killed, the engine sees that its parent is gone.
"""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
PATIENCE = 30  # seconds that a running job has to end; what is broken off is taken up again

engines: list[subprocess.Popen[bytes]] = []


def when_ready(server: Any) -> None:
    # A closed terminal ends the server, as Ctrl+C does; gunicorn of itself would read its configuration again.
    signal.signal(signal.SIGHUP, lambda number, frame: server.signal(signal.SIGTERM, frame))
    command = [sys.executable, MANAGE, "work", "--beside", str(server.pid)]
    engines.append(subprocess.Popen(command, start_new_session=True))  # noqa: S603  (a fixed command)


def on_exit(server: Any) -> None:
    for engine in engines:
        engine.terminate()
        try:
            engine.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            engine.kill()
