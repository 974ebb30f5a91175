"""Forms over one matter; they check what was typed and never save. Each carries the revision it was loaded from."""

from typing import Any

from django import forms

from accounts.models import Unit
from common.forms import DayInput, UploadField
from common.text import lines, one_line
from common.uploads import ATTACHMENTS
from studios.models import Matter, MatterFeedback, MatterReport
from studios.queries import Supervisor
from studios.services.matters import Result, Telling

DAY = {"required": "请填日期。", "invalid": "这不是一个日期,请写成 2026-03-05 这样。"}


def words(label: str, *, rows: int = 4, most: int = 1000, required: str = "", **kwargs: Any) -> forms.CharField:
    """A text box; ``required`` is what is said when it is empty, none where it may be."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
        **kwargs,
    )


class ActForm(forms.Form):
    """``folded``: fields shown only when asked for."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    folded: tuple[str, ...] = ()

    @property
    def seen(self) -> int:
        return int(self.cleaned_data["revision"])


class WhyForm(ActForm):
    why = forms.CharField(label="原因", max_length=200, error_messages={"required": "请写明原因。"})


class NoteForm(ActForm):
    why = forms.CharField(label="说明", max_length=200, required=False)


class ReferForm(ActForm):
    title = forms.CharField(
        label="事由",
        max_length=60,
        help_text="一句话,如“东关村路灯维修”。印在转办单上,不写群众姓名和电话",
        error_messages={"required": "请用一句话写明什么事。"},
    )
    lead = forms.ModelChoiceField(
        label="主办单位",
        queryset=Unit.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选主办单位。", "invalid_choice": "请在单位名单里选。"},
    )
    urgent = forms.BooleanField(label="急件", required=False)
    text = words("请单位办什么", most=2000, required="请写明请单位办什么。", help_text="地点、情况、诉求;不写群众电话")
    joint = forms.ModelMultipleChoiceField(
        label="会办单位", queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    file = UploadField(label="附件", use=ATTACHMENTS, required=False)
    folded = ("joint", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "joint"):
            self.fields[name].queryset = Unit.objects.standing().by_name()

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def clean_text(self) -> str:
        return lines(self.cleaned_data["text"])


class ReportForm(ActForm):
    level = forms.ChoiceField(label="报到哪里", widget=forms.RadioSelect, error_messages={"required": "请选报到哪里。"})
    text = words("请求协调什么", most=1000, required="请写明请求协调什么。")

    def __init__(self, *args: Any, levels: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels
        if len(levels) == 1:
            self.fields["level"].initial = levels[0][0]

    def clean_text(self) -> str:
        return lines(self.cleaned_data["text"])


class ResultForm(ActForm):
    result = forms.ChoiceField(
        label="办理结果",
        choices=Matter.Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选办理结果。"},
    )
    text = words("结果说明", most=1000, required="请写明办理的情况。")
    on = forms.DateField(label="结果日期", widget=DayInput, error_messages=DAY)
    supervisor = forms.ChoiceField(label="哪位领导督办", required=False, help_text="选“正在办”的要填")
    next_on = forms.DateField(
        label="下次报进展的日期", required=False, widget=DayInput, error_messages=DAY, help_text="选“正在办”的要填"
    )

    def __init__(self, *args: Any, people: list[Supervisor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.key: one for one in people}
        self.fields["supervisor"].choices = [("", "请选择"), *((one.key, one.name) for one in people)]

    def clean_text(self) -> str:
        return lines(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("result") == Matter.Result.DOING:
            if not data.get("supervisor"):
                self.add_error("supervisor", "正在办的,请选由哪位领导督办。")
            if not data.get("next_on") and "next_on" not in self.errors:
                self.add_error("next_on", "正在办的,请填下次报进展的日期。")
        return data

    def given(self) -> Result | None:
        """None where no result was chosen."""
        data = self.cleaned_data
        if not data["result"]:
            return None
        chief = self.people.get(data["supervisor"])
        return Result(
            result=data["result"],
            text=data["text"],
            on=data["on"],
            supervisor=chief.user if chief else None,
            supervisor_name=chief.name if chief else "",
            next_on=data["next_on"],
        )


class AnswerReportForm(ResultForm):
    """What the level asked has said; a result only where there is one."""

    result = forms.ChoiceField(
        label="办理结果",
        required=False,
        choices=[("", "还没有结果,继续办"), *Matter.Result.choices],
        widget=forms.RadioSelect,
    )
    text = words("答复内容", most=1000, required="请写明答复了什么。")
    on = forms.DateField(label="答复日期", widget=DayInput, error_messages=DAY)


class OutcomeForm(ActForm):
    outcome = forms.ChoiceField(
        label="改成", widget=forms.RadioSelect, error_messages={"required": "请选一种处理方式。"}
    )
    told = forms.BooleanField(
        label="已经向反映人说过了", required=False, help_text="改成“当场解决”“解释说明”的,说过就算办结"
    )
    why = forms.CharField(label="为什么改", max_length=200, error_messages={"required": "请写明为什么改。"})

    def __init__(self, *args: Any, now_is: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # a form sent may name what it is by now: the service says who was first
        shown = [one for one in Matter.Outcome.choices if self.is_bound or one[0] != now_is]
        self.fields["outcome"].choices = shown


class TellForm(ActForm):
    """``matter`` says what is owed: of what is done the town's part, of what cannot be done an explanation."""

    told_on = forms.DateField(label="哪天告知的", widget=DayInput, error_messages=DAY)
    way = forms.ChoiceField(
        label="怎么告知的",
        choices=MatterFeedback.Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选告知的方式。"},
    )
    whom = forms.ChoiceField(
        label="告诉了谁",
        choices=MatterFeedback.Whom.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选告诉了谁。"},
    )
    told_by = forms.CharField(label="谁去告知的", max_length=30, error_messages={"required": "请写明谁去告知的。"})
    words = words("告知的内容", rows=3, required="请写明告诉了什么。")
    content = forms.ChoiceField(
        label="反映人满意吗",
        choices=MatterFeedback.Content.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选反映人的意见;没有说的选“未表态”。"},
    )
    note = forms.CharField(label="备注", max_length=200, required=False)
    also = forms.TypedMultipleChoiceField(
        label="这些并入的,反映人也用同样的话告知了",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "勾选的有一件刚刚已经告知过。下面是还没有告知的,看一下再按一次。"},
    )
    town = forms.CharField(
        label="还告知了哪个镇街、村(社区)", max_length=60, required=False, help_text="已办的还要告知镇街、村(社区)"
    )
    town_on = forms.DateField(label="哪天告知镇街、村(社区)的", required=False, widget=DayInput, error_messages=DAY)

    def __init__(self, *args: Any, matter: Matter, untold: list[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if matter.result == Matter.Result.CANNOT:
            self.fields["words"].label, self.fields["told_by"].label = "解释了什么", "谁去解释的"
        owed = matter.result == Matter.Result.DONE and not matter.town_told_on
        for name in () if owed else ("town", "town_on"):
            del self.fields[name]
        if untold:
            self.fields["also"].choices = [(one.pk, f"{one.number} {one.visit.author}反映") for one in untold]
            self.fields["also"].initial = [one.pk for one in untold]
        else:
            del self.fields["also"]

    def clean_words(self) -> str:
        return lines(self.cleaned_data["words"])

    def telling(self) -> Telling:
        data = self.cleaned_data
        return Telling(
            **{name: data[name] for name in ("told_on", "way", "whom", "told_by", "words", "content", "note")},
            town=one_line(data.get("town") or ""),
            town_on=data.get("town_on"),
        )


class TownForm(ActForm):
    town = forms.CharField(
        label="告知了哪个镇街、村(社区)", max_length=60, error_messages={"required": "请写明告知了哪里。"}
    )
    on = forms.DateField(label="哪天告知的", widget=DayInput, error_messages=DAY)

    def clean_town(self) -> str:
        return one_line(self.cleaned_data["town"])


class AssignForm(ActForm):
    responsible = forms.TypedChoiceField(
        label="责任人", coerce=int, error_messages={"required": "请选责任人。", "invalid_choice": "请在名单里选。"}
    )

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {user.pk: user for user in people}
        self.fields["responsible"].choices = [("", "请选择"), *((user.pk, user.name) for user in people)]

    @property
    def chosen(self) -> Any:
        return self.people[self.cleaned_data["responsible"]]


class BundleForm(forms.Form):
    """Which of the chosen matters leads, under what title, dealt with how."""

    title = forms.CharField(
        label="合并后的事由",
        max_length=60,
        help_text="一句话,如“沿河三个村机井维修”。不写群众姓名和电话",
        error_messages={"required": "请用一句话写明合并后是什么事。"},
    )
    lead = forms.TypedChoiceField(
        label="哪一件作主件", coerce=int, widget=forms.RadioSelect, error_messages={"required": "请选一件作主件。"}
    )
    outcome = forms.ChoiceField(
        label="怎么处理",
        widget=forms.RadioSelect,
        choices=[
            one for one in Matter.Outcome.choices if one[0] in ("referred", "reported", "opinion", "proposal", "topic")
        ],
        error_messages={"required": "请选怎么处理。"},
    )

    def __init__(self, *args: Any, matters: list[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [(one.pk, f"{one.number} {one.text[:30]}") for one in matters]

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])


def levels_of(*, runs: bool, office: bool, party: str, government: str, reported: str) -> list[tuple[str, str]]:
    """Where somebody may report to: a studio to the office, the office to the two desks."""
    desks = [(MatterReport.Level.PARTY.value, party), (MatterReport.Level.GOVERNMENT.value, government)]
    own = [(MatterReport.Level.OFFICE.value, "政协办公室")] if runs and not reported else []
    return own + (desks if office else [])
