"""The office's dictionary of sectors follows its roster: the roster's own headings are what it calls them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from members.models import Sector, SectorAlias
from members.roster import SectorBook
from members.roster.titles import sector_name, split_count

_SECTORS_OF_A_ROSTER = 5  # a file with fewer is a list of some members, and names nothing


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
            elif sector.pk not in used:
                notes.append(_rename(book, sector, title))
        book.heading_means(title, sector)
    return notes


def settle_cells(book: SectorBook, texts: Iterable[str], *, used: set[int]) -> list[str]:
    """The same for a roster without headings: the name it uses most for an unused sector, if it never uses ours."""
    forms: dict[int, Counter[str]] = {}
    sectors = {}
    exact = set()
    ends_in_jie = False
    for text in texts:
        if not (sector := book.find(text)):
            continue
        ends_in_jie = ends_in_jie or text.endswith("界")
        sectors[sector.pk] = sector
        forms.setdefault(sector.pk, Counter())[split_count(text)[0]] += 1
        if book.named(text):
            exact.add(sector.pk)
    notes: list[str] = []
    if len(forms) < _SECTORS_OF_A_ROSTER:
        return notes
    for pk, counts in forms.items():
        (name, most), *others = counts.most_common(2)
        plain = name.endswith("界") or not ends_in_jie
        if pk not in exact and pk not in used and plain and (not others or others[0][1] < most):
            notes.append(_rename(book, sectors[pk], sector_name(name)))
    return notes


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


def mend(book: SectorBook, text: str, titles: Sequence[str], heading: str) -> str:
    """What to do about a text that is no sector: the heading it stands under, the nearest names."""
    under = book.find(heading) if heading else None
    where = f",这一行在“{under.name}”标题下" if under else ""
    near = "、".join(f"“{name}”" for name in book.nearest(text, titles) if not under or name != under.name)
    perhaps = f";相近的有{near}" if near else ""
    return f"没有“{text[:30]}”这个界别{where}{perhaps}。请改成已有的界别,确是新的界别请先在基础资料里增加"
