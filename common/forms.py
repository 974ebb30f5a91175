"""Forms that several apps share."""

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from common.seen import Stale
from common.uploads import CleanFile, FileRefused, Use, clean_file, too_large


class AskingForm(forms.Form):
    """A field that is left empty asks for what it is called, unless it has words of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages["required"] is forms.Field.default_error_messages["required"]:
                verb = "选" if isinstance(field, forms.ChoiceField) else "填"
                field.error_messages["required"] = f"请{verb}{field.label}。"


class FilterForm(forms.Form):
    """Filters of a list, kept in the URL. A value it does not know filters nothing.

    ``lesser``: names of those that stay folded away until one of them is chosen.
    """

    lesser: ClassVar[frozenset[str]] = frozenset()

    def usual(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.lesser]

    def folded(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name in self.lesser]

    def unfolds(self) -> bool:
        """Whether one that is folded away is chosen."""
        return any(field.data for field in self.folded())

    def chosen(self) -> dict[str, Any]:
        """What is chosen, by name; None for what is not, or is not known."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}


def has_seen(form: forms.BaseForm, **stored: Any) -> None:
    """A form older than what is stored comes again: sent once more, it has seen these values of its hidden fields."""
    form.data = form.data.copy()
    for name, value in stored.items():
        form.data[name] = value


def tell_stale(form: forms.BaseForm, stale: Stale) -> None:
    """Say what stands now; what was typed stays, and sent once more it is saved."""
    form.add_error(None, str(stale))
    has_seen(form, seen=stale.seen)


class SeenForm(forms.Form):
    """A form over what stands already; ``seen`` is the ``common.seen`` mark of what it showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class DayInput(forms.DateInput):
    """The browser's own calendar. It takes a day in one form only, whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class UploadField(forms.FileField):
    """One file of the kinds that ``use`` names, looked at as it comes in; the cleaned value is a CleanFile or None."""

    default_error_messages = {
        "required": "请先选择文件。",
        "invalid": "没有收到文件,请重新选择。",
        "missing": "没有收到文件,请重新选择。",
        "empty": "文件是空的,请重新选择文件。",
    }

    def __init__(self, *, use: Use, **kwargs: Any) -> None:
        self.use = use
        help_text = kwargs.pop("help_text", f"{use.words},不超过{use.most_of_any}MB")
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": use.accept}))
        super().__init__(help_text=help_text, **kwargs)

    def to_python(self, data: UploadedFile | None) -> CleanFile | None:
        file = super().to_python(data)
        if file is None:
            return None
        try:
            if file.size > self.use.most_of_any * 1024 * 1024:  # not even read
                raise too_large(self.use.most_of_any)
            return clean_file(file.read(), file.name, self.use)
        except FileRefused as error:
            raise forms.ValidationError(str(error))


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class UploadsField(UploadField):
    """Up to ``most`` files at once; the cleaned value is a list of CleanFiles."""

    def __init__(self, *, use: Use, most: int, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("help_text", f"{use.words},每张不超过{use.most_of_any}MB,最多{most}张")
        super().__init__(use=use, widget=_ManyFiles(attrs={"accept": use.accept, "multiple": True}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[CleanFile]:
        sent = [one for one in data or [] if one]
        if len(sent) > self.most:
            raise forms.ValidationError(f"最多{self.most}张,请少选几张。")
        return [super(UploadsField, self).clean(one, initial) for one in sent]
