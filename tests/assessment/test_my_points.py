"""A member's own points on the phone."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from studios.models import VisitLog
from tests.cast import NOW, Cast


def filed(cast: Cast, who, **fields) -> VisitLog:
    usual = {
        "occurred_on": NOW.date(), "way": "reception", "state": "checked", "recorded_at": NOW, "checked_at": NOW,
        "place": "东门社区",
    }  # fmt: skip
    return VisitLog.objects.create(member=cast.person(who), **(usual | fields))


def test_member_reads_their_own_lines_and_the_records_behind_them(cast: Cast, signed_in):
    own = filed(cast, cast.member)
    filed(cast, cast.other, place="李庄村")
    page = signed_in(cast.member).get("/my/points/2026-03/").content.decode()
    assert f"/my/visits/{own.pk}/" in page
    assert "东门社区" in page
    assert "李庄村" not in page


def test_who_is_no_member_has_no_points(cast: Cast, signed_in):
    for user in (cast.liaison, cast.clerk, cast.stranger):
        assert signed_in(user).get("/my/points/").status_code == 404


def test_month_to_come_or_none_at_all_is_no_page(cast: Cast, signed_in):
    client = signed_in(cast.member)
    for month in ("2099-01", "2026-13", "abc"):
        assert client.get(f"/my/points/{month}/").status_code == 404


def test_points_ask_the_same_queries_for_one_record_and_three(cast: Cast, signed_in):
    client = signed_in(cast.member)
    filed(cast, cast.member)
    client.get("/my/points/2026-03/")
    with CaptureQueriesContext(connection) as one:
        client.get("/my/points/2026-03/")
    filed(cast, cast.member)
    filed(cast, cast.member)
    with CaptureQueriesContext(connection) as three:
        client.get("/my/points/2026-03/")
    assert len(one) == len(three)
