"""``notify`` and ``notify_all``: who gets which row, once."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common.phones import BadPhone
from notices.models import ChannelSetting, Delivery, Notice, NoticeChoice
from notices.services import Email, NewNotice, Phone, notify, notify_all
from tests.cast import NOW, Cast

NIGHT = NOW.replace(hour=22)
MORNING = NOW.replace(hour=8) + dt.timedelta(days=1)


def tell(to, key: str = "deadline:1:remind", **changes) -> Notice | None:
    said = {"subject": "《关于路灯的提案》还有3天到期", "body": "请在3月23日前答复。", "link": "/go/studios.visit/1/"}
    return notify(to=to, key=key, **({**said, "now": NOW} | changes))


def channels_of(notice: Notice) -> list[str]:
    return list(notice.deliveries.order_by("channel").values_list("channel", flat=True))


@pytest.fixture
def open_mail(settings) -> None:
    settings.NOTICE_MAIL = "smtp://127.0.0.1"


@pytest.fixture
def open_sms(db, settings) -> None:
    settings.NOTICE_SMS_URL = "http://127.0.0.1:1/"
    ChannelSetting.objects.filter(code="sms").update(on=True)


def choose(user: User, way: str, email: str = "hanmei@example.cn") -> None:
    NoticeChoice.objects.create(user=user, way=way, email=email)


# Once


def test_second_notice_of_one_key_is_none(cast: Cast):
    assert tell(cast.member).user == cast.member
    assert tell(cast.member, subject="别的话") is None
    assert tell(cast.other)
    assert tell(cast.member, key="deadline:1:urge")
    assert Notice.objects.count() == 3


def test_one_phone_in_two_spellings_is_one_person(cast: Cast):
    assert tell(Phone("139 0000 0009"))
    assert tell(Phone("+86-13900000009")) is None
    assert tell(Email("Wang@Example.cn "))
    assert tell(Email("wang@example.cn")) is None


def test_sweep_run_twice_tells_once_and_counts_what_was_new(cast: Cast):
    tell(cast.member)
    people = [cast.member, cast.other, cast.convener, Phone("13900000009"), cast.other]
    sweep = [NewNotice(to, "deadline:1:remind", "到期", "请答复") for to in people]
    assert notify_all(notices=sweep, now=NOW) == 3
    assert notify_all(notices=iter(sweep), now=NOW) == 0
    assert Notice.objects.count() == 4
    assert Delivery.objects.count() == 1


def test_rows_go_back_with_the_callers_transaction(cast: Cast):
    with transaction.atomic():
        tell(Phone("13900000009"))
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_sweep_asks_a_constant_number_of_statements_for_every_five_hundred(cast: Cast, open_mail):
    users = User.objects.bulk_create(User(username=f"u{n}", name=f"人{n}", password="!") for n in range(1000))
    NoticeChoice.objects.bulk_create(NoticeChoice(user=user, email=f"{user}@example.cn") for user in users)

    def statements(count: int, key: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert notify_all(notices=[NewNotice(u, key, "到期", "") for u in users[:count]], now=NOW) == count
        return len(asked)

    one = statements(500, "a")
    assert one <= (12 if connection.vendor == "postgresql" else 24)  # SQLite takes fewer rows in a statement
    assert statements(1000, "b") <= 2 * one
    assert Delivery.objects.count() == 1500


# Refused


def test_nobody_can_be_told_by_what_is_no_address():
    for number in ("", "12345", "无"):
        with pytest.raises(BadPhone):
            Phone(number)
    with pytest.raises(ValidationError):
        Email("不是邮箱")


@pytest.mark.parametrize(
    "changes",
    [{"key": ""}, {"key": "k" * 121}, {"subject": " \n"}, {"link": "https://elsewhere.example/"}, {"link": "/my/"}],
)
def test_notice_that_the_table_would_refuse_is_an_error_at_once(cast: Cast, changes):
    with pytest.raises(ValueError, match="no notice"):
        tell(cast.member, **changes)


# By which channel


def test_user_without_a_choice_has_the_inbox_alone(cast: Cast, open_mail):
    assert channels_of(tell(cast.member)) == []


def test_user_with_an_address_gets_mail_at_once(cast: Cast, open_mail):
    choose(cast.member, "at_once")
    assert channels_of(tell(cast.member)) == ["email"]


def test_no_mail_is_owed_to_users_while_the_office_has_none(cast: Cast, settings):
    choose(cast.member, "at_once")
    assert channels_of(tell(cast.member)) == []
    settings.NOTICE_MAIL = "smtp://127.0.0.1"
    ChannelSetting.objects.filter(code="email").update(on=False)
    assert channels_of(tell(cast.member, key="later")) == []


def test_user_who_wants_the_inbox_only_gets_nothing_else(cast: Cast, open_mail, open_sms):
    choose(cast.member, "inbox")
    assert channels_of(tell(cast.member)) == []


def test_user_with_a_phone_and_no_address_gets_a_message_when_the_office_has_them(cast: Cast, open_mail, open_sms):
    assert channels_of(tell(cast.member)) == ["sms"]
    assert channels_of(tell(cast.liaison)) == []  # no phone


def test_account_that_is_closed_is_sent_nothing(cast: Cast, open_sms):
    cast.member.is_active = False
    assert channels_of(tell(cast.member)) == []


def test_who_has_no_account_is_always_owed_a_message(cast: Cast):
    assert channels_of(tell(Phone("13900000009"))) == ["sms"]
    assert channels_of(tell(Email("wang@example.cn"))) == ["email"]


def test_group_hears_once_what_several_of_its_role_were_told(cast: Cast, settings):
    settings.NOTICE_GROUPS = {**settings.NOTICE_GROUPS, "wecom": ("http://127.0.0.1:1/", "")}
    group = ChannelSetting.objects.get(code="wecom")
    group.on = True
    group.save()
    assert channels_of(tell(cast.clerk)) == []  # no role named yet
    group.roles.set([*cast.clerk.groups.all(), *cast.officer.groups.all()])
    people = [cast.clerk, cast.officer, cast.leader, cast.member]
    notify_all(notices=[NewNotice(to, "a", "到期", "") for to in people], now=NOW)
    tell(cast.clerk, key="a")
    tell(cast.officer, key="b")
    assert sorted(Delivery.objects.values_list("channel", "once")) == [("wecom", "wecom:a"), ("wecom", "wecom:b")]


# When


def first_try(notice: Notice) -> tuple[dt.datetime, bool]:
    delivery = notice.deliveries.get()
    return delivery.next_try_at, delivery.any_hour


def test_message_of_the_day_is_due_at_once(cast: Cast):
    assert first_try(tell(Phone("13900000009"))) == (NOW, False)


def test_message_of_the_night_waits_for_the_morning(cast: Cast):
    assert first_try(tell(Phone("13900000009"), now=NIGHT)) == (MORNING, False)


def test_not_before_within_the_hours_is_kept(cast: Cast):
    later = NOW + dt.timedelta(days=3)
    assert first_try(tell(Phone("13900000009"), not_before=later)) == (later, False)


def test_not_before_outside_the_hours_is_the_callers_wish(cast: Cast):
    assert first_try(tell(Phone("13900000009"), not_before=NIGHT)) == (NIGHT, True)


def test_not_before_in_the_past_is_now(cast: Cast):
    notice = tell(Phone("13900000009"), not_before=NOW - dt.timedelta(hours=5))
    assert (notice.not_before, *first_try(notice)) == (NOW, NOW, False)


def test_digest_waits_for_its_hour(cast: Cast, open_mail):
    choose(cast.member, "digest")
    notice = tell(cast.member)
    assert channels_of(notice) == ["digest"]
    assert first_try(notice) == (MORNING, False)
