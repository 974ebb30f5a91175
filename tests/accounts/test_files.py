import datetime as dt
import hashlib
import os
import stat
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core import checks
from django.db import IntegrityError, transaction
from django.http import FileResponse, Http404

from accounts import files
from accounts.models import StoredFile
from accounts.queries import not_pointed_at
from accounts.requests import file_answer
from accounts.services import store_file
from accounts.services.files import sweep_stored_files
from accounts.tasks import sweep_files
from common.uploads import ATTACHMENTS, OWN_WORKBOOKS, clean_file
from members.models import Member
from tests.cast import NOW, Cast
from tests.common.files import PDF, photo_with_place, workbook

LATER = NOW + dt.timedelta(days=2)


def kept(content: bytes = PDF, name: str = "通知.pdf", now: dt.datetime = NOW) -> StoredFile:
    return store_file(file=clean_file(content, name, ATTACHMENTS), by=None, now=now)


def body(answer: FileResponse) -> bytes:
    content = b"".join(answer.streaming_content)
    answer.close()
    return content


def on_disk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def aged(path: Path, at: dt.datetime) -> Path:
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


@pytest.mark.django_db
class TestStoring:
    def test_file_lies_whole_under_a_random_name_for_its_owner_only(self, files_dir: Path, cast: Cast) -> None:
        file = store_file(file=clean_file(PDF, "张三的情况.pdf", ATTACHMENTS), by=cast.clerk, now=NOW)
        (lying,) = on_disk(files_dir)
        assert lying == files_dir / file.path
        assert lying.read_bytes() == PDF
        assert "张三" not in str(lying)
        assert stat.S_IMODE(lying.stat().st_mode) == 0o600
        assert stat.S_IMODE(lying.parent.stat().st_mode) == 0o700
        assert (file.name, file.size, file.sha256) == ("张三的情况.pdf", len(PDF), hashlib.sha256(PDF).hexdigest())
        assert (file.by, file.at) == (cast.clerk, NOW)

    def test_file_sent_twice_is_kept_twice(self, files_dir: Path) -> None:
        assert kept().path != kept().path

    def test_workbook_made_by_a_job_is_kept(self, files_dir: Path) -> None:
        file = store_file(file=clean_file(workbook(), "2026年3月考核.xlsx", OWN_WORKBOOKS), by=None, now=NOW)
        assert (file.kind, file.by) == ("xlsx", None)

    def test_transaction_rolled_back_leaves_a_file_and_no_row(self, files_dir: Path) -> None:
        with transaction.atomic():
            kept()
            transaction.set_rollback(True)
        assert not StoredFile.objects.exists()
        assert len(on_disk(files_dir)) == 1

    def test_disk_that_fails_leaves_neither_row_nor_half_a_file(self, files_dir: Path, monkeypatch) -> None:
        def full(handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            kept()
        assert not StoredFile.objects.exists()
        assert on_disk(files_dir) == []

    @pytest.mark.parametrize("wrong", [{"kind": "exe"}, {"size": 0}])
    def test_database_refuses_an_unknown_kind_and_an_empty_file(self, files_dir: Path, wrong: dict) -> None:
        file = kept()
        with pytest.raises(IntegrityError), transaction.atomic():
            StoredFile.objects.filter(pk=file.pk).update(**wrong)


@pytest.mark.django_db
class TestAnswer:
    def test_document_is_a_download_with_its_chinese_name_and_is_kept_nowhere(self, files_dir: Path) -> None:
        answer = file_answer(kept(name="三月 情况.pdf"), inline=True)
        assert answer["Content-Disposition"].startswith("attachment;")
        assert "%E4%B8%89%E6%9C%88%20%E6%83%85%E5%86%B5.pdf" in answer["Content-Disposition"]
        assert answer["Content-Type"] == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
        assert body(answer) == PDF

    def test_picture_may_stand_in_the_page(self, files_dir: Path) -> None:
        photo = kept(photo_with_place(), "现场.jpg")
        shown, saved = file_answer(photo, inline=True), file_answer(photo)
        assert shown["Content-Disposition"].startswith("inline;")
        assert saved["Content-Disposition"].startswith("attachment;")
        assert shown["Content-Type"] == "image/jpeg"
        assert b"PhoneMaker" not in body(shown)
        assert body(saved).startswith(b"\xff\xd8")

    def test_file_gone_from_the_disk_is_not_found_and_the_log_says_which(self, files_dir: Path, caplog) -> None:
        file = kept()
        (files_dir / file.path).unlink()
        with pytest.raises(Http404):
            file_answer(file)
        assert str(file.pk) in caplog.text


@pytest.mark.django_db
class TestSweep:
    def test_file_without_a_row_goes_after_a_day(self, files_dir: Path) -> None:
        kept(now=LATER)
        lost = [files_dir / files.write(clean_file(PDF, "a", ATTACHMENTS)) for _ in range(2)]
        aged(lost[0], LATER - dt.timedelta(hours=25))
        aged(lost[1], LATER - dt.timedelta(hours=23))
        assert sweep_files(now=LATER) == "清理没有登记的文件1个"
        assert [path.exists() for path in lost] == [False, True]

    def test_draft_of_a_write_that_broke_off_goes_and_what_is_not_ours_stays(self, files_dir: Path) -> None:
        kept(now=LATER)
        folder = files_dir / "ab"
        folder.mkdir(exist_ok=True)
        draft, foreign, above = folder / ".draft-x1", folder / "财务.xlsx", files_dir / "重要.txt"
        for path in (draft, foreign, above):
            path.write_text("x")
            aged(path, NOW - dt.timedelta(days=400))
        assert sweep_stored_files(now=LATER).strays == 1
        assert [path.exists() for path in (draft, foreign, above)] == [False, True, True]

    def test_row_that_nobody_links_goes_with_its_file_after_a_day(
        self, files_dir: Path, django_capture_on_commit_callbacks
    ) -> None:
        old, new = kept(), kept(now=LATER - dt.timedelta(hours=23))
        with django_capture_on_commit_callbacks(execute=True):
            assert sweep_files(now=LATER) == "清理没有用到的文件1个"
            assert (files_dir / old.path).exists(), "the file goes after the row, not before"
        assert list(StoredFile.objects.all()) == [new]
        assert on_disk(files_dir) == [files_dir / new.path]

    def test_row_stays_with_its_file_when_its_removal_is_rolled_back(self, files_dir: Path) -> None:
        file = kept()
        with transaction.atomic():
            sweep_stored_files(now=LATER)
            transaction.set_rollback(True)
        assert StoredFile.objects.get() == file
        assert (files_dir / file.path).exists()

    def test_row_without_its_file_is_told_by_number(self, files_dir: Path) -> None:
        file = kept(now=LATER)
        (files_dir / file.path).unlink()
        assert f"编号 {file.pk}" in sweep_files(now=LATER)
        assert StoredFile.objects.exists()

    def test_folder_of_another_database_is_left_alone(self, files_dir: Path) -> None:
        path = aged(files_dir / files.write(clean_file(PDF, "a", ATTACHMENTS)), NOW)
        assert "没有清理" in sweep_files(now=LATER)
        assert path.exists()

    def test_nothing_to_do_says_nothing(self, files_dir: Path) -> None:
        assert sweep_files(now=LATER) == ""
        kept(now=LATER)
        assert sweep_files(now=LATER) == ""


def test_owners_are_found_through_keys_of_every_app(cast: Cast) -> None:
    """By the members, whom seats of their own app and residencies of a higher one point to."""
    alone = Member.objects.create(name="孤", stroke_key="0")
    assert list(not_pointed_at(Member.objects.all())) == [alone]
    hanmei = cast.person(cast.member)
    hanmei.seats.all().delete()
    assert list(not_pointed_at(Member.objects.all())) == [alone], "the residency, which leaves no accessor, still does"


def test_folder_that_cannot_be_written_is_told_at_the_start(settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    settings.FILES_DIR = tmp_path / "new" / "files"
    assert files.folder_is_fit() == []
    settings.FILES_DIR = tmp_path / "file" / "files"
    assert [message.id for message in checks.run_checks()] == ["accounts.E002"]


def test_folder_that_the_web_server_gives_out_is_told_at_the_start(settings) -> None:
    settings.FILES_DIR = Path(django_settings.STATIC_ROOT) / "files"
    assert [message.id for message in files.folder_is_fit()] == ["accounts.E001"]
