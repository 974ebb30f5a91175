"""What views of several apps ask and answer alike."""

import tempfile
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_http_methods

form_page = require_http_methods(["GET", "HEAD", "POST"])

Attempt = Callable[[HttpRequest, Callable[[], object], str], bool]


def attempts(*refusals: type[Exception]) -> Attempt:
    """``attempt(request, act, said)`` of an app, whose services refuse by these exceptions.

    It makes the one call into services and says on the next page what was done, or why not.
    """

    def attempt(request: HttpRequest, act: Callable[[], object], said: str) -> bool:
        try:
            act()
        except refusals as why:
            messages.error(request, str(why))
            return False
        messages.success(request, said)
        return True

    return attempt


def download(write: Callable[..., object], filename: str, **given: Any) -> FileResponse:
    """What ``write(target, **given)`` writes, as a file to keep; it lies on disk, not in memory, until it is sent."""
    target = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    write(target, **given)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=filename)
