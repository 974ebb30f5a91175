"""Filters of the lists of visits."""

import datetime as dt
from typing import Any

from django import forms

from common.dates import parse_month
from common.forms import FilterForm
from members.models import Area, Member
from studios.models import Matter, Studio, VisitLog


class _MonthFilters(FilterForm):
    def clean_month(self) -> dt.date | None:
        return parse_month(self.cleaned_data["month"])


def _months(months: list[dt.date]) -> list[tuple[str, str]]:
    return [(f"{month:%Y-%m}", f"{month.year}年{month.month}月") for month in months]


class StudioFilters(_MonthFilters):
    """Filters of the page that conveners and liaison officers read."""

    month = forms.ChoiceField(label="月份", required=False)
    member = forms.TypedChoiceField(label="委员", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, months: list[dt.date], members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = _months(months)
        self.fields["member"].choices = [("", "全部"), *((one.pk, one.name) for one in members)]


class VisitFilters(_MonthFilters):
    """Filters of the office list."""

    q = forms.CharField(label="查找", required=False, widget=forms.TextInput(attrs={"placeholder": "姓名、地点、问题"}))
    month = forms.ChoiceField(label="月份", required=False)
    way = forms.ChoiceField(label="方式", required=False, choices=[("", "全部"), *VisitLog.Way.choices])
    sector = forms.ChoiceField(label="界别", required=False)
    area = forms.ModelChoiceField(label="片区", required=False, queryset=Area.objects.all(), empty_label="全部")
    studio = forms.ModelChoiceField(label="工作室", required=False, queryset=Studio.objects.all(), empty_label="全部")
    outcome = forms.ChoiceField(label="处理方式", required=False, choices=[("", "全部"), *Matter.Outcome.choices])
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "已提交"), ("withdrawn", "已撤回"), ("all", "全部")]
    )
    order = forms.ChoiceField(label="排序", required=False, choices=[("", "日期"), ("people", "人次")])

    def __init__(self, *args: Any, months: list[dt.date], sectors: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [("", "全部"), *_months(months)]
        self.fields["sector"].choices = [("", "全部"), *((name, name) for name in sectors)]
