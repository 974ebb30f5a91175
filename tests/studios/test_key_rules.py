"""Who may let whom in, against the table that people can read: first the rules alone, then what really happens."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from accounts import roles
from accounts.models import OneTimeKey, User
from accounts.rules import Standing, why_no_key
from accounts.services import KeyRefused, issue_key
from members.models import Member
from members.rules import can_edit_members
from members.services import let_in as let_member_in
from studios.models import Residency
from studios.rules import looks_after
from studios.services import let_in as let_person_in
from tests.cast import NOW, PASSWORD, Cast, seat, user

TABLE = Path(__file__).with_name("key_rules.txt")
TOWN, RIVER = 1, 2


def rows() -> list[list[str]]:
    return [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


GIVERS = rows()[0][1:]
CELLS = [(giver, row[0], cell == "yes") for row in rows()[1:] for giver, cell in zip(GIVERS, row[1:], strict=True)]


@dataclass(frozen=True)
class Facts:
    """What the rules ask about a person."""

    rights: frozenset[str] = frozenset()
    member: bool = False
    within: frozenset[int] = frozenset()
    runs: frozenset[int] = frozenset()
    standing: Standing = field(default_factory=Standing)


OFFICE, UNIT = Standing(office=True), Standing(unit=True)
PEOPLE = {
    "member": Facts(member=True, within=frozenset({TOWN})),
    "other": Facts(member=True, within=frozenset({RIVER})),
    "convener": Facts(member=True, within=frozenset({TOWN}), runs=frozenset({TOWN}), standing=UNIT),
    "liaison": Facts(within=frozenset({TOWN}), runs=frozenset({TOWN})),
    "both": Facts(member=True, within=frozenset({TOWN, RIVER}), runs=frozenset({TOWN, RIVER})),
    "river": Facts(within=frozenset({RIVER}), runs=frozenset({RIVER})),
    "handler": Facts(standing=UNIT),
    "head": Facts(standing=UNIT),
    "clerk": Facts(frozenset({"members.edit_members"}), standing=OFFICE),
    "keeper": Facts(frozenset({"accounts.add_user", "accounts.change_user"}), standing=OFFICE),
    "security": Facts(frozenset({"accounts.change_user"}), standing=OFFICE),
    "superuser": Facts(frozenset({"accounts.add_user", "members.edit_members"}), standing=Standing(superuser=True)),
    "stranger": Facts(),
    "closed": Facts(member=True, within=frozenset({TOWN}), standing=Standing(closed=True)),
}


@dataclass(frozen=True)
class Person:
    """A user as the rules see one: a key, and rights that are known without a database."""

    name: str

    @property
    def pk(self) -> int:
        return list(PEOPLE).index(self.name)

    def has_perm(self, perm: str) -> bool:
        return perm in PEOPLE[self.name].rights


def test_table_has_everybody_in_both_directions() -> None:
    assert [row[0] for row in rows()[1:]] == list(PEOPLE)
    assert set(GIVERS) == set(PEOPLE) - {"other", "head", "closed"}


@pytest.mark.parametrize(("giver", "taker", "may"), CELLS)
def test_rules_allow_what_the_table_says(giver: str, taker: str, may: bool) -> None:
    by, facts = PEOPLE[giver], PEOPLE[taker]
    as_member = facts.member and can_edit_members(Person(giver))
    in_studio = looks_after(by.runs, facts.within, facts.runs)
    why = why_no_key(Person(giver), Person(taker), facts.standing, vouched=as_member or in_studio)
    assert (why == "") is may, why


@pytest.fixture
def everybody(cast: Cast) -> dict[str, User]:
    both, closed = user("jinzhao", "金召"), user("guanle", "关了")
    river, security = user("helian", "何联"), user("lizheng", "李正", role=roles.SECURITY_ADMIN)
    people = {name: getattr(cast, name) for name in PEOPLE if hasattr(cast, name)}
    for name, account in (("金召", both), ("关了", closed)):
        seat(cast.term, name, "教育界", account=account)
    for studio in (cast.town, cast.river):
        Residency.objects.create(studio=studio, member=cast.person(both), part=Residency.Part.CONVENER)
    Residency.objects.create(studio=cast.town, member=cast.person(closed))
    Residency.objects.create(studio=cast.river, user=river, part=Residency.Part.LIAISON)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    chief = User.objects.create_superuser("chief", name="总管", password=PASSWORD)
    return {**people, "both": both, "closed": closed, "river": river, "security": security, "superuser": chief}


def every_way(by: User, to: User) -> bool:
    """Whether any of the ways there are lets the holder of ``to`` in."""
    ways = [lambda: issue_key(user=to, by=by, now=NOW)]
    ways += [lambda m=m: let_member_in(member=m, by=by, now=NOW) for m in Member.objects.of_user(to)]
    ways += [lambda r=r: let_person_in(residency=r, by=by, now=NOW) for r in Residency.objects.held_by(to)]
    given = 0
    for way in ways:
        try:
            given += way().user == to
        except KeyRefused:
            continue
    return given > 0


@pytest.mark.parametrize("giver", GIVERS)
def test_keys_are_issued_as_the_table_says_by_whatever_way(giver: str, everybody: dict[str, User]) -> None:
    given = {}
    for taker in PEOPLE:
        OneTimeKey.objects.all().delete()
        given[taker] = every_way(everybody[giver], everybody[taker])
        assert OneTimeKey.objects.filter(user=everybody[taker]).exists() is given[taker]
    assert given == {taker: may for by, taker, may in CELLS if by == giver}
