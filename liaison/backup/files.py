"""The stored files, outside and inside an archive."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings

from liaison.backup.archive import Archive, FilePart


def stored_files() -> Iterator[tuple[str, Path]]:
    """Name and place of every stored file. A file in the making has a dot before its name and is left out."""
    folder = Path(settings.FILES_DIR)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path.relative_to(folder).as_posix(), path


class Placing:
    """Stored files put in place before the database is committed, taken back if it is not.

    Inside the block a file that differs is kept beside; after it, those are dropped. No other file is removed: what no
    row names is not this module's to judge.
    """

    def __init__(self) -> None:
        self.folder = Path(settings.FILES_DIR)
        self.kept: list[Path] = []
        self.undo = ExitStack()

    def __enter__(self) -> "Placing":
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is not None:
            self.undo.close()
        for path in self.kept:
            path.unlink(missing_ok=True)

    def place(self, archive: Archive, part: FilePart) -> None:
        target = self.folder / part.path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.restoring")
        self.undo.callback(draft.unlink, missing_ok=True)
        with open(draft, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.writelines(archive.chunks(part))
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            before = target.with_name(f".{target.name}.before")
            target.replace(before)
            self.undo.callback(before.replace, target)
            self.kept.append(before)
        else:
            self.undo.callback(target.unlink, missing_ok=True)
        draft.replace(target)
