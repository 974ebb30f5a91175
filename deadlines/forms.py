import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.forms import formset_factory

from accounts.models import User
from common.forms import FilterForm, SeenForm
from deadlines.models import Deadline, Level, Limit, Part, Party
from deadlines.services import LimitValues, RungValues

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
NO_DAY = {"required": "请填写日期。", "invalid": "看不懂这个日期,请写成 2026-03-05。"}
NO_TIME = dict.fromkeys(("required", "invalid"), "请写成 9:00 这样的时间。")
MOST_DAYS = 3660


def day_field(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DAY, error_messages=NO_DAY, **options)


def whole(label: str, least: int, most: int, **options: Any) -> forms.IntegerField:
    words = f"请填{least}到{most}的整数。"
    codes = ("required", "invalid", "min_value", "max_value")
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, error_messages=dict.fromkeys(codes, words), **options
    )


class UserChoice(forms.ModelChoiceField):
    """People by name; the user name beside it tells two of one name apart."""

    def __init__(self, *, closed: bool = False, **options: Any) -> None:
        people = User.objects.order_by("name", "pk")
        people = people if closed else people.filter(is_active=True)
        super().__init__(people, empty_label="请选择", error_messages={"required": "请选择一位。"}, **options)

    def label_from_instance(self, user: User) -> str:
        return f"{user.name}({user.username})"


class DeadlineFilters(FilterForm):
    state = forms.ChoiceField(label="状态", required=False)
    kind = forms.ChoiceField(label="种类", required=False)
    who = forms.ChoiceField(label="谁经办", required=False, choices=[("", "全部"), ("me", "我经办的")])
    q = forms.CharField(label="事项", required=False, max_length=50)

    def __init__(self, *args: Any, kinds: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [
            ("", "办理中"), ("week", "本周到期"), ("overdue", "已逾期"), ("provisional", "暂定"),
            ("closed", "已办结、取消"), ("all", "全部"),
        ]  # fmt: skip
        self.fields["kind"].choices = [("", "全部"), *kinds.items()]


class GeneralForm(forms.Form):
    """一般办件: what, from when, until when, who."""

    label = forms.CharField(
        label="事项", max_length=120, help_text="写明要办什么;不要写群众的姓名、电话",
        error_messages={"required": "请写明要办什么。"},
    )  # fmt: skip
    started_on = day_field("起算日期", help_text="当天不计,从次日数起")
    due_on = day_field("到期日期", required=False)
    responsible = UserChoice(label="承办人")
    head = UserChoice(label="负责人", required=False, help_text="到期前一天起一并告诉")

    def __init__(self, *args: Any, today: dt.date, limit: Limit | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["started_on"].initial = today
        due = self.fields["due_on"]
        due.required = limit is None
        due.help_text = f"不填就按“{limit.name}”的时限:{limit.in_words()}" if limit else ""

    def clean_started_on(self) -> dt.date:
        day = self.cleaned_data["started_on"]
        if not -366 <= (day - self.today).days <= 366:
            raise forms.ValidationError("起算日期离今天太远,请核对年份。")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, due = cleaned.get("started_on"), cleaned.get("due_on")
        if start and due and not 0 < (due - start).days <= MOST_DAYS:
            self.add_error("due_on", "到期日期要在起算日期以后,十年以内。")
        return cleaned


class ExtensionForm(forms.Form):
    until_on = day_field("延到哪天")
    reason = forms.CharField(
        label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明为什么要延期。"},
    )  # fmt: skip


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        choices=[("grant", "同意延期"), ("refuse", "不同意")], error_messages={"required": "请选择同意还是不同意。"}
    )
    answer = forms.CharField(label="意见", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") == "refuse" and not cleaned.get("answer"):
            self.add_error("answer", "不同意的,请写明理由。")
        return cleaned


class CloseForm(forms.Form):
    why = forms.CharField(label="说明", max_length=200, required=False)


class CancelForm(forms.Form):
    why = forms.CharField(
        label="为什么取消", max_length=200, error_messages={"required": "请写明为什么取消,以后查得到。"}
    )


class HandOverForm(forms.Form):
    """Whose part goes to whom; without a party somebody more becomes responsible."""

    party = forms.ModelChoiceField(
        Party.objects.none(), label="把谁的", required=False, empty_label="谁的也不动,增加一位承办"
    )
    new = UserChoice(label="交给")
    why = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = Party.objects.filter(deadline=deadline).select_related("user", "group", "unit").order_by("pk")
        self.fields["party"].queryset = parties
        self.fields["party"].label_from_instance = lambda party: f"{Part(party.part).label}:{party}"
        self.fields["party"].error_messages["invalid_choice"] = "这一方刚刚已经移交,请重新选择。"
        self.fields["party"].initial = next((party for party in parties if party.part == Part.RESPONSIBLE), None)


class HandOverAllForm(forms.Form):
    """Everything open of one person goes to another."""

    old = UserChoice(label="把谁的", closed=True)
    new = UserChoice(label="交给")
    why = forms.CharField(label="说明", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("old") and cleaned.get("old") == cleaned.get("new"):
            self.add_error("new", "要交给另一个人。")
        return cleaned


class NoticeForm(forms.Form):
    """The State Council's notice as it was copied."""

    year = whole("哪一年", 2000, 2200, required=False, help_text="通知里有标题的可以不填")
    source = forms.CharField(
        label="文号", max_length=60, initial="国务院办公厅通知", error_messages={"required": "请填写文号或出处。"}
    )
    text = forms.CharField(
        label="通知正文", max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": "请粘贴通知正文。"},
    )  # fmt: skip


OFF, WORKS, PLAIN = "off", "works", "plain"


class DayForm(forms.Form):
    day = day_field("日期")
    counts = forms.ChoiceField(
        label="怎么算",
        choices=[(OFF, "放假"), (WORKS, "上班"), (PLAIN, "按星期算,去掉特别安排")],
        error_messages={"required": "请选择怎么算。"},
    )
    name = forms.CharField(label="名称", max_length=30, required=False, help_text="如:县庆、防汛值守")

    def clean_day(self) -> dt.date:
        day = self.cleaned_data["day"]
        if not 1949 <= day.year <= 2200:
            raise forms.ValidationError("请核对年份。")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("counts") in (OFF, WORKS) and not cleaned.get("name"):
            self.add_error("name", "请写明是什么日子。")
        return cleaned


class LimitForm(forms.Form):
    """The numbers of a limit and from when they hold."""

    count = forms.ChoiceField(label="怎么算")
    value = whole("数值", 1, MOST_DAYS, required=False)
    fixed_on = day_field("固定日期", required=False, help_text="选“固定日期”时填")
    rolls = forms.BooleanField(label="最后一天逢休息日的,顺延到后面第一个工作日", required=False)
    granted_by = forms.ModelChoiceField(
        Group.objects.order_by("pk"), label="谁批准延期", required=False, empty_label="不能延期"
    )
    longest = whole("连同延期最长", 1, MOST_DAYS, required=False, help_text="从起算日数起;不填就不设上限")
    longest_count = forms.ChoiceField(label="最长怎么算", required=False)
    source = forms.CharField(label="出处", max_length=120, required=False)
    effective_from = day_field("从哪天起施行", help_text="以前开办的不受影响")

    def __init__(self, *args: Any, limit: Limit, today: dt.date, **kwargs: Any) -> None:
        names = ("count", "value", "fixed_on", "rolls", "granted_by", "longest", "longest_count", "source")
        initial = {name: getattr(limit, name) for name in names} | {"effective_from": today}
        super().__init__(*args, initial=initial, **kwargs)
        self.today = today
        counts = list(Limit.Count.choices)
        self.fields["count"].choices = counts[:3] if limit.backward else counts
        self.fields["longest_count"].choices = [("", "—"), *counts[:3]]
        if limit.backward:
            for name in ("fixed_on", "granted_by", "longest", "longest_count"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        fixed = cleaned.get("count") == Limit.Count.FIXED
        if fixed and not cleaned.get("fixed_on"):
            self.add_error("fixed_on", "请填写固定日期。")
        if not fixed and not cleaned.get("value") and "value" not in self.errors:
            self.add_error("value", "请填写数值。")
        if cleaned.get("longest") and not cleaned.get("granted_by"):
            self.add_error("granted_by", "设了最长期限的,请选谁批准延期。")
        if bool(cleaned.get("longest")) != bool(cleaned.get("longest_count")):
            self.add_error("longest_count", "最长期限的数值和算法要一起填,或都不填。")
        same = cleaned.get("longest_count") == cleaned.get("count")
        if same and cleaned.get("longest") and cleaned.get("value") and cleaned["longest"] < cleaned["value"]:
            self.add_error("longest", f"不能短于时限本身的{cleaned['value']}。")
        if cleaned.get("effective_from") and cleaned["effective_from"] < self.today:
            self.add_error("effective_from", "只能从今天或以后施行。")
        return cleaned

    def values(self) -> LimitValues:
        data = self.cleaned_data
        fixed = data["count"] == Limit.Count.FIXED
        return LimitValues(
            count=data["count"],
            value=None if fixed else data["value"],
            fixed_on=data.get("fixed_on") if fixed else None,
            rolls=data["rolls"],
            granted_by=data.get("granted_by"),
            longest=data.get("longest"),
            longest_count=data.get("longest_count") or "",
            source=data["source"],
        )


BEFORE, AFTER = "before", "after"


class RungForm(forms.Form):
    """One rung; without a number of days there is none."""

    side = forms.ChoiceField(choices=[(BEFORE, "到期前"), (AFTER, "到期后")], required=False)
    days = whole("天数", 0, 366, required=False)
    level = forms.ChoiceField(choices=Level.choices, required=False)
    parts = forms.MultipleChoiceField(choices=Part.choices, required=False, widget=forms.CheckboxSelectMultiple)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("days") is not None and not cleaned.get("parts"):
            self.add_error("parts", "请选择告诉谁。")
        return cleaned

    def values(self) -> RungValues | None:
        data = self.cleaned_data
        if data.get("days") is None:
            return None
        offset = -data["days"] if data["side"] == BEFORE else data["days"]
        return RungValues(offset, data["level"] or Level.REMIND, data["parts"])


RungForms = formset_factory(RungForm, extra=2, max_num=20)


class HoursForm(SeenForm):
    opens = forms.TimeField(label="几点开始", widget=TIME, error_messages=NO_TIME)
    closes = forms.TimeField(label="几点为止", widget=TIME, error_messages=NO_TIME)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("opens") and cleaned.get("closes") and cleaned["opens"] >= cleaned["closes"]:
            self.add_error("closes", "要晚于开始的时间。")
        return cleaned
