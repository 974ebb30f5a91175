"""Forms over studios and their people; they check what was typed and never save."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import User
from common.forms import AskingForm, DayInput
from common.text import one_line
from members.models import Area, Group, Member, Seat, Sector, Term
from studios.models import Residency, Studio
from studios.queries import officers_called
from studios.services import StudioEntry

OF_OFFICERS = [Residency.Part.LIAISON, Residency.Part.CONVENER]  # a resident member sits
_LEADERS = [Seat.Post.CHAIR, Seat.Post.VICE_CHAIR, Seat.Post.SECRETARY]
_FIELDS = [
    "number", "name", "kind", "brand", "area", "address", "host", "parent",
    "leader", "group", "phone", "open_hours", "opened_on",
]  # fmt: skip


class StudioForm(AskingForm):
    name = forms.CharField(label="名称", max_length=60)
    number = forms.IntegerField(label="编号", required=False, min_value=1, max_value=9999, help_text="空着由系统接着编")
    kind = forms.CharField(label="类别", required=False, max_length=20, help_text="如:界别、片区、商协会、个人")
    brand = forms.CharField(label="品牌名", required=False, max_length=40, help_text="如:石榴花开、同心桥")
    area = forms.ModelChoiceField(
        label="所在片区(镇街)", required=False, queryset=Area.objects.all(), empty_label="不分片区"
    )
    address = forms.CharField(label="地址", required=False, max_length=120)
    host = forms.CharField(label="依托单位", required=False, max_length=80, help_text="出场地、帮着管的单位")
    sectors = forms.ModelMultipleChoiceField(
        label="结合界别",
        required=False,
        queryset=Sector.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text="编入委员时,这些界别的委员会标出来",
    )
    leader = forms.ModelChoiceField(
        label="联系领导", required=False, queryset=Member.objects.none(), empty_label="未定", help_text="主席会议成员"
    )
    group = forms.ModelChoiceField(label="指导专委会", required=False, queryset=Group.objects.all(), empty_label="未定")
    parent = forms.ModelChoiceField(
        label="上级工作室", required=False, queryset=Studio.objects.none(), empty_label="没有"
    )
    phone = forms.CharField(
        label="室内电话", required=False, max_length=30, help_text="工作室的座机,可以公布的号码;不要填私人手机"
    )
    open_hours = forms.CharField(label="开放时间", required=False, max_length=60, help_text="如:每周五上午")
    opened_on = forms.DateField(label="成立日期", required=False, widget=DayInput())
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, studio: Studio | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = Seat.objects.open().filter(term=Term.objects.current(), post__in=_LEADERS)
        now = studio.leader_id if studio else None
        self.fields["leader"].queryset = Member.objects.filter(
            Q(pk__in=leaders.values("member")) | Q(pk=now)
        ).by_strokes()
        others = Studio.objects.standing().order_by("number")
        self.fields["parent"].queryset = others.exclude(pk=studio.pk) if studio else others

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def entry(self) -> StudioEntry:
        values = {field: self.cleaned_data[field] for field in _FIELDS}
        return StudioEntry(**values, sectors=tuple(self.cleaned_data["sectors"]))


def initial_of_studio(studio: Studio) -> dict[str, object]:
    """What a form for this studio begins with."""
    values = {field: getattr(studio, field) for field in _FIELDS}
    return {**values, "sectors": list(studio.sectors.all()), "revision": studio.revision}


class CloseForm(AskingForm):
    on = forms.DateField(label="撤销日期", widget=DayInput())
    why = forms.CharField(label="原因", max_length=100, help_text="如:并入城关工作室、依托单位搬迁")


class ReopenForm(AskingForm):
    why = forms.CharField(label="原因", max_length=100, help_text="如:误登记撤销、重新启用")


class HonourForm(AskingForm):
    year = forms.IntegerField(label="年度", min_value=1949, max_value=2199)
    title = forms.CharField(label="荣誉名称", max_length=60, help_text="如:五星级委员工作室")
    given_by = forms.CharField(label="授予单位", max_length=60, required=False)


class PartForm(AskingForm):
    part = forms.ChoiceField(label="新的身份", choices=Residency.Part.choices, widget=forms.RadioSelect)
    on = forms.DateField(label="从哪一天起", widget=DayInput())

    def __init__(self, *args: Any, residency: Residency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = list(Residency.Part) if residency.member_id else OF_OFFICERS
        self.fields["part"].choices = [(part.value, part.label) for part in able if part != residency.part]


class EndForm(AskingForm):
    on = forms.DateField(label="结束日期", widget=DayInput())
    why = forms.CharField(label="原因", max_length=100, help_text="如:调到别的工作室、不再担任委员、编错了")


class OfficerForm(AskingForm):
    """Somebody with an account and no seat, by what the clerk knows of them."""

    who = forms.CharField(label="账号", max_length=50, help_text="写姓名、用户名或手机号码")
    part = forms.ChoiceField(label="身份", choices=[(part.value, part.label) for part in OF_OFFICERS])
    since = forms.DateField(label="从哪一天起", widget=DayInput())

    def clean_who(self) -> User:
        typed = self.cleaned_data["who"]
        found = officers_called(typed)
        if not found:
            raise forms.ValidationError(
                f"没有找到“{typed}”的账号。是委员的,请在“编入委员”里选;不是委员的,请系统管理员先开通账号。"
            )
        if len(found) > 1:
            names = "、".join(f"{user.name}({user.username})" for user in found)
            raise forms.ValidationError(f"有几个账号:{names}。请改写用户名。")
        return found[0]
