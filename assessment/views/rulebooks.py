from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import address_of, needs, record_refusal
from assessment import queries
from assessment.forms import RevisionForm, RulebookForm
from assessment.models import Rulebook
from assessment.rules import CONFIRM_RULEBOOKS, SEE_MONTHS, can_confirm_rulebooks
from assessment.services import RulebookConflict, confirm_rulebook, revise_rulebook
from common.requests import form_page


@needs(SEE_MONTHS)
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    books = [(book, queries.full_points(book)) for book in queries.rulebooks()]
    context = {"books": books, "may_confirm": can_confirm_rulebooks(request.user)}
    return render(request, "assessment/office_rules.html", context)


@needs(SEE_MONTHS)
@form_page
def version(request: HttpRequest, version: int) -> HttpResponse:
    """A confirmed version to read; an unconfirmed one to check and confirm, by who may."""
    book = get_object_or_404(queries.rulebooks(), version=version)
    may_confirm = can_confirm_rulebooks(request.user)
    if request.method == "POST" and not may_confirm:
        record_refusal(request, "确认考核办法")
        raise Http404
    if request.method == "POST" and book.confirmed_by == request.user:
        messages.info(request, "这一版已经确认过,没有再改。")
        return redirect("assessment:rule", version)
    form = None
    if may_confirm and (request.method == "POST" or not book.confirmed_at):
        form = RulebookForm(request.POST if request.method == "POST" else None, rulebook=book)
        if request.method == "POST" and form.is_valid() and _confirmed(request, book, form):
            return redirect("assessment:rule", version)
    context = {
        "book": book,
        "form": form,
        "items": [(item, queries.in_words(item), item in queries.scored(book)) for item in book.items.all()],
        "full": queries.full_points(book),
        "may_revise": may_confirm and bool(book.confirmed_at) and not book.effective_to,
    }
    return render(request, "assessment/office_rule.html", context)


def _confirmed(request: HttpRequest, book: Rulebook, form: RulebookForm) -> bool:
    """Whether the numbers were saved; if not, the form tells why, and what was typed stays to be read."""
    try:
        confirm_rulebook(
            rulebook=book,
            numbers=form.numbers(),
            counts_unchecked=form.cleaned_data["counts_unchecked"],
            by=request.user,
            now=timezone.now(),
            address=address_of(request),
        )
    except RulebookConflict as why:
        form.add_error(None, str(why))
        return False
    messages.success(request, f"{book}已确认,各月得分按这些数字计算。")
    return True


@needs(SEE_MONTHS, CONFIRM_RULEBOOKS, act="修订考核办法")
@form_page
def revise(request: HttpRequest, version: int) -> HttpResponse:
    now = timezone.now()
    book = get_object_or_404(queries.rulebooks(), version=version)
    sent = request.POST if request.method == "POST" else None
    form = RevisionForm(sent, rulebook=book, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        try:
            new = revise_rulebook(
                rulebook=book,
                effective_from=form.cleaned_data["month"],
                by=request.user,
                now=now,
                address=address_of(request),
            )
        except RulebookConflict as why:
            messages.error(request, str(why))
            return redirect("assessment:rule", version)
        messages.success(request, f"已照第{version}版抄出第{new.version}版,请改好数字后确认。")
        return redirect("assessment:rule", new.version)
    return render(request, "assessment/office_rule_revise.html", {"book": book, "form": form})
