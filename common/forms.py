"""Forms that several apps share."""

from typing import Any

from django import forms


class FilterForm(forms.Form):
    """Filters of a list, kept in the URL. A value it does not know filters nothing."""

    def chosen(self) -> dict[str, Any]:
        """What is chosen, by name; None for what is not, or is not known."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}
