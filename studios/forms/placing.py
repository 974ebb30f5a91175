"""The placing page: its filters, and who goes where."""

from typing import Any

from django import forms

from common.forms import AskingForm, DayInput, FilterForm
from members.models import Area, Member, Sector
from studios.models import Residency, Studio


class PlacingFilters(FilterForm):
    q = forms.CharField(
        label="查找", required=False, widget=forms.TextInput(attrs={"placeholder": "姓名、拼音、单位、专长"})
    )
    area = forms.ModelChoiceField(label="片区", required=False, queryset=Area.objects.all(), empty_label="全部")
    sector = forms.ModelChoiceField(label="界别", required=False, queryset=Sector.objects.all(), empty_label="全部")
    who = forms.ChoiceField(label="范围", required=False, choices=[("", "还没有编入的"), ("all", "全部委员")])
    studio = forms.ModelChoiceField(
        label="为哪个工作室选人", required=False, queryset=Studio.objects.standing(), empty_label="不限"
    )


class PlaceForm(AskingForm):
    """Who is chosen, and where they go. ``members`` are picked with the boxes of the list."""

    members = forms.ModelMultipleChoiceField(
        label="委员", queryset=Member.objects.none(), error_messages={"required": "请先在名单里勾选委员。"}
    )
    studio = forms.ModelChoiceField(
        label="编入", queryset=Studio.objects.standing().order_by("number"), empty_label="请选择工作室",
        error_messages={"required": "请选择要编入的工作室。"},
    )  # fmt: skip
    part = forms.ChoiceField(label="身份", choices=Residency.Part.choices, initial=Residency.Part.RESIDENT)
    since = forms.DateField(label="从哪一天起", widget=DayInput())

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = members

    def chosen(self) -> set[str]:
        """The keys of the boxes that were ticked, as sent; kept when something is wrong."""
        return set(self.data.getlist("members")) if self.is_bound else set()
