"""Filters of the lists of visits."""

import datetime as dt
from typing import Any, ClassVar

from django import forms

from common.dates import parse_month
from common.forms import FilterForm
from members.models import Area, Member
from studios import states
from studios.models import Matter, MatterCategory, Purpose, Studio, VisitLog

SHOWN = (states.FILED, states.CHECKED, states.RETURNED, states.WITHDRAWN)


class MonthFilters(FilterForm):
    """One of ``months``; ``any_month`` is what the list says where none is chosen, empty where one always is."""

    any_month: ClassVar[str] = "全部"
    month = forms.ChoiceField(label="月份", required=False)

    def __init__(self, *args: Any, months: list[dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = [("", self.any_month)] if self.any_month else []
        self.fields["month"].choices = [*none, *((f"{one:%Y-%m}", f"{one.year}年{one.month}月") for one in months)]

    def clean_month(self) -> dt.date | None:
        return parse_month(self.cleaned_data["month"])


STATES = [("", "待核、已核和退回"), *((state, states.STATES[state]) for state in SHOWN), ("all", "全部")]


class _VisitFilters(MonthFilters):
    """What every list of visits can be narrowed by."""

    lesser = frozenset({"state", "way", "purpose", "category"})
    state = forms.ChoiceField(label="状态", required=False, choices=STATES)
    way = forms.ChoiceField(label="方式", required=False, choices=[("", "全部"), *VisitLog.Way.choices])
    purpose = forms.ModelChoiceField(label="目的", required=False, queryset=Purpose.objects.all(), empty_label="全部")
    category = forms.ModelChoiceField(
        label="类别", required=False, queryset=MatterCategory.objects.all(), empty_label="全部"
    )


class MyFilters(_VisitFilters):
    """Filters of one's own list."""

    any_month = ""


class StudioFilters(_VisitFilters):
    """Filters of the page that conveners and liaison officers read."""

    any_month = "本月"
    lesser = _VisitFilters.lesser | {"member"}
    member = forms.TypedChoiceField(label="委员", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [("", "全部"), *((one.pk, one.name) for one in members)]


class VisitFilters(_VisitFilters):
    """Filters of the office list."""

    lesser = frozenset({"purpose", "category", "outcome", "sector", "area", "proxy", "order"})
    q = forms.CharField(label="查找", required=False, widget=forms.TextInput(attrs={"placeholder": "姓名、地点、问题"}))
    sector = forms.ChoiceField(label="界别", required=False)
    area = forms.ModelChoiceField(label="片区", required=False, queryset=Area.objects.all(), empty_label="全部")
    studio = forms.ModelChoiceField(label="工作室", required=False, queryset=Studio.objects.all(), empty_label="全部")
    outcome = forms.ChoiceField(label="处理方式", required=False, choices=[("", "全部"), *Matter.Outcome.choices])
    proxy = forms.ChoiceField(label="录入", required=False, choices=[("", "全部"), ("proxy", "代录"), ("own", "本人")])
    order = forms.ChoiceField(label="排序", required=False, choices=[("", "日期"), ("people", "人次")])
    field_order = ["q", "month", "state", "way", "purpose", "category", "outcome"]

    def __init__(self, *args: Any, sectors: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].choices = [("", "全部"), *((name, name) for name in sectors)]
