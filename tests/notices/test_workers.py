"""Several workers, and workers that are killed: real processes over rows that are really committed."""

import datetime as dt
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from notices.models import ChannelSetting, Delivery
from notices.services import NewNotice, Phone, notify_all
from tests.cast import NOW
from tests.notices.servers import Gateway, serving

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = """
import datetime as dt, sys
import django
django.setup()
from notices.services import send_due
send_due(now=dt.datetime.fromisoformat(sys.argv[1]))
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


def start_worker(gateway: Gateway, now: dt.datetime) -> subprocess.Popen:
    """A worker's turn in a process of its own, over this test's database."""
    name = connection.settings_dict["NAME"]
    database = f"sqlite:///{name}" if connection.vendor == "sqlite" else _postgres(name)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database,
        "LIAISON_SMS_URL": gateway.url,
        "NO_PROXY": "127.0.0.1",
    }
    return subprocess.Popen([sys.executable, "-c", WORKER, now.isoformat()], cwd=settings.BASE_DIR, env=environment)


def _postgres(name: str) -> str:
    here = connection.settings_dict
    return f"postgres://{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT'] or 5432}/{name}"


def states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


def test_killed_workers_lose_nothing_and_repeat_only_what_was_in_flight(gateway: Gateway):
    """Each worker dies by kill -9 at a message that the gateway has taken and not yet answered."""
    owed, now = owe(20), NOW
    in_flight = set()
    for taken_before in (1, 5, 2):
        begun = len(gateway.asked)
        gateway.will(*["take"] * taken_before, "take, hang")
        worker = start_worker(gateway, now)
        gateway.wait_for(begun + taken_before + 1)
        worker.send_signal(signal.SIGKILL)
        assert worker.wait() == -signal.SIGKILL
        in_flight.add(gateway.asked[-1]["id"])
        assert states()["sending"] == len(in_flight)
        now += dt.timedelta(minutes=settings.NOTICE_LEASE_MINUTES + 1)
    gateway.will()
    assert start_worker(gateway, now).wait() == 0
    assert states() == {"sent": 20}
    assert set(gateway.times()) == owed
    assert {one for one, times in gateway.times().items() if times > 1} <= in_flight
    assert sum(gateway.times().values()) == len(owed) + len(in_flight)


def test_workers_at_once_send_each_message_once(gateway: Gateway):
    owed = owe(60)
    workers = [start_worker(gateway, NOW) for _ in range(3)]
    assert [worker.wait() for worker in workers] == [0, 0, 0]
    assert gateway.times() == dict.fromkeys(owed, 1)
    assert states() == {"sent": 60}
