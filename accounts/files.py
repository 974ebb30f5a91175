"""Stored files on the disk: where they lie, and that each is there whole or not at all."""

import datetime as dt
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks

from common.uploads import CleanFile

PATH = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}\.[a-z]{3,4}")  # what lies there otherwise is not ours and stays untouched
_DRAFT = ".draft-"


def folder() -> Path:
    return Path(settings.FILES_DIR)


def write(file: CleanFile) -> str:
    """Keep a file under a new random path, which is returned; on the disk to the last byte before this ends.

    Readable by the program's own account only. Raises OSError.
    """
    token = secrets.token_hex(16)
    path = f"{token[:2]}/{token}.{file.kind}"
    target = folder() / path
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=_DRAFT, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(file.content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
    _sync(target.parent)
    return path


def _sync(directory: Path) -> None:
    """Make a rename last through a loss of power; some file systems have no such thing."""
    with suppress(OSError):
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove(path: str) -> None:
    with suppress(FileNotFoundError):
        (folder() / path).unlink()


def standing() -> Iterator[tuple[str, dt.datetime]]:
    """Path and time of every file that is ours, unfinished drafts included."""
    for file in folder().glob("[0-9a-f][0-9a-f]/*"):
        path = f"{file.parent.name}/{file.name}"
        if PATH.fullmatch(path) or file.name.startswith(_DRAFT):
            with suppress(FileNotFoundError):  # gone meanwhile
                yield path, dt.datetime.fromtimestamp(file.stat().st_mtime, tz=dt.UTC)


def folder_is_fit(**kwargs: Any) -> list[checks.CheckMessage]:
    """System check: the folder can be written to, and no web server serves it."""
    here = folder().resolve()
    served = [Path(settings.STATIC_ROOT), *map(Path, settings.STATICFILES_DIRS)]
    if any(here.is_relative_to(public.resolve()) for public in served):
        return [
            checks.Error(
                f"上传文件的目录 {here} 在对外公开的目录里。请把 LIAISON_FILES_DIR 改到别处。", id="accounts.E001"
            )
        ]
    existing = next(path for path in (here, *here.parents) if path.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        return [
            checks.Error(f"上传文件的目录 {here} 写不进去。请检查 LIAISON_FILES_DIR 和目录权限。", id="accounts.E002")
        ]
    return []
