"""What people upload, looked at before any of it is kept: the type by the content, never by the name.

Input is hostile. Sizes, pixels and parts are bounded before anything is unpacked in full, and a refusal says how to
mend it.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum

import puremagic
from django.conf import settings
from PIL import Image, ImageOps

MAX_PARTS = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
NAME_LENGTH = 80

_UNSAFE = re.compile(r'[\\/:*?"<>|%\s]+')
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
_ACTIVE = ("vbaproject", "activex/", "macrosheets/", "dialogsheets/", "embeddings/", "oleobject")
_TYPE_OF_MAIN_PART = re.compile(rb"officedocument\.(?:word|spread)\w+\.(?:document|sheet)\.main\+xml")


class FileRefused(ValueError):
    """The file is not taken; the message is Chinese and says what to do instead."""


class Kind(StrEnum):
    """What a kept file is. Its value is the suffix it gets."""

    PICTURE = "jpg"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"

    @property
    def mime(self) -> str:
        return _MIME[self]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MIME = {
    Kind.PICTURE: "image/jpeg",
    Kind.PDF: "application/pdf",
    Kind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    Kind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
}
_MAIN_PARTS = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}
_PICTURE_SUFFIXES = {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the old formats, and the new ones under a password
_OLD = "这是旧格式或加了密码的文件。请用 Word、Excel 或 WPS 打开,去掉密码,另存为 .docx 或 .xlsx 后再上传。"
_HEIC = "这是苹果手机的 HEIC 照片。请在手机“设置-相机-格式”里选“兼容性最佳”后重拍,或转成 JPG 再上传。"


@dataclass(frozen=True)
class Use:
    """What may be uploaded in one place, and how to say so. ``made_here``: our own work, of any size."""

    kinds: frozenset[Kind]
    words: str
    accept: str
    made_here: bool = False

    def most(self, kind: Kind) -> int:
        """The largest size in MB of an upload of this kind."""
        return int(settings.PICTURE_MAX_MB if kind == Kind.PICTURE else settings.DOCUMENT_MAX_MB)

    @property
    def most_of_any(self) -> int:
        return max(self.most(kind) for kind in self.kinds)


_DOCUMENT_KINDS = frozenset({Kind.PDF, Kind.DOCX, Kind.XLSX})
# The types spelt out: asked for these, a phone turns its HEIC into JPEG by itself.
_PICTURE_ACCEPT = "image/jpeg,image/png,image/webp"
_DOCUMENT_ACCEPT = ".pdf,.docx,.xlsx"

PICTURES = Use(frozenset({Kind.PICTURE}), "JPG、PNG、WebP 图片", _PICTURE_ACCEPT)
DOCUMENTS = Use(_DOCUMENT_KINDS, "PDF、Word(.docx)、Excel(.xlsx) 文件", _DOCUMENT_ACCEPT)
ATTACHMENTS = Use(
    _DOCUMENT_KINDS | {Kind.PICTURE},
    "JPG、PNG、WebP 图片和 PDF、Word(.docx)、Excel(.xlsx) 文件",
    f"{_PICTURE_ACCEPT},{_DOCUMENT_ACCEPT}",
)
OWN_WORKBOOKS = Use(frozenset({Kind.XLSX}), "本系统生成的工作簿", ".xlsx", made_here=True)


@dataclass(frozen=True)
class CleanFile:
    """A file that was looked at and may be kept; only ``clean_file`` makes one."""

    name: str
    kind: Kind
    content: bytes


def clean_file(content: bytes, name: str, use: Use) -> CleanFile:
    """The file as it may be kept: pictures encoded anew without what the camera wrote into them. Raises FileRefused."""
    if not content:
        raise FileRefused("文件是空的,请重新选择文件。")
    kind = _kind_of(content, use)
    if kind not in use.kinds:
        raise FileRefused(f"这里只收{use.words}。")
    if not use.made_here and len(content) > use.most(kind) * 1024 * 1024:
        raise too_large(use.most(kind))
    if kind == Kind.PICTURE:
        content = _encoded_anew(content)
    elif kind != Kind.PDF:
        _look_inside(content, bounded=not use.made_here)
    return CleanFile(clean_name(name, kind), kind, content)


def too_large(most: int) -> FileRefused:
    return FileRefused(f"文件超过{most}MB。请压缩或拆开后再上传。")


def clean_name(name: str, kind: Kind) -> str:
    """The name under which the file is offered again: no path, nothing invisible, and the suffix that is true."""
    text = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C")
    stem = _UNSAFE.sub(" ", re.split(r"[\\/]", text)[-1]).strip(" .")
    stem = _SUFFIX.sub("", stem)[:NAME_LENGTH].strip(" .")
    return f"{stem or '文件'}.{kind}"


def _kind_of(content: bytes, use: Use) -> Kind:
    """What the content is. Raises FileRefused when it is nothing that any place takes."""
    try:
        suffix = puremagic.from_string(content[:4096])
    except (puremagic.PureError, ValueError):
        suffix = ""
    if suffix in _PICTURE_SUFFIXES:
        return Kind.PICTURE
    if suffix == ".pdf" and content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(b"PK\x03\x04"):  # to puremagic every zip looks like a document
        return _kind_of_package(content, use)
    if suffix in (".heic", ".heif"):
        raise FileRefused(_HEIC)
    raise FileRefused(_OLD if content.startswith(_OLE) else f"这里只收{use.words}。")


def _kind_of_package(content: bytes, use: Use) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise FileRefused("文件已损坏,打不开。请重新保存后再上传。")
    kinds = {kind for part, kind in _MAIN_PARTS.items() if part in names}
    if len(kinds) != 1 or "[Content_Types].xml" not in names:
        raise FileRefused(f"这里只收{use.words}。")
    return kinds.pop()


def _look_inside(content: bytes, *, bounded: bool) -> None:
    """Refuse a document that carries macros or other files, is locked, or unpacks without end."""
    unpacked = 0
    types = b""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _refuse_active([part.filename.lower() for part in parts], bounded=bounded)
            for part in parts:
                with package.open(part) as stream:
                    while block := stream.read(1 << 20):
                        unpacked += len(block)
                        if bounded and unpacked > MAX_UNPACKED:
                            raise FileRefused("文件展开后过大,没有收下。请去掉里面的大图片,另存后再上传。")
                        if part.filename == "[Content_Types].xml":
                            types += block
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
        raise FileRefused("文件已损坏或加了密码,打不开。请去掉密码、重新保存后再上传。")
    if b"macroenabled" in types.lower() or not _TYPE_OF_MAIN_PART.search(types):
        raise FileRefused("文件带有宏或不是普通的文档。请另存为 .docx 或 .xlsx 后再上传。")


def _refuse_active(names: list[str], *, bounded: bool) -> None:
    if any(word in name for name in names for word in _ACTIVE):
        raise FileRefused("文件里有宏或嵌入的其他文件,不能收。请去掉后另存为 .docx 或 .xlsx 再上传。")
    if bounded and len(names) > MAX_PARTS:
        raise FileRefused("文件里的部件太多,不像普通的文档。请另存为新文件后再上传。")


def _encoded_anew(content: bytes) -> bytes:
    """The picture as JPEG, turned upright and bounded, on white where it was transparent: its points and no more."""
    edge = settings.PICTURE_KEPT_EDGE
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > settings.PICTURE_MAX_PIXELS:
                raise _too_many_points()
            picture.draft("RGB", (edge, edge))  # a JPEG is then decoded no larger than needed
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((edge, edge))
            target = io.BytesIO()
            _on_white(upright).save(target, "JPEG", quality=85, optimize=True)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_points()
    except FileRefused:
        raise
    except Exception as error:  # Pillow raises anything on a damaged picture; whatever it is, the file is the cause
        raise FileRefused("图片已损坏,打不开。请重新拍一张或另存后再上传。") from error
    return target.getvalue()


def _too_many_points() -> FileRefused:
    return FileRefused(f"图片太大,超过{settings.PICTURE_MAX_PIXELS // 10_000}万像素。请缩小后再上传。")


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(white, layered).convert("RGB")
