"""One worker in a process of its own: ``python -m tests.reliability.sweeper FOLDER NAME NOW BATCH``.

Says in FOLDER that it is ready, waits for all to go, sweeps, and leaves there how many deadlines it told of.
"""

import datetime as dt
import os
import sys
import time
from pathlib import Path


def main(folder: Path, name: str, now: dt.datetime, batch: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection

    from deadlines.services import sweep

    connection.ensure_connection()
    (folder / f"{name}.ready").touch()
    while not (folder / "go").exists():
        time.sleep(0.001)
    (folder / f"{name}.told").write_text(str(sweep(now=now, batch=batch).told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], dt.datetime.fromisoformat(sys.argv[3]), int(sys.argv[4]))
