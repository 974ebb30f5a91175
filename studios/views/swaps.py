"""Swaps, for who runs the studio: arranged in one step, confirmed, not confirmed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from common.requests import form_page
from studios import rules, services, states
from studios.forms import SwapForm, WhyForm
from studios.models import ShiftTurn, Swap
from studios.models.studios import StudioQuerySet
from studios.queries import duty as queries
from studios.requests import Door, attempt, desk_page


@desk_page()
@form_page
def arrange(request: HttpRequest, door: Door, studios: StudioQuerySet, pk: int) -> HttpResponse:
    """Both have been asked: the roster changes at once. Or only ask the colleague, who answers in their own page."""
    now = timezone.now()
    turns = ShiftTurn.objects.in_studios(studios).select_related("shift__studio", "member__user", "user")
    turn = get_object_or_404(turns if request.method == "POST" else turns.standing(), pk=pk)
    form = SwapForm(
        request.POST or None, people=queries.colleagues_for(turn), known=queries.members_on_duty(turn.shift.studio)
    )
    if request.method == "POST" and form.is_valid():
        ask = request.POST.get("act") == "ask"
        data, service = form.cleaned_data, services.ask_swap if ask else services.arrange_swap
        try:
            service(turn=turn, member=data["member"], why=data["why"], by=request.user, now=now)
        except (services.DutyRefused, states.NotAllowed) as why:
            form.add_error(None, str(why))
        else:
            said = (
                f"已去问{data['member']},同意以后还要确认。"
                if ask
                else f"值班表已改为{data['member']},有关的人会收到通知。"
            )
            messages.success(request, said)
            return redirect(door.shift, turn.shift_id)
    running = Swap.objects.running().filter(turn=turn).with_people().first()
    context = {"door": door, "turn": turn, "shift": turn.shift, "form": form, "running": running}
    return render(request, "studios/swap_arrange.html", context)


@desk_page()
@require_POST
def confirm(request: HttpRequest, door: Door, studios: StudioQuerySet, pk: int) -> HttpResponse:
    swap = _one(studios, pk)
    act = lambda: services.confirm_swap(swap=swap, by=request.user, now=timezone.now())  # noqa: E731
    attempt(request, act, f"已确认,值班表改为{swap.member or swap.user},有关的人会收到通知。")
    return redirect(door.shift, swap.turn.shift_id)


@desk_page()
@form_page
def refuse(request: HttpRequest, door: Door, studios: StudioQuerySet, pk: int) -> HttpResponse:
    now = timezone.now()
    swap = _one(studios, pk)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = {"swap": swap, "answer": form.cleaned_data["why"], "by": request.user, "now": now}
        said = f"没有确认,还是由{swap.turn}值班,两位都会收到通知。"
        if attempt(request, lambda: services.refuse_swap(**sent), said, form):
            return redirect(door.shift, swap.turn.shift_id)
    elif not rules.can_refuse_swap(swap, runs=True, now=now):
        messages.error(request, f"这一次调剂{swap.get_state_display()},或者这一班已经开始,不能再这样做。")
        return redirect(door.shift, swap.turn.shift_id)
    context = {"door": door, "swap": swap, "shift": swap.turn.shift, "form": form}
    return render(request, "studios/swap_refuse.html", context)


def _one(studios: StudioQuerySet, pk: int) -> Swap:
    return get_object_or_404(Swap.objects.in_studios(studios).with_people(), pk=pk)
