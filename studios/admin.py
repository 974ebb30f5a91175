from django.contrib import admin
from django.http import HttpRequest

from common.admin import BaseDataAdmin, RowInline
from studios.models import DutySetting, MatterCategory, Purpose, Residency, Studio


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
