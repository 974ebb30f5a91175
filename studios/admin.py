from django.contrib import admin

from common.admin import BaseDataAdmin, RowInline
from studios.models import MatterCategory, Purpose, Residency, Studio


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


@admin.register(MatterCategory)
class MatterCategoryAdmin(BaseDataAdmin):
    list_display = ["name", "code", "position", "in_use"]
    list_editable = ["position", "in_use"]
