"""Constituents met for the first time, written down with the visit: blocks of a form, an empty one is nobody."""

from typing import Any

from django import forms

from common.text import person_name
from members.forms import PhoneForm, VillageField
from members.models import Constituent, Tie, Village
from members.services import ConstituentEntry
from studios.forms.matters import Offers, offer
from studios.services import NewcomerEntry

MOST_NEWCOMERS = 5


class NewcomerForm(PhoneForm):
    name = forms.CharField(label="姓名", max_length=50, required=False)
    phone = forms.CharField(
        label="电话",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    village = VillageField(
        label="村(社区)", required=False, queryset=Village.objects.none(), empty_label="没有列出,或不清楚"
    )
    consent_way = forms.ChoiceField(
        label="本人怎样同意的",
        choices=Constituent.ConsentWay.choices,
        initial=Constituent.ConsentWay.SPOKEN,
        widget=forms.RadioSelect,
        required=False,
    )
    agreed = forms.BooleanField(label="已把上面的内容告知本人,本人同意登记", required=False)
    fixed = forms.BooleanField(label="列为固定联系的群众", required=False)

    def __init__(self, *args: Any, offers: Offers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["village"], offers.villages)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        return person_name(name) if name else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("phone") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", "请写上这位群众的姓名;不登记的,把电话删去。")
        if data.get("name") and not data.get("agreed"):
            self.add_error("agreed", "没有本人同意不能登记。请先告知本人,同意后打勾;不登记的,把姓名删去。")
        return data

    def entry(self, consented_on: Any) -> NewcomerEntry | None:
        """None for a block left empty. The consent was given at the visit."""
        data = self.cleaned_data
        if not data.get("name"):
            return None
        way = data["consent_way"] or Constituent.ConsentWay.SPOKEN
        person = ConstituentEntry(data["name"], data["phone"], data["village"], way, consented_on)
        return NewcomerEntry(person, Tie.Kind.FIXED if data["fixed"] else Tie.Kind.OTHER)


class NewcomerFormSet(forms.BaseFormSet):
    @property
    def open(self) -> bool:
        """Whether somebody is being written down: the blocks are then unfolded."""
        return any(form["name"].value() or form["phone"].value() or form.errors for form in self.forms)


def newcomer_forms(data: Any, people: list[dict[str, Any]], *, offers: Offers) -> NewcomerFormSet:
    kind = forms.formset_factory(
        NewcomerForm,
        formset=NewcomerFormSet,
        extra=1,
        max_num=MOST_NEWCOMERS,
        absolute_max=MOST_NEWCOMERS,
    )
    return kind(data, prefix="newcomer", initial=people, form_kwargs={"offers": offers})
