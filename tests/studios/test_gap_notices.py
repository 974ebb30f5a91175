"""Who is told of what is empty, and when: the convener before the office, the office before leaders."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from notices.models import Notice
from studios.models import GapNotice, GapSetting, Residency, Studio
from studios.services import ToldOfGaps, tell_gaps
from studios.tasks import tell_gaps as job
from tests.cast import NOW, Cast
from tests.studios.gap_makers import day, entry, shift, turn


def morning(number: int, month: int = 3) -> dt.datetime:
    return dt.datetime(2026, month, number, 8, 40, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def told_from_march(cast: Cast) -> Cast:
    GapSetting.objects.update(first_month=day(1))
    Studio.objects.filter(pk=cast.river.pk).update(closed_on=day(1))  # one studio is enough for most
    return cast


def to(user) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("made_at", "pk").values_list("subject", flat=True))


def fill(cast: Cast) -> None:
    """Nothing is empty in the town's March."""
    turn(shift(cast.town, day(6), "held"), cast.person(cast.member), "left")
    for user in (cast.member, cast.convener):
        entry(cast, user, day(18), studio=cast.town, state="checked")


def test_convener_hears_first_the_office_three_and_leaders_five_working_days_later(told_from_march: Cast):
    cast = told_from_march
    heard = {}
    for number in range(16, 41):
        now = morning(16) + dt.timedelta(days=number - 16)
        tell_gaps(now=now)
        for who in ("liaison", "convener", "clerk", "officer", "leader"):
            if who not in heard and to(getattr(cast, who)):
                heard[who] = now.date()
    # the 20th is a Friday; 4 to 6 April are off
    assert heard == {
        "liaison": day(20), "convener": day(20), "clerk": day(25), "officer": day(25), "leader": day(1, 4),
    }  # fmt: skip
    assert len(to(cast.convener)) == len(to(cast.clerk)) == len(to(cast.leader)) == 1
    assert not to(cast.member) + to(cast.other) + to(cast.stranger) + to(cast.keeper)


def test_day_that_is_off_waits_for_the_next_that_works(told_from_march: Cast):
    GapSetting.objects.update(convener_day=21)
    assert tell_gaps(now=morning(21)) == tell_gaps(now=morning(22)) == ToldOfGaps()
    assert tell_gaps(now=morning(23)).conveners == 2


def test_words_are_kind_count_and_name_nobody(told_from_march: Cast):
    cast = told_from_march
    turn(shift(cast.town, day(6)), cast.person(cast.member), "absent")
    tell_gaps(now=morning(20))
    said = Notice.objects.get(user=cast.convener)
    assert said.subject == "城关工作室2026年3月还有几样空着"
    assert "没有民情日志;没有完成的值班;委员没有到过岗1人;委员没有记录2人;值班没有成果1次" in said.body
    assert "2026年3月25日(周三)还空着的,办公室" in said.body
    assert "韩梅" not in said.body
    tell_gaps(now=morning(25))
    assert "城关工作室:没有民情日志" in Notice.objects.get(user=cast.clerk).body


def test_nothing_empty_tells_nobody(told_from_march: Cast):
    fill(told_from_march)
    assert tell_gaps(now=morning(20)) == ToldOfGaps()
    assert job(now=morning(20)) == ""
    assert not GapNotice.objects.exists()


def test_second_run_tells_nothing_new(told_from_march: Cast):
    assert tell_gaps(now=morning(20)) == ToldOfGaps(conveners=2)
    assert tell_gaps(now=morning(20)) == ToldOfGaps()
    assert tell_gaps(now=morning(25)) == ToldOfGaps(office=2)
    assert tell_gaps(now=morning(25)) == ToldOfGaps()
    assert tell_gaps(now=morning(1, 4)) == ToldOfGaps(leaders=1)
    assert tell_gaps(now=morning(1, 4)) == ToldOfGaps()


def test_what_is_mended_meanwhile_is_told_to_nobody_above(told_from_march: Cast):
    cast = told_from_march
    tell_gaps(now=morning(20))
    entry(cast, cast.member, day(21), studio=cast.town)
    tell_gaps(now=morning(25))
    body = Notice.objects.get(user=cast.clerk).body
    assert "没有民情日志" not in body
    assert "委员没有记录1人" in body
    fill(cast)
    assert tell_gaps(now=morning(1, 4)) == ToldOfGaps()
    assert not to(cast.leader)
    assert GapNotice.objects.filter(mended_at=None).count() == 0


def test_what_comes_up_after_the_convener_was_told_goes_no_higher(told_from_march: Cast):
    cast = told_from_march
    fill(cast)
    entry(cast, cast.member, day(10), studio=cast.town)  # waits to be checked
    tell_gaps(now=morning(20))
    turn(shift(cast.town, day(20)), cast.person(cast.convener), "absent")
    tell_gaps(now=morning(25))
    assert Notice.objects.get(user=cast.clerk).body.count("日志没有核1篇") == 1
    assert "没有到过岗" not in Notice.objects.get(user=cast.clerk).body


def test_late_run_takes_one_step_and_those_above_wait_from_then(told_from_march: Cast):
    cast = told_from_march
    assert tell_gaps(now=morning(8, 4)) == ToldOfGaps(conveners=2)  # of March, and of nothing before
    assert tell_gaps(now=morning(9, 4)) == tell_gaps(now=morning(10, 4)) == ToldOfGaps()
    assert tell_gaps(now=morning(13, 4)) == ToldOfGaps(office=2)
    assert to(cast.convener) == ["城关工作室2026年3月还有几样空着"]


def test_months_before_the_first_are_not_told(told_from_march: Cast):
    assert tell_gaps(now=morning(12)) == ToldOfGaps()  # February
    GapSetting.objects.update(first_month=day(1, 4))
    assert tell_gaps(now=morning(20)) == ToldOfGaps()


def test_each_studio_tells_its_own_and_the_office_hears_of_both_at_once(told_from_march: Cast):
    cast = told_from_march
    Studio.objects.filter(pk=cast.river.pk).update(closed_on=None)
    Residency.objects.create(studio=cast.river, user=cast.stranger, part=Residency.Part.LIAISON)
    assert tell_gaps(now=morning(20)) == ToldOfGaps(conveners=3)
    assert to(cast.stranger) == ["河东工作室2026年3月还有几样空着"]
    assert to(cast.liaison) == ["城关工作室2026年3月还有几样空着"]
    tell_gaps(now=morning(25))
    assert to(cast.clerk) == ["2026年3月还空着的:2个工作室"]


def test_studio_that_nobody_runs_is_passed_on_and_says_so(told_from_march: Cast):
    cast = told_from_march
    Studio.objects.filter(pk=cast.river.pk).update(closed_on=None)
    tell_gaps(now=morning(20))
    tell_gaps(now=morning(25))
    assert "(没有召集人、联络员可告诉)" in Notice.objects.get(user=cast.clerk).body.splitlines()[2]


def test_convener_without_an_account_is_told_by_phone_and_a_closed_account_is_not(told_from_march: Cast):
    cast = told_from_march
    convener = cast.person(cast.convener)
    convener.user = None
    convener.save()
    cast.liaison.is_active = False
    cast.liaison.save()
    assert tell_gaps(now=morning(20)).conveners == 1
    assert Notice.objects.get().phone == "13900000003"


def test_job_says_how_many_it_told(told_from_march: Cast):
    assert job(now=morning(20)) == "还空着的,告诉召集人、联络员2人,办公室0人,领导0人"


@pytest.mark.parametrize(
    "moments",
    [
        {"office_at": NOW - dt.timedelta(days=1)},
        {"office_at": NOW},
        {"leader_at": NOW + dt.timedelta(days=1)},
        {"office_at": NOW + dt.timedelta(days=2), "leader_at": NOW + dt.timedelta(days=1)},
    ],
)
def test_database_holds_the_order(cast: Cast, moments: dict[str, dt.datetime]):
    fields = {"studio": cast.town, "month": day(1), "gap": "silent", "count": 1, "reached": 1, "convener_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        GapNotice.objects.create(**fields, **moments)
