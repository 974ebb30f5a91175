"""Which sector a text means: the file's own headings first, then the office's dictionary."""

import difflib
import re
from collections.abc import Iterable

from common.text import squeeze
from members.models import Sector

_TAIL = re.compile(r"(界别?)?(委员|小组|活动组|组|代表)?$|界$")
_ANSWERS = 100  # looking for similar names is slow, and a file with more wrong ones has another trouble
_JOINERS = re.compile(r"和|与|及|[、,/&·+]")


def bare(text: str) -> str:
    """A sector's name without 界 and what follows it; brackets are left out: ``工商联界别(20名)`` → 工商联."""
    name = re.sub(r"\([^()]*\)", "", squeeze(text))
    short = _TAIL.sub("", name.removesuffix("界")) if name.endswith("界") else _TAIL.sub("", name)
    return short or name


def joined(text: str) -> str:
    """As ``bare``, and 农业和农村, 农业、农村, 农业农村 are one."""
    return _JOINERS.sub("", bare(text)) or bare(text)


class SectorBook:
    """The dictionary, and over it the headings of the file. Pure lookups; the sectors may be unsaved."""

    def __init__(self, sectors: Iterable[Sector], aliases: Iterable[tuple[str, Sector]]) -> None:
        self.sectors = list(sectors)
        self._headings: dict[str, Sector] = {}
        self._exact = {squeeze(sector.name): sector for sector in self.sectors}
        self._names = {bare(sector.name): sector for sector in self.sectors}
        self._joined = {joined(sector.name): sector for sector in self.sectors}
        self._near: dict[str, list[str]] = {}
        self._aliases = {bare(name): sector for name, sector in aliases}
        self._loose = {joined(name): sector for name, sector in self._aliases.items()}

    def named(self, text: str) -> Sector | None:
        """The sector whose name this is, with or without 界."""
        return self._exact.get(squeeze(text)) or self._names.get(bare(text))

    def find(self, text: str, *, under: Sector | None = None) -> Sector | None:
        """The sector that a text means, or None. Under a heading a part or a longer form of its name means it too."""
        sector = self._find(text)
        if not sector and re.match("[省市县区].{2}", squeeze(text)):
            sector = self._find(squeeze(text)[1:])
        if not sector and under:
            short, long = sorted([bare(text), bare(under.name)], key=len)
            sector = under if len(short) >= 2 and short in long else None
        return sector

    def _find(self, text: str) -> Sector | None:
        exact, loose = bare(text), joined(text)
        for book, key in (
            (self._headings, exact),
            (self._exact, squeeze(text)),
            (self._names, exact),
            (self._joined, loose),
            (self._aliases, exact),
            (self._loose, loose),
        ):
            if sector := book.get(key):
                return sector
        return None

    def heading_means(self, title: str, sector: Sector) -> None:
        """From now on this text is that sector, whatever the dictionary says."""
        self._headings[bare(title)] = sector

    def add(self, sector: Sector) -> None:
        self.sectors.append(sector)
        self._exact[squeeze(sector.name)] = sector
        self._names[bare(sector.name)] = sector
        self._joined.setdefault(joined(sector.name), sector)

    def renamed(self, sector: Sector, old: str) -> None:
        """The sector has a new name; the old one still means it."""
        self._exact.pop(squeeze(old), None)
        self._exact[squeeze(sector.name)] = sector
        self._names.pop(bare(old), None)
        self._names[bare(sector.name)] = sector
        self._aliases[bare(old)] = sector

    def nearest(self, text: str, titles: Iterable[str]) -> list[str]:
        """Up to three known names like ``text``, those of the file's headings (``titles``) before others."""
        wanted = bare(text)
        if wanted not in self._near and len(self._near) < _ANSWERS:
            near: dict[str, None] = {}
            for names in ([bare(title) for title in titles], list(self._names), list(self._aliases)):
                for name in difflib.get_close_matches(wanted, names, n=3, cutoff=0.5):
                    if sector := self.find(name):
                        near.setdefault(sector.name)
            self._near[wanted] = list(near)[:3]
        return self._near.get(wanted, [])
