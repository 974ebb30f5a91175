"""Who gets what at every address, and that looking changes nothing."""

import os

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client

from tests.access import WHO, Address, addresses, answer, path_to, read_table, read_to_end, who_is, write_line
from tests.cast import Cast

ADDRESSES = [pytest.param(address, id=address.name) for address in addresses()]


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


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the sessions, which note that somebody came."""
    models = [model for model in apps.get_models(include_auto_created=True) if model is not Session]
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in models}


@pytest.mark.parametrize("address", ADDRESSES)
def test_looking_changes_nothing(address: Address, cast: Cast) -> None:
    path = path_to(address, cast)
    for who in ("clerk", "keeper", "convener", "member", "auditor"):
        client = Client()
        client.force_login(who_is(who, cast))
        before = everything()
        read_to_end(client.get(path))
        assert everything() == before, f"something changed when the {who} looked"
