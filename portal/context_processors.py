"""The menu of each door; base templates print it and know no app."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from portal.doors import Place, places_of_member, places_of_office, places_of_unit, tabs_of_accounts


@dataclass(frozen=True)
class Menu:
    home: str
    places: list[Place]
    account: list[Place]
    sign_out: str
    search: str = ""
    title: str = "履职工作台"
    tabs: list[Place] = field(default_factory=list)


def menu(request: HttpRequest) -> dict[str, object]:
    """``menu``: lazily, so that pages without one ask nothing."""
    return {"menu": SimpleLazyObject(lambda: _menu(request))}


def _menu(request: HttpRequest) -> Menu:
    sign_out = reverse("accounts:logout")
    if request.path.startswith("/my/"):
        return Menu(reverse("portal:my"), places_of_member(request.user, request.path), [], sign_out)
    account = [Place("修改密码", reverse("accounts:password")), Place("换一个入口", reverse("portal:home"))]
    if request.path.startswith("/unit/"):
        return Menu(reverse("portal:unit"), places_of_unit(request.path), account, sign_out, title="承办单位")
    search = reverse("members:list") if request.user.has_perm("members.see_all_members") else ""
    return Menu(
        reverse("portal:office"),
        places_of_office(request.user, request.path),
        account,
        sign_out,
        search=search,
        tabs=tabs_of_accounts(request.user, request.path),
    )
