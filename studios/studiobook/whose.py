"""Who is meant by a name in the file: pure, over the seats and accounts the caller loaded."""

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from common.text import squeeze
from members.models import Seat
from members.roster import SectorBook
from studios.studiobook.words import Named


class Unknown(ValueError):
    """Nobody is called so; the message is Chinese and says how to mend it."""


class Ambiguous(ValueError):
    """Several are called so; the message is Chinese and names what tells them apart."""


@dataclass(frozen=True)
class Officer:
    """An account of somebody who is no member."""

    pk: int
    name: str
    username: str
    phone: str


class People:
    """Who holds a seat in the term, and who has an account without one, by name."""

    def __init__(self, seats: Iterable[Seat], officers: Iterable[Officer], sectors: SectorBook) -> None:
        self._sectors = sectors
        self._seats: dict[str, list[Seat]] = defaultdict(list)
        self._officers: dict[str, list[Officer]] = defaultdict(list)
        for seat in seats:
            self._seats[seat.member.name].append(seat)
        for officer in officers:
            for key in {officer.name, officer.username, officer.phone} - {""}:
                self._officers[key].append(officer)

    def member(self, who: Named) -> Seat:
        """The seat of whom a name means. Raises Unknown, Ambiguous."""
        seats = self._seats.get(who.name, [])
        if not seats:
            raise Unknown(self._nobody(who))
        told = [seat for seat in seats if self._fits(seat, who.hints)] if len(seats) > 1 else seats
        if len(told) == 1:
            return told[0]
        each = ";".join("、".join(filter(None, (seat.sector.name, str(seat.area or "")))) for seat in seats)
        raise Ambiguous(f"本届有{len(seats)}位“{who.name}”({each}),请在姓名后面的括号里写明界别或片区")

    def anybody(self, who: Named, account: str = "") -> Seat | Officer:
        """A member, or somebody with an account; ``account`` is a user name. Raises Unknown, Ambiguous."""
        keys = [account] if account else [who.name, *who.hints]
        exact = {officer for key in keys for officer in self._officers.get(squeeze(key), []) if key != officer.name}
        if len(exact) == 1:
            return exact.pop()
        if account:
            raise Unknown(f"没有用户名是“{account}”的账号,或这个账号是委员的。请核对,或先开通账号")
        officers = self._officers.get(who.name, [])
        if who.name in self._seats:
            if officers and not who.hints:
                mend = f"是委员的,请在括号里写界别;不是的,请写用户名 {officers[0].username}"
                raise Ambiguous(f"有一位委员和一个账号都叫“{who.name}”。{mend}")
            return self.member(who)
        if len(officers) > 1:
            names = "、".join(officer.username for officer in officers)
            raise Ambiguous(f"有{len(officers)}个账号叫“{who.name}”,请改写用户名({names})")
        if officers:
            return officers[0]
        raise Unknown(
            f"本届名册里没有“{who.name}”,也没有叫这个名字的账号{self._near(who.name)}。"
            "是委员的请核对姓名;不是委员的,请先开通账号再导入"
        )

    def _fits(self, seat: Seat, hints: Iterable[str]) -> bool:
        """Whether some hint speaks for this seat, and none that is a sector speaks against it."""
        spoken = False
        for hint in map(squeeze, hints):
            if sector := self._sectors.find(hint):
                if sector.pk != seat.sector_id:
                    return False
                spoken = True
            elif hint in _marks(seat) or (len(hint) >= 4 and hint in squeeze(seat.member.employer)):
                spoken = True
        return spoken

    def _nobody(self, who: Named) -> str:
        if not self._seats:
            return "系统里还没有委员名册,请先导入名册"
        return f"本届在任委员里没有“{who.name}”{self._near(who.name)},请核对姓名"

    def _near(self, name: str) -> str:
        """Up to three members called nearly so, in words."""
        near = difflib.get_close_matches(name, self._seats, n=3, cutoff=0.5)
        return f",相近的有:{'、'.join(near)}" if near else ""


def _marks(seat: Seat) -> set[str]:
    """What besides the sector tells somebody from their namesakes."""
    return {squeeze(seat.area.name) if seat.area else "", seat.member.phone, squeeze(seat.member.employer)} - {""}
