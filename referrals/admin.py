from django import forms
from django.contrib import admin
from django.forms import ModelForm

from accounts.admin import UnitAdmin
from accounts.models import Unit
from referrals.queries import live_with

admin.site.unregister(Unit)  # accounts know nothing of referrals


class UnitForm(ModelForm):
    def clean(self) -> dict[str, object]:
        """Closed, the unit's people could do nothing any more about what is with them. Locks the unit."""
        cleaned = super().clean() or {}
        if cleaned.get("closed_on") and self.initial.get("closed_on") is None and self.instance.pk:
            Unit.objects.select_for_update(of=("self",)).get(pk=self.instance.pk)
            live = live_with(self.instance)
            if live:
                named = "、".join(str(one) for one in live[:5]) + ("等" if len(live) > 5 else "")
                raise forms.ValidationError(
                    f"{self.instance}还有{len(live)}件没有办完:{named}。请先撤回、改交,或等办完、审核完,再填撤销日期。"
                )
        return cleaned


@admin.register(Unit)
class UnitWithWorkAdmin(UnitAdmin):
    """The units; one that has something in hand is not closed."""

    form = UnitForm
