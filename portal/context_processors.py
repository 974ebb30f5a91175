"""The menu of each door; base templates print it and know no app."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.doors import Place, inbox_of, places_of_member, places_of_office, places_of_unit, tabs_of_accounts


@dataclass(frozen=True)
class Menu:
    home: str
    places: list[Place]
    account: list[Place]
    sign_out: str
    inbox: Place
    search: str = ""
    title: str = "履职工作台"
    tabs: list[Place] = field(default_factory=list)


def menu(request: HttpRequest) -> dict[str, object]:
    """``menu``: lazily, so that pages without one ask nothing."""
    return {"menu": SimpleLazyObject(lambda: _menu(request))}


def _menu(request: HttpRequest) -> Menu:
    user, path, sign_out, now = request.user, request.path, reverse("accounts:logout"), timezone.now()
    if path.startswith("/my/"):
        inbox = inbox_of(user, path, door="my", now=now)
        return Menu(reverse("portal:my"), places_of_member(user, path), [], sign_out, inbox)
    account = [Place("修改密码", reverse("accounts:password"))]
    if request.session.get("doors") != 1:
        account.append(Place("换一个入口", reverse("portal:home")))
    if path.startswith("/unit/"):
        inbox = inbox_of(user, path, door="unit", now=now)
        return Menu(reverse("portal:unit"), places_of_unit(path), account, sign_out, inbox, title="承办单位")
    return Menu(
        reverse("portal:office"),
        places_of_office(user, path),
        account,
        sign_out,
        inbox_of(user, path, door="office", now=now),
        search=reverse("members:list") if user.has_perm("members.see_all_members") else "",
        tabs=tabs_of_accounts(user, path),
    )
