"""What is typed about the pool of representatives."""

from typing import Any

from django import forms
from django.utils import timezone

from common.forms import DayInput, FilterForm
from common.text import one_line
from members.forms.people import VillageField
from members.models import Area, Representative, Village
from members.services import RepresentativeEntry

NO_DAY = {"required": "请填日期。", "invalid": "请填日期,如 2026-03-01。"}


class RepresentativeForm(forms.Form):
    """By whom recommended, what they know about, since when."""

    village = VillageField(
        label="推荐的村(社区)党组织", required=False, queryset=Village.objects.all(), empty_label="不在名单里"
    )
    recommended_by = forms.CharField(
        label="推荐的党组织", required=False, max_length=60, help_text="不在上面名单里的填这里,如“县商会党支部”"
    )
    recommended_on = forms.DateField(label="推荐日期", required=False, widget=DayInput(), error_messages=NO_DAY)
    skills = forms.CharField(label="专长领域", required=False, max_length=120, help_text="如“果树栽培、农村电商”")
    note = forms.CharField(label="备注", required=False, max_length=200, help_text="不写身份证号、详细住址、宗教信仰")
    since = forms.DateField(label="入库日期", widget=DayInput(), error_messages=NO_DAY)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, village: Village | None = None, known: Representative | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = Village.objects.order_by("area__position", "area__name", "name")
        self.fields["village"].initial = village
        self.fields["since"].initial = timezone.localdate()
        for field in self.fields if known else ():
            self.fields[field].initial = getattr(known, field)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("village") and not data.get("recommended_by"):
            self.add_error("recommended_by", "请选推荐的村(社区),或填写推荐的党组织。")
        for field in ("recommended_on", "since"):
            if data.get(field) and data[field] > timezone.localdate():
                self.add_error(field, "日期还没有到,请改成今天或以前的日子。")
        return data

    def entry(self) -> RepresentativeEntry:
        data = self.cleaned_data
        return RepresentativeEntry(
            village=data["village"],
            recommended_by=one_line(data["recommended_by"]),
            recommended_on=data["recommended_on"],
            skills=one_line(data["skills"]),
            note=one_line(data["note"]),
        )


class EndForm(forms.Form):
    why = forms.CharField(
        label="出库原因",
        max_length=100,
        help_text="如:外出务工、任期届满、本人提出。不写姓名",
        error_messages={"required": "请写明原因。"},
    )


class PoolFilters(FilterForm):
    """Filters of the pool."""

    q = forms.CharField(label="查找", required=False, widget=forms.TextInput(attrs={"placeholder": "姓名、专长领域"}))
    area = forms.ModelChoiceField(label="片区", required=False, queryset=Area.objects.all(), empty_label="全部")
    village = forms.CharField(label="村(社区)", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "在库"), ("ended", "已出库")])
