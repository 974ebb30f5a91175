"""A member's own duty, on the phone: turns, swaps, the calendar on their phone."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_POST, require_safe

from accounts.requests import office_of
from common.dates import month_start
from common.requests import form_page
from members.queries import member_of
from studios import rules, services, states
from studios.documents import calendar_of
from studios.forms import AnswerForm, SwapForm
from studios.models import DutyFeed, DutyShift, ShiftTurn, Studio, Swap
from studios.queries import duty as queries
from studios.requests import attempt

PAST = dt.timedelta(days=366)
FEED_PAST = dt.timedelta(days=92)
NEAR = dt.timedelta(days=35)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's turns to come and past, what one is asked, and when the studio is open otherwise."""
    _in_a_studio(request)
    today = timezone.localdate()
    own = queries.own_shifts(request.user)
    near = DutyShift.objects.open_to(request.user).announced().coming(today).filter(day__lte=today + NEAR)
    studios = Studio.objects.with_resident(request.user)
    context = {
        "today": today,
        "coming": own.announced().coming(today).in_order(),
        "past": own.filter(day__lt=today, day__gte=today - PAST).order_by("-day", "-starts"),
        "asked": Swap.objects.to_answer(request.user).filter(turn__shift__day__gte=today).with_people(),
        "mine": Swap.objects.of_holder(request.user).running().with_people(),
        "others": queries.with_people(near.in_studios(studios)).in_order(),
        "runs": Studio.objects.run_by(request.user).standing().exists(),
    }
    return render(request, "studios/my_duty.html", context)


@require_safe
def shift(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    shown = _seen(request, pk)
    turns = queries.standing_turns(shown)
    turn = next((one for one in turns if rules.is_holder(request.user, one)), None)
    if turn:
        turn.shift = shown
    swaps = queries.swaps_of_shift(shown)
    context = {
        "shift": shown,
        "turns": turns,
        "turn": turn,
        "begun": rules.has_begun(shown, now),
        "swap": next((one for one in swaps if turn and one.turn_id == turn.pk), None),
        "asked": next((one for one in swaps if rules.is_colleague(request.user, one)), None),
        "may_swap": turn and rules.can_ask_swap(request.user, turn, runs=False, now=now),
        "runs": Studio.objects.run_by(request.user).filter(pk=shown.studio_id).exists(),
        "may_log": turn and turn.member_id and rules.has_begun(shown, now),
    }
    return render(request, "studios/my_shift.html", context)


@form_page
def swap_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """The holder asks a colleague of the studio who has an account."""
    now = timezone.now()
    turns = ShiftTurn.objects.held_by(request.user).select_related("shift__studio", "member__user", "user")
    open_yet = turns.standing().filter(shift__state=states.shifts.PUBLISHED)
    turn = get_object_or_404(turns if request.method == "POST" else open_yet, pk=pk)
    people = queries.colleagues_for(turn).filter(user__is_active=True)
    form = SwapForm(request.POST or None, people=people, known=queries.members_on_duty(turn.shift.studio))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.ask_swap(turn=turn, member=data["member"], why=data["why"], by=request.user, now=now)
        except (services.DutyRefused, states.NotAllowed) as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"已去问{data['member']}。本人同意、联络员确认以后,值班表才改。")
            return redirect("studios:duty_shift", turn.shift_id)
    context = {"turn": turn, "shift": turn.shift, "form": form, "nobody": not people}
    return render(request, "studios/my_swap_ask.html", context)


@require_safe
def swap(request: HttpRequest, pk: int) -> HttpResponse:
    """What a colleague asks of one, or what became of what one asked."""
    return _swap_page(request, _swap(request, pk), AnswerForm())


def _swap_page(request: HttpRequest, held: Swap, form: AnswerForm) -> HttpResponse:
    now = timezone.now()
    context = {
        "swap": held,
        "shift": held.turn.shift,
        "form": form,
        "may_answer": rules.can_answer_swap(request.user, held, now=now),
        "may_take_back": rules.can_take_back_swap(request.user, held, now=now),
    }
    return render(request, "studios/my_swap.html", context)


@require_POST
def swap_agree(request: HttpRequest, pk: int) -> HttpResponse:
    held = _swap(request, pk)
    act = lambda: services.agree_swap(swap=held, by=request.user, now=timezone.now())  # noqa: E731
    attempt(request, act, "谢谢。联络员确认以后,这一班就由您值。")
    return redirect("studios:duty_swap", pk)


@require_POST
def swap_decline(request: HttpRequest, pk: int) -> HttpResponse:
    held = _swap(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        sent = {"swap": held, "answer": form.cleaned_data["answer"], "by": request.user, "now": timezone.now()}
        if attempt(request, lambda: services.decline_swap(**sent), f"已告诉{held.turn},您不方便。", form):
            return redirect("studios:duty_swap", pk)
    return _swap_page(request, held, form)


@require_POST
def swap_back(request: HttpRequest, pk: int) -> HttpResponse:
    held = _swap(request, pk)
    act = lambda: services.take_back_swap(swap=held, by=request.user, now=timezone.now())  # noqa: E731
    attempt(request, act, "已收回,这一班还是原来的人值。")
    return redirect("studios:duty_swap", pk)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """How to have one's shifts on the phone's own calendar."""
    _in_a_studio(request)
    feed = queries.feed_of(request.user)
    address = request.build_absolute_uri(reverse("studios:duty_feed", args=[feed.token])) if feed else ""
    return render(request, "studios/my_duty_calendar.html", {"feed": feed, "address": address})


@require_POST
def calendar_renew(request: HttpRequest) -> HttpResponse:
    _in_a_studio(request)
    services.renew_feed(by=request.user, now=timezone.now())
    messages.success(request, "订阅地址已生成。换过地址的,旧地址作废,手机日历要重新订阅。")
    return redirect("studios:duty_calendar")


@require_safe
def shift_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """One shift as a file that a phone's calendar opens."""
    shown = _seen(request, pk)
    return _ics(request, [shown], f"{shown.studio}值班", download=f"duty-{shown.pk}.ics")


@login_not_required
@conditional_page
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the address reads the shifts of its person; a wrong one is 404. Answers 304 when nothing changed."""
    held = get_object_or_404(DutyFeed.objects.behind(token).select_related("user"))
    since = month_start(timezone.localdate() - FEED_PAST)
    shifts = queries.own_shifts(held.user).announced().filter(day__gte=since).in_order()
    answer = _ics(request, shifts, f"{office_of(request).short_name}值班")
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _ics(request: HttpRequest, shifts, name: str, *, download: str = "") -> HttpResponse:
    content = calendar_of(shifts, name=name, host=request.get_host().split(":")[0])
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    if download:
        answer["Content-Disposition"] = f'attachment; filename="{download}"'
    return answer


def _in_a_studio(request: HttpRequest) -> None:
    """For members, and for who is in a studio; to others there is no such page (404)."""
    if not member_of(request.user) and not queries.in_studio(request.user):
        raise Http404


def _seen(request: HttpRequest, pk: int) -> DutyShift:
    """A shift of one's own studio or with one's own turn, published at least (404)."""
    shifts = DutyShift.objects.open_to(request.user)
    return get_object_or_404(queries.with_sectors(shifts), pk=pk)


def _swap(request: HttpRequest, pk: int) -> Swap:
    return get_object_or_404(Swap.objects.involving(request.user).with_people(), pk=pk)
