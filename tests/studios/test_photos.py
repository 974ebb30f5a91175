"""Pictures of a visit: five at most, encoded anew, each behind the door of its visit."""

import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import StoredFile
from studios.models import VisitLog
from studios.services import PhotoEntry, TooManyPhotos, correct, withdraw
from tests.access import read_to_end
from tests.cast import NOW, Cast
from tests.studios.makers import draft, entry, filed, picture, picture_bytes
from tests.studios.test_my_pages import form, messages_after, text, today

__all__ = ["today"]


def status(client: Client, page: str) -> int:
    return read_to_end(client.get(page)).status_code


COLOURS = ["white", "red", "green", "blue", "black", "yellow"]


def pictures(*colours: str) -> tuple[PhotoEntry, ...]:
    return tuple(PhotoEntry(picture(colour)) for colour in colours)


def upload(colour: str, content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{colour}.jpg", content or picture_bytes(colour), "image/jpeg")


def test_photo_is_kept_without_what_the_camera_wrote_into_it(cast: Cast, signed_in, today):
    raw, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "某某手机"
    Image.new("RGB", (60, 40), "red").save(raw, "JPEG", exif=exif)
    client = signed_in(cast.member)
    client.post("/my/visits/new/", form(today, photos=[upload("red", raw.getvalue())]))
    photo = VisitLog.objects.get().photos.get()
    answer = client.get(f"/my/visits/photos/{photo.pk}/")
    kept = b"".join(answer.streaming_content)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert kept != raw.getvalue()
    assert b"\xe6\x9f\x90" not in kept
    assert not dict(Image.open(io.BytesIO(kept)).getexif())


def test_visit_takes_five_photos_and_not_six(cast: Cast, signed_in, today):
    client = signed_in(cast.member)
    page = text(client.post("/my/visits/new/", form(today, photos=[upload(one) for one in COLOURS], place="东关村")))
    assert "最多5张" in page
    assert 'value="东关村"' in page
    assert not StoredFile.objects.exists()
    assert "已提交" in messages_after(
        client, client.post("/my/visits/new/", form(today, photos=[upload(one) for one in COLOURS[:5]]))
    )
    assert VisitLog.objects.get().photos.count() == 5


def test_sixth_photo_by_a_correction_is_refused_unless_one_is_dropped(cast: Cast):
    visit = filed(cast, cast.member, photos=pictures(*COLOURS[:5]))
    more = entry(photos=pictures(COLOURS[5]))
    with pytest.raises(TooManyPhotos, match="最多5张图片。请少选几张,或先删去原来的。"):
        correct(visit=visit, entry=more, revision=visit.revision, by=cast.member, now=NOW)
    first = visit.photos.first()
    one_less = replace(more, dropped=frozenset({first.pk}))
    correct(visit=visit, entry=one_less, revision=visit.revision, by=cast.member, now=NOW)
    assert visit.photos.count() == 5
    assert first not in visit.photos.all()


def test_photo_sent_again_is_kept_once(cast: Cast):
    visit = filed(cast, cast.member, photos=pictures("red"))
    correct(
        visit=visit, entry=entry(place="西关", photos=pictures("red", "blue")), revision=visit.revision,
        by=cast.member, now=NOW,
    )  # fmt: skip
    assert visit.photos.count() == 2


def test_file_that_is_no_picture_is_refused_and_nothing_typed_is_lost(cast: Cast, signed_in, today):
    sent = form(today, photos=[upload("red", b"%PDF-1.4 no picture")], place="东关村")
    page = text(signed_in(cast.member).post("/my/visits/new/", sent))
    assert "这里只收" in page
    assert "选过的照片要重新选" in page
    assert 'value="东关村"' in page
    assert not VisitLog.objects.exists()


def test_photo_is_seen_by_who_reads_its_visit_and_by_nobody_else(cast: Cast, signed_in):
    photo = filed(cast, cast.member, studio=cast.town, photos=pictures("red")).photos.get()
    hidden = draft(cast, cast.member, photos=pictures("blue")).photos.get()
    page = f"/my/visits/photos/{photo.pk}/"
    for user in (cast.member, cast.convener, cast.liaison, cast.clerk):
        assert status(signed_in(user), page) == 200
    for user in (cast.other, cast.stranger, cast.handler):
        assert status(signed_in(user), page) == 404
    office = f"/office/visits/photos/{photo.pk}/"
    assert status(signed_in(cast.clerk), office) == 200
    assert status(signed_in(cast.convener), office) == 404
    assert status(signed_in(cast.member), f"/my/visits/photos/{hidden.pk}/") == 200
    for user in (cast.convener, cast.clerk):
        assert status(signed_in(user), f"/my/visits/photos/{hidden.pk}/") == 404


def test_photo_of_another_visit_cannot_be_dropped_by_a_correction(cast: Cast, signed_in):
    foreign = filed(cast, cast.other, photos=pictures("red")).photos.get()
    visit = filed(cast, cast.member, photos=pictures("blue"))
    sent = form(NOW.date(), revision=visit.revision, dropped=[foreign.pk])
    text(signed_in(cast.member).post(f"/my/visits/{visit.pk}/edit/", sent))
    assert VisitLog.objects.get(pk=foreign.visit_id).photos.count() == 1


def test_photos_of_a_withdrawn_visit_stay_with_it(cast: Cast, signed_in):
    visit = filed(cast, cast.member, photos=pictures("red"))
    withdraw(visit=visit, why="记错了", by=cast.member, now=NOW)
    assert status(signed_in(cast.member), f"/my/visits/photos/{visit.photos.get().pk}/") == 200
