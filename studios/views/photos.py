"""Pictures of visits, each behind the door of who looks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.requests import file_answer, needs
from studios.models import VisitPhoto


@require_safe
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """For its author and who runs the studio."""
    return _shown(request, pk)


@needs("studios.see_all_visits")
@require_safe
def office(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, pk)


def _shown(request: HttpRequest, pk: int) -> HttpResponse:
    photo = get_object_or_404(VisitPhoto.objects.visible_to(request.user).select_related("file"), pk=pk)
    return file_answer(photo.file, inline=True)
