"""The import desk, with a made-up kind of workbook: what members and studios build on."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import ImportFile
from accounts.services import confirm_import, preview_import
from common.imports import ImportReport, Mode, Outcome, RowResult
from tests.cast import NOW, Cast


class Workbook:
    """Counts what it saved; ``bad`` makes one row wrong."""

    def __init__(self, *, bad: bool = False) -> None:
        self.saved = 0
        self.bad = bad

    def run(self, content: bytes, mode: Mode) -> ImportReport:
        report = ImportReport("表", [RowResult(2, Outcome.NEW, "张三")])
        if self.bad:
            report.rows.append(RowResult(3, Outcome.ERROR, "李四", "手机号码", "少一位"))
        report.saved = mode is Mode.GOOD or (mode is Mode.ALL and not self.bad)
        self.saved += report.saved
        return report


def kept(cast: Cast, book: Workbook) -> ImportFile:
    return preview_import(
        kind="roster", name="名册.xlsx", content=b"x", options={}, run=book.run, by=cast.clerk, now=NOW
    )


def test_preview_saves_no_row_and_keeps_the_report(cast: Cast):
    book = Workbook()
    upload = kept(cast, book)
    assert book.saved == 0
    assert upload.used_at is None
    assert upload.report["counts"] == [{"label": "新增", "state": "done", "n": 1}]


def test_confirmation_pressed_twice_imports_once_and_drops_the_file(cast: Cast):
    book = Workbook()
    upload = kept(cast, book)
    for _ in range(2):
        confirm_import(upload, mode=Mode.ALL, run=book.run, now=NOW)
    upload.refresh_from_db()
    assert book.saved == 1
    assert bytes(upload.content) == b""


def test_file_with_errors_is_refused_whole_and_may_be_confirmed_for_its_good_rows(cast: Cast):
    book = Workbook(bad=True)
    upload = kept(cast, book)
    assert confirm_import(upload, mode=Mode.ALL, run=book.run, now=NOW).used_at is None
    assert confirm_import(upload, mode=Mode.GOOD, run=book.run, now=NOW).used_at == NOW


def test_upload_that_is_no_workbook_says_how_to_mend_it(cast: Cast, signed_in):
    page = signed_in(cast.clerk).post(
        "/office/members/import/", {"term": 10, "file": SimpleUploadedFile("名册.xlsx", b"not a workbook")}
    )
    assert "这不是 Excel 工作簿" in page.content.decode()
    assert not ImportFile.objects.exists()


def test_preview_of_another_clerk_is_not_found(cast: Cast, signed_in):
    upload = kept(cast, Workbook())
    assert signed_in(cast.clerk).get(f"/office/members/import/{upload.pk}/").status_code == 200
    assert signed_in(cast.officer).get(f"/office/members/import/{upload.pk}/").status_code == 404


def test_report_of_a_page_is_plain_json(cast: Cast):
    report = kept(cast, Workbook(bad=True)).report
    assert json.loads(json.dumps(report)) == report
    assert [row["message"] for row in report["rows"]] == ["少一位", ""]  # what needs a hand comes first
