"""催办单 and 督办单, to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import needs
from deadlines import queries, rules
from deadlines.models import Deadline, Firing, Part


@needs(rules.SEE)
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """As it stood on the day it was numbered, with a slip to send back."""
    seen = Deadline.objects.visible_to(request.user)
    papers = Firing.objects.papers().filter(deadline__in=seen)
    firing = get_object_or_404(papers.select_related("deadline__limit"), pk=pk)
    whole = seen.with_parties().get(pk=firing.deadline_id)
    context = {
        "firing": firing,
        "deadline": firing.deadline,
        "how": queries.standing_then(firing),
        "responsible": [str(party) for party in whole.parties.all() if party.part == Part.RESPONSIBLE],
    }
    return render(request, "deadlines/paper.html", context)
