"""Filters of the lists of matters."""

from typing import Any

from django import forms

from common.forms import FilterForm
from studios.forms.filters import MonthFilters
from studios.models import Matter, MatterCategory, Studio
from studios.queries import NEEDS
from studios.states import matters as states

BEGUN = [(code, name) for code, name in states.MATTERS.items() if code != states.WRITTEN]
ALL = [("", "全部")]


class MyMatterFilters(MonthFilters):
    lesser = frozenset({"state"})
    state = forms.ChoiceField(label="状态", required=False, choices=[*ALL, *BEGUN])


class _MatterFilters(FilterForm):
    q = forms.CharField(label="查找", required=False, widget=forms.TextInput(attrs={"placeholder": "编号、事由、内容"}))
    state = forms.ChoiceField(label="状态", required=False, choices=[*ALL, *BEGUN])
    outcome = forms.ChoiceField(label="处理方式", required=False, choices=[*ALL, *Matter.Outcome.choices])
    category = forms.ModelChoiceField(
        label="类别", required=False, queryset=MatterCategory.objects.all(), empty_label="全部"
    )
    village = forms.TypedChoiceField(label="村(社区)", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, villages: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].choices = [*ALL, *villages]


class StudioMatterFilters(_MatterFilters):
    """What a convener looks for; without anything chosen whatever is not closed."""

    needs = forms.ChoiceField(
        label="要办的",
        required=False,
        choices=[
            ("", NEEDS["live"]),
            *((code, name) for code, name in NEEDS.items() if code != "live"),
            ("any", "全部"),
        ],
    )
    field_order = ["needs", "state", "outcome", "category", "village", "q"]


class OfficeMatterFilters(MonthFilters, _MatterFilters):
    needs = forms.ChoiceField(label="要办的", required=False, choices=[*ALL, *NEEDS.items()])
    studio = forms.ModelChoiceField(label="工作室", required=False, queryset=Studio.objects.all(), empty_label="全部")
    result = forms.ChoiceField(label="结果", required=False, choices=[*ALL, *Matter.Result.choices])
    field_order = ["q", "month", "needs", "state", "outcome", "result", "category", "village", "studio"]
