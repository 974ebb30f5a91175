from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.requests import office_of


def office(request: HttpRequest) -> dict[str, object]:
    """``office``: the words of the settings row; one query on pages that use it."""
    return {"office": SimpleLazyObject(lambda: office_of(request))}
