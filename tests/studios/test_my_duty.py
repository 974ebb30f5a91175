"""A member's own duty: turns, swaps, the calendar on their phone."""

import datetime as dt

from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from accounts.models import User
from studios.models import DutyFeed, Swap
from studios.services import agree_swap, arrange_swap, cancel_shift, confirm_swap, renew_feed
from tests.cast import Cast
from tests.studios import duty
from tests.studios.test_duty_pages import GONE, PAST, SOON, shift, text

NOW = timezone.now()


def feed(cast: Cast, user: User | None = None) -> str:
    return f"/duty/{renew_feed(by=user or cast.member, now=NOW).token}.ics"


def test_own_turns_and_the_studios_are_listed_and_nobody_elses(cast: Cast, signed_in):
    shift(cast, theme="我的班")
    shift(cast, cast.person(cast.convener), day=SOON + dt.timedelta(days=1), theme="王召的班")
    shift(cast, day=GONE, theme="过去的班")
    shift(cast, day=SOON + dt.timedelta(days=2), theme="没发布的", published=False)
    duty.shift(cast, cast.person(cast.other), day=SOON, studio=cast.river, now=PAST, theme="河东的班")
    page = text(signed_in(cast.member).get("/my/duty/"))
    assert "我的班" in page
    assert "王召" in page
    assert f"{GONE.month}月{GONE.day}日" in page
    for word in ("没发布的", "河东的班", "李强"):
        assert word not in page


def test_who_has_no_turn_reads_that_they_will_be_told(cast: Cast, signed_in):
    page = text(signed_in(cast.other).get("/my/duty/"))
    assert "近期没有您的值班" in page
    assert signed_in(cast.clerk).get("/my/duty/").status_code == 404


def test_shift_page_says_who_when_where_and_what_one_can_do(cast: Cast, signed_in):
    made = shift(cast, cast.person(cast.member), cast.person(cast.convener), place="东关村委会")
    page = text(signed_in(cast.member).get(f"/my/duty/{made.pk}/"))
    for word in ("这一班有您", "东关村委会", "王召", "申请调剂", "加到手机日历"):
        assert word in page
    assert "申请调剂" not in text(signed_in(cast.liaison).get(f"/my/duty/{made.pk}/"))


def test_log_is_written_from_a_shift_that_has_begun(cast: Cast, signed_in):
    link = "/my/visits/new/?shift="
    begun, coming = shift(cast, day=GONE), shift(cast)
    assert f"{link}{begun.pk}" in text(signed_in(cast.member).get(f"/my/duty/{begun.pk}/"))
    assert link not in text(signed_in(cast.member).get(f"/my/duty/{coming.pk}/"))


def test_unpublished_and_other_studios_shifts_are_404(cast: Cast, signed_in):
    hidden = [
        shift(cast, published=False),
        duty.shift(cast, cast.person(cast.other), day=SOON, studio=cast.river, now=PAST),
    ]
    for made in hidden:
        for path in (f"/my/duty/{made.pk}/", f"/my/duty/{made.pk}/calendar/"):
            assert signed_in(cast.member).get(path).status_code == 404


def test_next_turn_stands_on_the_first_page(cast: Cast, signed_in):
    assert "下一次值班" not in text(signed_in(cast.member).get("/my/"))
    made = shift(cast)
    assert f"/my/duty/{made.pk}/" in text(signed_in(cast.member).get("/my/"))


def test_first_page_tells_who_is_asked_and_then_who_confirms(cast: Cast, signed_in):
    swap = duty.asked(cast, shift(cast))
    colleague, officer = signed_in(cast.convener), signed_in(cast.liaison)
    assert "请您代班" in text(colleague.get("/my/"))
    assert "请您代班" not in text(signed_in(cast.member).get("/my/"))
    assert "调剂等您确认" not in text(officer.get("/my/"))
    agree_swap(swap=swap, by=cast.convener, now=NOW)
    assert "请您代班" not in text(colleague.get("/my/"))
    assert "调剂等您确认" in text(officer.get("/my/"))
    assert "调剂等您确认" not in text(signed_in(cast.member).get("/my/"))


def test_swap_from_asking_to_the_changed_roster(cast: Cast, signed_in):
    made = shift(cast)
    asker, colleague, officer = (signed_in(user) for user in (cast.member, cast.convener, cast.liaison))
    path = f"/my/duty/turns/{duty.turn(made, cast.member).pk}/swap/"
    assert "王召" in text(asker.get(path))
    assert "请写明原因" in text(asker.post(path, {"member": cast.person(cast.convener).pk, "why": ""}))
    asker.post(path, {"member": cast.person(cast.convener).pk, "why": "出差"})
    swap = Swap.objects.get()
    assert "去答复" in text(colleague.get("/my/duty/"))
    assert "谢谢" in text(colleague.post(f"/my/duty/swaps/{swap.pk}/agree/", follow=True))
    assert "待联络员确认" in text(asker.get("/my/duty/"))
    officer.post(f"/my/studio/duty/swaps/{swap.pk}/confirm/")
    assert duty.people(made) == ["王召"]
    assert f"/my/duty/{made.pk}/" in text(colleague.get("/my/duty/"))


def test_declined_with_a_word_and_taken_back(cast: Cast, signed_in):
    swap = duty.asked(cast, shift(cast))
    page = text(
        signed_in(cast.convener).post(f"/my/duty/swaps/{swap.pk}/decline/", {"answer": "那天也出差"}, follow=True)
    )
    assert "那天也出差" in page
    again = duty.asked(cast, swap.turn.shift)
    page = text(signed_in(cast.member).post(f"/my/duty/swaps/{again.pk}/back/", follow=True))
    assert "已收回" in page


def test_who_answers_too_late_is_told_what_happened(cast: Cast, signed_in):
    swap = duty.asked(cast, shift(cast))
    cancel_shift(shift=swap.turn.shift, why="防汛", by=cast.liaison, now=NOW)
    page = text(signed_in(cast.convener).post(f"/my/duty/swaps/{swap.pk}/agree/", follow=True))
    assert "已失效" in page


def test_swap_is_answered_by_the_colleague_alone(cast: Cast, signed_in):
    swap = duty.asked(cast, shift(cast))
    text(signed_in(cast.member).post(f"/my/duty/swaps/{swap.pk}/agree/", follow=True))
    for user in (cast.other, cast.liaison, cast.clerk):
        assert signed_in(user).post(f"/my/duty/swaps/{swap.pk}/agree/").status_code == 404
    swap.refresh_from_db()
    assert swap.state == "asked"


def test_colleagues_without_account_are_not_offered_and_nobody_is_said_so(cast: Cast, signed_in):
    duty.resident(cast, "丁一")
    made = shift(cast)
    path = f"/my/duty/turns/{duty.turn(made, cast.member).pk}/swap/"
    page = text(signed_in(cast.member).get(path))
    assert "丁一" not in page
    cast.convener.is_active = False
    cast.convener.save()
    assert "请给联络员打电话" in text(signed_in(cast.member).get(path))


def test_turn_of_somebody_else_is_404(cast: Cast, signed_in):
    made = shift(cast)
    pk = duty.turn(made, cast.member).pk
    for user in (cast.convener, cast.other, cast.liaison):
        assert signed_in(user).get(f"/my/duty/turns/{pk}/swap/").status_code == 404


# The calendar


def events(content: bytes) -> list[str]:
    return [str(one["summary"]) for one in Calendar.from_ical(content).walk("VEVENT")]


def test_feed_has_ones_own_published_shifts_and_nothing_else(cast: Cast):
    shift(cast, theme="我的班", place="东关村委会")
    shift(cast, cast.person(cast.convener), day=SOON + dt.timedelta(days=1), theme="王召的班")
    shift(cast, day=SOON + dt.timedelta(days=2), theme="没发布的", published=False)
    cancelled = shift(cast, day=SOON + dt.timedelta(days=3), theme="取消的")
    cancel_shift(shift=cancelled, why="防汛", by=cast.convener, now=NOW)
    answer = Client().get(feed(cast))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert events(answer.content) == ["城关工作室值班:我的班"]
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert timezone.localtime(event["dtstart"].dt).time() == dt.time(9)
    assert str(event["location"]) == "东关村委会"


def test_turn_swapped_away_leaves_the_feed_and_comes_into_the_others(cast: Cast):
    made = shift(cast)
    mine, theirs = feed(cast), feed(cast, cast.convener)
    arrange_swap(
        turn=duty.turn(made, cast.member), member=cast.person(cast.convener), why="出差", by=cast.liaison, now=NOW
    )  # fmt: skip
    assert events(Client().get(mine).content) == []
    assert len(events(Client().get(theirs).content)) == 1


def test_feed_that_has_not_changed_is_not_sent_again(cast: Cast):
    made = shift(cast)
    path = feed(cast)
    first = Client().get(path)
    assert Client().get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    swap = duty.asked(cast, made)
    agree_swap(swap=swap, by=cast.convener, now=NOW)
    confirm_swap(swap=swap, by=cast.liaison, now=NOW)
    assert Client().get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_wrong_address_is_404_and_a_new_one_makes_the_old_worthless(cast: Cast, signed_in):
    old = feed(cast)
    assert Client().get("/duty/wrong.ics").status_code == 404
    client = signed_in(cast.member)
    text(client.post("/my/duty/calendar/renew/", follow=True))
    assert Client().get(old).status_code == 404
    new = DutyFeed.objects.get().token
    assert new in text(client.get("/my/duty/calendar/"))
    assert Client().get(f"/duty/{new}.ics").status_code == 200


def test_address_of_a_closed_account_is_worthless(cast: Cast):
    path = feed(cast)
    cast.member.is_active = False
    cast.member.save()
    assert Client().get(path).status_code == 404


def test_feed_names_no_colleague(cast: Cast):
    shift(cast, cast.person(cast.member), cast.person(cast.convener))
    assert "王召" not in Client().get(feed(cast)).content.decode()


def test_feed_asks_the_same_queries_for_one_shift_and_three(cast: Cast, django_assert_num_queries):
    path = feed(cast)
    for number in range(3):
        shift(cast, starts=dt.time(9 + number), ends=dt.time(10 + number), theme=f"{number}")
        with django_assert_num_queries(4):
            Client().get(path)


def test_one_shift_is_a_file_for_the_calendar(cast: Cast, signed_in):
    made = shift(cast, theme="医保")
    answer = signed_in(cast.member).get(f"/my/duty/{made.pk}/calendar/")
    assert "attachment" in answer["Content-Disposition"]
    assert events(answer.content) == ["城关工作室值班:医保"]
