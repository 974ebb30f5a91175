"""Jobs that leave a trace outside the database: a line in a file of the folder that ``JOBS_FOLDER`` names."""

import datetime as dt
import os
import time
from pathlib import Path

from liaison.slots import Every, Job

HOUR = dt.timedelta(hours=1)
CENTURY = 100 * 365 * 24 * 3600  # seconds: one slot, whenever a test runs

SCHEDULE = {
    "tick": Job("tick", "每秒一步", "tests.reliability.jobs.tick", Every(1), HOUR),
    "slow": Job("slow", "很久才做完", "tests.reliability.jobs.slow", Every(CENTURY), HOUR),
}


def tick(*, now: dt.datetime) -> str:
    _write("tick", f"{int(now.timestamp())}")
    return "走了一步"


def slow(*, now: dt.datetime) -> str:
    """Runs until there is a file ``go``."""
    _write("slow", "began")
    while not (_folder() / "go").exists():
        time.sleep(0.1)
    _write("slow", "ended")
    return "做完了"


def _folder() -> Path:
    return Path(os.environ["JOBS_FOLDER"])


def _write(name: str, line: str) -> None:
    with (_folder() / name).open("a") as file:
        file.write(f"{line}\n")
