"""What views of every app ask of a request."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts import files
from accounts.models import StoredFile
from accounts.services import audit_refusal
from common.uploads import Kind

logger = logging.getLogger(__name__)


def address_of(request: HttpRequest) -> str:
    """The caller's address, as the server in front saw it."""
    return request.META.get("REMOTE_ADDR") or ""


def record_refusal(request: HttpRequest, act: str) -> None:
    """Write into the trail that somebody tried what they have no right to. Not within a transaction."""
    audit_refusal(
        by=request.user,
        now=timezone.now(),
        subject=act,
        reason="没有权限",
        via=request.path,
        address=address_of(request),
    )


def needs(*permissions: str, act: str = "") -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Show the page only to who holds every right named; to anybody else signed in it does not exist (404).

    Where ``act`` names what the page does, posting to it without the right is written into the trail.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perms(permissions):
                if act and request.method == "POST":
                    record_refusal(request, act)
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def file_answer(file: StoredFile, *, inline: bool = False) -> FileResponse:
    """A stored file as a download, or a picture in the page (``inline``); nothing else is ever shown in place.

    Only for a view that has loaded through a scoped reader whatever links the file. 404 when it is gone from the disk.
    """
    kind = Kind(file.kind)
    try:
        content = (files.folder() / file.path).open("rb")
    except FileNotFoundError:
        logger.error("文件 %s(编号 %s)在磁盘上找不到", file.path, file.pk)
        raise Http404
    shown = inline and kind == Kind.PICTURE
    answer = FileResponse(content, as_attachment=not shown, filename=file.name, content_type=kind.mime)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
