"""Forms over referrals; they check what was typed and never save."""

import datetime as dt
from typing import Any

from django import forms

from accounts.models import Unit
from common.dates import parse_month
from common.forms import DayInput, FilterForm, SeenForm, UploadField
from common.text import lines
from common.uploads import ATTACHMENTS
from referrals import states
from referrals.models import Part, Referral, ReferralSetting, Result
from referrals.services import Answer, Slip

GROUPS = [
    ("", "全部"), ("open", "未答复"), ("waiting", "待签收"), ("hand", "在办"), ("soon", "临期"), ("late", "逾期"),
    ("asked_back", "申退中"), ("review", "待审核"), ("heard", "答复过的"),
]  # fmt: skip
STATES = [*GROUPS, *((state, word) for state, word in states.STATES.items() if state not in dict(GROUPS))]


def words(label: str, most: int, *, rows: int = 4, missing: str = "", **options: Any) -> forms.CharField:
    """A box for some sentences."""
    errors = {"required": missing or f"请填写{label}。", "max_length": f"最多{most}个字,请精简。"}
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=box, error_messages=errors, **options)


class OwnFilters(FilterForm):
    """Filters of a unit's list; its chips choose the state. ``units`` are asked for only when the user has several."""

    state = forms.ChoiceField(required=False, choices=STATES, widget=forms.HiddenInput)
    part = forms.ChoiceField(label="承办方式", required=False, choices=[("", "全部"), *Part.choices])
    urgent = forms.TypedChoiceField(
        label="急缓", required=False, coerce=bool, empty_value=None, choices=[("", "全部"), ("1", "急件")]
    )
    unit = forms.ModelChoiceField(label="单位", required=False, queryset=Unit.objects.none(), empty_label="全部")
    q = forms.CharField(
        label="查找", required=False, max_length=50, widget=forms.TextInput(attrs={"placeholder": "事项、编号"})
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(units) > 1:
            self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).by_name()
        else:
            del self.fields["unit"]


class OfficeFilters(FilterForm):
    """Filters of the office list."""

    state = forms.ChoiceField(label="状态", required=False, choices=STATES)
    unit = forms.ModelChoiceField(label="承办单位", required=False, queryset=Unit.objects.by_name(), empty_label="全部")
    part = forms.ChoiceField(label="承办方式", required=False, choices=[("", "全部"), *Part.choices])
    urgent = forms.TypedChoiceField(
        label="急缓", required=False, coerce=bool, empty_value=None, choices=[("", "全部"), ("1", "急件")]
    )
    month = forms.ChoiceField(label="交办月份", required=False)
    q = forms.CharField(
        label="查找", required=False, max_length=50, widget=forms.TextInput(attrs={"placeholder": "事项、编号、内容"})
    )
    order = forms.ChoiceField(label="排序", required=False, choices=[("", "交办日期"), ("due", "到期日期")])

    def __init__(self, *args: Any, months: list[dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(f"{month:%Y-%m}", f"{month.year}年{month.month}月") for month in months]
        self.fields["month"].choices = [("", "全部"), *listed]

    def clean_month(self) -> dt.date | None:
        return parse_month(self.cleaned_data["month"])


class ReturnForm(forms.Form):
    """Asking to give it back."""

    reason = words("退回理由", 500, missing="请写明为什么不归本单位办理。", help_text="写明依据,如三定规定、权属")
    suggested_unit = forms.ModelChoiceField(
        label="建议改由哪个单位办理", required=False, queryset=Unit.objects.none(), empty_label="不建议"
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suggested_unit"].queryset = Unit.objects.standing().exclude(pk=unit.pk).by_name()

    def clean_reason(self) -> str:
        return lines(self.cleaned_data["reason"])


class AnswerForm(forms.Form):
    """A unit's answer, or the opinion of a joint one. A draft may lack anything; ``revision`` is what was loaded."""

    result = forms.ChoiceField(
        label="办理结果", choices=Result.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选一种办理结果。"},
    )  # fmt: skip
    text = words(
        "答复内容", 4000, rows=8, help_text="写明怎么办的、办到什么程度;正在办的写明何时办结,暂不能办的写明原因"
    )
    head_name = forms.CharField(
        label="承办负责人", max_length=30, error_messages={"required": "请填写审定答复的负责人姓名。"}
    )
    contact_name = forms.CharField(
        label="联系人", max_length=30, error_messages={"required": "请填写联系人,便于核实。"}
    )
    contact_phone = forms.CharField(
        label="联系电话", max_length=30, help_text="办公电话即可,随答复给交办的一方看",
        error_messages={"required": "请填写联系电话。"},
    )  # fmt: skip
    file = UploadField(label="附件", use=ATTACHMENTS, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, joint: bool, draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if joint:
            del self.fields["result"]
            self.fields["text"].label = "会办意见"
            self.fields["text"].help_text = "写明本单位能办什么、怎样配合主办单位"
        if draft:
            for field in self.fields.values():
                field.required = False

    def answer(self) -> Answer:
        data = self.cleaned_data
        return Answer(
            text=lines(data["text"]),
            result=data.get("result", ""),
            head_name=data["head_name"],
            contact_name=data["contact_name"],
            contact_phone=data["contact_phone"],
        )


def initial_of(referral: Referral, *, head_name: str, name: str, phone: str) -> dict[str, Any]:
    """What an answer's form begins with: what is stored, else who is likely to be named."""
    return {
        "result": referral.result,
        "text": referral.answer,
        "head_name": referral.head_name or head_name,
        "contact_name": referral.contact_name or name,
        "contact_phone": referral.contact_phone or phone,
        "revision": referral.revision,
    }


class WhyForm(forms.Form):
    """A decision that needs its reason."""

    why = words("理由", 500, rows=3, missing="请写明理由。")

    def __init__(self, *args: Any, label: str = "理由", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label, self.fields["why"].required = label, required

    def clean_why(self) -> str:
        return lines(self.cleaned_data["why"])


class ChoiceForm(WhyForm):
    """Yes or no; no needs its reason. ``yes`` and ``no`` are the values of the buttons."""

    decision = forms.ChoiceField(error_messages={"required": "请选择。", "invalid_choice": "请选择。"})

    def __init__(self, *args: Any, yes: str, no: str, **kwargs: Any) -> None:
        super().__init__(*args, required=False, label="意见", **kwargs)
        self.no = no
        self.fields["decision"].choices = [(yes, yes), (no, no)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") == self.no and not cleaned.get("why") and "why" not in self.errors:
            self.add_error("why", "请写明为什么,单位会看到。")
        return cleaned


ACTS = {"sign": "签收", "answer": "答复", "ask_back": "申请退回"}


class SlipForm(AnswerForm):
    """What a slip says; only the boxes of its kind are asked for."""

    on = forms.DateField(
        label="回执上的日期", widget=DayInput,
        error_messages={"required": "请填写回执上的日期。", "invalid": "看不懂这个日期,请写成 2026-03-05。"},
    )  # fmt: skip
    reason = words("退回理由", 500, missing="请照回执填写退回理由。")
    suggested_unit = forms.ModelChoiceField(
        label="建议改由哪个单位办理", required=False, queryset=Unit.objects.none(), empty_label="没有写"
    )

    KEPT = {
        "sign": ["on", "file"],
        "ask_back": ["on", "reason", "suggested_unit", "file"],
        "answer": ["on", "result", "text", "head_name", "contact_name", "contact_phone", "file"],
    }

    def __init__(self, *args: Any, act: str, unit: Unit, joint: bool, **kwargs: Any) -> None:
        super().__init__(*args, joint=joint, **kwargs)
        self.act = act
        kept = [name for name in self.KEPT[act] if name in self.fields]
        self.fields = {name: self.fields[name] for name in kept}
        self.fields["file"].label = "回执扫描件或照片"
        for name in {"head_name", "contact_name", "contact_phone"} & set(kept):
            self.fields[name].required = False
            self.fields[name].help_text = ""
        if act == "ask_back":
            self.fields["suggested_unit"].queryset = Unit.objects.standing().exclude(pk=unit.pk).by_name()

    def slip(self) -> Slip:
        data = self.cleaned_data
        return Slip(
            act=self.act,
            on=data["on"],
            answer=self.answer() if self.act == "answer" else None,
            reason=lines(data.get("reason", "")),
            suggested_unit=data.get("suggested_unit"),
            scan=data.get("file"),
        )


class SettingForm(SeenForm, forms.ModelForm):
    """Checks the row of settings; the view hands its values to the service."""

    class Meta:
        model = ReferralSetting
        fields = ["head_signs_off", "number_pattern"]
