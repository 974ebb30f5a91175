"""Servers on the loopback that a channel may meet: they take a message, refuse it, break off, or never answer."""

import json
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain, repeat
from typing import Any


class Gateway(ThreadingHTTPServer):
    """Answers each request as told by ``will``, and takes everything after that.

    "take" · a number, the status · "hang" never answers · "break" hangs up · "take, break" has it and hangs up ·
    a dict, answered with 200.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.will()
        self.asked: list[dict[str, Any]] = []
        self.taken: list[dict[str, Any]] = []
        self.tokens: list[str] = []
        self.paths: list[str] = []
        self.over = threading.Event()
        self.busy = threading.Condition()

    def will(self, *steps: Any) -> None:
        self.plan = chain(steps, repeat("take"))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/send"

    def times(self) -> Counter[str]:
        """How often each message was taken."""
        return Counter(document["id"] for document in self.taken)

    def wait_for(self, requests: int) -> None:
        with self.busy:
            assert self.busy.wait_for(lambda: len(self.asked) >= requests, timeout=60)


class _Post(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        gateway = self.server
        document = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with gateway.busy:
            step = next(gateway.plan)
            if step in ("take", "take, break", "take, hang") or isinstance(step, dict):
                gateway.taken.append(document)
            gateway.paths.append(self.path)
            gateway.tokens.append(self.headers.get("Authorization", ""))
            gateway.asked.append(document)
            gateway.busy.notify_all()
        if step in ("hang", "take, hang"):
            gateway.over.wait(60)
        elif step in ("break", "take, break"):
            self.connection.close()
        else:
            self._answer(step)

    def _answer(self, step: Any) -> None:
        text = json.dumps(step if isinstance(step, dict) else {"errcode": 0, "code": 0}).encode()
        self.send_response(step if isinstance(step, int) else 200)
        self.send_header("Content-Length", str(len(text)))
        if step == 302:
            self.send_header("Location", self.server.url)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args: object) -> None:
        pass


class MailServer(socketserver.ThreadingTCPServer):
    """SMTP as far as one client needs it. ``will`` says what it does at each RCPT: take, hang, break, or a refusal."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.will()
        self.taken: list[tuple[str, Any]] = []
        self.connections = 0
        self.over = threading.Event()

    def will(self, *steps: str) -> None:
        self.plan = chain(steps, repeat("take"))

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def times(self) -> Counter[str]:
        return Counter(to for to, _ in self.taken)


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.server.connections += 1
        self.say("220 loopback")
        to = ""
        for raw in self.rfile:
            line = raw.decode().strip()
            verb = line[:4].upper()
            if verb == "RCPT":
                to = line[line.index("<") + 1 : line.index(">")]
                step = next(self.server.plan)
                if step == "hang":
                    self.server.over.wait(60)
                if step in ("hang", "break"):
                    return
                self.say("250 ok" if step == "take" else step)
            elif verb == "DATA":
                self.say("354 go on")
                self.server.taken.append((to, self._message()))
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def _message(self) -> Any:
        lines = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw)
        return message_from_bytes(b"".join(lines), policy=policy.default)


@contextmanager
def serving(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
