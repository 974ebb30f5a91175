"""What every channel takes, and how it says that it could not."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Message:
    """One message to one address. ``ident`` stays the same when it is sent again: who gets it twice can tell."""

    ident: str
    to: str
    subject: str
    body: str


class NotSent(Exception):
    """The message did not get through; the text is Chinese and says why.

    ``hopeless``: trying again would change nothing. ``everybody``: the next message would fare no better just now.
    """

    def __init__(self, why: str, *, hopeless: bool = False, everybody: bool = False) -> None:
        super().__init__(why)
        self.hopeless = hopeless
        self.everybody = everybody


class Channel(Protocol):
    """Open for one run of the worker."""

    def send(self, message: Message) -> None:
        """Hand over one message, or raise NotSent. Every wait for the other side is bounded."""

    def close(self) -> None: ...
