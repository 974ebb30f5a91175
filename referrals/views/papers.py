"""转办单 with its slip, to print; and the files that go along, to download."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import file_answer
from deadlines.models import Limit
from referrals import queries
from referrals.models import ReferralFile
from referrals.requests import Door, behind_door, load
from referrals.services.clocks import kind_of_work


@behind_door
@require_safe
def paper(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """For the unit's file, and for the unit that gets it by hand."""
    held = load(request, door, pk)
    limit = Limit.objects.of(kind_of_work(held), timezone.localdate(held.sent_at))
    context = {"door": door, "referral": held, "files": queries.files_of(held).sent, "limit": limit}
    return render(request, "referrals/paper.html", context)


@behind_door
@require_safe
def file(request: HttpRequest, door: Door, pk: int) -> FileResponse:
    seen = ReferralFile.objects.readable_by(request.user).filter(referral__in=door.seen_by(request.user))
    found = get_object_or_404(seen.select_related("file"), pk=pk)
    return file_answer(found.file)
