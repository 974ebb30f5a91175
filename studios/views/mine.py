"""A member's own visits, on the phone; of staff without a seat too."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.dates import month_start
from common.requests import form_page
from deadlines.models import Period
from studios import queries, rules, services, states
from studios.forms import MyFilters, VisitPaper, WithdrawForm, initial_of_new
from studios.models import DutyShift, VisitLog
from studios.models.visits import Author
from studios.requests import form_name, log_page, month_asked, repeats_in
from studios.views.writing import Desk, form_shown, written

PER_PAGE = 50
MINE = {"page": "studios:visit", "new": "studios:visit_new", "edit": "studios:visit_edit"}


@log_page
@require_safe
def visits(request: HttpRequest, author: Author) -> HttpResponse:
    own = VisitLog.objects.of_user(request.user)
    today = timezone.localdate()
    filters = MyFilters(request.GET, months=queries.months_with_visits(own.submitted(), and_also=month_start(today)))
    chosen = filters.chosen()
    month = month_asked(request, today)
    in_month = own.submitted().in_month(month)
    found = queries.narrowed(in_month, {**chosen, "state": chosen["state"] or "all"})
    context = {
        "month": month,
        "filters": filters,
        "filtered": any(value for name, value in chosen.items() if name != "month"),
        "drafts": own.drafts().with_details().newest_first(),
        "returned": own.returned().exclude(pk__in=found).with_details().newest_first(),
        "page": Paginator(found.with_details().newest_first(), PER_PAGE).get_page(request.GET.get("page")),
        "counts": queries.counts_of(in_month),
        "ever": own.submitted().exists(),
    }
    return render(request, "studios/my_visits.html", context)


@log_page
@require_safe
def visit(request: HttpRequest, author: Author, pk: int) -> HttpResponse:
    shown = _own(request, pk)
    closed = Period.objects.closed(shown.occurred_on)
    context = {
        "visit": shown,
        "people_shown": True,
        "story": queries.story_of(shown),
        "closed": closed,
        "may_edit": rules.can_edit(request.user, shown, closed=closed),
        "may_withdraw": rules.can_withdraw(request.user, shown, closed=closed),
        "may_discard": rules.can_discard(request.user, shown),
        **repeats_in(request, shown),
    }
    return render(request, "studios/my_visit.html", context)


@log_page
@form_page
def new(request: HttpRequest, author: Author) -> HttpResponse:
    """An empty form, named in its address: gone back to after it was sent, it is the same form and not another one.

    ``kept``, for the phone to keep for where there is no connection: without a name and without a token.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    desk = Desk(author=author, **MINE)
    if request.method == "POST":
        return written(request, desk, VisitPaper(request.POST, request.FILES, author=author, today=today), now)
    if "kept" in request.GET:
        paper = VisitPaper(author=author, today=today, initial=initial_of_new(author, today))
        return form_shown(request, desk, paper, kept=True)
    name = form_name(request)
    if name is None:
        shift = request.GET.get("shift", "")
        return redirect(f"{request.path}?form={uuid.uuid4()}" + (f"&shift={shift}" if shift.isdecimal() else ""))
    sent = queries.sent_as(author, name)
    if sent is not None and sent.state not in states.STANDING:
        return redirect("studios:visit_edit" if sent.state == states.DRAFT else "studios:visit", sent.pk)
    if sent is None:
        start = initial_of_new(author, today, _shift_asked(request, author))
        paper = VisitPaper(author=author, today=today, initial=start | {"client_id": name})
    else:
        paper = VisitPaper(author=author, today=today, held=sent, initial={"client_id": name})
    return form_shown(request, desk, paper, sent=sent)


def _shift_asked(request: HttpRequest, author: Author) -> DutyShift | None:
    """The shift in the address, where a visit of the author may belong to it."""
    shift = request.GET.get("shift", "")[:18]
    return queries.shifts_to_choose(author).filter(pk=int(shift)).first() if shift.isdecimal() else None


@log_page
@form_page
def edit(request: HttpRequest, author: Author, pk: int) -> HttpResponse:
    now = timezone.now()
    held = _own(request, pk)
    closed = Period.objects.closed(held.occurred_on)
    if request.method != "POST" and not rules.can_edit(request.user, held, closed=closed):
        messages.error(request, _why_not(held))
        return redirect("studios:visit", pk)
    desk = Desk(author=held.author, held=held, **MINE)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return written(request, desk, VisitPaper(*data, author=held.author, held=held, today=timezone.localdate(now)), now)


@log_page
@form_page
def withdraw(request: HttpRequest, author: Author, pk: int) -> HttpResponse:
    held = _own(request, pk)
    form = WithdrawForm(request.POST or None)
    if not rules.can_withdraw(request.user, held, closed=Period.objects.closed(held.occurred_on)):
        messages.error(request, _why_not(held))
        return redirect("studios:visit", pk)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw(visit=held, why=form.cleaned_data["why"], by=request.user, now=timezone.now())
            messages.success(request, "已撤回,不再计入次数和人次。记录还在这里可以查看。")
        except (services.VisitRefused, states.NotAllowed) as why:
            messages.error(request, str(why))
        return redirect("studios:visit", pk)
    return render(request, "studios/my_withdraw.html", {"visit": held, "form": form})


@log_page
@form_page
def discard(request: HttpRequest, author: Author, pk: int) -> HttpResponse:
    held = _own(request, pk)
    if not rules.can_discard(request.user, held):
        messages.error(request, _why_not(held))
        return redirect("studios:visit", pk)
    if request.method == "POST":
        try:
            services.discard(visit=held)
            messages.success(request, "草稿已删除。")
        except states.NotAllowed as why:
            messages.error(request, str(why))
        return redirect("studios:visits")
    return render(request, "studios/my_discard.html", {"visit": held})


def _own(request: HttpRequest, pk: int) -> VisitLog:
    return get_object_or_404(VisitLog.objects.of_user(request.user).with_details().with_people(), pk=pk)


def _why_not(visit: VisitLog) -> str:
    if visit.state in states.STANDING:
        return f"{visit.occurred_on.month}月已经结账,这条记录不能再更正或撤回。有出入请告诉办公室。"
    return f"这条记录{visit.get_state_display()},不能这样做。"
