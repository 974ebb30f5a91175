"""The archive: one tar file with the tables as lines of JSON, the stored files, and at its end a manifest of both.

The manifest is written last and read first: a file that was cut off has none. Whatever is in a file is taken for
hostile until its names, kinds, sizes and hashes are those that its manifest states.
"""

import datetime as dt
import gzip
import hashlib
import io
import json
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, TypeVar, get_type_hints

from liaison.backup.errors import Refused
from liaison.backup.tables import Digest, Migration, Table

KIND = "liaison-backup"
FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20
MAX_MANIFEST = 1 << 26
MAX_LINE = 1 << 26  # an uploaded workbook, the longest value there is, has 2 MB
T = TypeVar("T")
DAMAGED = "{0} 不完整或已损坏({1}),不能用。请换一份备份。"


@dataclass(frozen=True)
class TablePart:
    label: str
    columns: list[str]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        return f"tables/{self.label}.jsonl.gz"


@dataclass(frozen=True)
class FilePart:
    path: str
    size: int
    sha256: str

    @property
    def member(self) -> str:
        return f"files/{self.path}"


@dataclass(frozen=True)
class Manifest:
    version: str
    engine: str
    made_at: str
    office: str
    migrations: list[Migration]
    tables: list[TablePart] = field(default_factory=list)
    files: list[FilePart] = field(default_factory=list)
    kind: str = KIND
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


class Hashed:
    """A stream that adds up what is read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.sum, self.size = stream, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        read = self.stream.read(size)
        self.sum.update(read)
        self.size += len(read)
        return read


class Writer:
    """Adds members to ``stream``; a table passes through a file beside ``folder``'s own, for tar wants sizes first."""

    def __init__(self, stream: IO[bytes], folder: Path, made_at: dt.datetime) -> None:
        self.tar = tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.folder, self.made_at = folder, int(made_at.timestamp())

    def add_table(self, table: Table) -> TablePart:
        whole, count = hashlib.sha256(), 0
        with tempfile.TemporaryFile(dir=self.folder) as spool:
            with gzip.GzipFile(fileobj=spool, filename="", mode="wb", compresslevel=5, mtime=0) as packed:
                for line in table.lines():
                    whole.update(line)
                    packed.write(line)
                    count += 1
            part = TablePart(table.label, table.columns, count, whole.hexdigest())
            size = spool.tell()
            spool.seek(0)
            self._add(part.member, size, spool)
        return part

    def add_file(self, name: str, path: Path) -> FilePart:
        with path.open("rb") as file:
            read = Hashed(file)
            self._add(f"files/{name}", path.stat().st_size, read)
        return FilePart(name, read.size, read.sum.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        self._add(MANIFEST, len(text), io.BytesIO(text))
        self.tar.close()

    def _add(self, name: str, size: int, stream: Any) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, self.made_at, 0o600
        self.tar.addfile(info, stream)


class Archive:
    """An archive opened for reading. Every stream it gives is held against the manifest to its end; raises Refused."""

    def __init__(self, path: Path, tar: tarfile.TarFile) -> None:
        self.path, self._tar = path, tar
        self._members = self._plain_members()
        self.manifest = self._read_manifest()
        stated = [MANIFEST, *(part.member for part in [*self.manifest.tables, *self.manifest.files])]
        if sorted(stated) != sorted(self._members):
            raise self.damaged("内容与清单不一致")
        for part in self.manifest.files:
            if not is_safe(part.path):
                raise self.damaged(f"含有可疑的路径 {part.path!r}")

    def damaged(self, what: str) -> Refused:
        return Refused(DAMAGED.format(self.path, what))

    def verify(self) -> None:
        """Read all of it once."""
        for table in self.manifest.tables:
            for _ in self.lines(table):
                pass
        for file in self.manifest.files:
            for _ in self.chunks(file):
                pass

    def lines(self, part: TablePart) -> Iterator[bytes]:
        whole, count = hashlib.sha256(), 0
        with gzip.GzipFile(fileobj=self._stream(part.member)) as stream:
            while line := stream.readline(MAX_LINE):
                whole.update(line)
                count += 1
                if not line.endswith(b"\n") or count > part.rows:
                    raise self.damaged(f"表 {part.label} 的行数不对")
                yield line
        if Digest(count, whole.hexdigest()) != Digest(part.rows, part.sha256):
            raise self.damaged(f"表 {part.label} 的校验值不对")

    def chunks(self, part: FilePart) -> Iterator[bytes]:
        read = Hashed(self._stream(part.member))
        while chunk := read.read(CHUNK):
            yield chunk
        if (read.size, read.sum.hexdigest()) != (part.size, part.sha256):
            raise self.damaged(f"附件 {part.path} 的校验值不对")

    def _stream(self, name: str) -> IO[bytes]:
        stream = self._tar.extractfile(self._members[name])
        if stream is None:
            raise self.damaged(f"{name} 不是文件")
        return stream

    def _plain_members(self) -> dict[str, tarfile.TarInfo]:
        """By name. Links, devices, folders, sparse files and a name that comes twice are none of ours."""
        found: dict[str, tarfile.TarInfo] = {}
        for info in self._tar:
            plain = info.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not info.issparse()
            if not plain or info.name in found:
                raise self.damaged(f"含有不该有的 {info.name!r}")
            found[info.name] = info
        return found

    def _read_manifest(self) -> Manifest:
        if MANIFEST not in self._members:
            raise self.damaged("没有清单,或者不是本系统的备份")
        if self._members[MANIFEST].size > MAX_MANIFEST:
            raise self.damaged("清单太大")
        try:
            said = json.loads(self._stream(MANIFEST).read())
            if said["kind"] != KIND:
                raise Refused(f"{self.path} 不是本系统的备份。")
            if said["format"] > FORMAT:
                raise Refused(f"{self.path} 由更新的版本({said['version']})制作。请先升级程序,再恢复。")
            said["migrations"] = [(str(app), str(name)) for app, name in said["migrations"]]
            said["tables"] = [_typed(TablePart(**part)) for part in said["tables"]]
            said["files"] = [_typed(FilePart(**part)) for part in said["files"]]
            return _typed(Manifest(**said))
        except (ValueError, TypeError, KeyError) as error:
            raise self.damaged("清单读不懂") from error


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """An archive whose manifest and names are in order. Raises Refused, also for what its streams meet inside."""
    try:
        tar = tarfile.open(path, "r:")  # noqa: SIM115
    except FileNotFoundError as error:
        raise Refused(f"找不到文件 {path},请核对路径。") from error
    except tarfile.TarError as error:
        raise Refused(DAMAGED.format(path, "读不下去,或者不是本系统的备份")) from error
    except OSError as error:
        raise Refused(f"打不开 {path},请检查它是不是文件、有没有读取权限。") from error
    try:
        with tar:
            yield Archive(path, tar)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Refused(DAMAGED.format(path, "读不下去")) from error


def is_safe(path: str) -> bool:
    """Whether a stored file's path stays inside the folder of stored files, on any system."""
    parts = PurePosixPath(path).parts
    return bool(parts) and path == "/".join(parts) and not {"..", "/"} & set(parts) and not set(path) & set("\\:\0")


def _typed(part: T) -> T:
    """What a manifest says, held against its words and numbers."""
    for name, kind in get_type_hints(type(part)).items():
        if kind in (str, int) and type(getattr(part, name)) is not kind:
            raise TypeError(name)
    return part
