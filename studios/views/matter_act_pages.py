"""What each act on a matter asks, says and calls: its form, its words, its one service."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accounts.requests import office_of
from deadlines.queries import timetable
from studios import queries, rules
from studios.forms import matter_acts as forms
from studios.models import Matter
from studios.requests import MatterDoor
from studios.services import matters as services


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
    """Where to; of a form that was sent all that may be asked, for the service says what was reported meanwhile."""
    office = office_of(asked.request)
    report = asked.whole.report if asked.data is None else None
    return forms.levels_of(
        runs=asked.place.runs,
        office=asked.place.office,
        party=office.party_desk,
        government=office.government_desk,
        reported=report.level if report else "",
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
    heard = asked.whole.heard
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
