from django import forms

from common.forms import FilterForm
from notices import states
from notices.models import Delivery, NoticeChoice


class ChoiceForm(forms.Form):
    way = forms.ChoiceField(label="怎样通知我", choices=NoticeChoice.Way.choices, widget=forms.RadioSelect)
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        error_messages={"invalid": "邮箱写得不对,应像 zhang@example.cn 这样。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean(self) -> dict[str, str]:
        cleaned = super().clean()
        if cleaned.get("way") == NoticeChoice.Way.DIGEST and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", "每天汇总要寄到邮箱,请填写邮箱。")
        return cleaned


class DeliveryFilters(FilterForm):
    state = forms.ChoiceField(label="状态", required=False)
    channel = forms.ChoiceField(label="渠道", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = [(state, label) for state, label in states.STATES.items() if state != states.FAILED]
        self.fields["state"].choices = [("", states.STATES[states.FAILED]), *others]
        self.fields["channel"].choices = [("", "全部"), *Delivery.Channel.choices]
