"""What was raised in a visit: blocks of a form, an empty one is no matter."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q

from common.text import lines
from members.forms import VillageField
from members.models import Area, Village
from members.queries import villages_near
from studios.models import Matter, MatterCategory
from studios.services import MatterEntry

MOST_MATTERS = 10
USUAL_MATTERS = 2
TEXT = ("text", "answer", "asked_whom", "asked_when", "asked_answer")
PLAIN = ("outcome", "told", "concerned", "asked_before")
KEYS = ("category", "village")


@dataclass(frozen=True)
class Offers:
    """Rows that every block offers, read once for the page."""

    villages: list[Village]
    categories: list[MatterCategory]


def offers_for(area: Area | None, held: Collection[int] = ()) -> Offers:
    """Villages, those of ``area`` first, and categories in use or ``held`` already. Two queries."""
    categories = MatterCategory.objects.filter(Q(in_use=True) | Q(pk__in=held))
    return Offers(list(villages_near(area)), list(categories))


def offer(field: Any, rows: list[Any]) -> None:
    """Let a field choose among rows that were read already; a choice made is looked up by its key."""
    field.queryset = type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]) if rows else field.queryset
    field.choices = [
        *([("", field.empty_label)] if field.empty_label else []),
        *((row.pk, field.label_from_instance(row)) for row in rows),
    ]


class MatterForm(forms.Form):
    text = forms.CharField(label="反映问题", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    category = forms.ModelChoiceField(
        label="类别",
        required=False,
        queryset=MatterCategory.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    answer = forms.CharField(
        label="当场答复", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    outcome = forms.ChoiceField(
        label="处理方式", required=False, choices=Matter.Outcome.choices, widget=forms.RadioSelect
    )
    told = forms.BooleanField(label="已向群众反馈", required=False)
    village = VillageField(
        label="哪个村(社区)的事", required=False, queryset=Village.objects.none(), empty_label="没有列出,或不清楚"
    )
    concerned = forms.IntegerField(
        label="涉及多少人",
        required=False,
        min_value=1,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "请填一个整数。", "min_value": "至少1人。", "max_value": "人数太大,请核对。"},
    )
    asked_before = forms.BooleanField(label="群众已向部门反映过", required=False)
    asked_whom = forms.CharField(label="向哪个部门", required=False, max_length=60)
    asked_when = forms.CharField(label="什么时候", required=False, max_length=30, help_text="如“去年冬天”“2026年1月”")
    asked_answer = forms.CharField(
        label="部门怎么答复", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, offers: "Offers", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["category"], offers.categories)
        offer(self.fields["village"], offers.villages)

    @property
    def folded(self) -> bool:
        """Whether what is rarely used may stay folded away: nothing is written or wrong there."""
        rare = ("village", "concerned", "asked_before", "asked_whom", "asked_when", "asked_answer")
        return not any(self[name].value() or self[name].errors for name in rare)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        rest = [name for name in ("answer", "concerned", "asked_whom", "asked_when", "asked_answer") if data.get(name)]
        if (rest or data.get("asked_before")) and not data.get("text") and not self.errors:
            self.add_error("text", "请补上群众反映的问题;没有反映问题的,把内容写到“情况记录”里。")
        if data.get("asked_before") and not data.get("asked_whom"):
            self.add_error("asked_whom", "已向部门反映过的,请写明向哪个部门。")
        return data

    def entry(self) -> MatterEntry | None:
        """None for a block left empty."""
        data = self.cleaned_data
        if not data.get("text"):
            return None
        told_of = {name: lines(data[name]) for name in TEXT}
        told_of["asked_before"] = data["asked_before"] or bool(data["asked_whom"])
        if not told_of["asked_before"]:
            told_of |= {"asked_when": "", "asked_answer": ""}
        rest = {name: data[name] for name in ("told", "concerned", *KEYS)}
        return MatterEntry(outcome=data["outcome"] or Matter.Outcome.NOTED, **told_of, **rest)


class MatterFormSet(forms.BaseFormSet):
    def entries(self) -> tuple[MatterEntry, ...]:
        """The matters written, in their order; a block emptied is a matter taken out."""
        return tuple(entry for form in self.forms if (entry := form.entry()))


def matter_forms(data: Any, matters: list[Any], *, offers: Offers) -> MatterFormSet:
    """Blocks for the matters of a visit, as ``initial_of_matter`` gives them, and room for more."""
    kind = forms.formset_factory(
        MatterForm,
        formset=MatterFormSet,
        extra=max(USUAL_MATTERS - len(matters), 1),
        max_num=MOST_MATTERS,
        absolute_max=MOST_MATTERS,
    )
    return kind(data, prefix="matter", initial=matters, form_kwargs={"offers": offers})


def initial_of_matter(matter: Matter) -> dict[str, Any]:
    return {name: getattr(matter, name) for name in (*TEXT, *PLAIN)} | {
        "category": matter.category_id,
        "village": matter.village_id,
    }
