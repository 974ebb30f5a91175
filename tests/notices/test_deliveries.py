"""The office's page of what did not get through."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent
from notices.models import Delivery, DeliveryEvent
from notices.services import NewNotice, Phone, notify, notify_all, retry, send_due
from tests.cast import NOW, Cast

URL = "/office/notices/"


def fail(count: int = 1, subject: str = "请来开会") -> list[Delivery]:
    """So many notices to people without an account, which no channel took."""
    already = Delivery.objects.count()
    people = [Phone(f"1390000{n + already:04}") for n in range(count)]
    notify_all(notices=[NewNotice(to, subject, subject, "3月23日上午9点") for to in people], now=NOW)
    send_due(now=NOW)
    return list(Delivery.objects.order_by("pk")[already:])


def state(delivery: Delivery) -> str:
    return Delivery.objects.get(pk=delivery.pk).state


def test_what_was_given_up_is_listed_with_the_reason_and_a_masked_number(cast: Cast, signed_in):
    fail()
    sent = notify(to=Phone("13911111111"), key="k", subject="已经送到的", body="", now=NOW).deliveries
    sent.update(state="sent", sent_at=NOW)
    page = signed_in(cast.clerk).get(URL).content.decode()
    assert "请来开会" in page
    assert "短信没有启用" in page
    assert "139****0000" in page
    assert "13900000000" not in page
    assert "已经送到的" not in page
    assert "已经送到的" in signed_in(cast.clerk).get(URL, {"state": "sent"}).content.decode()
    assert "请来开会" not in signed_in(cast.clerk).get(URL, {"channel": "email"}).content.decode()


def test_empty_list_says_what_would_be_here(cast: Cast, signed_in):
    assert "没有送不到的通知" in signed_in(cast.clerk).get(URL).content.decode()


def test_number_is_shown_once_with_a_row_in_the_trail(cast: Cast, signed_in):
    [delivery] = fail()
    client = signed_in(cast.clerk)
    assert "<strong>13900000000</strong>" in client.post(f"{URL}{delivery.pk}/phone/").content.decode()
    assert "13900000000" not in client.get(URL).content.decode()
    event = AuditEvent.objects.get(action="revealed")
    assert (event.actor_id, event.reason) == (cast.clerk.pk, "电话通知")
    assert "1390000" not in event.subject


def test_telephoned_is_settled_and_remembers_by_whom(cast: Cast, signed_in):
    first, second = fail(2)
    client = signed_in(cast.clerk)
    answer = client.post(f"{URL}{first.pk}/told/?channel=sms", follow=True)
    assert "已电话通知" in answer.content.decode()
    assert answer.redirect_chain[0][0] == f"{URL}?channel=sms"
    assert (state(first), state(second)) == ("told", "failed")
    event = DeliveryEvent.objects.filter(delivery=first).last()
    assert (event.by, event.via, event.action, event.to_state) == (cast.clerk, "page", "tell", "told")
    assert "不用再处理" in client.post(f"{URL}{first.pk}/told/", follow=True).content.decode()
    assert "不用再处理" in client.post(f"{URL}{first.pk}/retry/", follow=True).content.decode()
    assert DeliveryEvent.objects.filter(delivery=first, by=cast.clerk).count() == 1


def test_one_is_sent_again_from_the_first_try(cast: Cast, signed_in):
    first, second = fail(2)
    Delivery.objects.update(tries=8)
    signed_in(cast.clerk).post(f"{URL}{first.pk}/retry/")
    assert (state(first), state(second)) == ("waiting", "failed")
    assert Delivery.objects.get(pk=first.pk).tries == 0


def test_all_are_sent_again_in_a_constant_number_of_statements(cast: Cast):
    def statements(count: int) -> int:
        fail(count, subject=f"{count}人的事")
        with CaptureQueriesContext(connection) as asked:
            assert retry(deliveries=Delivery.objects.failed(), by=cast.clerk, now=NOW) == count
        Delivery.objects.update(state="told")
        return len(asked)

    assert statements(60) <= statements(1) + 4  # SQLite takes fewer events in a statement


def test_all_button_sends_again_what_failed_and_nothing_else(cast: Cast, signed_in):
    failed = fail(3)
    told = failed.pop()
    Delivery.objects.filter(pk=told.pk).update(state="told")
    page = signed_in(cast.clerk).post(f"{URL}retry/", follow=True).content.decode()
    assert "2条通知将重新发送。" in page
    assert [state(one) for one in (*failed, told)] == ["waiting", "waiting", "told"]


@pytest.mark.parametrize("who", ["officer", "leader", "auditor", "member", "stranger"])
def test_nobody_else_sees_or_settles_them(cast: Cast, signed_in, who: str):
    [delivery] = fail()
    client = signed_in(getattr(cast, who))
    assert client.get(URL).status_code == 404
    for act in ("told", "retry", "phone"):
        assert client.post(f"{URL}{delivery.pk}/{act}/").status_code == 404
    assert client.post(f"{URL}retry/").status_code == 404
    assert state(delivery) == "failed"
    assert not Delivery.objects.visible_to(getattr(cast, who)).exists()


def test_worker_that_stands_still_shows(cast: Cast, signed_in, settings):
    settings.NOTICE_HOURS = (0, 24)
    notify(to=Phone("13900000001"), key="k", subject="到期", body="", now=timezone.now() - dt.timedelta(hours=2))
    assert "有 1 条到时间半个多小时了还没有发出" in signed_in(cast.clerk).get(URL).content.decode()


def test_first_page_tells_who_may_do_something_about_it(cast: Cast, signed_in):
    fail(2)
    assert "<strong>2</strong> 条</a> 通知没能送到" in signed_in(cast.clerk).get("/office/").content.decode()
    assert "没能送到" not in signed_in(cast.officer).get("/office/").content.decode()


def test_list_asks_the_same_queries_for_one_and_three(cast: Cast, signed_in):
    client = signed_in(cast.clerk)

    def asked() -> int:
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        return len(queries)

    fail(1)
    one = asked()
    fail(2, subject="又一件")
    assert asked() == one


def test_copied_text_names_people_and_no_number(cast: Cast, signed_in):
    fail()
    delivery = notify(to=cast.liaison, key="k", subject="请看13900000002", body="", now=NOW)
    Delivery.objects.create(notice=delivery, channel="email", state="failed", next_try_at=NOW)
    page = signed_in(cast.clerk).get(URL).content.decode()
    text = page[page.index("<textarea") : page.index("</textarea>")]
    assert "赵联:请看139****0002" in text
    assert "没有账号的收件人:请来开会" in text
    assert "1390000000" not in text
