"""Forms over members; they check what was typed and never save."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from common.dates import BadDate, parse_birth_month
from common.forms import AskingForm, DayInput, FilterForm, SeenForm
from common.phones import BadPhone, mask, parse_phone
from common.seen import mark_of
from common.text import one_line, person_name, squeeze
from members.models import Area, Constituent, Group, Member, Seat, Sector, Term, Tie, Village
from members.queries import villages_near
from members.services import ConstituentEntry, constituents
from members.services.people import PERSON_FIELDS, SEAT_FIELDS, said_of


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


class PhoneForm(AskingForm):
    """A form with a number that it never shows: that would be a way round the audited reveal."""

    def __init__(self, *args, known_phone: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.known_phone = known_phone
        if known_phone:
            self.fields["phone"].help_text = f"现在是 {mask(known_phone)}。不改就空着;号码停用了,填“无”"

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        try:
            return parse_phone(typed) if typed else self.known_phone
        except BadPhone as error:
            raise forms.ValidationError(str(error))


class MemberForm(SeenForm, PhoneForm):
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

    def clean_name(self) -> str:
        return person_name(self.cleaned_data["name"])

    def clean_employer(self) -> str:
        return one_line(self.cleaned_data["employer"])

    def person(self) -> dict[str, object]:
        return {field: self.cleaned_data[field] for field in PERSON_FIELDS}

    def seat(self) -> dict[str, object]:
        return {field: self.cleaned_data[field] for field in SEAT_FIELDS}


def initial_of(seat: Seat) -> dict[str, object]:
    """What a form for this seat begins with; its phone stays empty."""
    person = {field: getattr(seat.member, field) for field in PERSON_FIELDS if field != "phone"}
    return person | {field: getattr(seat, field) for field in SEAT_FIELDS} | {"seen": mark_of(said_of(seat))}


class SeatChangeForm(SeenForm, AskingForm):
    sector = forms.ModelChoiceField(label="新的界别", queryset=Sector.objects.all(), empty_label=None)
    post = forms.ChoiceField(label="新的政协职务", choices=Seat.Post.choices)
    area = forms.ModelChoiceField(label="新的片区(镇街)", required=False, queryset=Area.objects.all())
    on = forms.DateField(label="从哪一天起", widget=DayInput())
    why = forms.CharField(label="原因", max_length=100, help_text="如:届中界别调整、增补为常委")


class SeatEndForm(SeenForm, AskingForm):
    on = forms.DateField(label="离任日期", widget=DayInput())
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


class VillagesByArea(ModelChoiceIterator):
    """The choices in groups, an area each, in the order of the queryset."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        for area, villages in groupby(self.queryset.select_related("area"), key=lambda village: village.area):
            yield (str(area), [self.choice(village) for village in villages])


class VillageField(forms.ModelChoiceField):
    iterator = VillagesByArea

    def label_from_instance(self, obj: Village) -> str:
        return f"{obj.area} {obj}"  # many areas have a village of the same name, and the chosen one shows no group


class PersonForm(SeenForm, PhoneForm):
    """A constituent's name, number and village. ``area`` is the member's own: its villages stand first."""

    name = forms.CharField(label="姓名", max_length=50, error_messages={"required": "请填姓名。"})
    phone = forms.CharField(
        label="电话",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    village = VillageField(
        label="村(社区)", required=False, queryset=Village.objects.all(), empty_label="没有列出,或不清楚"
    )

    def __init__(self, *args, area: Area | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = villages_near(area)

    def clean_name(self) -> str:
        return person_name(self.cleaned_data["name"])


def initial_of_person(person: Constituent) -> dict[str, object]:
    """What a form for this constituent begins with; their phone stays empty."""
    return {"name": person.name, "village": person.village, "seen": mark_of(constituents.said_of(person))}


class NewPersonForm(PersonForm):
    kind = forms.ChoiceField(
        label="怎样联系", choices=Tie.Kind.choices, initial=Tie.Kind.FIXED, widget=forms.RadioSelect
    )
    consent_way = forms.ChoiceField(
        label="本人怎样同意的",
        choices=Constituent.ConsentWay.choices,
        initial=Constituent.ConsentWay.SPOKEN,
        widget=forms.RadioSelect,
    )
    consented_on = forms.DateField(label="哪天同意的", widget=DayInput())
    agreed = forms.BooleanField(
        label="已把上面的内容告知本人,本人同意登记",
        error_messages={"required": "没有本人同意不能登记。请先告知本人,同意后打勾。"},
    )

    def clean_consented_on(self):
        day = self.cleaned_data["consented_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("日期还没有到,请改成本人同意的那天。")
        return day

    def entry(self) -> ConstituentEntry:
        names = ("name", "phone", "village", "consent_way", "consented_on")
        return ConstituentEntry(**{name: self.cleaned_data[name] for name in names})


class PeopleFilters(FilterForm):
    """Filters of the office list of constituents."""

    q = forms.CharField(label="姓名", required=False)
    area = forms.ModelChoiceField(label="片区", required=False, queryset=Area.objects.all(), empty_label="全部")
    village = forms.CharField(label="村(社区)", required=False)
    member = forms.CharField(
        label="联系人", required=False, widget=forms.TextInput(attrs={"placeholder": "委员姓名、拼音"})
    )
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "在册"), ("due", "30天内到期"), ("alone", "没有人联系"), ("nameless", "已匿名")],
    )
    order = forms.ChoiceField(
        label="排序", required=False, choices=[("", "姓氏笔画"), ("contacted", "最久没有联系"), ("newest", "最近联系")]
    )


class FindForm(forms.Form):
    number = forms.CharField(
        label="完整号码",
        max_length=30,
        help_text="只能按完整号码查找,每次查找都会记入审计",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": "请填完整的号码。"},
    )

    def clean_number(self) -> str:
        try:
            number = parse_phone(self.cleaned_data["number"])
        except BadPhone as error:
            raise forms.ValidationError(str(error))
        if not number:
            raise forms.ValidationError("请填完整的号码。")
        return number


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="用途",
        max_length=200,
        help_text="如“春节走访安排”,会记入审计",
        error_messages={"required": "请写明用途。"},
    )


class KeeperForm(AskingForm):
    """Another member who will keep contact: told by a name, or by a number where several have the name."""

    member = forms.CharField(label="委员", max_length=30, help_text="填姓名;有同名的,填手机号码")
    kind = forms.ChoiceField(label="怎样联系", choices=Tie.Kind.choices)

    def clean_member(self) -> Member:
        return sitting_member(self.cleaned_data["member"])


def sitting_member(typed: str) -> Member:
    """Who of the term has this name, or this phone where several have the name. Raises ValidationError."""
    text = squeeze(typed)
    sitting = Member.objects.in_term(Term.objects.current())
    found = list(sitting.filter(name=text)[:2]) or list(sitting.filter(phone=text)[:2])
    if len(found) != 1:
        raise forms.ValidationError(
            "有几位委员叫这个名字,请改填手机号码。" if found else "本届没有这位委员,请核对姓名。"
        )
    return found[0]
