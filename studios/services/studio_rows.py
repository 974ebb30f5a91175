"""A row of the file as a studio may be written: its words looked up, what is blank left as it is."""

import difflib
import re
from collections.abc import Iterable, Mapping

from common.text import squeeze
from members.models import Area, Group, Member, Sector
from members.roster import SectorBook
from studios.models import Studio
from studios.services.studios import StudioEntry
from studios.studiobook import Ambiguous, People, StudioRow, Unknown
from studios.studiobook.words import people_in
from studios.visitbook import studio_key

_BETWEEN = re.compile(r"[、,;,;/\n]+")


class Refs:
    """What a row may name: areas, committees, sectors, leaders, other studios. Loaded once; two queries."""

    def __init__(self, people: People, sectors: SectorBook, rooms: Mapping[str, Studio]) -> None:
        self.people, self.sectors, self.rooms = people, sectors, rooms
        self.areas = {squeeze(area.name): area for area in Area.objects.all()}
        self.groups = {_group_key(group.name): group for group in Group.objects.all()}
        self.used = {room.number for room in rooms.values()}
        self.notes: list[str] = []

    def knows_parent(self, row: StudioRow, waiting: Iterable[StudioRow]) -> bool:
        """Whether the studio above a row is written already, or is not in the file at all."""
        above = studio_key(row.texts.get("parent", ""))
        return not above or all(studio_key(other.name) != above for other in waiting if other is not row)

    def area(self, row: StudioRow) -> Area | None:
        name = squeeze(row.texts.get("area", ""))
        if name and name not in self.areas:
            self.areas[name] = Area.objects.create(name=name[:30])
            self.notes.append(f"新增片区“{name}”,请核对。")
        return self.areas.get(name)

    def group(self, row: StudioRow) -> Group | None:
        name = row.texts.get("group", "")
        if not name:
            return None
        if found := self.groups.get(_group_key(name)):
            return found
        near = difflib.get_close_matches(name, [group.name for group in self.groups.values()], n=2, cutoff=0.4)
        hint = f",相近的有:{'、'.join(near)}" if near else ""
        row.wrong.append(("指导专委会", f"没有“{name[:30]}”这个组织{hint},请核对,或先在基础数据的“组织”里加上"))
        return None

    def leader(self, row: StudioRow) -> Member | None:
        named = people_in(row.texts.get("leader", ""))
        if not named:
            return None
        if len(named) > 1:
            row.wrong.append(("联系领导", "一格里有几位,请只写一位"))
            return None
        try:
            return self.people.member(named[0]).member
        except (Unknown, Ambiguous) as error:
            row.wrong.append(("联系领导", str(error)))
            return None

    def sectors_of(self, row: StudioRow) -> tuple[Sector, ...]:
        text = row.texts.get("sectors", "")
        if whole := self.sectors.find(text):
            return (whole,)
        found = []
        for name in filter(None, map(str.strip, _BETWEEN.split(text))):
            if sector := self.sectors.find(name):
                found.append(sector)
            else:
                near = "、".join(self.sectors.nearest(name, [])[:3])
                hint = f";相近的有{near}" if near else ""
                row.wrong.append(("结合界别", f"没有“{name[:30]}”这个界别{hint},请改成已有的界别"))
        return tuple(dict.fromkeys(found))

    def parent(self, row: StudioRow) -> Studio | None:
        name = row.texts.get("parent", "")
        found = self.rooms.get(studio_key(name)) if name else None
        if name and found is None:
            row.wrong.append(("上级工作室", f"没有叫“{name[:30]}”的工作室,请核对,或在表里加上这一行"))
        return found


def entry_of(row: StudioRow, held: Studio | None, refs: Refs) -> StudioEntry:
    """The studio as the row would have it; what the row leaves blank stays as ``held`` has it.

    What cannot be looked up is added to ``row.wrong``.
    """

    def text(column: str, field: str) -> str:
        return row.texts.get(column) or (str(getattr(held, field)) if held else "")

    sectors = refs.sectors_of(row)
    return StudioEntry(
        name=held.name if held else row.name,
        number=_number(row, held, refs),
        kind=text("kind", "kind"),
        area=refs.area(row) or (held.area if held else None),
        parent=refs.parent(row) or (held.parent if held else None),
        brand=text("brand", "brand"),
        host=text("host", "host"),
        address=text("address", "address"),
        leader=refs.leader(row) or (held.leader if held else None),
        group=refs.group(row) or (held.group if held else None),
        phone=text("phone", "phone"),
        open_hours=text("hours", "open_hours"),
        opened_on=row.opened or (held.opened_on if held else None),
        sectors=sectors or (tuple(held.sectors.all()) if held else ()),
    )


def _number(row: StudioRow, held: Studio | None, refs: Refs) -> int | None:
    """编号 as it stands; 序号 only for a new studio, where that number is free."""
    if held:
        return row.own_number or held.number
    number = row.own_number or (row.serial if row.serial not in refs.used else None)
    if number:
        refs.used.add(number)
    return number


def _group_key(name: str) -> str:
    """提案委 and 提案委员会 are one."""
    return squeeze(name).removesuffix("员会")
