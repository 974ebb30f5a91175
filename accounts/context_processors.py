from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.queries import the_office


def office(request: HttpRequest) -> dict[str, object]:
    """``office``: the words of the settings row; one query on pages that use it."""
    return {"office": SimpleLazyObject(the_office)}
