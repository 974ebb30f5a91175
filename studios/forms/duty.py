"""Forms over duty; they check what was typed and never save."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet

from common.dates import WEEKDAYS, parse_month
from common.forms import DayInput, FilterForm
from common.text import one_line
from members.models import Member, Sector
from studios.models import DutyPattern, DutyShift, ShiftTurn, Studio
from studios.rhythm import ORDINALS
from studios.services import Mark, PatternValues, ShiftValues
from studios.states import shifts as states

BAD_DAY = {"required": "请选日期。", "invalid": "这不是一个日期,请写成 2026-03-05 这样。"}
BAD_TIME = {"required": "请填时间。", "invalid": "时间请写成 9:00 这样。"}
WEEKDAY_CHOICES = [(n, f"周{one}") for n, one in enumerate(WEEKDAYS)]


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


def _time(label: str, **kwargs: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=TimeInput(), error_messages=BAD_TIME, **kwargs)


def _day(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), error_messages=BAD_DAY, **kwargs)


class _Hours(forms.Form):
    """A form with a beginning and an end; each text in one line."""

    one_liners: tuple[str, ...] = ("place",)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["starts"] >= data["ends"]:
            self.add_error("ends", "结束要在开始以后。")
        for name in self.one_liners:
            if name in data:
                data[name] = one_line(data[name])
        return data


class PatternForm(_Hours):
    """A pattern: of 星期几, 几号, 第几个 it reads those of the rhythm. ``seen`` is the end that the form showed."""

    studio = forms.ModelChoiceField(label="工作室", queryset=Studio.objects.none(), empty_label=None)
    rhythm = forms.ChoiceField(
        label="多久一次",
        choices=DutyPattern.Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选多久一次。"},
    )
    weekday = forms.TypedChoiceField(
        label="星期几", required=False, coerce=int, empty_value=None, choices=[("", "请选择"), *WEEKDAY_CHOICES],
    )  # fmt: skip
    nth = forms.TypedChoiceField(
        label="第几个", required=False, coerce=int, empty_value=None, choices=[("", "请选择"), *ORDINALS.items()],
    )  # fmt: skip
    day = forms.IntegerField(
        label="几号", required=False, min_value=1, max_value=31,
        help_text="填31就是每月最后一天。每月10日、20日两次的,分两条填",
        error_messages={"min_value": "请填1到31。", "max_value": "请填1到31。", "invalid": "请填1到31。"},
    )  # fmt: skip
    starts = _time("几点开始", initial=dt.time(9))
    ends = _time("几点结束", initial=dt.time(11, 30))
    people = forms.IntegerField(
        label="每班几人", min_value=1, max_value=20, initial=1,
        error_messages={"required": "请填每班几人。", "min_value": "至少1人。", "max_value": "最多20人。"},
    )  # fmt: skip
    day_off = forms.ChoiceField(
        label="那天正好放假", choices=DutyPattern.DayOff.choices, widget=forms.RadioSelect, initial="move",
        help_text="平常的周末不算放假;“每月几号”逢周末也按这一条办",
    )  # fmt: skip
    makeup = forms.ChoiceField(
        label="那个周末调休上班", choices=DutyPattern.DayOff.choices, widget=forms.RadioSelect, initial="keep",
        help_text="只有排在周六、周日的才用得着",
    )  # fmt: skip
    place = forms.CharField(label="地点", required=False, max_length=60, help_text="不填就是工作室的地址")
    since = _day("从哪天起")
    seen = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, studios: QuerySet[Studio], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["studio"].queryset = studios

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        wanted = {"weekly": ["weekday"], "monthly": ["day"], "nth": ["weekday", "nth"]}.get(data.get("rhythm"), [])
        words = {"weekday": "请选星期几。", "day": "请填几号。", "nth": "请选第几个。"}
        for name in words:
            if name in wanted and data.get(name) is None and name not in self.errors:
                self.add_error(name, words[name])
            elif name not in wanted:
                data[name] = None
                self.errors.pop(name, None)
        return data

    def values(self) -> PatternValues:
        data = self.cleaned_data
        return PatternValues(**{name: data[name] for name in PatternValues.__dataclass_fields__})


class PatternEndForm(forms.Form):
    until = _day("最后一天", help_text="这一天以后不再按它排班")
    seen = forms.DateField(required=False, widget=forms.HiddenInput)


def initial_of_pattern(pattern: DutyPattern, since: dt.date) -> dict[str, Any]:
    """What a form that changes a pattern begins with."""
    own = {name: getattr(pattern, name) for name in PatternValues.__dataclass_fields__}
    return own | {"studio": pattern.studio_id, "since": since, "seen": pattern.until}


class ShiftForm(_Hours):
    """One shift. ``revision`` is that of the row it was loaded from."""

    one_liners = ("place", "theme", "guests")

    day = _day("日期")
    starts = _time("几点开始", initial=dt.time(9))
    ends = _time("几点结束", initial=dt.time(11, 30))
    members = forms.ModelMultipleChoiceField(
        label="谁值班",
        queryset=Member.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "有人已经不在本室,请重新选。"},
    )
    place = forms.CharField(label="地点", required=False, max_length=60, help_text="到村里蹲点的,写蹲点的地方")
    theme = forms.CharField(label="主题", required=False, max_length=60, help_text="如:医保政策咨询")
    guests = forms.CharField(
        label="另请哪些人", required=False, max_length=200, help_text="部门、专家、律师等(“1+N”里的N),如:县医保局王科长"
    )
    sectors = forms.ModelMultipleChoiceField(
        label="有关界别", queryset=Sector.objects.all(), widget=forms.CheckboxSelectMultiple, required=False
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = people

    def values(self) -> ShiftValues:
        data = self.cleaned_data
        names = ("day", "starts", "ends", "place", "theme", "guests")
        own = {name: data[name] for name in names}
        return ShiftValues(**own, members=tuple(data["members"]), sectors=tuple(data["sectors"]))


def initial_of_shift(shift: DutyShift) -> dict[str, Any]:
    """What a form over a shift begins with. Two queries."""
    names = ("day", "starts", "ends", "place", "theme", "guests", "revision")
    members = [turn.member_id for turn in shift.turns.standing() if turn.member_id]
    return {name: getattr(shift, name) for name in names} | {
        "members": members,
        "sectors": [sector.pk for sector in shift.sectors.all()],
    }


class WhyForm(forms.Form):
    why = forms.CharField(label="原因", max_length=100, error_messages={"required": "请写明原因。"})

    def clean_why(self) -> str:
        return one_line(self.cleaned_data["why"])


class SwapForm(WhyForm):
    """To whom a turn goes, and why."""

    member = forms.ModelChoiceField(
        label="请谁代",
        queryset=Member.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "请选一位。", "invalid_choice": "这一位现在不能代,请另选。"},
    )
    field_order = ["member", "why"]

    def __init__(self, *args: Any, people: QuerySet[Member], known: QuerySet[Member], **kwargs: Any) -> None:
        """``people`` are offered; of another who is ``known`` here the service says why they cannot."""
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = known
        self.fields["member"].choices = [(one.pk, str(one)) for one in people]
        self.fields["why"].help_text = "如:出差、生病、孩子家长会"


class AnswerForm(forms.Form):
    answer = forms.CharField(label="说一句", required=False, max_length=100)


CAME = [("came", "到了"), ("absent", "没到")]


class RecordForm(forms.Form):
    """Who came from when to when, a few fields for each turn; what was done when nobody visited."""

    no_visitors = forms.BooleanField(label="这一班没有人来访", required=False)
    instead = forms.CharField(
        label="没有人来访,做了什么", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="如:整理上月民情、入户走访、学习政策",
    )  # fmt: skip
    why = forms.CharField(label="为什么改", required=False, max_length=100, help_text="改动以前登记的才要写")
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, shift: DutyShift, turns: list[ShiftTurn], over: bool, **kwargs: Any) -> None:
        """``over``: the shift is past its end, so that who came has probably left."""
        super().__init__(*args, initial=_recorded(shift, turns, over=over), **kwargs)
        self.turns = turns
        for turn in turns:
            self.fields[f"came-{turn.pk}"] = forms.ChoiceField(
                label=str(turn), choices=CAME, widget=forms.RadioSelect, required=False
            )
            self.fields[f"arrived-{turn.pk}"] = _time("几点到岗", required=False)
            self.fields[f"left-{turn.pk}"] = _time("几点离岗", required=False)

    def rows(self) -> list[dict[str, Any]]:
        """The fields of each turn, for the page."""
        parts = ("came", "arrived", "left")
        return [{"turn": turn, **{part: self[f"{part}-{turn.pk}"] for part in parts}} for turn in self.turns]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for turn in self.turns:
            came, arrived, left = (data.get(f"{part}-{turn.pk}") for part in ("came", "arrived", "left"))
            if came == "came" and not arrived and f"arrived-{turn.pk}" not in self.errors:
                self.add_error(f"arrived-{turn.pk}", "请填几点到岗。")
            if came == "came" and arrived and left and left < arrived:
                self.add_error(f"left-{turn.pk}", "离岗要在到岗以后。")
        if data.get("no_visitors") and not data.get("instead", "").strip():
            self.add_error("instead", "没有人来访的,请写明这一班做了什么。")
        return data

    def marks(self) -> dict[int, Mark]:
        """Turn → what is recorded of it; who is not recorded yet is left out."""
        data, found = self.cleaned_data, {}
        for turn in self.turns:
            if came := data.get(f"came-{turn.pk}"):
                times = (data[f"arrived-{turn.pk}"], data[f"left-{turn.pk}"]) if came == "came" else ()
                found[turn.pk] = Mark(came == "came", *times)
        return found


def _recorded(shift: DutyShift, turns: list[ShiftTurn], *, over: bool) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(shift, name) for name in ("no_visitors", "instead", "revision")}
    for turn in turns:
        came = {states.ABSENT: "absent", states.ARRIVED: "came", states.LEFT: "came"}.get(turn.state, "")
        fresh = shift.starts if turn.state == states.EXPECTED else None
        found |= {
            f"came-{turn.pk}": came,
            f"arrived-{turn.pk}": turn.arrived_at or fresh,
            f"left-{turn.pk}": turn.left_at or (shift.ends if over and fresh else None),
        }
    return found


class DutyFilters(FilterForm):
    """Filters of rosters: a month, a studio, a state."""

    month = forms.ChoiceField(label="月份", required=False)
    studio = forms.ModelChoiceField(label="工作室", required=False, queryset=Studio.objects.none(), empty_label="全部")
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), *states.SHIFTS.items(), ("gap", "过去了还没有成果")],
    )

    def __init__(self, *args: Any, months: list[dt.date], studios: QuerySet[Studio], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(f"{one:%Y-%m}", f"{one.year}年{one.month}月") for one in months]
        self.fields["studio"].queryset = studios

    def clean_month(self) -> dt.date | None:
        return parse_month(self.cleaned_data["month"])
