"""A member's own points: every line and the fact behind it, on the phone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessment import queries
from assessment.views.telling import around, month_or_404, told
from members.models import Member


@require_safe
def month(request: HttpRequest, month: str = "") -> HttpResponse:
    """The month named, or the present one. Nobody's points but one's own."""
    today = timezone.localdate()
    first = month_or_404(month or f"{today:%Y-%m}", today)
    member = get_object_or_404(Member.objects.of_user(request.user))
    found = queries.member_month(member.pk, first)
    if found is None:
        raise Http404
    return render(
        request,
        "assessment/my_month.html",
        {
            "found": found,
            "accounts": [told(account, "studios:visit") for account in found.accounts],
            **around(first, today),
        },
    )
