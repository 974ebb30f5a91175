"""The menu of each door; base templates print it and know no app."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.doors import Place, inbox_of, places_of_member, places_of_office


@dataclass(frozen=True)
class Menu:
    home: str
    places: list[Place]
    account: list[Place]
    sign_out: str
    inbox: Place
    search: str = ""


def menu(request: HttpRequest) -> dict[str, object]:
    """``menu``: lazily, so that pages without one ask nothing."""
    return {"menu": SimpleLazyObject(lambda: _menu(request))}


def _menu(request: HttpRequest) -> Menu:
    user, path, sign_out, now = request.user, request.path, reverse("accounts:logout"), timezone.now()
    if path.startswith("/my/"):
        inbox = inbox_of(user, path, door="my", now=now)
        return Menu(reverse("portal:my"), places_of_member(user, path), [], sign_out, inbox)
    account = [Place("修改密码", reverse("accounts:password")), Place("换一个入口", reverse("portal:home"))]
    search = reverse("members:list") if user.has_perm("members.see_all_members") else ""
    inbox = inbox_of(user, path, door="office", now=now)
    return Menu(reverse("portal:office"), places_of_office(user, path), account, sign_out, inbox, search=search)
