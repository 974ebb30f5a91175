from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import address_of, needs
from common.requests import download
from studios import rules
from studios.resources import export_matters, matters_name
from studios.views.matters import SEE, office_found


@needs(SEE, rules.EXPORT_MATTERS, act="导出诉求台账")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The matters that the filters leave, and their statistics on a second sheet."""
    now = timezone.now()
    found = office_found(request, timezone.localdate(now))[2]
    return download(
        export_matters, matters_name(now), matters=found, by=request.user, now=now, address=address_of(request)
    )
