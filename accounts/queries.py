"""Reads of accounts."""

from typing import TypeVar

from django.db.models import Exists, ForeignObjectRel, Model, OuterRef, QuerySet

from accounts.models import Office

Row = TypeVar("Row", bound=Model)


def the_office() -> Office:
    """The settings row; its defaults while nobody has saved one. One query."""
    return Office.objects.first() or Office(pk=1)


def not_pointed_at(rows: QuerySet[Row]) -> QuerySet[Row]:
    """The rows that no row of any app points to, keys without an accessor (``related_name="+"``) included.

    Goes by the app registry, so that a lower app need not know who links its rows.
    """
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many:
            owners = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.filter(~Exists(owners))
    return rows
