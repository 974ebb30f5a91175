from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import AuditEvent, Office, User
from common.admin import BaseDataAdmin, ReadOnlyAdmin
from common.phones import mask

admin.site.unregister(Group)


@admin.register(User)
class OfficeUserAdmin(UserAdmin):
    """Accounts: who keeps accounts (系统管理员) does not give roles, who gives roles (安全管理员) keeps no accounts.

    A superuser is made on the command line and is out of both their reach.
    """

    list_display = ["name", "username", "phone_masked", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["name", "username", "phone"]
    ordering = ["username"]
    filter_horizontal = ["groups"]
    actions = None
    add_form_template = None  # Django's own begins with a sentence that has no Chinese
    fieldsets = [
        (None, {"fields": ["username", "password", "name", "phone", "is_active"]}),
        ("角色", {"fields": ["groups"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "name", "phone", "password1", "password2"]})]

    @admin.display(description="手机号码")
    def phone_masked(self, user: User) -> str:
        return mask(user.phone or "")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = super().get_queryset(request)
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        gives_roles = request.user.has_perm("auth.change_group")
        keeps_accounts = request.user.has_perm("accounts.add_user")
        fields = [] if gives_roles else ["groups"]
        return fields if keeps_accounts else [*fields, "username", "password", "name", "phone", "is_active"]

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = ""):
        if not request.user.has_perm("accounts.add_user"):
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Roles come from seed; here their rights are changed."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False


@admin.register(Office)
class OfficeAdmin(BaseDataAdmin):
    list_display = ["name", "short_name", "region", "studio_word", "help_phone"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor", "action", "subject", "reason", "via", "address"]
    list_filter = ["action", "at"]
    search_fields = ["actor", "subject", "reason"]
    date_hierarchy = "at"
