import io

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common.forms import UploadField
from common.uploads import (
    ATTACHMENTS,
    DOCUMENTS,
    OWN_WORKBOOKS,
    PICTURES,
    FileRefused,
    Kind,
    Use,
    clean_file,
    clean_name,
)
from tests.common.files import OLE, PDF, SHEET, WORD, docx, photo_with_place, picture, workbook, zipped


def refused(content: bytes, name: str, use: Use) -> str:
    with pytest.raises(FileRefused) as error:
        clean_file(content, name, use)
    return str(error.value)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_picture_of_a_known_form_becomes_a_jpeg(form: str) -> None:
    file = clean_file(picture(form), "现场.png", PICTURES)
    assert (file.kind, file.name) == (Kind.PICTURE, "现场.jpg")
    assert Image.open(io.BytesIO(file.content)).format == "JPEG"


def test_picture_keeps_nothing_of_what_the_camera_wrote_and_stands_upright() -> None:
    raw = photo_with_place()
    assert Image.open(io.BytesIO(raw)).getexif().get_ifd(0x8825), "the test's own photo has no place"
    kept = Image.open(io.BytesIO(clean_file(raw, "IMG_1.jpg", PICTURES).content))
    assert not dict(kept.getexif())
    assert kept.size == (40, 60)


def test_transparent_picture_lies_on_white() -> None:
    kept = Image.open(io.BytesIO(clean_file(picture("PNG", mode="RGBA"), "章.png", PICTURES).content))
    assert kept.getpixel((5, 5)) == (255, 255, 255)


def test_large_picture_is_made_smaller(settings) -> None:
    settings.PICTURE_KEPT_EDGE = 200
    kept = Image.open(io.BytesIO(clean_file(picture(size=(1000, 500)), "大.jpg", PICTURES).content))
    assert kept.size == (200, 100)


def test_picture_of_too_many_points_is_refused_before_it_is_unpacked(settings) -> None:
    settings.PICTURE_MAX_PIXELS = 60 * 40 - 1
    assert "图片太大" in refused(picture("PNG"), "图.png", PICTURES)
    settings.PICTURE_MAX_PIXELS = 60 * 40
    assert clean_file(picture("PNG"), "图.png", PICTURES)


def test_picture_that_says_it_is_enormous_is_refused() -> None:
    raw = bytearray(picture("PNG"))
    raw[16:24] = (30_000).to_bytes(4, "big") * 2
    assert "图片" in refused(bytes(raw), "图.png", PICTURES)


def test_broken_picture_is_refused() -> None:
    raw = picture("JPEG", size=(400, 300))
    assert "已损坏" in refused(raw[: len(raw) // 2], "图.jpg", PICTURES)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, Kind.PDF), (docx(), Kind.DOCX), (workbook(), Kind.XLSX)],
    ids=["pdf", "docx", "xlsx"],
)
def test_document_is_told_by_its_content_and_named_by_it(content: bytes, kind: Kind) -> None:
    file = clean_file(content, "通知.jpg", DOCUMENTS)
    assert (file.kind, file.name, file.content) == (kind, f"通知.{kind}", content)


REFUSED = {
    "page": b"<html><script>alert(1)</script></html>",
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
    "program": b"MZ" + b"\0" * 400,
    "plain text": "你好".encode(),
    "gif": picture("GIF"),
    "any zip": zipped({"a.txt": "x"}),
    "zip with nothing but the main part": zipped({"word/document.xml": "x"}),
    "word and excel in one": docx(**{"xl/workbook.xml": "x"}),
    "page that begins like a pdf further on": b"<html>" + PDF,
    "zip behind a page": b"<html>" + docx(),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("use", [PICTURES, DOCUMENTS, ATTACHMENTS], ids=["pictures", "documents", "attachments"])
def test_anything_else_is_refused_with_what_is_taken(content: bytes, use: Use) -> None:
    assert refused(content, "现场.jpg", use) == f"这里只收{use.words}。"


def test_document_is_refused_where_pictures_are_wanted_and_the_other_way() -> None:
    assert "只收JPG" in refused(PDF, "图.jpg", PICTURES)
    assert "只收PDF" in refused(picture(), "通知.pdf", DOCUMENTS)
    assert clean_file(PDF, "a", ATTACHMENTS).kind != clean_file(picture(), "a", ATTACHMENTS).kind


MACROS = {
    "macro part": docx(**{"word/vbaProject.bin": "x"}),
    "macro type": docx(WORD.replace("document.main", "document.macroEnabled.main")),
    "macro type of Microsoft": docx("<T>application/vnd.ms-word.document.macroEnabled.main+xml</T>"),
    "old macro sheet": zipped({"[Content_Types].xml": SHEET, "xl/workbook.xml": "x", "xl/macrosheets/s.xml": "x"}),
    "other file inside": docx(**{"word/embeddings/oleObject1.bin": "x"}),
    "control": docx(**{"word/activeX/activeX1.xml": "x"}),
    "no type": docx("<Types/>"),
}


@pytest.mark.parametrize("content", MACROS.values(), ids=MACROS.keys())
def test_document_with_something_that_acts_is_refused(content: bytes) -> None:
    assert "宏" in refused(content, "表.docx", DOCUMENTS)


def test_document_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("common.uploads.MAX_UNPACKED", 1000)
    assert "展开后过大" in refused(docx(**{"word/media/a.xml": "a" * 2000}), "大.docx", DOCUMENTS)
    assert "部件太多" in refused(docx(**{f"word/{n}.xml": "" for n in range(2_000)}), "多.docx", DOCUMENTS)


def test_broken_document_is_refused() -> None:
    raw = bytearray(docx(**{"word/media/a.xml": "abc" * 5000}))
    place = raw.index(b"word/media/a.xml") + len("word/media/a.xml")
    raw[place + 4 : place + 12] = b"\xff" * 8
    assert "打不开" in refused(bytes(raw), "坏.docx", DOCUMENTS)
    assert "打不开" in refused(docx()[:60], "坏.docx", DOCUMENTS)


def test_old_or_locked_document_and_apple_photo_are_told_what_to_do() -> None:
    assert "另存为 .docx" in refused(OLE, "旧.doc", DOCUMENTS)
    assert "HEIC" in refused(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100, "IMG.HEIC", PICTURES)


def test_too_large_file_is_refused_by_the_setting_and_our_own_work_is_not(settings) -> None:
    settings.DOCUMENT_MAX_MB = 0
    assert "超过0MB" in refused(workbook(), "表.xlsx", DOCUMENTS)
    assert clean_file(workbook(), "表.xlsx", OWN_WORKBOOKS)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  关于 道路的\u202e情况\u200b .PDF", "关于 道路的情况.pdf"),
        ("C:\\用户\\桌面\\通知.docx", "通知.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ('a"b<c>\r\nX-Header: 1.pdf', "a b c X-Header 1.pdf"),
        ("方案V1.2", "方案V1.2.pdf"),
        (".jpg", "jpg.pdf"),
        ("", "文件.pdf"),
        ("...", "文件.pdf"),
        ("长" * 300 + ".pdf", "长" * 80 + ".pdf"),
    ],
)
def test_name_is_cleaned(given: str, kept: str) -> None:
    assert clean_name(given, Kind.PDF) == kept


class Sending(forms.Form):
    file = UploadField(label="附件", use=DOCUMENTS)


def sent(content: bytes, name: str = "通知.pdf") -> Sending:
    return Sending({}, {"file": SimpleUploadedFile(name, content)})


def test_field_gives_a_clean_file() -> None:
    form = sent(PDF)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["file"].name == "通知.pdf"


def test_field_says_what_is_wrong(settings) -> None:
    assert sent(b"<html>").errors["file"] == [f"这里只收{DOCUMENTS.words}。"]
    assert sent(b"").errors["file"] == ["文件是空的,请重新选择文件。"]
    assert Sending({}, {}).errors["file"] == ["请先选择文件。"]
    settings.DOCUMENT_MAX_MB = settings.PICTURE_MAX_MB = 0
    assert "超过0MB" in sent(b"<html>").errors["file"][0], "it is not even looked at"


def test_field_that_may_stay_empty_gives_none() -> None:
    class Optional(forms.Form):
        file = UploadField(label="附件", use=PICTURES, required=False)

    form = Optional({}, {})
    assert form.is_valid()
    assert form.cleaned_data["file"] is None
    assert 'accept="image/jpeg,image/png,image/webp"' in str(form)
    assert "不超过10MB" in str(form.fields["file"].help_text)
