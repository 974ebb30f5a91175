from typing import Any

from django import forms
from django.contrib import admin

from accounts.admin import UnitAdmin
from accounts.models import Unit
from common.admin import StandingForm
from referrals.services import UnitBusy, require_idle

admin.site.unregister(Unit)  # accounts know nothing of referrals


class UnitForm(StandingForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("closed_on") and self.instance.pk and not self.initial.get("closed_on"):
            try:
                require_idle(unit=self.instance)
            except UnitBusy as why:
                raise forms.ValidationError(str(why))
        return cleaned


@admin.register(Unit)
class UnitWithWorkAdmin(UnitAdmin):
    """The units; one that has something in hand is not closed."""

    form = UnitForm
