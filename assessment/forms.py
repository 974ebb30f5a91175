"""What the filters of the month and of progress, and the pages of the rulebook and the quotas may send."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from assessment.models import Grade, Item, Prerequisite, Quota, QuotaReminder, Rulebook
from assessment.progress import TIES
from assessment.queries import Filters, ProgressFilters, revision_months, unit_of
from assessment.scoring import plain
from assessment.services import QuotaValues
from common.forms import AskingForm, DayInput, FilterForm, SeenForm
from common.seen import mark_of
from members.models import Area, Sector, Tie
from studios.models import Studio

ORDERS = [("sector", "按界别"), ("strokes", "按姓氏笔画")]


class MonthFilterForm(FilterForm):
    """A filter that makes no sense is left out; the page never fails for it."""

    q = forms.CharField(label="姓名或拼音首字母", required=False, max_length=30)
    sector = forms.ModelChoiceField(label="界别", queryset=Sector.objects.all(), required=False, empty_label="全部")
    area = forms.ModelChoiceField(label="片区", queryset=Area.objects.all(), required=False, empty_label="全部")
    grade = forms.ChoiceField(label="等次", required=False)
    visited = forms.ChoiceField(label="走访", required=False, choices=[("", "全部"), ("none", "本月没有走访")])
    order = forms.ChoiceField(label="排列", required=False, choices=ORDERS)

    def __init__(self, *args: Any, grades: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [("", "全部"), *((name, name) for name in grades)]

    def filters(self) -> Filters:
        self.is_valid()
        data = self.cleaned_data
        sector, area = data.get("sector"), data.get("area")
        return Filters(
            sector=sector.pk if sector else None,
            area=area.pk if area else None,
            grade=data.get("grade") or "",
            idle=data.get("visited") == "none",
            q=data.get("q") or "",
            order=data.get("order") or "sector",
        )


@dataclass(frozen=True)
class Cell:
    """A number of the rulebook on its page: the input and its tick."""

    label: str
    unit: str
    number: forms.BoundField
    tick: forms.BoundField


class RulebookForm(forms.Form):
    """Every number of a rulebook, each with a tick; valid only when all are ticked.

    ``rulebook`` comes from ``queries.rulebooks()``. Fields are named ``<kind>-<row>-<field>``, their ticks
    ``…-ok``.
    """

    def __init__(self, *args: Any, rulebook: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.grades = list(rulebook.items.all()), list(rulebook.grades.all())
        self.prerequisites = list(rulebook.prerequisites.all())
        self.fields["counts_unchecked"] = forms.BooleanField(
            label="待核的民情日志也计入(不打勾:只有已核的计入)", required=False, initial=rulebook.counts_unchecked
        )
        for item in self.items:
            if item.kind == Item.Kind.QUOTA:
                self._add(item, "required", _whole(1, 10_000))
            self._add(item, "points", _points())
            self._add(item, "cap", _points())
        for grade in self.grades:
            self._add(grade, "from_percent", _whole(0, 100))
        for one in self.prerequisites:
            self._add(one, "required", _whole(1, 10_000))
            self._add(one, "from_month", _whole(1, 12))

    def _add(self, row: Any, field: str, number: forms.Field) -> None:
        name = f"{_kind(row)}-{row.pk}-{field}"
        number.label = f"{row}:{row._meta.get_field(field).verbose_name}"
        number.widget.attrs["aria-label"] = number.label
        value = getattr(row, field)
        number.initial = plain(value) if isinstance(value, Decimal) else value
        self.fields[name] = number
        words = f"{number.label} 已核对"
        self.fields[f"{name}-ok"] = forms.BooleanField(
            label=words,
            widget=forms.CheckboxInput(attrs={"aria-label": words}),
            error_messages={"required": "请核对后打勾"},
        )

    def clean(self) -> None:
        for item in self.items:
            points, cap = self._typed(item, "points"), self._typed(item, "cap")
            if points is not None and cap is not None and cap < points:
                self.add_error(f"items-{item.pk}-cap", f"封顶不能小于一次的分值{plain(points)}")
        above = None
        for grade in self.grades:
            percent = self._typed(grade, "from_percent")
            if percent is not None and above is not None and percent >= above:
                self.add_error(f"grades-{grade.pk}-from_percent", f"要小于上一等次的{above}")
            above = percent
        if self.grades and above not in (0, None):
            self.add_error(f"grades-{self.grades[-1].pk}-from_percent", "最低等次从0算起,请填0")

    def _typed(self, row: Any, field: str) -> Any:
        return self.cleaned_data.get(f"{_kind(row)}-{row.pk}-{field}")

    def numbers(self) -> dict[str, dict[int, dict[str, Any]]]:
        """The cleaned numbers as ``services.confirm_rulebook`` takes them."""
        found: dict[str, dict[int, dict[str, Any]]] = {"items": {}, "grades": {}, "prerequisites": {}}
        for name, value in self.cleaned_data.items():
            if "-" in name and not name.endswith("-ok"):
                kind, pk, field = name.split("-")
                found[kind].setdefault(int(pk), {})[field] = value
        return found

    def item_rows(self) -> Iterator[tuple[Item, Cell | None, Cell, Cell]]:
        for item in self.items:
            asked = self._cell(item, "required", unit_of(item.measure)) if item.kind == Item.Kind.QUOTA else None
            yield item, asked, self._cell(item, "points", "分"), self._cell(item, "cap", "分")

    def grade_rows(self) -> Iterator[tuple[Grade, Cell]]:
        for grade in self.grades:
            yield grade, self._cell(grade, "from_percent", "%")

    def prerequisite_rows(self) -> Iterator[tuple[Prerequisite, Cell, Cell]]:
        for one in self.prerequisites:
            yield one, self._cell(one, "required", unit_of(one.measure)), self._cell(one, "from_month", "月")

    def _cell(self, row: Any, field: str, unit: str) -> Cell:
        name = f"{_kind(row)}-{row.pk}-{field}"
        return Cell(str(self[name].label), unit, self[name], self[f"{name}-ok"])


def _kind(row: Any) -> str:
    return {Item: "items", Grade: "grades", Prerequisite: "prerequisites"}[type(row)]


def _whole(least: int, most: int) -> forms.IntegerField:
    words = f"请填{least}到{most}的整数"
    return forms.IntegerField(
        min_value=least,
        max_value=most,
        error_messages={"required": words, "invalid": words, "min_value": words, "max_value": words},
    )


def _points() -> forms.DecimalField:
    words = "请填0到1000的分数,最多两位小数"
    codes = ("required", "invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits")
    return forms.DecimalField(
        min_value=0, max_value=1000, max_digits=6, decimal_places=2, error_messages=dict.fromkeys(codes, words)
    )


class RevisionForm(forms.Form):
    """From which month a revision holds; only months that may be chosen are offered."""

    month = forms.TypedChoiceField(
        label="新版从哪个月起施行",
        coerce=dt.date.fromisoformat,
        error_messages={"required": "请选择月份。", "invalid_choice": "这个月份不能选,请另选一个。"},
    )

    def __init__(self, *args: Any, rulebook: Rulebook, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [
            (day.isoformat(), f"{day.year}年{day.month}月1日起") for day in revision_months(rulebook, today)
        ]


class ProgressFilterForm(FilterForm):
    """Filters of the office's table of progress. There is no order by number: nobody is ranked."""

    q = forms.CharField(label="姓名", required=False, widget=forms.TextInput(attrs={"placeholder": "姓名、拼音、单位"}))
    area = forms.ModelChoiceField(label="片区", required=False, queryset=Area.objects.all(), empty_label="全部")
    sector = forms.ModelChoiceField(label="界别", required=False, queryset=Sector.objects.all(), empty_label="全部")
    studio = forms.ModelChoiceField(
        label="工作室", required=False, queryset=Studio.objects.standing().order_by("number"), empty_label="全部"
    )
    who = forms.ChoiceField(
        label="范围", required=False, choices=[("", "全体委员"), (Quota.Who.LEADERS, "主席会议成员")]
    )
    quota = forms.ChoiceField(label="定额", required=False)
    state = forms.ChoiceField(label="进度", required=False, choices=[("", "全部"), ("behind", "还差的")])

    def __init__(self, *args: Any, quotas: list[Quota], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quota"].choices = [("", "全部"), *((one.code, f"{one.scheme} {one.name}") for one in quotas)]

    def filters(self) -> ProgressFilters:
        data = self.chosen()
        area, sector, studio = data["area"], data["sector"], data["studio"]
        return ProgressFilters(
            q=(data["q"] or "").strip(),
            area=area.pk if area else None,
            sector=sector.pk if sector else None,
            studio=studio.pk if studio else None,
            who=data["who"] or "",
            quota=data["quota"] or "",
            behind=data["state"] == "behind",
        )


RECURRING = [(one.value, one.label) for one in Quota.Period if one != Quota.Period.STANDING]


class QuotaForm(AskingForm):
    """What of a quota may be changed, and from when. Of a tie there is no period, of a visit no kind of tie."""

    name = forms.CharField(label="名称", max_length=40, help_text="不写数目,如“走访群众”")
    amount = forms.IntegerField(
        label="数目",
        min_value=1,
        max_value=10_000,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "请填1到10000的整数。"),
    )
    period = forms.ChoiceField(label="多久一次", choices=RECURRING)
    tie_kind = forms.ChoiceField(
        label="哪一类联系算数", required=False, choices=[("", "各类联系都算"), *Tie.Kind.choices]
    )
    who = forms.ChoiceField(label="对谁", choices=Quota.Who.choices)
    in_use = forms.TypedChoiceField(
        label="启用",
        choices=[("yes", "启用"), ("no", "不用")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    source = forms.CharField(label="出处", required=False, max_length=120, help_text="如本机关的文件名和文号")
    effective_from = forms.DateField(
        label="从哪天起",
        widget=DayInput(),
        help_text="今天或以后",
        error_messages={"required": "请填从哪天起。", "invalid": "请填日期,如 2026-04-01。"},
    )

    def __init__(self, *args: Any, today: dt.date, quota: Quota | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_from"].initial = today
        if quota is None:
            self.fields["in_use"].initial = "yes"
            return
        for field in ("name", "amount", "period", "tie_kind", "who", "source"):
            self.fields[field].initial = getattr(quota, field)
        self.fields["in_use"].initial = "yes" if quota.in_use else "no"
        if quota.measure in TIES:
            del self.fields["period"]
        else:
            del self.fields["tie_kind"]
            self.fields["who"].choices = [one for one in Quota.Who.choices if one[0] != Quota.Who.STAFF]

    def values(self) -> QuotaValues:
        data = self.cleaned_data
        return QuotaValues(
            name=data["name"], amount=data["amount"], period=data.get("period") or Quota.Period.STANDING,
            tie_kind=data.get("tie_kind") or "", who=data["who"], in_use=data["in_use"], source=data["source"],
        )  # fmt: skip


class NewQuotaForm(QuotaForm):
    scheme = forms.CharField(label="做法", max_length=20, help_text="同一做法的排在一起,如“151”、三联、本县规定")
    measure = forms.ChoiceField(label="数什么", choices=Quota.Measure.choices)
    field_order = ["scheme", "measure"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].help_text = "联系的群众、村、委员按当天的数计,不分多久一次"
        self.fields["tie_kind"].help_text = "只用于联系的群众、村、委员"


class ReminderForm(SeenForm):
    """How many days before the end of each period people are told."""

    def __init__(self, *args: Any, reminders: list[QuotaReminder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = mark_of([str(one) for one in reminders])
        days = {one.period: one.days for one in reminders}
        words = {
            Quota.Period.MONTH: "按月的,月底前几天",
            Quota.Period.QUARTER: "按季度的,季度末前几天",
            Quota.Period.YEAR: "按年的,年底前几天",
            Quota.Period.STANDING: "联系的群众、村、委员,年底前几天",
        }
        for period, label in words.items():
            self.fields[period] = forms.IntegerField(
                label=label,
                initial=days.get(period, 0),
                min_value=0,
                max_value=180,
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), "请填0到180的整数,0是不提醒。"
                ),
            )
