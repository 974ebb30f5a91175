import django_otp.plugins.otp_static.admin
import django_otp.plugins.otp_totp.admin  # noqa: F401  (they register what is taken off again here)
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Office, Unit, User
from accounts.queries import holders_in_conflict
from accounts.requests import who
from accounts.rules import keeps_accounts
from accounts.services import change_rights, change_roles, check_roles, issue_key, save_account, save_row
from accounts.slips import slip_page
from common.admin import BaseDataAdmin, StandingAdmin, StandingForm
from common.phones import mask

admin.site.unregister([Group, TOTPDevice, StaticDevice])  # secrets, and words in English


class AccountForm(StandingForm):
    def clean_groups(self) -> QuerySet[Group]:
        roles = self.cleaned_data["groups"]
        check_roles(roles)
        return roles


@admin.register(User)
class OfficeUserAdmin(StandingAdmin, UserAdmin):
    """Accounts: who keeps accounts (系统管理员) does not give roles, who gives roles (安全管理员) keeps no accounts.

    Nobody types a password for another: a new account is answered with its slip, and its page hands out the next.
    A superuser is made on the command line and is out of both their reach.
    """

    form = add_form = AccountForm
    list_display = ["name", "username", "phone_masked", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["name", "username", "phone"]
    ordering = ["username"]
    filter_horizontal = ["groups"]
    actions = None
    add_form_template = None  # Django's own begins with a sentence that has no Chinese
    fieldsets = [
        (None, {"fields": ["username", "name", "phone", "is_active", "slips"]}),
        ("角色", {"fields": ["groups"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "name", "phone"]}), ("角色", {"fields": ["groups"]})]

    @admin.display(description="手机号码")
    def phone_masked(self, user: User) -> str:
        return mask(user.phone or "")

    @admin.display(description="登录条、动态码")
    def slips(self, user: User) -> str:
        return format_html('<a href="{}">发登录条,重设动态码</a>', reverse("accounts:account", args=[user.pk]))

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = super().get_queryset(request)
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None):
        """Without the way to the slips for who may not hand them out, and for a superuser, whom nobody lets in."""
        hidden = {"slips"} if obj and (obj.is_superuser or not keeps_accounts(request.user)) else set()
        if obj is None and not request.user.has_perm("auth.change_group"):
            hidden.add("groups")
        shown = [
            (title, [f for f in part["fields"] if f not in hidden])
            for title, part in super().get_fieldsets(request, obj)
        ]
        return [(title, {"fields": fields}) for title, fields in shown if fields]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        fields = ["slips"] if request.user.has_perm("auth.change_group") else ["slips", "groups"]
        return fields if keeps_accounts(request.user) else [*fields, "username", "name", "phone", "is_active"]

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        save_account(user=obj, **who(request))

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list[object], change: bool) -> None:
        if "groups" in form.cleaned_data:
            change_roles(user=form.instance, roles=form.cleaned_data["groups"], **who(request))
        super().save_related(request, form, formsets, change)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        """A new account's slip, in place of a password that somebody typed for somebody else."""
        key = issue_key(user=obj, **who(request))
        return slip_page(request, key, back=reverse("accounts:account", args=[obj.pk]))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        raise Http404

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(Group)
class RoleAdmin(StandingAdmin, GroupAdmin):
    """Roles come from seed; here their rights are changed."""

    actions = None

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list[object], change: bool) -> None:
        change_rights(role=form.instance, permissions=form.cleaned_data["permissions"], **who(request))
        super().save_related(request, form, formsets, change)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False


@admin.register(Unit)
class UnitAdmin(BaseDataAdmin):
    """The units; their people are kept on the office's own pages."""

    list_display = ["name", "short_name", "desk", "parent", "closed_on"]
    list_filter = ["desk"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["parent"]

    def save_model(self, request: HttpRequest, obj: Unit, form: ModelForm, change: bool) -> None:
        save_row(row=obj, subject=f"承办单位 {obj.name}", **who(request))


@admin.register(Office)
class OfficeAdmin(BaseDataAdmin):
    list_display = ["name", "short_name", "region", "studio_word", "help_phone", "audit_months"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name",
                    "short_name",
                    "region",
                    "party_desk",
                    "government_desk",
                    "studio_word",
                    "help_phone",
                ]
            },
        ),
        ("登录", {"fields": ["key_days", "remember_days", "idle_minutes", "require_second_factor"]}),
        ("输错密码", {"fields": ["lock_failures", "lock_minutes", "lock_address_failures"]}),
        ("三员分立", {"fields": ["exclusive_admins"]}),
        ("审计", {"fields": ["audit_months"]}),
    ]

    def save_model(self, request: HttpRequest, obj: Office, form: ModelForm, change: bool) -> None:
        save_row(row=obj, subject="机关设置", **who(request))
        if "exclusive_admins" in form.changed_data and obj.exclusive_admins:
            for user, held in holders_in_conflict():
                messages.warning(request, f"{user.name}({user.username})现在兼任{'、'.join(held)},请到账号里只留一个。")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
