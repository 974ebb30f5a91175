"""Who a row is: twice in the file, known already, or new. Pure, over what the caller loaded."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from members.roster.rows import RosterRow


@dataclass(frozen=True)
class Known:
    """A person of the database. ``about`` tells namesakes apart in an error, without a phone number."""

    pk: int
    name: str
    phone: str
    birth_month: dt.date | None
    in_term: bool
    about: str = ""


@dataclass(frozen=True)
class Twice:
    """``row`` is the same person as ``first``, or (``sure`` false) cannot be told from them."""

    row: RosterRow
    first: RosterRow
    sure: bool


def find_twice(rows: Iterable[RosterRow]) -> list[Twice]:
    """Rows of people who stand earlier in the file. Rows with errors neither make nor are duplicates."""
    found = []
    of_name: dict[str, list[RosterRow]] = defaultdict(list)
    for row in rows:
        if row.errors:
            continue
        answers = [(earlier, _same(earlier, row)) for earlier in of_name[row.name]]
        if again := next((earlier for earlier, same in answers if same), None):
            found.append(Twice(row, again, sure=True))
        elif unsure := next((earlier for earlier, same in answers if same is None), None):
            found.append(Twice(row, unsure, sure=False))
        else:
            of_name[row.name].append(row)
    return found


def _same(one: RosterRow, other: RosterRow) -> bool | None:
    """Whether two rows of one name are one person; None when the file does not say."""
    if one.phone and other.phone:
        return one.phone == other.phone
    if one.birth_month and other.birth_month:
        return one.birth_month == other.birth_month
    if not (one.phone or other.phone or one.birth_month or other.birth_month) and one.person == other.person:
        return True
    return None


def identify(
    rows: Iterable[RosterRow], known: Iterable[Known]
) -> tuple[dict[RosterRow, Known], list[tuple[RosterRow, str]]]:
    """Row → the person it is, and the rows of whom it cannot be told, with the question to the office.

    Each person is claimed by one row, those without errors first. Rows that are in neither are new people.
    """
    rows = sorted(rows, key=lambda row: bool(row.errors))
    of_name: dict[str, list[RosterRow]] = defaultdict(list)
    for row in rows:
        of_name[row.name].append(row)
    people: dict[str, list[Known]] = defaultdict(list)
    for person in known:
        if person.name in of_name:
            people[person.name].append(person)
    matched: dict[RosterRow, Known] = {}
    unclear: list[tuple[RosterRow, str]] = []
    for name, namesakes in people.items():
        _identify_namesakes(of_name[name], namesakes, matched, unclear)
    return matched, unclear


def _identify_namesakes(
    rows: list[RosterRow],
    people: list[Known],
    matched: dict[RosterRow, Known],
    unclear: list[tuple[RosterRow, str]],
) -> None:
    free = sorted(people, key=lambda person: (not person.in_term, person.pk))
    waiting = []
    for row in rows:
        same = next((person for person in free if row.phone and person.phone == row.phone), None)
        if same:
            matched[row] = same
            free.remove(same)
        else:
            waiting.append(row)
    in_term = [person for person in people if person.in_term]
    if len(rows) == len(waiting) == len(in_term) == 1 and not _differ(rows[0], in_term[0]):
        matched[rows[0]] = in_term[0]
        return
    for row in list(waiting):
        same = _born_alike(row, waiting, free)
        if same:
            matched[row] = same
            free.remove(same)
            waiting.remove(row)
    for row in waiting:
        perhaps = [person for person in free if not _differ(row, person)]
        if perhaps:
            unclear.append((row, _question(row, perhaps)))


def _born_alike(row: RosterRow, waiting: list[RosterRow], free: list[Known]) -> Known | None:
    """The one free person of the row's birth month, those of the term first; none if another row may be meant."""
    if not row.birth_month or sum(other.birth_month == row.birth_month for other in waiting) > 1:
        return None
    alike = [person for person in free if person.birth_month == row.birth_month]
    of_term = [person for person in alike if person.in_term]
    best = of_term or alike
    return best[0] if len(best) == 1 else None


def _differ(row: RosterRow, person: Known) -> bool:
    """Neither phone nor birth month agree, both known: a namesake, not a correction."""
    phones = bool(row.phone and person.phone and row.phone != person.phone)
    births = bool(row.birth_month and person.birth_month and row.birth_month != person.birth_month)
    return phones and births


def _question(row: RosterRow, perhaps: list[Known]) -> str:
    who = ";".join(person.about for person in perhaps[:3])
    lacking = "手机号码" if not row.phone else "出生年月" if not row.birth_month else ""
    mend = f"请在这一行补上{lacking}" if lacking else "请先在系统里更正那一位的手机号码或出生年月"
    return f"系统里有同名的人({who}),分不清是不是同一位。{mend},再重新导入"


def doubtful_phones(rows: Iterable[RosterRow], known: Iterable[Known], matched: Mapping[RosterRow, Known]) -> list[str]:
    """What to look at again: a number under two names in the file, or that of somebody whom the file does not name."""
    of_phone: dict[str, list[RosterRow]] = defaultdict(list)
    for row in rows:
        if row.phone:
            of_phone[row.phone].append(row)
    notes = [
        f"{'、'.join(row.place for row in same)}的手机号码相同,姓名不同,请核对。"
        for same in of_phone.values()
        if len(same) > 1
    ]
    here = {person.pk for person in matched.values()}
    for person in known:
        if person.in_term and person.phone and person.pk not in here:
            notes += [
                f"{row.place}“{row.name}”与系统里的“{person.name}”号码相同;如是改名,请先在系统里更正姓名。"
                for row in of_phone.get(person.phone, [])
                if row not in matched
            ]
    return notes
