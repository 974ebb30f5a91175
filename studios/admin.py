from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from accounts.requests import who
from accounts.services import save_row
from common.admin import BaseDataAdmin, CodedAdmin, ReadOnlyAdmin
from studios.models import DutySetting, MatterCategory, MatterSetting, Purpose, StandardItem, Studio


@admin.register(Studio)
class StudioAdmin(ReadOnlyAdmin):
    """To be looked up from other base data; studios and their people are kept on the office's own pages."""

    list_display = ["number", "name", "kind", "area", "address", "closed_on"]
    list_display_links = ["name"]
    list_filter = ["kind", "area"]
    list_select_related = ["area"]
    search_fields = ["name", "address"]


@admin.register(StandardItem)
class StandardItemAdmin(CodedAdmin):
    """The checklist of the county: five have, six have, on the wall, registers, or the office's own."""

    list_display = ["name", "label", "evidence", "position", "in_use"]
    list_editable = ["position", "in_use"]
    list_filter = ["label", "in_use"]
    search_fields = ["name", "label"]


class SettingAdmin(BaseDataAdmin):
    """One row of numbers, made by the seed; its changes stand in the trail."""

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        save_row(row=obj, subject=str(obj._meta.verbose_name), **who(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(MatterSetting)
class MatterSettingAdmin(SettingAdmin):
    list_display = ["__str__", "number_pattern", "repeat_days", "reopenings"]


@admin.register(Purpose)
class PurposeAdmin(CodedAdmin):
    list_display = ["name", "position"]
    list_editable = ["position"]


@admin.register(DutySetting)
class DutySettingAdmin(SettingAdmin):
    list_display = ["__str__", "weeks_ahead", "reminder_hour", "unpublished_days"]


@admin.register(MatterCategory)
class MatterCategoryAdmin(CodedAdmin):
    list_display = ["name", "position", "in_use"]
    list_editable = ["position", "in_use"]
