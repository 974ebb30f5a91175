"""Goes over the chain by number and says what is wrong. Reads in pages: memory does not grow with rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from accounts.chain.seals import hash_of, keys, mac_of
from accounts.models import AuditCheckpoint, AuditSeal
from accounts.models.audit import GENESIS

PAGE = 2_000

CHANGED = "内容与封存时不同"
MISSING = "缺失"
UNLINKED = "与上一号接不上"
REAPPEARED = "早已清除的编号又出现"
UNKNOWN_KEY = "封存用的密钥不在现有密钥之中,无法核验"
OLD_KEY = "用了当时已经换下的密钥"
OTHER_HEAD = "与另存的链头不符"
CUT_OFF = "末尾缺失"
CHECKPOINT_CHANGED = "清除记录被改动"
CHECKPOINT_GAP = "清除记录前面缺了一段"


@dataclass(frozen=True)
class Finding:
    """What is wrong with the numbers ``first`` to ``last``; with the whole where they are 0."""

    what: str
    first: int = 0
    last: int = 0

    def __str__(self) -> str:
        if not self.first:
            return self.what
        span = f"第{self.first}号" if self.first == self.last else f"第{self.first}至{self.last}号"
        return f"{span}:{self.what}"


@dataclass(frozen=True)
class Head:
    """A number and its hash, as they were noted down somewhere."""

    number: int
    hash: str


def pages(after: int, upto: int | None = None) -> Iterator[AuditSeal]:
    """Seals with their events, by number. One query a page; no transaction is kept open."""
    seals = AuditSeal.objects.select_related("event").order_by("number")
    if upto is not None:
        seals = seals.filter(number__lte=upto)
    while page := list(seals.filter(number__gt=after)[:PAGE]):
        yield from page
        after = page[-1].number


class Walk:
    """Where it stands (``number`` and ``link``, that number's hash) and how many seals it saw."""

    def __init__(self, start: Head, heads: Iterable[Head] = ()) -> None:
        self.number, self.link, self.seen = start.number, start.hash, 0
        self._keys = keys()
        self._ages = {key.tag: age for age, key in enumerate(self._keys)}
        self._age = len(self._keys)  # of the key in use; a later seal may have a newer one, never an older
        self._heads: dict[int, set[str]] = {}
        for head in heads:
            self._heads.setdefault(head.number, set()).add(head.hash)

    def over(self, seals: Iterable[AuditSeal]) -> Iterator[Finding]:
        yield from self._compared()
        for seal in seals:
            yield from self._step(seal)

    def end(self) -> Iterator[Finding]:
        """What the heads know of and the chain has no longer."""
        furthest = max(self._heads, default=0)
        if furthest > self.number:
            yield Finding(CUT_OFF, self.number + 1, furthest)

    def _step(self, seal: AuditSeal) -> Iterator[Finding]:
        self.seen += 1
        number = seal.number
        if number <= self.number:
            yield Finding(REAPPEARED, number, number)
            return
        if number > self.number + 1:
            yield Finding(MISSING, self.number + 1, number - 1)
        elif seal.previous != self.link:
            yield Finding(UNLINKED, number, number)
        if wrong := self._wrong_with(seal):
            yield Finding(wrong, number, number)
        self.number, self.link = number, seal.hash
        yield from self._compared()

    def _wrong_with(self, seal: AuditSeal) -> str:
        age = self._ages.get(seal.key)
        if age is None:
            return UNKNOWN_KEY
        if hash_of(seal, self._keys[age]) != seal.hash:
            return CHANGED
        if age > self._age:
            return OLD_KEY
        self._age = age
        return ""

    def _compared(self) -> Iterator[Finding]:
        if self._heads.get(self.number, set()) - {self.link}:
            yield Finding(OTHER_HEAD, self.number, self.number)


def beginning() -> tuple[Head, list[Finding]]:
    """Where the chain that is kept begins, by the checkpoints of purges, and what is wrong with these. One query."""
    known = {key.tag: key for key in keys()}
    start, findings = Head(0, GENESIS), []
    for one in AuditCheckpoint.objects.order_by("number"):
        key = known.get(one.key)
        if key is None:
            findings.append(Finding(UNKNOWN_KEY, one.number, one.number))
        elif mac_of(one, key) != one.mac:
            findings.append(Finding(CHECKPOINT_CHANGED, one.number, one.number))
        if one.first != start.number + 1:
            findings.append(Finding(CHECKPOINT_GAP, one.number, one.number))
        start = Head(one.number, one.hash)
    return start, findings


def merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The same thing wrong with numbers that follow one another is told once."""
    held: Finding | None = None
    for one in findings:
        if held and one.first and one.what == held.what and one.first == held.last + 1:
            held = replace(held, last=one.last)
            continue
        if held:
            yield held
        held = one
    if held:
        yield held
