"""Forms over visits; they check what was typed and never save."""

import datetime as dt
from typing import Any

from django import forms

from common.text import one_line
from members.models import Member
from studios import queries
from studios.models import Matter, Purpose, Studio, VisitLog
from studios.services import MatterEntry, VisitEntry

MOST_MATTERS = 10
USUAL_MATTERS = 3


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


class VisitForm(forms.Form):
    """One visit. ``revision`` is that of the row the form was loaded from, ``client_id`` the form's own name."""

    occurred_on = forms.DateField(
        label="日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请选走访的日期。", "invalid": "这不是一个日期,请写成 2026-03-05 这样。"},
    )
    way = forms.ChoiceField(
        label="方式",
        choices=VisitLog.Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种走访方式。"},
    )
    headcount = forms.IntegerField(
        label="人次",
        min_value=1,
        max_value=10_000,
        help_text="见了多少人",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "请填见了多少人。",
            "invalid": "人次请填一个整数。",
            "min_value": "至少1人次。",
            "max_value": "人次请填1到10000之间的数。",
        },
    )
    people = forms.CharField(
        label="走访对象", required=False, max_length=60, help_text="写称呼即可,如“城关镇村民”,不必写全名和电话"
    )
    place = forms.CharField(label="地点", required=False, max_length=60)
    studio = forms.ModelChoiceField(
        label="记在哪个工作室",
        required=False,
        queryset=Studio.objects.none(),
        widget=forms.RadioSelect,
        empty_label="不记在工作室",
        blank=True,
    )
    purposes = forms.ModelMultipleChoiceField(
        label="目的", required=False, queryset=Purpose.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    summary = forms.CharField(
        label="情况记录", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, now_in: int | None = None, today: dt.date, **kwargs: Any) -> None:
        """``now_in`` is the studio the visit stands in already, offered even after its member has left it."""
        super().__init__(*args, **kwargs)
        studios = queries.studios_to_choose(member, now_in)
        self.fields["studio"].queryset = studios
        if not studios:
            del self.fields["studio"]
        self.fields["occurred_on"].widget.attrs["max"] = f"{today:%Y-%m-%d}"

    def clean_people(self) -> str:
        return one_line(self.cleaned_data["people"])

    def clean_place(self) -> str:
        return one_line(self.cleaned_data["place"])

    def clean_summary(self) -> str:
        return _lines(self.cleaned_data["summary"])

    def entry(self, matters: tuple[MatterEntry, ...]) -> VisitEntry:
        data = self.cleaned_data
        return VisitEntry(
            occurred_on=data["occurred_on"],
            way=data["way"],
            headcount=data["headcount"],
            people=data["people"],
            place=data["place"],
            summary=data["summary"],
            studio=data.get("studio"),
            purposes=tuple(data["purposes"]),
            matters=matters,
        )


class MatterForm(forms.Form):
    text = forms.CharField(label="反映问题", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    answer = forms.CharField(
        label="当场答复", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    outcome = forms.ChoiceField(
        label="处理方式", required=False, choices=Matter.Outcome.choices, widget=forms.RadioSelect
    )
    told = forms.BooleanField(label="已向群众反馈", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("answer") and not data.get("text") and not self.errors:
            self.add_error("text", "写了答复,请补上群众反映的问题;没有反映问题的,把答复写到“情况记录”里。")
        return data

    def entry(self) -> MatterEntry | None:
        """None for a block left empty."""
        data = self.cleaned_data
        if not data.get("text"):
            return None
        outcome = data["outcome"] or Matter.Outcome.NOTED
        return MatterEntry(_lines(data["text"]), _lines(data["answer"]), outcome, data["told"])


class MatterFormSet(forms.BaseFormSet):
    def entries(self) -> tuple[MatterEntry, ...]:
        """The matters written, in their order; a block emptied is a matter taken out."""
        return tuple(entry for form in self.forms if (entry := form.entry()))


def matter_forms(data: Any, matters: list[Matter]) -> MatterFormSet:
    """Blocks for the matters of a visit and room for more."""
    initial = [{"text": m.text, "answer": m.answer, "outcome": m.outcome, "told": m.told} for m in matters]
    kind = forms.formset_factory(
        MatterForm,
        formset=MatterFormSet,
        extra=max(USUAL_MATTERS - len(matters), 1),
        max_num=MOST_MATTERS,
        absolute_max=MOST_MATTERS,
    )
    return kind(data, prefix="matter", initial=initial)


def initial_of(visit: VisitLog) -> dict[str, Any]:
    """What a form for this visit begins with. One query."""
    return {
        "occurred_on": visit.occurred_on,
        "way": visit.way,
        "headcount": visit.headcount,
        "people": visit.people,
        "place": visit.place,
        "studio": visit.studio_id,
        "purposes": [purpose.pk for purpose in visit.purposes.all()],
        "summary": visit.summary,
        "revision": visit.revision,
    }


def initial_of_new(member: Member, today: dt.date) -> dict[str, Any]:
    """What an empty form begins with: today, the last place, the studio when there is only one. Two queries."""
    studios = list(queries.own_studios(member))
    return {
        "occurred_on": today,
        "headcount": 1,
        "place": queries.last_place(member),
        "studio": studios[0].pk if len(studios) == 1 else None,
    }


class WithdrawForm(forms.Form):
    why = forms.CharField(
        label="为什么撤回",
        max_length=200,
        help_text="如:日期记错了,另记一笔",
        error_messages={"required": "请写明为什么撤回。"},
    )
