"""What the side that handed it out does with one referral: behind the office door, and behind one's own."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.requests import address_of, needs
from common.requests import form_page
from common.seen import mark_of
from deadlines.queries import the_calendar
from referrals import queries, rules, services
from referrals.forms import ACTS, ChoiceForm, SettingForm, SlipForm, WhyForm
from referrals.models import Part, Referral
from referrals.requests import REFUSALS, Door, attempt, behind_door, load
from referrals.rules import Standing

Decision = tuple[Callable[..., object], str]  # the service, and what is said when it is done

AGREE, REFUSE = "同意退回", "不同意,仍由该单位办"
APPROVE, REJECT = "审核通过", "驳回重办"


def _ours(request: HttpRequest, door: Door, pk: int) -> tuple[Referral, Standing]:
    """A referral that the user decides on: 404 for who may only read it."""
    held = load(request, door, pk)
    who = queries.standing_of(request.user, held)
    if not who.ours:
        raise Http404
    return held, who


@behind_door
@form_page
def decide(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """Whether it may be given back."""
    held, who = _ours(request, door, pk)
    form = ChoiceForm(request.POST if request.method == "POST" else None, yes=AGREE, no=REFUSE)
    told = {
        AGREE: (services.accept_return, "已同意退回。可以改交别的单位。"),
        REFUSE: (services.refuse_return, "已答复不同意,单位会收到通知,期限照算。"),
    }
    asked = queries.waiting_return(held)
    context = {"title": "答复退回申请", "yes": AGREE, "no": REFUSE, "asked": asked}
    return _choice(request, door, held, form, told, fits=rules.can_decide_return(who, held), **context)


@behind_door
@form_page
def review(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """Whether the answer will do."""
    held, who = _ours(request, door, pk)
    form = ChoiceForm(request.POST if request.method == "POST" else None, yes=APPROVE, no=REJECT)
    told = {
        APPROVE: (services.approve, "已审核通过,单位会收到通知。"),
        REJECT: (services.reject, "已驳回,单位会收到通知,办理期限从今天重新起算。"),
    }
    context = {"title": "审核答复", "yes": APPROVE, "no": REJECT, "files": queries.files_of(held)}
    return _choice(request, door, held, form, told, fits=rules.can_review(who, held), **context)


def _choice(
    request: HttpRequest,
    door: Door,
    held: Referral,
    form: ChoiceForm,
    told: dict[str, Decision],
    *,
    fits: bool,
    **context: Any,
) -> HttpResponse:
    """One of two, with its reason."""
    if not held.decided_here:
        return _elsewhere(request, held)
    return _act(
        request, door, held, form, lambda: told[form.cleaned_data["decision"]], fits=fits,
        template="referrals/ours_choice.html", **context,
    )  # fmt: skip


@behind_door
@form_page
def withdraw(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    held, who = _ours(request, door, pk)
    if not held.decided_here:
        return _elsewhere(request, held)
    form = WhyForm(request.POST if request.method == "POST" else None, label="为什么撤回")
    return _act(
        request, door, held, form, lambda: (services.withdraw, "已撤回,单位会收到通知。"),
        fits=rules.can_withdraw(who, held), title="撤回交办", button=f"确定撤回{held.number}",
        intro=f"撤回后{held.unit}不用再办,不能恢复;要再办请另行交办。",
    )  # fmt: skip


@needs(rules.SEE, rules.MANAGE, act="放宽退回期限")
@form_page
def allow_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the office; stands in the trail."""
    door, now = Door("office"), timezone.now()
    held, who = _ours(request, door, pk)
    until = queries.return_until(held, the_calendar())
    in_time = until is None or timezone.localdate(now) <= until

    def allow(**said: Any) -> object:
        return services.allow_return(**said, address=address_of(request))

    return _act(
        request, door, held, WhyForm(request.POST if request.method == "POST" else None),
        lambda: (allow, "已放宽,单位会收到通知。"), fits=rules.can_allow_return(who, held, in_time=in_time),
        title="放宽退回期限", button="放宽退回期限",
        intro=f"放宽后{held.unit}可以再申请退回,同不同意仍由您答复。会记入审计。",
    )  # fmt: skip


def _act(
    request: HttpRequest,
    door: Door,
    held: Referral,
    form: Form,
    decided: Callable[[], Decision],
    *,
    fits: bool,
    template: str = "referrals/ours_act.html",
    **context: Any,
) -> HttpResponse:
    """A page with a reason and its button; what was typed stays when it is refused.

    ``decided`` says, once the form is in order, what is to be done and what is said of it then.
    """
    if request.method != "POST" and not fits:
        return _not_now(request, door, held, context["title"])
    if request.method == "POST" and form.is_valid():
        act, said = decided()
        try:
            act(referral=held, why=form.cleaned_data["why"], by=request.user, now=timezone.now())
        except REFUSALS as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, said)
            return redirect(door.referral, held.pk)
    return render(request, template, {"door": door, "referral": held, "form": form, **context})


@behind_door
@form_page
def slip(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """What came back on paper: first what kind, then what it says."""
    held, who = _ours(request, door, pk)
    if request.method != "POST" and not rules.can_enter_paper(who, held):
        return _not_now(request, door, held, "代录回执")
    act = request.GET.get("act", "")
    act = act if act in ACTS else "answer"
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SlipForm(*sent, act=act, unit=held.unit, joint=held.part == Part.JOINT)
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_paper(
                referral=held,
                slip=form.slip(),
                by=request.user,
                now=timezone.now(),
                override=who.manager and door.name == "office",
                address=address_of(request),
            )
        except REFUSALS as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "已照回执录入,经过里注明由您代录。")
            return redirect(door.referral, pk)
    context = {"door": door, "referral": held, "form": form, "act": act, "acts": ACTS.items()}
    return render(request, "referrals/ours_slip.html", context)


@needs(rules.SEE, rules.SET, act="修改交办设置")
@form_page
def setting(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    stands = queries.the_setting()
    seen = {"seen": mark_of(stands.in_words())}
    form = SettingForm(request.POST if request.method == "POST" else None, instance=stands, initial=seen)
    if request.method == "POST" and form.is_valid():
        given, address = form.cleaned_data, address_of(request)
        act = partial(services.change_setting, **given, by=request.user, now=now, address=address)
        if attempt(request, act, "已保存,以后交办的照新的。", form):
            return redirect("referrals:setting")
    return render(request, "referrals/office_setting.html", {"form": form})


def _elsewhere(request: HttpRequest, held: Referral) -> HttpResponse:
    """To the page of what it is about: there its own app moves too."""
    messages.info(request, "请在这件事的页面上处理,办理结果会一并记下。")
    return redirect(held.link)


def _not_now(request: HttpRequest, door: Door, held: Referral, what: str) -> HttpResponse:
    messages.error(request, f"这一件{held.get_state_display()},现在不用{what}。")
    return redirect(door.referral, held.pk)
