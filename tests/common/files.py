"""Files as people upload them, good and bad, made in memory."""

import io
import zipfile

from PIL import Image

from common.excel import Book, Column

TYPES = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{}.main+xml"/></Types>'
WORD, SHEET = TYPES.format("wordprocessingml.document"), TYPES.format("spreadsheetml.sheet")
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, "green" if mode == "RGB" else None).save(target, form, **options)
    return target.getvalue()


def photo_with_place() -> bytes:
    """As a phone held upright takes it: lying, turned by EXIF, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif[0x0112] = 6
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (26.0, 30.0, 1.0)
    return picture(exif=exif)


def zipped(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return target.getvalue()


def docx(types: str = WORD, **more: str) -> bytes:
    return zipped({"[Content_Types].xml": types, "word/document.xml": "<w:document/>", **more})


def workbook() -> bytes:
    target = io.BytesIO()
    with Book(target) as book:
        book.sheet("表", title="表", columns=[Column("姓名")], rows=[["张三"]])
    return target.getvalue()
