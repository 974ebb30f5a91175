"""Whose visit a row is: pure, over the seats the caller loaded."""

import datetime as dt
import difflib
import re
from collections import defaultdict
from collections.abc import Iterable

from common.text import squeeze
from members.models import Seat
from members.roster import SectorBook
from studios.visitbook.reading import LedgerRow

# How a ledger may speak of a member: 委员张三, 张三主席, 张三同志.
_ADDRESS = re.compile(r"^(县?政协)?委员|(同志|委员|常委|副?主席|副?秘书长|召集人)$")


class Unknown(ValueError):
    """No member is called so, or none was one on that day; the message is Chinese and says how to mend it."""


class Ambiguous(ValueError):
    """Several members are called so; the message is Chinese and names what tells them apart."""


class Sitters:
    """Who holds and held a seat in the term, by name."""

    def __init__(self, seats: Iterable[Seat], sectors: SectorBook) -> None:
        self._sectors = sectors
        self._by_name: dict[str, list[Seat]] = defaultdict(list)
        self._nearest: dict[str, list[str]] = {}
        for seat in seats:
            self._by_name[seat.member.name].append(seat)

    def find(self, row: LedgerRow) -> Seat:
        """The seat held on the row's day by whom it names; on any day while the day is unknown.

        Raises Unknown, Ambiguous.
        """
        seats = self._by_name.get(row.name) or self._by_name.get(_ADDRESS.sub("", row.name)) or []
        if not seats:
            raise Unknown(self._nobody(row))
        held = [seat for seat in seats if row.day is None or _held_on(seat, row.day)]
        if not held:
            raise Unknown(f"{row.name}在{row.day:%Y-%m-%d}这一天不是本届委员,请核对日期和姓名")
        if len({seat.member_id for seat in held}) == 1:
            return held[-1]
        told = [seat for seat in held if self._fits(seat, row)]
        if len({seat.member_id for seat in told}) == 1:
            return told[-1]
        raise Ambiguous(_namesakes(row, held))

    def _fits(self, seat: Seat, row: LedgerRow) -> bool:
        """Whether 界别 and 片区, as far as the row has them, are this seat's."""
        sector = self._sectors.find(row.sector) if row.sector else None
        if row.sector and (sector is None or sector.pk != seat.sector_id):
            return False
        return not row.area or (seat.area is not None and squeeze(seat.area.name) == squeeze(row.area))

    def _nobody(self, row: LedgerRow) -> str:
        if not self._by_name:
            return "系统里还没有委员名册,请先导入名册,再导入台账"
        if len(row.names) > 1:
            return f"一格里写了{len(row.names)}位委员({'、'.join(row.names)}),请每人写一行"
        near = self._near(row.name)
        hint = f",相近的有:{'、'.join(near)}" if near else ""
        return f"本届名册里没有“{row.name}”{hint},请核对姓名"

    def _near(self, name: str) -> list[str]:
        """Up to three names like it, looked for once: a name misspelt is so on every row."""
        if name not in self._nearest:
            self._nearest[name] = difflib.get_close_matches(name, self._by_name, n=3, cutoff=0.5)
        return self._nearest[name]


def _held_on(seat: Seat, day: dt.date) -> bool:
    return (seat.started_on is None or seat.started_on <= day) and (seat.ended_on is None or day < seat.ended_on)


def _namesakes(row: LedgerRow, seats: list[Seat]) -> str:
    each = ";".join("、".join(filter(None, (seat.sector.name, str(seat.area or "")))) for seat in seats)
    said = "、".join(filter(None, (row.sector, row.area)))
    told = f"写的“{said}”分不出是哪一位" if said else "请加一栏“界别”或“片区”,写明是哪一位"
    return f"本届有{len(seats)}位“{row.name}”({each}),{told}"
