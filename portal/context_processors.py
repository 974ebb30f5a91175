from django.http import HttpRequest


def menu(request: HttpRequest) -> dict[str, object]:
    return {}
