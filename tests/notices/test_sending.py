"""What is due is sent, against real servers on the loopback: what got through is counted against what was owed."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pytest

from accounts.models import User
from notices import tasks
from notices.models import ChannelSetting, Delivery, DeliveryEvent, Notice, NoticeChoice
from notices.services import Email, NewNotice, Phone, mark_read, notify, notify_all, send_due, send_due_digests
from tests.cast import NOW, Cast
from tests.notices.servers import Gateway, MailServer, serving

HOUR = dt.timedelta(hours=1)
LONG_AFTER = NOW + dt.timedelta(days=30)
CLOSED = "http://127.0.0.1:9/"  # a port that nothing listens at


@pytest.fixture(autouse=True)
def quick(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    settings.NOTICE_TIMEOUT = settings.EMAIL_TIMEOUT = 0.3


@pytest.fixture
def gateway(db, settings) -> Iterator[Gateway]:
    ChannelSetting.objects.filter(code="sms").update(on=True)
    with serving(Gateway()) as server:
        settings.NOTICE_SMS_URL, settings.NOTICE_SMS_TOKEN = server.url, "secret"
        yield server


@pytest.fixture
def mail(db, settings) -> Iterator[MailServer]:
    with serving(MailServer()) as server:
        settings.NOTICE_MAIL = "smtp://127.0.0.1"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.DEFAULT_FROM_EMAIL = "office@example.cn"
        settings.SITE_URL = "https://liaison.example"
        yield server


def owe(count: int, to=Phone) -> set[str]:
    """So many people without an account, each told of one thing; the addresses."""
    people = [f"1390000{n:04}" if to is Phone else f"p{n}@example.cn" for n in range(count)]
    notify_all(notices=[NewNotice(to(one), "k", "请于3月23日前答复", "《路灯》") for one in people], now=NOW)
    return set(people)


def run_until_settled(hours: int = 40) -> Counter[str]:
    """Turns of the worker, a minute apart at first, over as many hours."""
    done: Counter[str] = Counter()
    now = NOW
    while now < NOW + hours * HOUR:
        turn = send_due(now=now)
        done += turn
        now += dt.timedelta(minutes=1) if turn else dt.timedelta(minutes=20)
    return done


def states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


def only() -> Delivery:
    return Delivery.objects.select_related("notice").get()


# Text messages, over HTTP


def test_message_goes_out_once_with_its_text_and_token(gateway: Gateway):
    owe(1)
    assert send_due(now=NOW) == {"send": 1}
    assert send_due(now=LONG_AFTER) == {}
    [taken] = gateway.taken
    assert taken == {"id": f"notice-{only().pk}", "phone": "13900000000", "text": "请于3月23日前答复。《路灯》"}
    assert gateway.tokens == ["Bearer secret"]
    assert (only().state, only().sent_at, only().tries) == ("sent", NOW, 1)
    assert DeliveryEvent.objects.get().action == "send"


def test_gateway_in_every_bad_mood_gets_every_message_through_once(gateway: Gateway):
    gateway.will("hang", 500, "break", 302, "take", 503, "hang", "take", 400, "break", 429)
    owed = owe(12)
    run_until_settled()
    assert {document["phone"] for document in gateway.taken} == owed
    assert set(gateway.times().values()) == {1}
    assert states() == {"sent": 12}


def test_answer_lost_on_the_way_repeats_that_message_under_the_same_name(gateway: Gateway):
    gateway.will("take", "take, break", "take, hang")
    owed = owe(5)
    run_until_settled()
    assert {document["phone"] for document in gateway.taken} == owed
    assert sorted(gateway.times().values()) == [1, 1, 1, 2, 2]
    assert states() == {"sent": 5}


def test_gateway_that_is_down_is_asked_once_a_turn(gateway: Gateway):
    gateway.will(*[500] * 100)
    owe(10)
    assert send_due(now=NOW) == {"put_off": 1}
    assert len(gateway.asked) == 1


def test_one_message_refused_for_itself_holds_up_no_other(gateway: Gateway):
    gateway.will(400)
    owe(4)
    assert send_due(now=NOW) == {"put_off": 1, "send": 3}


def test_tries_grow_rarer_and_end_with_the_office(gateway: Gateway, settings):
    gateway.will(*[500] * 100)
    settings.NOTICE_RETRY_MINUTES = [1, 5, 30]
    owe(1)
    waits, now = [], NOW
    while only().state == "waiting":
        waits.append(only().next_try_at - now)
        now = only().next_try_at
        send_due(now=now)
    assert waits == [dt.timedelta(minutes=m) for m in (0, 1, 5, 30)]
    assert (only().state, only().error, only().tries) == ("failed", "对方服务器没有接受(500)", 4)
    assert list(DeliveryEvent.objects.values_list("action", flat=True)) == ["put_off"] * 3 + ["give_up"]


def test_channel_nobody_answers_for_says_so(gateway: Gateway, settings):
    settings.NOTICE_SMS_URL = CLOSED
    owe(1)
    send_due(now=NOW)
    assert only().error == "连不上对方服务器"


def test_channel_that_hangs_says_so(gateway: Gateway):
    gateway.will("hang")
    owe(1)
    send_due(now=NOW)
    assert only().error == "对方服务器很久没有回音"


@pytest.mark.django_db
def test_message_without_a_channel_is_the_offices_at_once():
    owe(1)
    assert send_due(now=NOW) == {"give_up": 1}
    assert (only().state, only().error) == ("failed", "短信没有启用")


def test_telephone_that_takes_no_messages_is_the_offices_at_once(gateway: Gateway):
    notify(to=Phone("01062345678"), key="k", subject="到期", body="", now=NOW)
    assert send_due(now=NOW) == {"give_up": 1}
    assert not gateway.asked


def test_fault_of_our_own_stops_nobody_for_longer_than_a_turn(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch, caplog
):
    from notices.services import sending

    def faulty(held, *args, **kwargs):
        if held[0].notice.phone == "13900000000":
            raise ZeroDivisionError
        return told(held, *args, **kwargs)

    told = sending.message_of
    monkeypatch.setattr(sending, "message_of", faulty)
    owe(3)
    assert send_due(now=NOW) == {"put_off": 1}
    assert send_due(now=NOW) == {"send": 2}
    assert Delivery.objects.get(state="waiting").error == "程序出错(ZeroDivisionError)"
    assert "ZeroDivisionError" in caplog.text


def test_turn_ends_when_its_time_is_up(gateway: Gateway, settings):
    settings.NOTICE_RUN_SECONDS = 0
    owe(3)
    assert send_due(now=NOW) == {}
    assert states() == {"waiting": 3}


# Killed


def test_delivery_of_a_killed_worker_waits_for_its_lease_and_goes_out(gateway: Gateway, monkeypatch):
    from notices.services import sending

    def killed(held, run):
        raise KeyboardInterrupt

    owe(2)
    with monkeypatch.context() as during:
        during.setattr(sending, "_deliver", killed)
        with pytest.raises(KeyboardInterrupt):
            send_due(now=NOW)
    assert states() == {"sending": 1, "waiting": 1}
    assert send_due(now=NOW + dt.timedelta(minutes=9)) == {"send": 1}
    assert send_due(now=NOW + dt.timedelta(minutes=10)) == {"send": 1}
    assert set(gateway.times().values()) == {1}


def test_worker_that_comes_back_after_its_lease_settles_nothing(gateway: Gateway):
    from notices.services.moving import move

    owe(1)
    Delivery.objects.update(state="sending", tries=1)
    late = only()
    Delivery.objects.update(tries=2)  # another has taken it up
    assert move([late], "send", by=None, now=NOW, sent_at=NOW) == []
    assert only().state == "sending"
    assert not DeliveryEvent.objects.exists()


def test_delivery_over_which_workers_keep_dying_is_given_up(gateway: Gateway, settings):
    owe(1)
    Delivery.objects.update(state="sending", tries=len(settings.NOTICE_RETRY_MINUTES) + 1)
    assert send_due(now=NOW) == {"give_up": 1}
    assert only().error == "发送程序多次中断"
    assert not gateway.asked


def test_what_hangs_shows_within_the_hour(gateway: Gateway):
    owe(1)
    Delivery.objects.update(state="sending", next_try_at=NOW + dt.timedelta(minutes=10))
    assert not Delivery.objects.stuck(NOW + dt.timedelta(minutes=30)).exists()
    assert Delivery.objects.stuck(NOW + HOUR).exists()


def test_what_waits_for_the_morning_is_not_stuck(gateway: Gateway):
    notify(to=Phone("13900000001"), key="k", subject="到期", body="", now=NOW.replace(hour=21))
    for hour in (22, 23):
        assert not Delivery.objects.stuck(NOW.replace(hour=hour)).exists()
    morning = NOW.replace(hour=8, minute=1) + dt.timedelta(days=1)
    assert not Delivery.objects.stuck(morning).exists()
    assert Delivery.objects.stuck(morning + HOUR).exists()


# Hours


def test_nothing_goes_out_at_night_but_what_the_caller_asked_for(gateway: Gateway):
    night = NOW.replace(hour=22)
    notify(to=Phone("13900000001"), key="k", subject="明天的会", body="", not_before=night, now=NOW)
    owe(1)
    assert send_due(now=night) == {"send": 1}
    assert gateway.taken[0]["phone"] == "13900000001"
    assert send_due(now=NOW + 24 * HOUR) == {"send": 1}


def test_retry_that_falls_into_the_night_waits_for_the_morning(gateway: Gateway):
    gateway.will(500)
    evening = NOW.replace(hour=19, minute=59, second=30)
    notify(to=Phone("13900000001"), key="k", subject="到期", body="", now=evening)
    send_due(now=evening)
    assert only().next_try_at == NOW.replace(hour=8, minute=0) + dt.timedelta(days=1)


def test_notice_kept_for_later_is_not_sent_before(gateway: Gateway):
    notify(to=Phone("13900000001"), key="k", subject="到期", body="", not_before=NOW + HOUR, now=NOW)
    assert send_due(now=NOW + HOUR - dt.timedelta(seconds=1)) == {}
    assert send_due(now=NOW + HOUR) == {"send": 1}


# Mail


def wants(user: User, email: str, way: str = "at_once") -> None:
    NoticeChoice.objects.create(user=user, email=email, way=way)


def test_mail_to_a_user_has_the_link_and_to_a_stranger_has_none(cast: Cast, mail: MailServer):
    wants(cast.member, "hanmei@example.cn")
    said = {"key": "k", "subject": "您的走访记录已退回", "body": "请补充地点。", "link": "/go/studios.visit/7/"}
    for to in (cast.member, Email("wang@example.cn")):
        notify(to=to, **said, now=NOW)
    assert send_due(now=NOW) == {"send": 2}
    letters = dict(mail.taken)
    assert letters["hanmei@example.cn"]["subject"].endswith("】您的走访记录已退回")
    text = letters["hanmei@example.cn"].get_content()
    assert "请补充地点。" in text
    assert "https://liaison.example/go/studios.visit/7/" in text
    assert "/go/" not in letters["wang@example.cn"].get_content()
    assert letters["wang@example.cn"]["message-id"].endswith("@liaison.example>")
    assert mail.connections == 1


def test_mail_server_in_every_bad_mood_gets_every_letter_through_once(mail: MailServer):
    moods = ["hang", "450 busy", "break", "take", "451 later", "hang", "take", "421 closing"]
    mail.will(*moods)
    owed = owe(10, Email)
    run_until_settled()
    assert mail.times() == dict.fromkeys(owed, 1)
    assert states() == {"sent": 10}


def test_mailbox_that_does_not_exist_is_the_offices_at_once_and_the_others_get_theirs(mail: MailServer):
    mail.will("550 no such user")
    owe(3, Email)
    assert send_due(now=NOW) == {"give_up": 1, "send": 2}
    assert Delivery.objects.get(state="failed").error == "对方邮箱不收(550),请核对邮箱地址"


def test_mail_server_that_is_away_says_so(mail: MailServer, settings):
    settings.EMAIL_PORT = 9
    owe(3, Email)
    assert send_due(now=NOW) == {"put_off": 1}
    assert Delivery.objects.exclude(error="").get().error == "连不上邮件服务器"


def test_dead_gateway_holds_up_no_mail(gateway: Gateway, mail: MailServer):
    gateway.will(*[500] * 9)
    owe(3)
    owe(3, Email)
    assert send_due(now=NOW) == {"put_off": 1, "send": 3}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda notice: mark_read(notice=notice, now=NOW), "已在收件箱读过"),
        (lambda notice: User.objects.update(is_active=False), "账号已停用"),
        (lambda notice: NoticeChoice.objects.update(way="inbox"), "本人改为只看收件箱"),
        (lambda notice: NoticeChoice.objects.update(email=""), "本人没有留下邮箱或手机号码"),
    ],
)
def test_mail_that_nobody_needs_any_more_is_dropped(cast: Cast, mail: MailServer, change, why: str):
    wants(cast.member, "hanmei@example.cn")
    notify(to=cast.member, key="k", subject="到期", body="", now=NOW)
    change(Notice.objects.get())
    assert send_due(now=NOW) == {"drop": 1}
    assert DeliveryEvent.objects.get().why == why
    assert not mail.taken


# Digest


def test_digest_is_one_mail_for_each_person_with_what_they_have_not_read(cast: Cast, mail: MailServer):
    wants(cast.member, "hanmei@example.cn", "digest")
    wants(cast.other, "liqiang@example.cn", "digest")
    for n in range(3):
        notify(to=cast.member, key=f"k{n}", subject=f"第{n}件", body="", now=NOW + n * HOUR)
    notify(to=cast.other, key="k", subject="李强的事", body="", now=NOW)
    mark_read(notice=Notice.objects.get(subject="第1件"), now=NOW + 5 * HOUR)
    morning = NOW.replace(hour=8) + 24 * HOUR
    assert send_due(now=morning) == send_due_digests(now=morning - HOUR) == {}
    assert send_due_digests(now=morning) == {"drop": 1, "send": 3}
    assert mail.times() == {"hanmei@example.cn": 1, "liqiang@example.cn": 1}
    text = dict(mail.taken)["hanmei@example.cn"].get_content()
    assert text.index("1. 第0件") < text.index("2. 第2件")
    assert "第1件" not in text
    assert "李强" not in text
    assert send_due_digests(now=morning + HOUR) == {}


def test_digest_that_failed_goes_out_whole_later(cast: Cast, mail: MailServer):
    wants(cast.member, "hanmei@example.cn", "digest")
    notify(to=cast.member, key="a", subject="到期", body="", now=NOW)
    notify(to=cast.member, key="b", subject="退回", body="", now=NOW)
    mail.will("450 busy")
    morning = NOW.replace(hour=8) + 24 * HOUR
    assert send_due_digests(now=morning) == {"put_off": 2}
    assert send_due_digests(now=morning + dt.timedelta(minutes=1)) == {"send": 2}
    assert mail.times() == {"hanmei@example.cn": 1}


# Jobs


def test_jobs_say_what_they_did_or_nothing(cast: Cast, gateway: Gateway, mail: MailServer):
    assert tasks.send_notices(now=NOW) == tasks.send_digests(now=NOW) == ""
    owe(2)
    owe(1, Email)
    mail.will("550 gone")
    assert tasks.send_notices(now=NOW) == "送出2条、不再自动重发1条"
    assert tasks.send_digests(now=NOW) == ""
