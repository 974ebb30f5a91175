"""A copy of the program without this machine's own ``.env`` and ``var/``, and processes in it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.repository import ROOT


def copy_of_the_tree(target: Path) -> Path:
    for folder in (*settings.LOCAL_APPS, "templates", "static"):
        shutil.copytree(
            ROOT / folder, target / folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
        )
    for file in ("manage.py", "pyproject.toml"):
        shutil.copy(ROOT / file, target)
    return target


def run_in(copy: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
    """Python with exactly these variables set."""
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8", **variables}
    return subprocess.run([sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True)
