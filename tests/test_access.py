"""Who gets what at every address, and that looking changes nothing."""

import os
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client

from members.models import Area
from tests.access import WHO, Address, addresses, answer, path_to, read_table, read_to_end, who_is, write_line
from tests.cast import Cast

ADDRESSES = [pytest.param(address, id=address.name) for address in addresses()]
READING = {"SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK"}


def undone(user: object, method: str, path: str) -> str:
    """The answer to a request of which nothing remains. A savepoint, not a block: a refusal must find none open."""
    before = transaction.savepoint()
    status = answer(user, method, path)
    transaction.savepoint_rollback(before)
    return status


@pytest.mark.parametrize("address", ADDRESSES)
def test_everybody_gets_what_the_table_says(address: Address, cast: Cast) -> None:
    path = path_to(address, cast)
    cells = ["/".join(undone(who_is(who, cast), method, path) for method in ("get", "post")) for who in WHO]
    if os.environ.get("ACCESS") == "write":
        write_line(address.name, cells)
    expected = read_table().get(address.name)
    assert expected, f"tests/access.txt lacks this line, if it is right:\n{address.name}  {'  '.join(cells)}"
    assert dict(zip(WHO, cells, strict=True)) == dict(zip(WHO, expected, strict=True))


def test_table_names_no_address_that_is_gone() -> None:
    assert set(read_table()) == {address.name for address in addresses()}


def test_nobody_is_met_by_an_error() -> None:
    assert not [name for name, cells in read_table().items() if any("500" in cell for cell in cells)]


class Written:
    """What was written to the database meanwhile, but for sessions, which note that somebody came."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.lstrip("(").split(maxsplit=1)[0].upper() not in READING and Session._meta.db_table not in sql:
            self.statements.append(sql)
        return execute(sql, *rest)


@pytest.mark.parametrize("address", ADDRESSES)
def test_looking_changes_nothing(address: Address, cast: Cast) -> None:
    path = path_to(address, cast)
    for who in ("clerk", "keeper", "convener", "member", "auditor"):
        client = Client()
        client.force_login(who_is(who, cast))
        written = Written()
        with connection.execute_wrapper(written):
            read_to_end(client.get(path))
        assert written.statements == [], f"something was written when the {who} looked"


def test_writing_is_noticed(cast: Cast) -> None:
    """Whichever way it is written; a test that holds nothing would hold everything."""
    written = Written()
    with connection.execute_wrapper(written):
        Area.objects.create(name="新区")
        Area.objects.filter(name="新区").update(name="老区")
        Area.objects.filter(name="老区").delete()
    assert [sql.split()[0] for sql in written.statements] == ["INSERT", "UPDATE", "DELETE"]
