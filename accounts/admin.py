from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import Office, User
from accounts.requests import address_of, record_refusal
from accounts.services import (
    change_rights,
    change_roles,
    record_reset_password,
    save_account,
    save_office,
)
from common.admin import BaseDataAdmin
from common.phones import mask

admin.site.unregister(Group)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "now": timezone.now(), "address": address_of(request)}


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

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        save_account(user=obj, **_who(request))

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list[object], change: bool) -> None:
        if "groups" in form.cleaned_data:
            change_roles(user=form.instance, roles=form.cleaned_data["groups"], **_who(request))
        super().save_related(request, form, formsets, change)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        if not request.user.has_perm("accounts.add_user"):
            if request.method == "POST":
                record_refusal(request, f"重设账号 {id} 的密码")
            raise PermissionDenied
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            # Django answers a change with the way to the account, everything else with this same page.
            if response.status_code == 302 and response.url != request.get_full_path():
                record_reset_password(user=self.get_object(request, id), **_who(request))
        return response

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Roles come from seed; here their rights are changed."""

    actions = None

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list[object], change: bool) -> None:
        change_rights(role=form.instance, permissions=form.cleaned_data["permissions"], **_who(request))
        super().save_related(request, form, formsets, change)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False


@admin.register(Office)
class OfficeAdmin(BaseDataAdmin):
    list_display = ["name", "short_name", "region", "studio_word", "help_phone", "audit_months"]

    def save_model(self, request: HttpRequest, obj: Office, form: ModelForm, change: bool) -> None:
        save_office(office=obj, **_who(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
