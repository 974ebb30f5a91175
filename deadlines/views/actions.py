"""What the office does to one deadline."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import needs
from common.requests import form_page
from deadlines import queries, rules, services
from deadlines.forms import CancelForm, DecisionForm, ExtensionForm, HandOverAllForm, HandOverForm
from deadlines.models import Deadline, Extension, Firing, Part
from deadlines.requests import REFUSALS, attempt, take_note
from deadlines.services.deadlines import GENERAL


def _open(request: HttpRequest, pk: int, *, by_hand: bool = False) -> Deadline:
    """A deadline the user may see; ``by_hand`` only a general one, for others are closed by their subject.

    A page is shown of a running one (404); who pressed after it was closed is told so by the service.
    """
    seen = Deadline.objects.visible_to(request.user).select_related("limit__granted_by")
    deadline = get_object_or_404(seen if request.method == "POST" else seen.open(), pk=pk)
    if by_hand and deadline.kind != GENERAL:
        raise Http404
    return deadline


@needs(rules.SEE)
@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take note of the rung told last, by name; for who has a part in it."""
    deadline = get_object_or_404(Deadline.objects.of_user(request.user).open(), pk=pk)
    firing: Firing | None = queries.latest_firing(deadline)
    if firing is None:
        raise Http404
    take_note(request, firing)
    return redirect("deadlines:deadline", pk)


@needs(rules.SEE, rules.MANAGE)
@require_POST
def met(request: HttpRequest, pk: int) -> HttpResponse:
    deadline = _open(request, pk, by_hand=True)
    attempt(request, lambda: services.meet(deadline=deadline, by=request.user, now=timezone.now()), "已办结,不再提醒。")
    return redirect("deadlines:deadline", pk)


@needs(rules.SEE, rules.MANAGE, act="取消期限")
@form_page
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    deadline = _open(request, pk, by_hand=True)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        sent = {"deadline": deadline, "by": request.user, "now": timezone.now(), "why": form.cleaned_data["why"]}
        if attempt(request, lambda: services.cancel(**sent), "已取消,不再提醒。", form):
            return redirect("deadlines:deadline", pk)
    return _page(request, deadline, form, title="取消", button="确定取消", intro="取消后不再提醒,不能恢复;记录留着。")


@needs(rules.SEE, rules.MANAGE)
@form_page
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for an extension in the name of those responsible."""
    deadline = _open(request, pk)
    form = ExtensionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        done = attempt(
            request,
            lambda: services.ask_extension(deadline=deadline, by=request.user, now=timezone.now(), **asked),
            "已提出延期申请,批准人会收到通知。",
        )
        if done:
            return redirect("deadlines:deadline", pk)
    return _page(request, deadline, form, title="申请延期", button="提出申请", granted_by=_approver(deadline))


@needs(rules.SEE, rules.MANAGE, act="移交期限")
@form_page
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    deadline = _open(request, pk)
    form = HandOverForm(request.POST if request.method == "POST" else None, deadline=deadline)
    if request.method == "POST" and form.is_valid():
        party, new, why = (form.cleaned_data[name] for name in ("party", "new", "why"))
        done = attempt(
            request,
            lambda: services.hand_over(
                deadline=deadline,
                part=Part(party.part) if party else Part.RESPONSIBLE,
                old=(party.user or party.group or party.unit) if party else None,
                new=new,
                by=request.user,
                now=timezone.now(),
                why=why,
            ),
            f"已移交给{new},并已告诉本人。",
        )
        if done:
            return redirect("deadlines:deadline", pk)
    return _page(request, deadline, form, title="移交", button="移交")


@needs(rules.SEE, rules.MANAGE, act="移交期限")
@form_page
def hand_over_all(request: HttpRequest) -> HttpResponse:
    """Somebody leaves: whatever is open of theirs goes to somebody else."""
    form = HandOverAllForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            count = services.hand_over_all(**form.cleaned_data, by=request.user, now=timezone.now())
        except REFUSALS as why:
            messages.error(request, str(why))
        else:
            who = form.cleaned_data["new"]
            messages.success(request, f"{count}件已移交给{who},并已告诉本人。" if count else "没有要移交的。")
        return redirect("deadlines:office")
    return render(request, "deadlines/office_hand_over_all.html", {"form": form})


@needs(rules.SEE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse an extension, by whom the limit names."""
    asked = Extension.objects.in_hands_of(request.user).select_related("deadline", "asked_by")
    waiting = get_object_or_404(asked, pk=pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        act, said = services.refuse_extension, "已答复不同意,申请人会收到通知。"
        if form.cleaned_data["decision"] == "grant":
            act, said = services.grant_extension, "已批准延期,催办重新开始。"
        sent = {"request": waiting, "by": request.user, "now": timezone.now(), "answer": form.cleaned_data["answer"]}
        if attempt(request, lambda: act(**sent), said, form):
            return redirect("deadlines:deadline", waiting.deadline_id)
    intro = f"{waiting.asked_by}:{waiting.reason}"
    return _page(request, waiting.deadline, form, title="答复延期申请", button="答复", intro=intro)


def _approver(deadline: Deadline) -> str:
    return str(deadline.limit.granted_by or "") if deadline.limit else ""


def _page(request: HttpRequest, deadline: Deadline, form: Form, **context: Any) -> HttpResponse:
    return render(request, "deadlines/office_act.html", {"deadline": deadline, "form": form, **context})
