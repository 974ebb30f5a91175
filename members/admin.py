from django.contrib import admin
from django.http import HttpRequest

from common.admin import BaseDataAdmin, ReadOnlyAdmin, RowInline
from members import rules
from members.models import Area, ConsentNotice, Group, Member, Membership, Plenary, Sector, SectorAlias, Term, Village


class PlenaryInline(RowInline):
    model = Plenary


@admin.register(Term)
class TermAdmin(BaseDataAdmin):
    list_display = ["__str__", "starts_on", "ends_on"]
    inlines = [PlenaryInline]


class SectorAliasInline(RowInline):
    model = SectorAlias
    verbose_name_plural = "别名(名册里对这一界别的其他写法)"


@admin.register(Sector)
class SectorAdmin(BaseDataAdmin):
    list_display = ["name", "position"]
    list_editable = ["position"]
    search_fields = ["name", "aliases__name"]
    inlines = [SectorAliasInline]


@admin.register(Area)
class AreaAdmin(BaseDataAdmin):
    list_display = ["name", "position"]
    list_editable = ["position"]
    search_fields = ["name"]


@admin.register(Village)
class VillageAdmin(BaseDataAdmin):
    list_display = ["name", "area"]
    list_filter = ["area"]
    list_select_related = ["area"]
    search_fields = ["name"]


@admin.register(ConsentNotice)
class ConsentNoticeAdmin(BaseDataAdmin):
    """People agreed to it as it stands: another wording or term is another version."""

    list_display = ["__str__", "since", "years", "text"]

    def has_change_permission(self, request: HttpRequest, obj: ConsentNotice | None = None) -> bool:
        return False


class MembershipInline(RowInline):
    model = Membership
    autocomplete_fields = ["member"]


@admin.register(Group)
class GroupAdmin(BaseDataAdmin):
    list_display = ["name", "kind", "parent"]
    list_filter = ["kind"]
    search_fields = ["name"]
    inlines = [MembershipInline]


@admin.register(Member)
class MemberAdmin(ReadOnlyAdmin):
    """Only to be found by name from other base data; members are kept on the office's own pages."""

    search_fields = ["name", "initials", "pinyin"]
    list_display = ["name", "employer"]
    fields = ["name", "gender", "employer"]
    ordering = ["stroke_key"]

    def has_view_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        return rules.can_see_all_members(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rules.can_see_all_members(request.user)
