"""Admin classes for base data: what the office keeps in rows, in one dress."""

import re
import secrets
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Manager, Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeData, SafeString

from common.seen import Stale, mark_of

DONE = re.compile(r"^\w\w(添加|修改)了 ")  # Django praises what went well; here what was done is said, and no more


class StandingForm(ModelForm):
    """A form over a row, which says so when somebody changed the row since it was opened.

    ``admin/change_form.html`` sends along the mark of what the form showed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = {name: _said(self.instance, name) for name in self.fields} if self.instance.pk else {}
        self.seen = mark_of(list(self.stands.values())) if self.stands else ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        seen = self.data.get("seen")
        if seen and seen != self.seen and (lost := [self.stands[name] for name in self.changed_data]):
            raise ValidationError(str(Stale(self.seen, lost)))
        return cleaned


def _said(row: Model, name: str) -> str:
    """名称 县政协; of rows that it points to, their names."""
    value = getattr(row, f"get_{name}_display", lambda: getattr(row, name))()
    if isinstance(value, Manager):
        value = "、".join(sorted(map(str, value.all())))
    elif isinstance(value, bool):
        value = "是" if value else "否"
    return f"{row._meta.get_field(name).verbose_name} {'—' if value in (None, '') else value}"


class StandingAdmin(admin.ModelAdmin):
    """What is changed here is held meanwhile: the second of two finds what the first wrote."""

    form = StandingForm

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST":
            return found
        return self.get_queryset(request).select_for_update(of=("self",)).get(pk=found.pk)


class BaseDataAdmin(StandingAdmin):
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
