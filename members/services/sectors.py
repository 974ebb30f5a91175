"""The office's dictionary of sectors follows its roster: the roster's own headings are what it calls them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from common.text import squeeze
from members.models import Sector, SectorAlias
from members.roster import SectorBook
from members.roster.sectors import joined
from members.roster.titles import sector_name

_SECTORS_OF_A_ROSTER = 5  # a file with fewer is a list of some members, and names nothing
_PEOPLE_OF_A_SECTOR = 3
_FORMAL = re.compile(
    "中国|中华|台湾民主|[省市县区](?=..)"
)  # 中国共产党, 县工商联: the body itself, not what its sector is called


def settle_headings(book: SectorBook, titles: Sequence[str], *, used: set[int]) -> list[str]:
    """Give every heading of a roster its sector, and say what changed in the dictionary.

    A heading that only an alias knows renames the sector while no seat uses it (``used``); two headings of one sector
    become two; an unknown heading becomes a new sector. Writes for each change.
    """
    known = {title: book.named(title) for title in titles}
    taken = {sector.pk for sector in known.values() if sector}
    meant = {title: book.find(title) for title in titles if not known[title]}
    rivals = Counter(sector.pk for sector in meant.values() if sector)
    notes = []
    for title in titles:
        sector = known[title]
        if not sector:
            sector = meant[title]
            if sector is None or sector.pk in taken or rivals[sector.pk] > 1:
                sector = _new(book, title)
                notes.append(f"新增界别“{sector.name}”。")
            elif sector.pk not in used and not _FORMAL.match(title):
                notes.append(_rename(book, sector, title))
        book.heading_means(title, sector)
    return notes


def settle_cells(book: SectorBook, texts: Iterable[str], *, used: set[int]) -> list[str]:
    """The same for what no heading names, by what the cells say of several people.

    An unused sector takes the name that the file uses most for it, or becomes two if two are in use, unless the file
    knows our name too. A name that the dictionary does not know stays an error, however many hold it.
    """
    counts: dict[Sector, Counter[str]] = defaultdict(Counter)
    whole: set[str] = set()  # what is a name, and not a name cut short among names written out
    texts = [squeeze(text) for text in texts]
    written_out = [text.endswith(("界", "界别")) for text in texts]
    short = sum(written_out) * 2 < len(texts)
    for text, whole_name in zip(texts, written_out, strict=True):
        if sector := book.find(text):
            counts[sector][sector_name(text)] += 1
        if (short or whole_name) and not _FORMAL.match(text):
            whole.add(sector_name(text))
    if len(counts) < _SECTORS_OF_A_ROSTER:
        return []
    notes = []
    for sector, names in counts.items():
        if sector.pk not in used and not any(book.named(name) for name in names):
            notes += _settle(book, sector, names, whole)
    return notes


def _settle(book: SectorBook, sector: Sector, names: Counter[str], whole: set[str]) -> list[str]:
    (name, most), *others = names.most_common(2)
    enough = min(_PEOPLE_OF_A_SECTOR, max(2, most // 3 + 1))
    parts = [part for part, people in names.items() if part in whole and people >= enough]
    if len(parts) > 1 and joined(name) != joined(sector.name):
        return [f"新增界别“{_new(book, part).name}”({names[part]}人),请核对。" for part in parts]
    if name in whole and not (others and others[0][1] == most):
        return [_rename(book, sector, name)]
    return []


def _new(book: SectorBook, name: str) -> Sector:
    last = max((sector.position for sector in book.sectors if sector.position < 999), default=0)
    SectorAlias.objects.filter(name=name).delete()
    sector = Sector.objects.create(name=name, position=last + 1)
    book.add(sector)
    return sector


def _rename(book: SectorBook, sector: Sector, name: str) -> str:
    old = sector.name
    sector.name = name
    sector.save(update_fields=["name"])
    SectorAlias.objects.filter(name=name).delete()
    SectorAlias.objects.get_or_create(name=old, defaults={"sector": sector})
    book.renamed(sector, old)
    return f"界别“{old}”按名册改称“{name}”,原来的名称仍能识别。"


def mend(book: SectorBook, text: str, titles: Sequence[str], under: Sector | None) -> str:
    """What to do about a text that is no sector: the heading it stands under, the nearest names."""
    where = f",这一行在“{under.name}”标题下" if under else ""
    near = "、".join(f"“{name}”" for name in book.nearest(text, titles) if not under or name != under.name)
    perhaps = f";相近的有{near}" if near else ""
    return f"没有“{text[:30]}”这个界别{where}{perhaps}。请改成已有的界别,确是新的界别请先在“基础数据”里增加"
