"""``/go/``: one link, and each person's own page behind it."""

import pytest

from studios.services import VisitEntry, file, save_draft
from tests.cast import NOW, Cast
from tests.studios import duty

ENTRY = VisitEntry(occurred_on=NOW.date(), way="visit", place="东关村")


def go(signed_in, user, pk: int, kind: str = "studios.visit") -> str | int:
    answer = signed_in(user).get(f"/go/{kind}/{pk}/")
    return answer.headers["Location"] if answer.status_code == 302 else answer.status_code


def test_visit_leads_each_to_the_page_of_their_own_door(cast: Cast, signed_in):
    entry = VisitEntry(occurred_on=NOW.date(), way="visit", place="东关村", studio=cast.town)
    pk = file(member=cast.person(cast.member), entry=entry, by=cast.member, now=NOW).pk
    assert go(signed_in, cast.member, pk) == f"/my/visits/{pk}/"
    for user in (cast.clerk, cast.officer, cast.leader):
        assert go(signed_in, user, pk) == f"/office/visits/{pk}/"
    for user in (cast.convener, cast.liaison):
        assert go(signed_in, user, pk) == f"/my/studio/{pk}/"
    for user in (cast.other, cast.auditor, cast.stranger):
        assert go(signed_in, user, pk) == 404


def test_every_page_a_link_leads_to_is_there_for_them(cast: Cast, signed_in):
    entry = VisitEntry(occurred_on=NOW.date(), way="visit", place="东关村", studio=cast.town)
    pk = file(member=cast.person(cast.member), entry=entry, by=cast.member, now=NOW).pk
    for user in (cast.member, cast.clerk, cast.convener, cast.liaison):
        client = signed_in(user)
        assert client.get(f"/go/studios.visit/{pk}/", follow=True).status_code == 200


def test_shift_leads_each_to_the_page_of_their_own_door(cast: Cast, signed_in):
    made = duty.shift(cast)
    second = duty.resident(cast, "丁二", account=True).user
    for user in (cast.member, second):
        assert go(signed_in, user, made.pk, "studios.dutyshift") == f"/my/duty/{made.pk}/"
    for user in (cast.convener, cast.liaison):
        assert go(signed_in, user, made.pk, "studios.dutyshift") == f"/my/studio/duty/{made.pk}/"
    for user in (cast.clerk, cast.leader):
        assert go(signed_in, user, made.pk, "studios.dutyshift") == f"/office/duty/{made.pk}/"
    for user in (cast.other, cast.auditor, cast.stranger):
        assert go(signed_in, user, made.pk, "studios.dutyshift") == 404


def test_unpublished_shift_leads_only_those_who_arrange_it(cast: Cast, signed_in):
    made = duty.shift(cast, published=False)
    assert go(signed_in, cast.member, made.pk, "studios.dutyshift") == 404
    assert go(signed_in, cast.liaison, made.pk, "studios.dutyshift") == f"/my/studio/duty/{made.pk}/"


def test_draft_is_its_authors_alone(cast: Cast, signed_in):
    pk = save_draft(member=cast.person(cast.member), entry=ENTRY, by=cast.member, now=NOW).pk
    assert go(signed_in, cast.member, pk) == f"/my/visits/{pk}/"
    for user in (cast.clerk, cast.convener):
        assert go(signed_in, user, pk) == 404


@pytest.mark.parametrize("kind", ["studios.nothing", "visit", "members.member"])
def test_kind_that_nobody_knows_is_404(cast: Cast, signed_in, kind: str):
    assert go(signed_in, cast.clerk, 1, kind) == 404


def test_stranger_signs_in_first_and_comes_back(cast: Cast, client):
    assert client.get("/go/studios.visit/1/").headers["Location"] == "/login/?next=/go/studios.visit/1/"
