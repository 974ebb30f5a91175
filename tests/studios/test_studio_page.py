"""The page of conveners and liaison officers."""

import datetime as dt

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent, OneTimeKey
from members.services import tie, untie
from studios.models import Residency
from studios.services import withdraw
from tests.cast import Cast, seat
from tests.members.people import known
from tests.studios.makers import matter
from tests.studios.test_my_pages import draft, filed, last_month, text, today

__all__ = ["today"]


def test_convener_and_liaison_see_what_was_filed_in_their_studio_only(cast: Cast, signed_in, today):
    shown = filed(cast, cast.member, today, studio=cast.town, place="本室的地方", headcount=3)
    hidden = [
        filed(cast, cast.other, today, studio=cast.river, place="别室的地方"),
        filed(cast, cast.member, today, place="不在室里的地方"),
        draft(cast, cast.member, today, studio=cast.town, place="草稿里的地方"),
    ]
    for user in (cast.convener, cast.liaison):
        client = signed_in(user)
        page = text(client.get("/my/studio/"))
        assert "本室的地方" in page
        assert "1 次,3 人次" in page
        for place in ("别室的地方", "不在室里的地方", "草稿里的地方"):
            assert place not in page
        assert "本室的地方" in text(client.get(f"/my/studio/{shown.pk}/"))
        assert [client.get(f"/my/studio/{visit.pk}/").status_code for visit in hidden] == [404] * 3


def test_withdrawn_visit_leaves_the_list_and_can_still_be_read(cast: Cast, signed_in, today):
    visit = filed(cast, cast.member, today, studio=cast.town, place="撤回的地方")
    withdraw(visit=visit, why="记错了", by=cast.member, now=timezone.now())
    client = signed_in(cast.convener)
    assert "撤回的地方" not in text(client.get("/my/studio/"))
    assert "原因:记错了" in text(client.get(f"/my/studio/{visit.pk}/"))


def test_residents_without_a_visit_are_named(cast: Cast, signed_in, today):
    for name in ("丁一", "欧阳明月"):
        Residency.objects.create(studio=cast.town, member=seat(cast.term, name, "教育界").member)
    filed(cast, cast.member, today, studio=cast.town)
    filed(cast, cast.convener, today)  # in no studio: a visit all the same
    page = text(signed_in(cast.convener).get("/my/studio/"))
    assert "丁一、欧阳明月" in page
    assert "共 2 人" in page


def test_list_by_month_and_member(cast: Cast, signed_in, today):
    filed(cast, cast.member, today, studio=cast.town, place="韩梅的地方")
    filed(cast, cast.convener, today, studio=cast.town, place="王召的地方")
    filed(cast, cast.member, last_month(today), studio=cast.town, place="上月的地方")
    client = signed_in(cast.liaison)
    page = text(client.get(f"/my/studio/?member={cast.person(cast.member).pk}"))
    assert "韩梅的地方" in page
    assert "王召的地方" not in page
    page = text(client.get(f"/my/studio/?month={last_month(today):%Y-%m}"))
    assert "上月的地方" in page
    assert "韩梅的地方" not in page
    for junk in ("member=999", "member=x", "month=2199-01"):
        assert "韩梅的地方" in text(client.get(f"/my/studio/?{junk}"))


def test_empty_studio_says_so(cast: Cast, signed_in, today):
    page = text(signed_in(cast.liaison).get("/my/studio/"))
    assert "本室还没有提交的记录" in page
    member = cast.person(cast.member).pk
    assert "没有这样的记录" in text(signed_in(cast.liaison).get(f"/my/studio/?member={member}"))


def test_who_runs_no_studio_has_no_such_page(cast: Cast, signed_in, today):
    visit = filed(cast, cast.member, today, studio=cast.town)
    cast.town.residencies.filter(user=cast.liaison).update(until=dt.date(2026, 1, 1))
    for user in (cast.member, cast.other, cast.clerk, cast.stranger, cast.liaison):
        assert signed_in(user).get("/my/studio/").status_code == 404
        assert signed_in(user).get(f"/my/studio/{visit.pk}/").status_code == 404


def test_page_asks_the_same_queries_for_one_visit_and_three(cast: Cast, signed_in, today):
    client = signed_in(cast.convener)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/my/studio/")
        return len(queries)

    filed(cast, cast.member, today, studio=cast.town, matters=(matter(),))
    asked()
    one = asked()
    for user in (cast.member, cast.convener):
        filed(cast, user, today, studio=cast.town, matters=(matter(), matter("水")))
        Residency.objects.create(studio=cast.town, member=seat(cast.term, f"丁{user.name}", "教育界").member)
    assert asked() == one


def test_who_runs_a_studio_sees_whom_its_members_contact_and_nobody_else(cast: Cast, signed_in):
    now = timezone.now()
    mine = known(cast, cast.member, "本室群众", "13812345678", now=now)
    known(cast, cast.other, "别室群众", "13812345679", now=now)
    ended = known(cast, cast.member, "不再联系", "13812345670", now=now)
    untie(tie=ended.ties.get(), by=None, now=now)
    tie(source=cast.person(cast.other), target=mine, kind="help", by=None, now=now)
    for user in (cast.convener, cast.liaison):
        page = text(signed_in(user).get("/my/studio/people/"))
        assert "本室群众" in page
        assert "138****5678" in page
        assert "韩梅联系" in page
        for hidden in ("13812345678", "别室群众", "不再联系", "李强"):
            assert hidden not in page
        assert signed_in(user).post(f"/my/people/{mine.pk}/phone/").status_code == 404
    assert signed_in(cast.member).get("/my/studio/people/").status_code == 404


def test_constituents_of_a_member_who_left_the_studio_are_seen_no_longer(cast: Cast, signed_in):
    known(cast, cast.member, "本室群众", "13812345678", now=timezone.now())
    Residency.objects.filter(member=cast.person(cast.member)).update(until=timezone.localdate())
    assert "本室群众" not in text(signed_in(cast.convener).get("/my/studio/people/"))


def test_constituents_ask_the_same_for_one_and_for_three(cast: Cast, signed_in):
    client = signed_in(cast.convener)
    counts = []
    for number in range(3):
        known(cast, cast.member, f"群众{number}", f"1381234560{number}", now=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            text(client.get("/my/studio/people/"))
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def test_people_of_own_studios_are_listed_with_who_can_sign_in(cast: Cast, signed_in):
    new = seat(cast.term, "丁一", "教育界")
    Residency.objects.create(studio=cast.town, member=new.member)
    page = signed_in(cast.liaison).get("/my/studio/accounts/").content.decode()
    assert "韩梅" in page
    assert "李强" not in page
    assert "还没有账号,请联系政协办公室开通" in page
    assert page.count("给登录码") == 3  # in the words above, for 韩梅 and for 王召, whose part in a unit is told later


def test_liaison_lets_a_resident_in_and_nobody_of_another_studio(cast: Cast, signed_in):
    client = signed_in(cast.liaison)
    own = Residency.objects.get(member__user=cast.member)
    page = client.post(f"/my/studio/accounts/{own.pk}/key/").content.decode()
    path = page.split('data-address="http://testserver')[1].split('"')[0]
    assert Client().post(path)["Location"] == "/password/"
    theirs = Residency.objects.get(member__user=cast.other)
    assert client.post(f"/my/studio/accounts/{theirs.pk}/key/").status_code == 404
    assert not OneTimeKey.objects.filter(user=cast.other).exists()


def test_liaison_is_told_who_lets_in_a_convener_with_a_part_in_a_unit(cast: Cast, signed_in):
    held = Residency.objects.get(member__user=cast.convener)
    page = signed_in(cast.liaison).post(f"/my/studio/accounts/{held.pk}/key/", follow=True).content.decode()
    assert "登录条要由系统管理员来发" in page
    assert AuditEvent.objects.filter(action="refused", actor_id=cast.liaison.pk).count() == 1


def test_people_page_asks_the_same_queries_for_two_and_five(cast: Cast, signed_in):
    client = signed_in(cast.liaison)
    client.get("/my/studio/accounts/")
    with CaptureQueriesContext(connection) as two:
        client.get("/my/studio/accounts/")
    for name in ("丁一", "丁二", "丁三"):
        Residency.objects.create(studio=cast.town, member=seat(cast.term, name, "教育界").member)
    with CaptureQueriesContext(connection) as five:
        client.get("/my/studio/accounts/")
    assert len(two) == len(five)
