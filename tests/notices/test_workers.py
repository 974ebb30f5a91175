"""Several workers, and workers that are killed: real processes over rows that are really committed."""

import datetime as dt
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings as project
from django.db import connection

from accounts.models import User
from notices.models import ChannelSetting, Delivery, NoticeChoice
from notices.services import NewNotice, Phone, notify_all
from tests.cast import NOW
from tests.notices.servers import Gateway, MailServer, serving

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = int(os.environ.get("RELIABILITY_KILLS", "3"))

WORKER = """
import datetime as dt, sys
import django
django.setup()
from notices import tasks
getattr(tasks, sys.argv[2])(now=dt.datetime.fromisoformat(sys.argv[1]))
"""


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    ChannelSetting.objects.filter(code="sms").update(on=True)
    with serving(Gateway()) as server:
        yield server


def owe(count: int) -> set[str]:
    people = [f"1390000{n:04}" for n in range(count)]
    notify_all(notices=[NewNotice(Phone(one), "k", "到期", "") for one in people], now=NOW)
    return {f"notice-{pk}" for pk in Delivery.objects.values_list("pk", flat=True)}


def start_worker(now: dt.datetime, job: str = "send_notices", **channels: str) -> subprocess.Popen:
    """A worker's turn in a process of its own, over this test's database; ``channels`` are its variables."""
    name = connection.settings_dict["NAME"]
    database = f"sqlite:///{name}" if connection.vendor == "sqlite" else _postgres(name)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database,
        "NO_PROXY": "127.0.0.1",
        **channels,
    }
    command = [sys.executable, "-c", WORKER, now.isoformat(), job]
    return subprocess.Popen(command, cwd=project.BASE_DIR, env=environment)


def _postgres(name: str) -> str:
    here = connection.settings_dict
    return f"postgres://{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT'] or 5432}/{name}"


def states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


def test_killed_workers_lose_nothing_and_repeat_only_what_was_in_flight(gateway: Gateway):
    """Each worker dies by kill -9 at a message that the gateway has taken and not yet answered."""
    taken = [(1, 5, 2)[number % 3] for number in range(KILLS)]
    owed, now = owe(sum(taken) + 2 * KILLS), NOW
    in_flight = set()
    for taken_before in taken:
        begun = len(gateway.asked)
        gateway.will(*["take"] * taken_before, "take, hang")
        worker = start_worker(now, LIAISON_SMS_URL=gateway.url)
        gateway.wait_for(begun + taken_before + 1)
        worker.send_signal(signal.SIGKILL)
        assert worker.wait() == -signal.SIGKILL
        in_flight.add(gateway.asked[-1]["id"])
        assert states()["sending"] == len(in_flight)
        now += dt.timedelta(minutes=project.NOTICE_LEASE_MINUTES + 1)
    gateway.will()
    assert start_worker(now, LIAISON_SMS_URL=gateway.url).wait() == 0
    assert states() == {"sent": len(owed)}
    assert set(gateway.times()) == owed
    assert {one for one, times in gateway.times().items() if times > 1} <= in_flight
    assert sum(gateway.times().values()) == len(owed) + len(in_flight)


def test_workers_at_once_send_each_message_once(gateway: Gateway):
    owed = owe(60)
    workers = [start_worker(NOW, LIAISON_SMS_URL=gateway.url) for _ in range(3)]
    assert [worker.wait() for worker in workers] == [0, 0, 0]
    assert gateway.times() == dict.fromkeys(owed, 1)
    assert states() == {"sent": 60}


def test_workers_at_once_send_each_person_one_digest(settings):
    settings.NOTICE_MAIL = "smtp://127.0.0.1"
    users = [User.objects.create(username=f"u{n}", name=f"人{n}") for n in range(12)]
    for user in users:
        NoticeChoice.objects.create(user=user, way="digest", email=f"{user.username}@example.cn")
    notify_all(notices=[NewNotice(user, f"k{n}", f"第{n}件", "") for user in users for n in range(3)], now=NOW)
    tomorrow = NOW + dt.timedelta(days=1)
    with serving(MailServer()) as mail:
        mailbox = {"LIAISON_MAIL_URL": f"smtp://127.0.0.1:{mail.port}", "LIAISON_MAIL_FROM": "zx@example.cn"}
        workers = [start_worker(tomorrow, "send_digests", **mailbox) for _ in range(3)]
        assert [worker.wait() for worker in workers] == [0, 0, 0]
    assert mail.times() == {f"u{n}@example.cn": 1 for n in range(12)}
    assert all("您有3条新通知" in letter.get_content() for _, letter in mail.taken)
    assert states() == {"sent": 36}
