"""Admin classes for base data: what the office keeps in rows, in one dress."""

import re
import secrets
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeData, SafeString

DONE = re.compile(r"^\w\w(添加|修改)了 ")  # Django praises what went well; here what was done is said, and no more


class BaseDataAdmin(admin.ModelAdmin):
    """Base data are added and changed; what others point to is never deleted here."""

    list_per_page = 50
    save_on_top = False
    actions = None

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        said = DONE.sub(r"已\1", str(message)).replace("。你可以", "。您可以")
        super().message_user(request, SafeString(said) if isinstance(message, SafeData) else said, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class CodedAdmin(BaseDataAdmin):
    """Rows that the program knows by a code: nobody sees one or types one, the office's own rows are given theirs."""

    exclude = ["code"]

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        obj.code = obj.code or f"own-{secrets.token_hex(4)}"
        super().save_model(request, obj, form, change)


class ReadOnlyAdmin(BaseDataAdmin):
    """For models that only services write: here they are read."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class RowInline(admin.TabularInline):
    """Rows of a parent, without Django's trail of links."""

    extra = 0
    show_change_link = False

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        return 0 if obj else 1
