"""Files kept for those who link them, and the sweeping up of what nobody links."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts import files
from accounts.models import StoredFile, User
from accounts.queries import not_pointed_at
from common.uploads import CleanFile

KEPT = dt.timedelta(days=1)


def store_file(*, file: CleanFile, by: User | None, now: dt.datetime) -> StoredFile:
    """Keep a file that ``common.uploads.clean_file`` let pass; link it in the same transaction.

    The file is on the disk before the row is written: when the caller's transaction is rolled back, a file without a
    row is left, which the sweep removes. ``by`` is null for the clock. Raises OSError when the disk is full.
    """
    return StoredFile.objects.create(
        path=files.write(file),
        name=file.name,
        kind=file.kind,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        by=by,
        at=now,
    )


@dataclass(frozen=True)
class Sweep:
    """``strays`` files had no row, ``unlinked`` rows no owner; ``lost`` are keys of rows whose file is missing.

    ``held`` files were left alone because there is no row at all: the folder belongs to another database, more likely
    than not.
    """

    strays: int
    unlinked: int
    lost: list[int]
    held: int = 0

    def told(self) -> str:
        """In words for the list of jobs; nothing when all was in order."""
        said = [
            f"清理没有登记的文件{self.strays}个" if self.strays else "",
            f"清理没有用到的文件{self.unlinked}个" if self.unlinked else "",
            f"有{len(self.lost)}个文件在磁盘上找不到,编号 {'、'.join(map(str, self.lost[:10]))}" if self.lost else "",
            f"数据库里没有任何文件,目录里却有{self.held}个,没有清理,请核对 LIAISON_FILES_DIR" if self.held else "",
        ]
        return ";".join(filter(None, said))


def sweep_stored_files(*, now: dt.datetime) -> Sweep:
    """Remove files without a row and rows without an owner, both older than a day; find rows without their file.

    Each row goes in a transaction of its own, its file after the commit.
    """
    found = dict(files.standing())  # before the rows: what is stored from here on is in neither list
    rows = dict(StoredFile.objects.values_list("path", "pk"))
    strays = [path for path, at in found.items() if path not in rows and at < now - KEPT]
    if not rows:
        return Sweep(0, 0, [], held=len(strays))
    for path in strays:
        files.remove(path)
    lost = sorted(pk for path, pk in rows.items() if path not in found)
    unlinked = not_pointed_at(StoredFile.objects.filter(at__lt=now - KEPT)).order_by("pk")
    return Sweep(len(strays), sum(_removed(file) for file in list(unlinked)), lost)


def _removed(file: StoredFile) -> bool:
    """Whether the row could go; one that was linked just now stays."""
    path = file.path
    try:
        with transaction.atomic():
            file.delete()
            transaction.on_commit(lambda: files.remove(path))
    except (ProtectedError, IntegrityError):
        return False
    return True
