"""What is decided of a unit's part in a matter: its asking to give it back, its answer, taking it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from common.requests import form_page
from referrals import states as theirs
from referrals.models import Part, Referral
from studios import queries
from studios.forms import matter_acts as forms
from studios.models import Matter
from studios.requests import MatterDoor, matter_page
from studios.services import matters as services
from studios.views.matter_act_pages import Act, Asked, result_start
from studios.views.matter_acts import answered, asked_of


def _reason(label: str, *, needed: bool = True) -> Callable[[Asked], Any]:
    def make(asked: Asked) -> Any:
        form = (forms.WhyForm if needed else forms.NoteForm)(asked.data, initial=asked.start)
        form.fields["why"].label = label
        return form

    return make


def _simple(service: Callable[..., Matter], referral: Referral) -> Callable[[Asked, Any], object]:
    def call(asked: Asked, form: Any) -> object:
        return service(matter=asked.matter, referral=referral, why=form.cleaned_data["why"], **asked.by)

    return call


def _approve_form(referral: Referral) -> Callable[[Asked], Any]:
    def make(asked: Asked) -> Any:
        if referral.part == Part.JOINT:
            return forms.ActForm(asked.data, initial=asked.start)
        start = {"result": referral.result, "text": referral.answer, "on": referral.answered_on}
        return forms.ResultForm(asked.data, people=queries.supervisors(), initial=result_start(asked) | start)

    return make


def _approve(referral: Referral) -> Callable[[Asked, Any], object]:
    def call(asked: Asked, form: Any) -> object:
        result = None if referral.part == Part.JOINT else form.given()
        return services.approve_answer(
            matter=asked.matter, referral=referral, result=result, revision=form.seen, **asked.by
        )

    return call


# act → the states of a referral in which it has a place
FITS = {
    "accept": {theirs.ASKED_BACK},
    "keep": {theirs.ASKED_BACK},
    "approve": theirs.IN,
    "reject": theirs.IN,
    "withdraw": theirs.WITH_UNIT,
}


def page_of(name: str, referral: Referral) -> Act:
    unit = referral.unit
    pages = {
        "accept": lambda: Act(
            f"同意{unit}退回", "同意退回", _reason("说明", needed=False), _simple(services.accept_return, referral),
            "已同意退回。请选别的单位再转办,或改处理方式。", "同意后这个单位不用再办。",
        ),
        "keep": lambda: Act(
            f"不同意{unit}退回", "不同意退回", _reason("为什么仍由它办"), _simple(services.refuse_return, referral),
            "已告诉单位继续办理,期限照算。",
        ),
        "approve": lambda: Act(
            f"审核通过{unit}的{'会办意见' if referral.part == Part.JOINT else '答复'}", "审核通过",
            _approve_form(referral), _approve(referral), "已审核通过。接下来请把结果告诉反映人。"
            if referral.part != Part.JOINT else "会办意见已审核通过。",
            "" if referral.part == Part.JOINT else "单位的答复已填在下面,作为这件诉求的办理结果,可以改得让群众听得懂。",
        ),
        "reject": lambda: Act(
            f"驳回{unit}的答复", "驳回,请它重办", _reason("哪里不行"), _simple(services.reject_answer, referral),
            "已驳回,单位收到意见后在新的期限里重办。",
        ),
        "withdraw": lambda: Act(
            f"从{unit}撤回", "确定撤回", _reason("为什么撤回"), _simple(services.withdraw_referral, referral),
            "已撤回,单位不用再办。请选别的单位再转办,或改处理方式。",
        ),
    }  # fmt: skip
    return pages[name]()


@matter_page
@form_page
def decide(request: HttpRequest, door: MatterDoor, matter: Matter, referral: int, name: str) -> HttpResponse:
    asked = asked_of(request, door, matter)
    if not asked.place.handles:
        raise Http404
    about = Referral.objects.about(matter.key).with_details()
    held = get_object_or_404(about, pk=referral)
    if request.method != "POST" and held.state not in FITS[name]:
        messages.error(request, f"{held.unit}的这一件现在是“{held.get_state_display()}”,不能这样做。")
        return redirect(door.matter, matter.pk)
    return answered(asked, page_of(name, held), referral=held)
