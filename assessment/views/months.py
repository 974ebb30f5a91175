from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import address_of, needs
from assessment import queries
from assessment.forms import MonthFilterForm
from assessment.rules import CLOSE_MONTHS, SEE_MONTHS, can_close_months, can_confirm_rulebooks
from assessment.services import CannotClose, close_month
from assessment.views.telling import around, month_or_404, told
from common.dates import next_month
from common.requests import form_page
from deadlines.services import AlreadyClosed
from members.models import Member
from studios.rules import can_see_all_visits

PER_PAGE = 200  # a county's members on one page


@needs(SEE_MONTHS)
@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    month = queries.newest_month(timezone.localdate())
    return redirect("assessment:month", f"{month:%Y-%m}")


@needs(SEE_MONTHS)
@require_safe
def table(request: HttpRequest, month: str) -> HttpResponse:
    first = month_or_404(month, timezone.localdate())
    book = queries.in_force(first)
    form = MonthFilterForm(request.GET, grades=[grade.name for grade in book.grades.all()] if book else [])
    filters = form.filters()
    shown = queries.month_table(first, filters)
    page = Paginator(shown.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "table": shown,
        "page": page,
        "form": form,
        "filtered": filters != queries.Filters(order=filters.order),
        "ended": next_month(first) <= timezone.localdate(),
        "may_close": can_close_months(request.user),
        "may_confirm": can_confirm_rulebooks(request.user),
        **around(first, timezone.localdate()),
    }
    return render(request, "assessment/office_month.html", context)


@needs(SEE_MONTHS)
@require_safe
def member(request: HttpRequest, month: str, pk: int) -> HttpResponse:
    first = month_or_404(month, timezone.localdate())
    person = get_object_or_404(Member.objects.visible_to(request.user), pk=pk)
    found = queries.member_month(person.pk, first)
    if found is None:
        raise Http404
    book, page = found.rulebook, "studios:office_visit" if can_see_all_visits(request.user) else ""
    context = {
        "person": person,
        "found": found,
        "accounts": [told(account, page) for account in found.accounts],
        "unsourced": [(item, queries.in_words(item)) for item in queries.unsourced(book)] if book else [],
        **around(first, timezone.localdate()),
    }
    return render(request, "assessment/office_month_member.html", context)


@needs(SEE_MONTHS, CLOSE_MONTHS, act="月度结账")
@form_page
def close(request: HttpRequest, month: str) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    first = month_or_404(month, today)
    if request.method == "POST":
        try:
            period = close_month(month=first, by=request.user, now=now, address=address_of(request))
            messages.success(request, f"{period}已结账,这个月的走访记录不再改动。")
        except AlreadyClosed as known:
            messages.info(request, f"{known},不用再结。")
        except CannotClose as why:
            messages.error(request, str(why))
            return redirect("assessment:month_close", month)
        return redirect("assessment:month", month)
    context = {
        "table": queries.month_table(first),
        "ended": next_month(first) <= today,
        "earlier": queries.open_months_before(first),
        **around(first, today),
    }
    return render(request, "assessment/office_month_close.html", context)
