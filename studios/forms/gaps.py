"""Filters of what is still empty, and the numbers of when who is told."""

import datetime as dt
from typing import Any

from django import forms

from common.dates import month_start, parse_month
from common.forms import FilterForm, SeenForm
from common.seen import mark_of
from members.models import Area
from studios.models import GapSetting, Studio
from studios.services import GapValues

MONTHS = 13  # a year back, and the same month of last year
NONE = "none"


def months_back(today: dt.date) -> list[tuple[str, str]]:
    """The present month and those before it."""
    month, found = month_start(today), []
    for _ in range(MONTHS):
        found.append((f"{month:%Y-%m}", f"{month.year}年{month.month}月"))
        month = month_start(month - dt.timedelta(days=1))
    return found


class MonthFilter(FilterForm):
    month = forms.ChoiceField(label="月份", required=False)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = months_back(today)
        self._this_month = month_start(today)

    def month_chosen(self) -> dt.date:
        """The month in the address, or the present one."""
        return parse_month(self.chosen()["month"] or "") or self._this_month


class GapFilters(MonthFilter):
    """Filters of the office's table."""

    area = forms.ModelChoiceField(label="片区", required=False, queryset=Area.objects.all(), empty_label="全部")
    kind = forms.ChoiceField(label="类别", required=False)
    show = forms.ChoiceField(label="列出", required=False, choices=[("", "全部"), ("empty", "只看有空着的")])

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        kinds = Studio.objects.standing().exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct()
        self.fields["kind"].choices = [("", "全部"), *((kind, kind) for kind in kinds)]


class GapListFilters(MonthFilter):
    """Filters of the list behind a number; ``studio`` may be what is in none."""

    studio = forms.ChoiceField(label="工作室", required=False)
    area = forms.ModelChoiceField(label="片区", required=False, queryset=Area.objects.all(), empty_label="全部")

    def __init__(self, *args: Any, today: dt.date, outside: bool, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        studios = Studio.objects.standing().order_by("number").values_list("pk", "name")
        self.fields["studio"].choices = [
            ("", "全部"),
            *((str(pk), name) for pk, name in studios),
            *([(NONE, "不在现有工作室的")] if outside else []),
        ]


def _days(label: str, least: int, most: int, **options: Any) -> forms.IntegerField:
    codes = ("required", "invalid", "min_value", "max_value")
    words = dict.fromkeys(codes, f"请填{least}到{most}的整数。")
    return forms.IntegerField(label=label, min_value=least, max_value=most, error_messages=words, **options)


class GapSettingForm(SeenForm):
    convener_day = _days("每月几日告诉召集人、联络员", 1, 28, help_text="逢休息日顺延到下一个工作日")
    office_after = _days("再过几个工作日告诉办公室", 1, 60)
    leader_after = _days("办公室之后再过几个工作日告诉主席会议成员", 1, 60)
    unchecked_after = _days("日志提交后几个工作日没有核,算太久", 1, 60)
    first_month = forms.CharField(
        label="从哪个月起提醒",
        widget=forms.TextInput(attrs={"type": "month"}),
        help_text="写成 2026-03。更早的月份只在页面上列出,不提醒",
        error_messages={"required": "请填月份,写成 2026-03。"},
    )
    source = forms.CharField(label="出处", required=False, max_length=120, help_text="这几个数是哪里定的")

    def clean_first_month(self) -> dt.date:
        month = parse_month(self.cleaned_data["first_month"].strip())
        if month is None or not 2000 <= month.year <= 2100:
            raise forms.ValidationError("看不懂这个月份,请写成 2026-03。")
        return month

    def values(self) -> GapValues:
        return GapValues(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


def initial_of_gap_setting(setting: GapSetting) -> dict[str, Any]:
    numbers = ("convener_day", "office_after", "leader_after", "unchecked_after", "source")
    own = {name: getattr(setting, name) for name in numbers}
    return own | {"first_month": f"{setting.first_month:%Y-%m}", "seen": mark_of(setting.in_words())}
