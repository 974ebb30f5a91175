from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Exact, IsNull, Lookup

from common.encryption.keys import decrypt, encrypt, fingerprint


class EncryptedTextField(models.TextField):
    """Text encrypted at rest; Python sees it plain. Empty stays empty.

    The database can only tell whether there is anything: every other lookup is refused. To find a whole value, put a
    LookupField beside it. Reading raises WrongKey when no key fits.
    """

    def from_db_value(self, value: str | None, expression: Any, connection: BaseDatabaseWrapper) -> str | None:
        return decrypt(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> type[Lookup] | None:
        return {"exact": IsEmpty, "isnull": IsNull}.get(lookup_name)


class IsEmpty(Exact):
    """``phone=""``: the one comparison that means anything."""

    def get_prep_lookup(self) -> str:
        if self.rhs != "":
            raise TypeError("an encrypted field can only be compared with the empty text")
        return ""


class LookupField(models.CharField):
    """The keyed fingerprint of the field ``of``, set whenever the row is saved.

    Filter with ``fingerprints(value)``. ``update()`` passes by it, as it does by every field of this sort.
    """

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"max_length": 64, "blank": True, "default": "", "editable": False, **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = fingerprint(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value
