"""Studios and their people as a workbook."""

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import address_of, needs
from common.requests import download
from studios.resources import export_studios, studios_name
from studios.views.office import SEE


@needs(SEE, "studios.export_studios", act="导出工作室")
@require_POST
def export(request: HttpRequest) -> FileResponse:
    now = timezone.now()
    return download(export_studios, studios_name(now), user=request.user, now=now, address=address_of(request))
