"""What the tables themselves refuse."""

import pytest
from django.db import IntegrityError, transaction

from notices.models import Delivery, Notice, NoticeChoice
from tests.cast import NOW, Cast


def notice(**changes: object) -> Notice:
    fields = {"key": "k", "subject": "到期", "made_at": NOW, "not_before": NOW}
    return Notice.objects.create(**(fields | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"phone": "13900000001", "email": "a@example.cn"},
        {"phone": ""},
        {"phone": "13900000001", "read_at": NOW},
        {"phone": "13900000001", "key": ""},
        {"phone": "13900000001", "subject": ""},
        {"phone": "13900000001", "link": "https://elsewhere.example/"},
        {"phone": "13900000001", "link": "/go/studios.visit/7/x"},
    ],
)
@pytest.mark.django_db
def test_notice_that_is_none_is_refused(changes: dict):
    with pytest.raises(IntegrityError), transaction.atomic():
        notice(**changes)


def test_notice_to_a_user_and_a_phone_is_refused(cast: Cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        notice(user=cast.member, phone="13900000001")


@pytest.mark.parametrize("changes", [{"state": "sent"}, {"sent_at": NOW}, {"state": "lost"}, {"channel": "pigeon"}])
@pytest.mark.django_db
def test_delivery_that_contradicts_itself_is_refused(changes: dict):
    one = notice(phone="13900000001")
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(**({"notice": one, "channel": "sms", "next_try_at": NOW} | changes))


@pytest.mark.django_db
def test_delivery_of_a_channel_is_one():
    one = notice(phone="13900000001")
    Delivery.objects.create(notice=one, channel="sms", next_try_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(notice=one, channel="sms", next_try_at=NOW)


def test_digest_without_an_address_is_refused(cast: Cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeChoice.objects.create(user=cast.member, way="digest")
