"""With whom contact is kept: a village, a member, a constituent; exactly one at a time."""

from typing import Any

from django import forms
from django.utils import timezone

from common.forms import AskingForm, DayInput
from common.text import squeeze
from members.forms.people import VillageField, sitting_member
from members.models import Constituent, Member, Tie, Village
from members.models.constituents import ConstituentQuerySet

ENDS = ("village", "other", "person")


class TieForm(AskingForm):
    """A village or a member, since when and how. Which of the two is left empty is not asked about."""

    village = VillageField(label="村(社区)", required=False, queryset=Village.objects.all(), empty_label="不选")
    other = forms.CharField(label="委员", required=False, max_length=30, help_text="填姓名;有同名的,填手机号码")
    kind = forms.ChoiceField(label="怎样联系", choices=Tie.Kind.choices, initial=Tie.Kind.THREE_LINKS)
    since = forms.DateField(
        label="从哪天起",
        widget=DayInput(),
        error_messages={"required": "请填日期。", "invalid": "请填日期,如 2026-03-01。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = Village.objects.order_by("area__position", "area__name", "name")
        self.fields["since"].initial = timezone.localdate()

    def clean_other(self) -> Member | None:
        typed = self.cleaned_data["other"]
        return sitting_member(typed) if typed else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        chosen = [name for name in ENDS if data.get(name)]
        if len(chosen) != 1 and not self.errors:
            names = "、".join(str(self.fields[name].label) for name in ENDS if name in self.fields)
            raise forms.ValidationError(f"{names},请填其中一项,一次登记一个。")
        return data

    def target(self) -> Village | Member | Constituent:
        return next(self.cleaned_data[name] for name in ENDS if self.cleaned_data.get(name))


class MemberTieForm(TieForm):
    """The same for the office, with a constituent of those whom it may see."""

    person = forms.CharField(
        label="群众", required=False, max_length=30, help_text="已经登记的:填姓名;有同名的,填编号(在那一位的页面上)"
    )
    field_order = ["village", "other", "person"]

    def __init__(self, *args: Any, people: ConstituentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        if not people.query.is_empty():
            return
        del self.fields["person"]

    def clean_person(self) -> Constituent | None:
        text = squeeze(self.cleaned_data["person"])
        if not text:
            return None
        found = list(self.people.filter(pk=int(text))) if text.isdigit() else list(self.people.filter(name=text)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                "有几位群众叫这个名字,请改填编号。" if found else "没有登记过这位群众。请先由委员经本人同意后登记。"
            )
        return found[0]
