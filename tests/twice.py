"""A form sent twice, and one that two people had open: what is written then, and what the second reads."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.cast import Cast

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
SignIn = Callable[[User], Client]


@dataclass(frozen=True)
class Act:
    """Something that a page does: ``place`` makes what it is done to and returns the address of its form.

    ``who`` are two of the cast; both type what is ``typed``, the second what is ``otherwise`` besides. What the second
    ``hears`` stands on the page that answers; so does what they typed in words (``kept``), unless nothing was.
    """

    name: str
    place: Callable[[Cast], str]
    who: tuple[str, str]
    typed: dict[str, Any]
    hears: str
    otherwise: dict[str, Any] = field(default_factory=dict)
    kept: str = ""
    instead: Callable[[str], str] = str  # the address of what the second does, where that is another act
    stands: Callable[[str], str] = str  # the address of the page on which its form stands, where that is another

    def __str__(self) -> str:
        return self.name


def opened(client: Client, path: str) -> dict[str, str]:
    """The fields of a form that nobody sees, as a browser that opened it would send them; none of a bare button."""
    answer = client.get(path)
    return hidden(answer.content.decode()) if answer.status_code == 200 else {}


def hidden(page: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page) if name != "csrfmiddlewaretoken"}


def filled(typed: dict[str, Any], cast: Cast) -> dict[str, Any]:
    """What is typed; a function of the cast gives what has a key only in the test."""
    return {name: value(cast) if callable(value) else value for name, value in typed.items()}


def rows() -> dict[str, int]:
    """How many rows there are of each of our models: what is done once more adds one somewhere."""
    models = [model for app in settings.LOCAL_APPS for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: model._default_manager.count() for model in models}


def once(acts: Sequence[Act]) -> Callable[..., None]:
    """The test that the same form sent twice does it once, for each of ``acts``; a module gives it its name."""

    @pytest.mark.parametrize("act", acts, ids=str)
    def same_form_sent_twice(cast: Cast, signed_in: SignIn, act: Act) -> None:
        sent_twice(act, cast, signed_in)

    return same_form_sent_twice


def told(acts: Sequence[Act]) -> Callable[..., None]:
    """The test that the second of two hears what it is now and keeps what they typed, for each of ``acts``."""

    @pytest.mark.parametrize("act", acts, ids=str)
    def second_of_two(cast: Cast, signed_in: SignIn, act: Act) -> None:
        page = second_hears(act, cast, signed_in)
        assert act.hears in page
        assert act.kept in page

    return second_of_two


def sent_twice(act: Act, cast: Cast, signed_in: SignIn) -> str:
    """The page after the same form was sent a second time; fails when that wrote anything."""
    path, client = act.place(cast), signed_in(getattr(cast, act.who[0]))
    form = opened(client, act.stands(path)) | filled(act.typed, cast)
    assert client.post(path, form).status_code == 302, "the first press"
    before = rows()
    page = text(client.post(path, form, follow=True))
    after = rows()
    assert after == before, {name: (before[name], count) for name, count in after.items() if count != before[name]}
    return page


def second_hears(act: Act, cast: Cast, signed_in: SignIn) -> str:
    """The page that answers somebody who had the form open while another sent it."""
    path = act.place(cast)
    first, second = (signed_in(getattr(cast, name)) for name in act.who)
    theirs = act.instead(path)
    form = opened(second, act.stands(theirs)) | filled(act.typed | act.otherwise, cast)
    assert first.post(path, opened(first, act.stands(path)) | filled(act.typed, cast)).status_code == 302, (
        "the first press"
    )
    return text(second.post(theirs, form, follow=True))


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.content.decode())
