"""What the tests of backup and restore share: what an office holds, archives taken apart and put together again."""

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from accounts.models import User
from liaison.backup.tables import Digest, applied_migrations, tables_at
from studios.models import Purpose, VisitLog
from studios.services import MatterEntry, VisitEntry, file
from tests.cast import NOW, Cast
from tests.repository import ROOT

# Made by ``manage.py backup`` in version 0.1.0 from the cast and what ``fill`` adds. It is never made anew: it stands
# for the archives that lie in offices, and every later version must restore it.
OLD = ROOT / "tests" / "data" / "office-0.1.0.tar"

Members = dict[str, bytes]


def fill(cast: Cast) -> None:
    """Rows with every kind of value that the cast alone lacks, and a stored file."""
    entry = VisitEntry(
        occurred_on=NOW.date(),
        way=VisitLog.Way.VISIT,
        place="东关村\n“一组”",
        studio=cast.town,
        headcount=3,
        summary="路灯不亮",
        purposes=(Purpose.objects.get(code="listen"),),
        matters=(MatterEntry("路灯"),),
    )
    file(entry=entry, by=cast.member, now=NOW, member=cast.person(cast.member))
    store("2026/03/a1.txt", "一张照片".encode())


def store(name: str, content: bytes) -> Path:
    path = Path(settings.FILES_DIR) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def contents() -> dict[str, Digest]:
    """What every table holds."""
    return {table.label: table.digest() for table in tables_at(applied_migrations())}


def stored() -> dict[str, bytes]:
    folder = Path(settings.FILES_DIR)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def manifest_of(path: Path) -> dict:
    with tarfile.open(path) as tar:
        return json.loads(tar.extractfile("manifest.json").read())


def lines_of(path: Path, label: str) -> list[list]:
    with tarfile.open(path) as tar:
        packed = tar.extractfile(f"tables/{label}.jsonl.gz").read()
    return [json.loads(line) for line in gzip.decompress(packed).splitlines()]


def rebuilt(source: Path, target: Path, change: Callable[[Members], object]) -> Path:
    """The archive again with other members."""
    with tarfile.open(source) as tar:
        members = {info.name: tar.extractfile(info).read() for info in tar}
    change(members)
    with tarfile.open(target, "w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return target


def in_manifest(change: Callable[[dict], object]) -> Callable[[Members], None]:
    def apply(members: Members) -> None:
        said = json.loads(members["manifest.json"])
        change(said)
        members["manifest.json"] = json.dumps(said).encode()

    return apply


def in_table(label: str, change: Callable[[list[list]], object]) -> Callable[[Members], None]:
    """Other rows, with a manifest that agrees."""

    def apply(members: Members) -> None:
        name = f"tables/{label}.jsonl.gz"
        rows = [json.loads(line) for line in gzip.decompress(members[name]).splitlines()]
        change(rows)
        text = b"".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for row in rows)
        members[name] = gzip.compress(text)
        sums = {"rows": len(rows), "sha256": hashlib.sha256(text).hexdigest()}

        def agree(said: dict) -> None:
            next(part for part in said["tables"] if part["label"] == label).update(sums)

        in_manifest(agree)(members)

    return apply


def user_names() -> set[str]:
    return set(User.objects.values_list("username", flat=True))
