"""What is done with one matter, each act a page of its own behind each door."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.requests import office_of
from common.requests import form_page
from deadlines.queries import timetable
from deadlines.services import NoLimit
from referrals.states import NotAllowed as UnitNotAllowed
from studios import queries, rules
from studios.forms import matter_acts as forms
from studios.models import Matter
from studios.requests import MatterDoor, matter_page
from studios.services import matters as services
from studios.states import NotAllowed

REFUSALS = (NotAllowed, UnitNotAllowed, NoLimit)


@dataclass(frozen=True)
class Asked:
    """One request to act: by whom, when, on what."""

    request: HttpRequest
    door: MatterDoor
    matter: Matter
    whole: queries.Whole
    place: rules.Place
    now: dt.datetime

    @property
    def by(self) -> dict[str, Any]:
        return {"by": self.request.user, "now": self.now}

    @property
    def data(self) -> Any:
        return self.request.POST if self.request.method == "POST" else None

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    @property
    def start(self) -> dict[str, Any]:
        """What every form begins with."""
        return {"revision": self.matter.revision}


@dataclass(frozen=True)
class Act:
    """An act's page: how its form is made, the one call into services, what is said before and after."""

    title: str
    button: str
    form: Callable[[Asked], Any]
    call: Callable[[Asked, Any], object]
    done: str
    intro: str = ""


def _refer_form(asked: Asked) -> Any:
    matter = asked.matter
    where = f"{matter.village.area}{matter.village}" if matter.village else ""
    lines = [f"地点:{where}" if where else "", matter.text, f"涉及{matter.concerned}人" if matter.concerned else ""]
    start = {"title": matter.title, "text": "\n".join(line for line in lines if line)}
    return forms.ReferForm(asked.data, asked.request.FILES or None, initial=asked.start | start)


def _refer(asked: Asked, form: Any) -> object:
    data = form.cleaned_data
    return services.refer_matter(
        matter=asked.matter,
        title=data["title"],
        text=data["text"],
        lead=data["lead"],
        joint=data["joint"],
        urgent=data["urgent"],
        files=[data["file"]] if data["file"] else [],
        revision=form.seen,
        **asked.by,
    )


def _levels(asked: Asked) -> list[tuple[str, str]]:
    office = office_of(asked.request)
    return forms.levels_of(
        runs=asked.place.runs,
        office=asked.place.office,
        party=office.party_desk,
        government=office.government_desk,
        reported=asked.whole.report.level if asked.whole.report else "",
    )


def _report_form(asked: Asked) -> Any:
    start = asked.start | {"text": asked.matter.text}
    return forms.ReportForm(asked.data, levels=_levels(asked), initial=start)


def _report(asked: Asked, form: Any) -> object:
    level = form.cleaned_data["level"]
    return services.report_matter(
        matter=asked.matter,
        level=level,
        desk=dict(_levels(asked))[level],
        text=form.cleaned_data["text"],
        revision=form.seen,
        **asked.by,
    )


def result_start(asked: Asked) -> dict[str, Any]:
    """Today, and the usual day of the next word."""
    return asked.start | {"on": asked.today, "next_on": services.usual_next_day(asked.now, timetable())}


def _answer_report(asked: Asked, form: Any) -> object:
    data = form.cleaned_data
    return services.answer_report(
        matter=asked.matter, text=data["text"], on=data["on"], result=form.given(), revision=form.seen, **asked.by
    )


def _result_form(asked: Asked) -> Any:
    """Begins with what the unit answered last, where its answer was approved elsewhere."""
    heard = [one for one in asked.whole.referrals if one.state == "approved" and one.part != "joint"]
    start = {"result": heard[-1].result, "text": heard[-1].answer} if heard and not asked.matter.result else {}
    return forms.ResultForm(asked.data, people=queries.supervisors(), initial=result_start(asked) | start)


def _tell_form(asked: Asked) -> Any:
    matter = asked.matter
    start = {"told_on": asked.today, "told_by": asked.request.user.name, "words": matter.result_text, "whom": "self"}
    if matter.village:
        start["town"] = f"{matter.village.area}、{matter.village}"
    return forms.TellForm(asked.data, matter=matter, untold=asked.whole.untold, initial=asked.start | start)


def _assign(asked: Asked, form: Any) -> object:
    return services.assign(matter=asked.matter, responsible=form.chosen, revision=form.seen, **asked.by)


def _why(label: str) -> Callable[[Asked], Any]:
    def make(asked: Asked) -> Any:
        form = forms.WhyForm(asked.data, initial=asked.start)
        form.fields["why"].label = label
        return form

    return make


ACTS: dict[str, Act] = {
    "refer": Act(
        "转办", "转办", _refer_form, _refer,
        "已转办。单位签收、退回、答复,都会通知您。",
        "给主办单位一份转办单;会办单位只交会办意见。",
    ),
    "report": Act(
        "上报(借力)", "上报", _report_form, _report, "已上报,对方答复后通知您。",
        "本级协调不了的,请上一级帮助协调。",
    ),
    "answer_report": Act(
        "记上报的答复", "记下答复",
        lambda asked: forms.AnswerReportForm(asked.data, people=queries.supervisors(), initial=result_start(asked)),
        _answer_report, "已记下答复,上报的人会收到通知。",
    ),
    "take_report_back": Act(
        "撤回上报", "确定撤回上报", _why("为什么撤回"),
        lambda asked, form: services.take_report_back(
            matter=asked.matter, why=form.cleaned_data["why"], revision=form.seen, **asked.by
        ),
        "已撤回上报,由原来的一级继续办。",
    ),
    "result": Act(
        "记办理结果", "记下结果", _result_form,
        lambda asked, form: services.record_result(
            matter=asked.matter, result=form.given(), revision=form.seen, **asked.by
        ),
        "已记下结果。接下来请把结果告诉反映人。",
        "已办的,要告知反映人和镇街、村(社区);正在办的,要有领导督办和下次报进展的日期;暂不能办的,要向反映人解释。",
    ),
    "tell": Act(
        "告知反映人", "记下已告知", _tell_form,
        lambda asked, form: services.tell(
            matter=asked.matter, telling=form.telling(), also=form.cleaned_data.get("also") or [],
            revision=form.seen, **asked.by,
        ),
        "已记下。",
    ),
    "town": Act(
        "告知镇街、村(社区)", "记下已告知",
        lambda asked: forms.TownForm(asked.data, initial=asked.start | {"on": asked.today}),
        lambda asked, form: services.tell_town(
            matter=asked.matter, town=form.cleaned_data["town"], on=form.cleaned_data["on"], revision=form.seen,
            **asked.by,
        ),
        "已记下。",
    ),
    "reopen": Act(
        "重新办理", "确定重新办理", _why("反映人为什么不满意"),
        lambda asked, form: services.reopen(
            matter=asked.matter, why=form.cleaned_data["why"], revision=form.seen, **asked.by
        ),
        "已重新开始办理。", "重新办理后,从待办理重新计时,办完再告知反映人。",
    ),
    "outcome": Act(
        "改处理方式", "改过来",
        lambda asked: forms.OutcomeForm(asked.data, now_is=asked.matter.outcome, initial=asked.start),
        lambda asked, form: services.change_outcome(
            matter=asked.matter, outcome=form.cleaned_data["outcome"], told=form.cleaned_data["told"],
            why=form.cleaned_data["why"], revision=form.seen, **asked.by,
        ),
        "处理方式已改。",
        "涉法涉诉、应走信访渠道的,改成“引导信访或司法”,只告诉去哪里反映,不评判是非,就此办结。"
        "改成转协商议题、社情民意、提案的,先记在这里,办公室按处理方式汇总。",
    ),
    "assign": Act(
        "确定责任人", "确定",
        lambda asked: forms.AssignForm(
            asked.data, people=queries.may_see_to(asked.matter),
            initial=asked.start | {"responsible": asked.matter.responsible_id},
        ),
        _assign, "已确定责任人,并已通知本人。",
    ),
    "unbundle": Act(
        "解除合并", "确定解除合并",
        lambda asked: forms.ActForm(asked.data, initial=asked.start),
        lambda asked, form: services.unbundle(matter=asked.matter, revision=form.seen, **asked.by),
        "已解除合并,各件单独办理。", "解除后,并入的诉求各自按原来的处理方式办理,重新计时。",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    name: str


# what the author has asked for comes first
_FIRST: dict[str, str] = {Matter.Outcome.REFERRED: "refer", Matter.Outcome.REPORTED: "report"}


def act_links(door: MatterDoor, matter: Matter, may: list[str]) -> list[Link]:
    """The buttons of a matter's page: behind the member's own door only telling."""
    shown = [act for act in may if door.name != "my" or act == "tell"]
    shown.sort(key=lambda act: act != _FIRST.get(matter.outcome))
    return [Link(ACTS[act].title, reverse(door.page(act), args=[matter.pk]), act) for act in shown]


@matter_page
@form_page
def act(request: HttpRequest, door: MatterDoor, matter: Matter, name: str) -> HttpResponse:
    """The page of an act; for who has no part in the matter it does not exist (404)."""
    asked = asked_of(request, door, matter)
    if not (asked.place.handles or (name == "tell" and asked.place.author)):
        raise Http404
    if request.method != "POST":
        situation = asked.whole.situation(queries.the_matter_setting())
        if not rules.MATTER_RULES[name](asked.place, matter, situation):
            messages.error(request, f"这件诉求现在是“{matter.get_state_display()}”,不用“{ACTS[name].title}”。")
            return redirect(door.matter, matter.pk)
    return answered(asked, ACTS[name])


def asked_of(request: HttpRequest, door: MatterDoor, matter: Matter) -> Asked:
    place = rules.place_of(request.user, matter, queries.runs_of(request.user))
    return Asked(request, door, matter, queries.whole(matter), place, timezone.now())


def answered(asked: Asked, page: Act, **context: Any) -> HttpResponse:
    """The form; or, sent and in order, the matter's page. What is refused is said above what was typed."""
    form = page.form(asked)
    if form.is_bound and form.is_valid():
        try:
            page.call(asked, form)
        except REFUSALS as why:
            refused(form, why, asked.door.matters(asked.request.user).revision_of(asked.matter.pk))
        else:
            messages.success(asked.request, page.done)
            return redirect(asked.door.matter, asked.matter.pk)
    said = {"door": asked.door, "matter": asked.matter, "whole": asked.whole, "form": form, "act": page}
    return render(asked.request, "studios/matter_act.html", said | context)


def refused(form: Form, why: Exception, revision: int) -> None:
    """Say why; pressed again, the form has seen what stands now."""
    field = getattr(why, "field", None)
    form.add_error(field if field in form.fields else None, str(why))
    if isinstance(why, services.MatterStale):
        form.data = form.data.copy()
        form.data["revision"] = revision
