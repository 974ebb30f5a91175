"""What nothing points to."""

from typing import TypeVar

from django.db.models import Exists, ForeignObjectRel, Model, OuterRef, QuerySet

Row = TypeVar("Row", bound=Model)


def not_pointed_at(rows: QuerySet[Row]) -> QuerySet[Row]:
    """The rows that no row of any app points to, keys without an accessor (``related_name="+"``) included.

    Goes by the app registry, so that a lower app need not know who links its rows.
    """
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many:
            owners = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.filter(~Exists(owners))
    return rows
