"""Files that commands write."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


class CannotWrite(OSError):
    """The file cannot be written; the message is Chinese and says what to look at."""


@contextmanager
def written_whole(path: Path, *, mode: int = 0o666) -> Iterator[IO[bytes]]:
    """A binary file that stands under ``path`` when the block ends without an error, and not before.

    It is written beside and renamed: whoever opens the file finds it whole, and a failure leaves the old one. ``mode``
    less the umask is what it may be opened for, from its first byte. Raises CannotWrite.
    """
    if path.is_dir():
        raise CannotWrite(f"{path} 是目录,请给出文件名,如 {path / '表.xlsx'}。")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(draft, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            yield file
        draft.replace(path)
    except OSError as error:
        raise CannotWrite(f"写不进 {path}。请检查目录是否存在、有没有写入权限、磁盘是否已满。") from error
    finally:
        with suppress(OSError):
            draft.unlink()
