"""Which studios suit a member, and why: 住所就近、结合界别、个人专长 (domain §1, documents 001 and 002). Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

NEAR, SECTOR, SKILL = "住所就近", "结合界别", "个人专长"

_NOISE = re.compile(
    r"政协|委员|工作室|工作站|议事室|服务中心|服务|工作|中心|公司|人员|方面|专业|管理|研究|[^\u3400-\u9fff]+"
)
_TOWN = re.compile(r"(街道办事处|街道|镇|乡|片区)$")


@dataclass(frozen=True)
class Person:
    """A member as the list has them: keys and names of area and sector, and what they are good at."""

    area: int | None = None
    area_name: str = ""
    sector: int | None = None
    sector_name: str = ""
    specialty: str = ""


@dataclass(frozen=True)
class Room:
    """A studio as the list has it. ``words`` are its name, brand, kind and host, as far as they say what it does."""

    pk: int
    number: int
    name: str
    area: int | None = None
    sectors: frozenset[int] = frozenset()
    words: str = ""


@dataclass(frozen=True)
class Fit:
    """A studio that suits, with the reasons in words."""

    room: Room
    reasons: tuple[str, ...]


def reasons(person: Person, room: Room) -> tuple[str, ...]:
    """Why this studio suits this member, the strongest first; empty when nothing speaks for it.

    A studio whose area or sectors nobody filled in is judged by its name: 城关镇委员工作室, 教育界委员工作室.
    """
    found = []
    if _same(person.area, room.area) or (room.area is None and _named(person.area_name, room.name, tail=_TOWN)):
        found.append(NEAR)
    sector_tail = re.compile("界$")
    if person.sector in room.sectors or (not room.sectors and _named(person.sector_name, room.name, tail=sector_tail)):
        found.append(SECTOR)
    if word := shared_word(person.specialty, room.words):
        found.append(f"{SKILL}({word})")
    return tuple(found)


def best(person: Person, rooms: Iterable[Room], *, most: int = 2) -> list[Fit]:
    """The studios with the most reasons, then by number; those without any are left out."""
    fits = [Fit(room, why) for room in rooms if (why := reasons(person, room))]
    return sorted(fits, key=lambda fit: (-len(fit.reasons), fit.room.number))[:most]


def shared_word(specialty: str, words: str) -> str:
    """The longest run of at least two Chinese characters in both, what every studio says left out: 法律咨询 → 法律."""
    for part in sorted(_runs(specialty), key=lambda run: (-len(run), specialty.find(run))):
        if any(part in whole for whole in _NOISE.split(words)):
            return part
    return ""


def _runs(text: str) -> set[str]:
    parts = [part for part in _NOISE.split(text) if len(part) >= 2]
    return {part[start:end] for part in parts for start in range(len(part)) for end in range(start + 2, len(part) + 1)}


def _same(one: int | None, other: int | None) -> bool:
    return one is not None and one == other


def _named(name: str, within: str, *, tail: re.Pattern[str]) -> bool:
    short = tail.sub("", name)
    return len(short) >= 2 and short in within
