from django.contrib import admin
from django.http import HttpRequest

from common.admin import BaseDataAdmin, RowInline
from studios.models import DutySetting, MatterCategory, MatterSetting, Purpose, Residency, Studio


class ResidencyInline(RowInline):
    model = Residency
    autocomplete_fields = ["member", "user"]


@admin.register(Studio)
class StudioAdmin(BaseDataAdmin):
    list_display = ["number", "name", "kind", "area", "address", "closed_on"]
    list_display_links = ["name"]
    list_filter = ["kind", "area"]
    search_fields = ["name", "address"]
    inlines = [ResidencyInline]


@admin.register(MatterSetting)
class MatterSettingAdmin(BaseDataAdmin):
    list_display = ["__str__", "number_pattern", "repeat_days", "reopenings"]

    def has_add_permission(self, request: object) -> bool:
        return False


@admin.register(Purpose)
class PurposeAdmin(BaseDataAdmin):
    list_display = ["name", "code", "position"]
    list_editable = ["position"]


@admin.register(DutySetting)
class DutySettingAdmin(BaseDataAdmin):
    """One row, made by the seed."""

    list_display = ["__str__", "weeks_ahead", "reminder_hour", "unpublished_days"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(MatterCategory)
class MatterCategoryAdmin(BaseDataAdmin):
    list_display = ["name", "code", "position", "in_use"]
    list_editable = ["position", "in_use"]
