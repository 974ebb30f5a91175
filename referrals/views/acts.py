"""What the people of a unit do with one referral, each on a page of its own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import UnitPost
from common.forms import has_seen
from common.requests import form_page
from deadlines.queries import the_calendar
from referrals import queries, rules, services, states
from referrals.forms import AnswerForm, ChoiceForm, ReturnForm, initial_of
from referrals.models import Part, Referral, ReferralFile
from referrals.requests import REFUSALS, Door, attempt, behind_door, load

SIGN_OFF, HAND_BACK = "审定,正式答复", "退回修改"


@behind_door
@require_POST
def sign(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    held, now = load(request, door, pk), timezone.now()
    attempt(request, lambda: services.sign(referral=held, by=request.user, now=now), "已签收,办理期限从今天起算。")
    return redirect(door.referral, pk)


@behind_door
@form_page
def ask_back(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """The reason, and under it what asking means: pressing is the confirmation."""
    held, now = load(request, door, pk), timezone.now()
    until = queries.return_until(held, the_calendar())
    in_time = until is None or timezone.localdate(now) <= until
    who = queries.standing_of(request.user, held)
    if request.method != "POST" and not rules.can_ask_back(who, held, in_time=in_time):
        return _not_now(request, door, held, "申请退回")
    form = ReturnForm(request.POST if request.method == "POST" else None, unit=held.unit)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_back(referral=held, by=request.user, now=now, **form.cleaned_data)
        except REFUSALS as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "已申请退回,有答复会通知您。答复以前期限照算。")
            return redirect(door.referral, pk)
    return render(request, "referrals/unit_return.html", {"referral": held, "form": form, "return_until": until})


@behind_door
@form_page
def answer(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """A draft, an answer or a joint unit's opinion; two who write at once see what the other stored."""
    held, now = load(request, door, pk), timezone.now()
    if request.method != "POST":
        if not rules.can_answer(queries.standing_of(request.user, held), held):
            return _not_now(request, door, held, "答复")
        return _answer_page(request, held, AnswerForm(joint=_joint(held), initial=_initial(request, held)))
    draft = request.POST.get("act") == "draft"
    form = AnswerForm(request.POST, request.FILES, joint=_joint(held), draft=draft)
    if not form.is_valid():
        return _answer_page(request, held, form)
    sent: dict[str, Any] = {"referral": held, "answer": form.answer(), "revision": form.cleaned_data["revision"]}
    sent |= {"by": request.user, "now": now, "files": [file] if (file := form.cleaned_data["file"]) else []}
    finish = services.give_opinion if _joint(held) else services.submit_answer
    try:
        saved = (services.save_answer_draft if draft else finish)(**sent)
    except services.Stale as stale:
        form.add_error(None, str(stale))
        has_seen(form, revision=stale.stored.revision)
        return _answer_page(request, held, form, stored=stale.stored)
    except REFUSALS as why:
        form.add_error(None, str(why))
        return _answer_page(request, held, form)
    messages.success(request, _said(saved, draft=draft))
    return redirect("referrals:answer" if draft else door.referral, pk)


@behind_door
@form_page
def sign_off(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """The head reads what the handler wrote and lets it go, or hands it back with a reason."""
    held, now = load(request, door, pk), timezone.now()
    who = queries.standing_of(request.user, held)
    if not who.head:
        raise Http404
    if request.method != "POST" and not rules.can_sign_off(who, held):
        return _not_now(request, door, held, "审定")
    form = ChoiceForm(request.POST if request.method == "POST" else None, yes=SIGN_OFF, no=HAND_BACK)
    if request.method == "POST" and form.is_valid():
        say: dict[str, Any] = {"referral": held, "by": request.user, "now": now}
        why = form.cleaned_data["why"]
        if form.cleaned_data["decision"] == SIGN_OFF:
            done = attempt(request, lambda: services.sign_off(**say), "已审定,答复已送交办的一方。")
        else:
            done = attempt(request, lambda: services.hand_back(**say, why=why), "已退回修改,经办人会收到通知。")
        if done:
            return redirect(door.referral, pk)
    context = {"referral": held, "form": form, "files": queries.files_of(held), "yes": SIGN_OFF, "no": HAND_BACK}
    return render(request, "referrals/unit_sign_off.html", context)


@behind_door
@require_POST
def take_back(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """For the handler: while the head has not read it, or where there is no head any more."""
    held, now = load(request, door, pk), timezone.now()
    if not queries.standing_of(request.user, held).handler:
        raise Http404
    done = attempt(request, lambda: services.take_back(referral=held, by=request.user, now=now), "已收回,可以接着写。")
    return redirect("referrals:answer" if done else door.referral, pk)


@behind_door
@require_POST
def remove_file(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """Take a file away from an answer that is still being written."""
    files = ReferralFile.objects.readable_by(request.user).drafts().select_related("referral")
    file, now = get_object_or_404(files, pk=pk), timezone.now()
    attempt(request, lambda: services.remove_draft_file(file=file, by=request.user, now=now), "附件已删去。")
    return redirect("referrals:answer", file.referral_id)


def _joint(held: Referral) -> bool:
    return held.part == Part.JOINT


def _initial(request: HttpRequest, held: Referral) -> dict[str, Any]:
    """With the names of the unit's head and of whoever writes, unless others are stored. One query."""
    heads = UnitPost.objects.in_units_of(request.user).filter(unit=held.unit, part=UnitPost.Part.HEAD)
    head = heads.select_related("user").first()
    return initial_of(held, head_name=head.user.name if head else "", name=request.user.name, phone="")


def _said(saved: Referral, *, draft: bool) -> str:
    if draft:
        return "已存为草稿,只有本单位看得到。写完请提交。"
    if saved.state == states.FOR_HEAD:
        return "已送本单位负责人审定,审定后才算答复。"
    return "会办意见已提交。" if saved.state == states.OPINION_IN else "答复已提交,交办的一方审核后会通知您。"


def _not_now(request: HttpRequest, door: Door, held: Referral, what: str) -> HttpResponse:
    messages.error(request, f"这一件{held.get_state_display()},现在不能{what}。")
    return redirect(door.referral, held.pk)


def _answer_page(request: HttpRequest, held: Referral, form: AnswerForm, **context: Any) -> HttpResponse:
    files = queries.files_of(held)
    return render(
        request, "referrals/unit_answer.html", {"referral": held, "form": form, "drafts": files.drafts, **context}
    )
