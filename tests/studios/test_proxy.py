"""代录: written down from the paper log for somebody else; by whom stands there, and the author sees it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Constituent
from notices.models import Notice
from studios.models import Residency, VisitLog
from studios.services import send_back
from tests.access import read_to_end
from tests.cast import NOW, Cast, seat
from tests.members.people import known
from tests.studios.makers import picture_bytes
from tests.studios.test_my_pages import form, messages_after, text, today

__all__ = ["today"]


def of(cast: Cast, who) -> str:
    return f"m{cast.person(who).pk}"


def recorded(cast: Cast, signed_in, today, by=None, **changes: object) -> VisitLog:
    """By the liaison officer, for the member."""
    page = f"/my/studio/visits/new/?for={of(cast, cast.member)}"
    sent = form(today, studio=cast.town.pk, **changes)
    messages_after(signed_in(by or cast.liaison), signed_in(by or cast.liaison).post(page, sent))
    return VisitLog.objects.get()


def test_page_is_written_down_and_says_by_whom(cast: Cast, signed_in, today):
    visit = recorded(cast, signed_in, today, place="东关村")
    assert (visit.author, visit.proxy, visit.recorded_by, visit.state) == (
        cast.person(cast.member), True, cast.liaison, "filed",
    )  # fmt: skip
    assert visit.sector_name == "工商联界"
    notice = Notice.objects.get(user=cast.member)
    assert "赵联" in notice.subject
    assert "有出入可以更正" in notice.body
    page = text(signed_in(cast.member).get(f"/my/visits/{visit.pk}/"))
    assert "赵联代录" in page
    assert "按您的纸质记录代录。有出入请更正。" in page
    assert "代录" in text(signed_in(cast.clerk).get("/office/visits/"))


def test_photo_of_the_paper_page_may_be_added_and_need_not(cast: Cast, signed_in, today):
    assert not recorded(cast, signed_in, today).photos.exists()
    VisitLog.objects.all().delete()
    sheet = SimpleUploadedFile("日志.jpg", picture_bytes(), "image/jpeg")
    visit = recorded(cast, signed_in, today, page_photo=sheet)
    photo = visit.photos.get()
    assert photo.kind == "page"
    assert read_to_end(signed_in(cast.member).get(f"/my/visits/photos/{photo.pk}/")).status_code == 200
    assert "纸质日志" in text(signed_in(cast.member).get(f"/my/visits/{visit.pk}/"))


def test_own_form_offers_no_photo_of_a_page(cast: Cast, signed_in):
    assert "page_photo" not in text(signed_in(cast.member).get("/my/visits/new/", follow=True))


def test_author_corrects_what_was_written_down_for_them(cast: Cast, signed_in, today):
    visit = recorded(cast, signed_in, today, place="东关村")
    sent = form(today, revision=visit.revision, place="西关村", studio=cast.town.pk)
    signed_in(cast.member).post(f"/my/visits/{visit.pk}/edit/", sent)
    visit.refresh_from_db()
    assert (visit.place, visit.recorded_by) == ("西关村", cast.liaison)


def test_who_wrote_it_down_puts_it_right_and_nobody_else_does(cast: Cast, signed_in, today):
    visit = recorded(cast, signed_in, today)
    sent = form(today, revision=visit.revision, place="西关村", studio=cast.town.pk)
    other = signed_in(cast.convener)
    assert "这条记录不由您更正" in messages_after(other, other.post(f"/my/studio/{visit.pk}/edit/", sent))
    assert VisitLog.objects.get().place == ""
    signed_in(cast.liaison).post(f"/my/studio/{visit.pk}/edit/", sent)
    visit.refresh_from_db()
    assert visit.place == "西关村"


def test_liaison_officer_writes_for_own_people_only(cast: Cast, signed_in, today):
    client = signed_in(cast.liaison)
    page = text(client.get("/my/studio/visits/new/"))
    assert "韩梅" in page
    assert "李强" not in page
    for code in (of(cast, cast.other), "m999999", "x1", "m"):
        assert client.get(f"/my/studio/visits/new/?for={code}").status_code == 404
        assert client.post(f"/my/studio/visits/new/?for={code}", form(today)).status_code == 404
    assert signed_in(cast.member).get("/my/studio/visits/new/").status_code == 404
    assert not VisitLog.objects.exists()


def test_liaison_officer_puts_a_page_into_own_studio_only(cast: Cast, signed_in, today):
    Residency.objects.create(studio=cast.river, member=cast.person(cast.member))
    page = f"/my/studio/visits/new/?for={of(cast, cast.member)}"
    assert "河东" not in text(signed_in(cast.liaison).get(page, follow=True))
    refused = text(signed_in(cast.liaison).post(page, form(today, studio=cast.river.pk)))
    assert "还没有保存" in refused
    assert not VisitLog.objects.exists()


def test_office_finds_anybody_by_name_and_writes_for_them(cast: Cast, signed_in, today):
    client = signed_in(cast.clerk)
    assert "李强" not in text(client.get("/office/visits/new/"))
    found = text(client.get("/office/visits/new/?q=liqiang"))
    assert of(cast, cast.other) in found
    assert "赵联" in text(client.get("/office/visits/new/?q=赵联"))
    page = f"/office/visits/new/?for={of(cast, cast.other)}"
    client.post(page, form(today, place="河东村"))
    visit = VisitLog.objects.get()
    assert (visit.author, visit.proxy, visit.recorded_by) == (cast.person(cast.other), True, cast.clerk)
    assert signed_in(cast.leader).get(page).status_code == 404
    assert signed_in(cast.convener).get(page).status_code == 404


def test_own_visit_is_not_written_down_by_proxy(cast: Cast, signed_in):
    page = f"/my/studio/visits/new/?for={of(cast, cast.convener)}"
    assert signed_in(cast.convener).get(page).headers["Location"] == "/my/visits/new/"


def test_page_of_the_offices_staff_in_a_studio_is_written_down_too(cast: Cast, signed_in, today):
    page = f"/office/visits/new/?for=u{cast.liaison.pk}"
    signed_in(cast.clerk).post(page, form(today))
    visit = VisitLog.objects.get()
    assert (visit.member, visit.user, visit.recorded_by) == (None, cast.liaison, cast.clerk)


def test_form_sent_twice_makes_one_entry_and_one_notice(cast: Cast, signed_in, today):
    client, page = signed_in(cast.liaison), f"/my/studio/visits/new/?for={of(cast, cast.member)}"
    sent = form(today, studio=cast.town.pk)
    first, second = client.post(page, sent), client.post(page, sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert VisitLog.objects.count() == Notice.objects.filter(user=cast.member).count() == 1
    again = client.get(f"{page}&form={sent['client_id']}")
    assert again.headers["Location"] == f"/my/studio/{VisitLog.objects.get().pk}/"


def test_returned_page_is_told_to_who_wrote_it_down_as_well(cast: Cast, signed_in, today):
    visit = recorded(cast, signed_in, today)
    Notice.objects.all().delete()
    send_back(visit=visit, revision=visit.revision, why="请补充地点", by=cast.clerk, now=NOW)
    assert {one.user for one in Notice.objects.all()} == {cast.member, cast.liaison}


def test_constituents_offered_are_the_authors_and_not_those_of_who_writes(cast: Cast, signed_in):
    known(cast, cast.member, "田大山", phone="13912345678")
    known(cast, cast.convener, "王二河", phone="13912345679")
    page = text(signed_in(cast.convener).get(f"/my/studio/visits/new/?for={of(cast, cast.member)}", follow=True))
    assert "田大山" in page
    assert "王二河" not in page
    assert "13912345678" not in page


def test_newcomer_on_the_page_becomes_a_constituent_of_its_author(cast: Cast, signed_in, today):
    met = {"newcomer-0-name": "田小山", "newcomer-0-agreed": "on", "newcomer-0-phone": "13912345670"}
    visit = recorded(cast, signed_in, today, **met)
    assert visit.constituents.get() == Constituent.objects.get(name="田小山")
    assert "田小山" in text(signed_in(cast.member).get("/my/visits/new/", follow=True))
    assert "田小山" not in text(signed_in(cast.convener).get("/my/visits/new/", follow=True))


def test_lists_of_whom_to_write_for_ask_the_same_for_one_and_three(cast: Cast, signed_in):
    pages = {cast.liaison: "/my/studio/visits/new/", cast.clerk: "/office/visits/new/?q=新"}

    def asked(who) -> int:
        client = signed_in(who)
        client.get(pages[who])
        with CaptureQueriesContext(connection) as queries:
            client.get(pages[who])
        return len(queries)

    def one_more(name: str) -> None:
        Residency.objects.create(studio=cast.town, member=seat(cast.term, name, "教育界").member)

    one_more("新一")
    one = [asked(who) for who in pages]
    one_more("新二")
    one_more("新三")
    assert [asked(who) for who in pages] == one
