"""``make run``: the web server and its engine begin and end together, however it ends."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from liaison.models import JobRun
from tests.reliability.processes import Processes, free_port, listens

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def running(transactional_db: None, tmp_path: Path) -> Iterator[Processes]:
    started = Processes(tmp_path)
    yield started
    started.end()


def engines() -> list[int]:
    """The engines that run beside a server started by this process or left over by it."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().split(b"\0")
        except OSError:  # it has just ended
            continue
        if b"work" in words and b"--beside" in words:
            found.append((int(entry.parent.name), int(words[words.index(b"--beside") + 1])))
    return found


def beside(server: int) -> list[int]:
    return [engine for engine, parent in engines() if parent == server]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda s: s.name)
def test_engine_begins_and_ends_with_the_web_server(running: Processes, ending: signal.Signals):
    server = running.web(free_port(), "-c", "python:liaison.serve")
    running.wait(JobRun.objects.exists, "no job ran")
    assert len(beside(server.pid)) == 1
    os.kill(server.pid, ending)
    server.wait(120)
    running.wait(lambda: not beside(server.pid), "the engine outlived the web server")


def test_web_server_that_finds_its_address_taken_leaves_no_engine(running: Processes):
    port = free_port()
    running.web(port)
    running.wait(lambda: listens(port), "the web server does not answer")
    second = running.web(port, "-c", "python:liaison.serve")
    assert second.wait(120) != 0
    assert beside(second.pid) == []
    assert not JobRun.objects.exists()
