"""What views of several apps ask and answer alike."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_http_methods

from common.forms import tell_stale
from common.seen import Stale

form_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Door:
    """By which door somebody came to pages that an app has behind several.

    ``door.base`` is the frame of its pages; any other word is the name of an address: ``door.list`` of the door ``my``
    is ``deadlines:my_list``. An app says which it is.
    """

    name: str
    app: ClassVar[str]

    @property
    def base(self) -> str:
        return f"common/{self.name}.html"

    def page(self, name: str) -> str:
        """The name of an address behind this door."""
        return f"{self.app}:{self.name}_{name}"

    def __getattr__(self, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.page(name)


class Attempt(Protocol):
    def __call__(
        self, request: HttpRequest, act: Callable[[], object], said: str, form: Form | None = None
    ) -> bool: ...


def attempts(*refusals: type[Exception]) -> Attempt:
    """``attempt(request, act, said)`` of an app, whose services refuse by these exceptions.

    It makes the one call into services and says on the next page what was done, or why not. With a ``form`` the
    refusal is an error of that: its page comes again, with what was typed; one that was stale has then seen.
    """

    def attempt(request: HttpRequest, act: Callable[[], object], said: str, form: Form | None = None) -> bool:
        try:
            act()
        except (Stale, *refusals) as why:
            if form is None:
                messages.error(request, str(why))
            elif isinstance(why, Stale):
                tell_stale(form, why)
            else:
                form.add_error(None, str(why))
            return False
        messages.success(request, said)
        return True

    return attempt


def download(write: Callable[..., object], filename: str, **given: Any) -> FileResponse:
    """What ``write(target, **given)`` writes, as a file to keep; it lies on disk, not in memory, until it is sent."""
    target = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    try:
        write(target, **given)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=filename)
