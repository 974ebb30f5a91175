"""Forms over members; they check what was typed and never save."""

from django import forms

from common.dates import BadDate, parse_birth_month
from common.forms import FilterForm
from common.phones import BadPhone, mask, parse_phone
from common.text import one_line, person_name
from members.models import Area, Group, Member, Seat, Sector
from members.services.people import PERSON_FIELDS, SEAT_FIELDS


class MonthField(forms.CharField):
    """A year and month as people type it: 1975-10, 1975.10, 1975年10月."""

    def clean(self, value):
        text = super().clean(value)
        try:
            return parse_birth_month(text)
        except BadDate as error:
            raise forms.ValidationError(str(error))

    def prepare_value(self, value):
        return f"{value:%Y-%m}" if hasattr(value, "year") else value


class MemberForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=50)
    gender = forms.ChoiceField(label="性别", required=False, choices=[("", "不详"), *Member.Gender.choices])
    birth_month = MonthField(label="出生年月", required=False, help_text="如 1975-10")
    ethnicity = forms.CharField(label="民族", required=False, max_length=20)
    party = forms.CharField(label="党派", required=False, max_length=30)
    employer = forms.CharField(label="工作单位及职务", required=False, max_length=120)
    phone = forms.CharField(label="手机号码", required=False, max_length=30)
    specialty = forms.CharField(label="专长", required=False, max_length=100)
    note = forms.CharField(label="备注", required=False, max_length=200)
    sector = forms.ModelChoiceField(label="界别", queryset=Sector.objects.all(), empty_label="请选择")
    post = forms.ChoiceField(label="政协职务", choices=Seat.Post.choices, initial=Seat.Post.MEMBER)
    area = forms.ModelChoiceField(label="片区(镇街)", required=False, queryset=Area.objects.all(), empty_label="未分")
    number = forms.CharField(label="名册序号", required=False, max_length=20)

    def __init__(self, *args, known_phone: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.known_phone = known_phone
        if known_phone:  # a form that showed it would be a way round the audited reveal
            self.fields["phone"].help_text = f"现在是 {mask(known_phone)}。不改就空着;号码停用了,填“无”"

    def clean_name(self) -> str:
        return person_name(self.cleaned_data["name"])

    def clean_employer(self) -> str:
        return one_line(self.cleaned_data["employer"])

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        try:
            return parse_phone(typed) if typed else self.known_phone
        except BadPhone as error:
            raise forms.ValidationError(str(error))

    def person(self) -> dict[str, object]:
        return {field: self.cleaned_data[field] for field in PERSON_FIELDS}

    def seat(self) -> dict[str, object]:
        return {field: self.cleaned_data[field] for field in SEAT_FIELDS}


def initial_of(seat: Seat) -> dict[str, object]:
    """What a form for this seat begins with; its phone stays empty."""
    return {field: getattr(seat.member, field) for field in PERSON_FIELDS if field != "phone"} | {
        field: getattr(seat, field) for field in SEAT_FIELDS
    }


class SeatChangeForm(forms.Form):
    sector = forms.ModelChoiceField(label="新的界别", queryset=Sector.objects.all(), empty_label=None)
    post = forms.ChoiceField(label="新的政协职务", choices=Seat.Post.choices)
    area = forms.ModelChoiceField(label="新的片区(镇街)", required=False, queryset=Area.objects.all())
    on = forms.DateField(label="从哪一天起", widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.CharField(label="原因", max_length=100, help_text="如:届中界别调整、增补为常委")


class SeatEndForm(forms.Form):
    on = forms.DateField(label="离任日期", widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.CharField(label="离任原因", max_length=100, help_text="如:工作调动、辞去委员、届满")


class RosterFilters(FilterForm):
    """Filters of the office list."""

    q = forms.CharField(
        label="查找", required=False, widget=forms.TextInput(attrs={"placeholder": "姓名、拼音、电话、单位"})
    )
    sector = forms.ModelChoiceField(label="界别", required=False, queryset=Sector.objects.all(), empty_label="全部")
    area = forms.ModelChoiceField(label="片区", required=False, queryset=Area.objects.all(), empty_label="全部")
    group = forms.ModelChoiceField(label="专委会", required=False, queryset=Group.objects.all(), empty_label="全部")
    post = forms.ChoiceField(label="职务", required=False, choices=[("", "全部"), *Seat.Post.choices])
    held = forms.ChoiceField(label="在任", required=False, choices=[("", "在任"), ("ended", "已离任")])
    phone = forms.ChoiceField(label="手机", required=False, choices=[("", "全部"), ("none", "没有号码")])
    order = forms.ChoiceField(
        label="排序", required=False, choices=[("", "姓氏笔画"), ("sector", "界别"), ("number", "名册序号")]
    )


class ExportForm(forms.Form):
    full_numbers = forms.BooleanField(label="导出完整手机号码", required=False)
    reason = forms.CharField(
        label="用途", required=False, max_length=200, help_text="导出完整号码须写明用途,会记入审计"
    )

    def clean(self) -> dict[str, object]:
        data = super().clean()
        if data.get("full_numbers") and not data.get("reason"):
            self.add_error("reason", "导出完整号码,请写明用途,如“全会通知联络”。")
        return data
