"""What hangs on a visit's row: purposes, companions, constituents, matters, photos; compared and stored."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from typing import Any

from accounts.models import User
from accounts.services import store_file
from members.models import Constituent
from members.services import Nameless, PhoneKnown, add_constituent, record_contact
from studios.models import Matter, VisitLog, VisitPhoto
from studios.services.entries import MatterEntry, NumberHidden, NumberTaken, TooManyPhotos, VisitEntry

MATTER_FIELDS = [field.name for field in fields(MatterEntry)]
MOST_PHOTOS = 5


def stands(visit: VisitLog, entry: VisitEntry) -> bool:
    """Whether exactly this is stored already. Eight queries at most."""
    matters = tuple(
        MatterEntry(**{name: getattr(matter, name) for name in MATTER_FIELDS})
        for matter in visit.matters.select_related("category", "village")
    )
    return (
        all(getattr(visit, name) == value for name, value in entry.fields().items())
        and set(visit.purposes.all()) == set(entry.purposes)
        and set(visit.companions.all()) == set(entry.companions)
        and matters == entry.matters
        and _same_people(visit, entry)
        and _same_photos(visit, entry)
    )


def _same_people(visit: VisitLog, entry: VisitEntry) -> bool:
    """Those picked, and beside them exactly the newcomers, known by their names: sent again, they stand."""
    stored = set(visit.constituents.all())
    more = Counter(one.name for one in stored - set(entry.constituents))
    return stored >= set(entry.constituents) and more == Counter(one.person.name for one in entry.newcomers)


def _same_photos(visit: VisitLog, entry: VisitEntry) -> bool:
    stored = dict(visit.photos.values_list("pk", "file__sha256"))
    new = {hashlib.sha256(photo.file.content).hexdigest() for photo in entry.photos}
    return new <= set(stored.values()) and not entry.dropped & set(stored)


def write_parts(
    visit: VisitLog, entry: VisitEntry, *, by: User | None, now: dt.datetime, made: bool = False
) -> list[Constituent]:
    """Store what hangs on the row, and give the people who were met. A matter keeps its key by its place, so that what
    points to it stays.

    ``made``: the row is new, nothing hangs on it yet. Raises NumberTaken, TooManyPhotos.
    """
    met = [*entry.constituents, *_added(visit, entry, by=by, now=now)]
    _link(visit.purposes, entry.purposes, made)
    _link(visit.companions, entry.companions, made)
    _link(visit.constituents, met, made)
    Matter.objects.bulk_create(
        [
            Matter(visit=visit, position=n, **{name: getattr(one, name) for name in MATTER_FIELDS})
            for n, one in enumerate(entry.matters, start=1)
        ],
        update_conflicts=True,
        unique_fields=["visit", "position"],
        update_fields=MATTER_FIELDS,
    )
    if not made:
        Matter.objects.filter(visit=visit, position__gt=len(entry.matters)).delete()
    _write_photos(visit, entry, by=by, now=now)
    return met


def _link(stored: Any, named: Iterable[Any], made: bool) -> None:
    """Of a row made just now nobody asks what hangs on it."""
    if made:
        stored.add(*named)
    else:
        stored.set(named)


def _added(visit: VisitLog, entry: VisitEntry, *, by: User | None, now: dt.datetime) -> list[Constituent]:
    """The newcomers, each with a tie from the visit's author. One who was added by this visit before is not again."""
    known = {one.name: one for one in visit.constituents.all()} if entry.newcomers else {}
    added: list[Constituent] = []
    for place, new in enumerate(entry.newcomers):
        before = known.get(new.person.name)
        if before is not None and before not in entry.constituents:
            added.append(before)
            continue
        try:
            added.append(add_constituent(entry=new.person, member=visit.author, kind=new.kind, by=by, now=now))
        except PhoneKnown as error:
            raise (NumberTaken if error.known else NumberHidden)(str(error), place)
    return added


def _write_photos(visit: VisitLog, entry: VisitEntry, *, by: User | None, now: dt.datetime) -> None:
    """A picture sent again is kept once."""
    if entry.dropped:
        visit.photos.filter(pk__in=entry.dropped).delete()
    stored = set(visit.photos.values_list("file__sha256", flat=True)) if entry.photos else set()
    for photo in entry.photos:
        digest = hashlib.sha256(photo.file.content).hexdigest()
        if digest in stored:
            continue
        if len(stored) >= MOST_PHOTOS:
            raise TooManyPhotos(f"一次走访最多{MOST_PHOTOS}张图片。请少选几张,或先删去原来的。")
        VisitPhoto.objects.create(visit=visit, file=store_file(file=photo.file, by=by, now=now), kind=photo.kind)
        stored.add(digest)


def contacted(visit: VisitLog, met: Iterable[Constituent], *, by: User | None, now: dt.datetime) -> None:
    """Everybody met was seen on the visit's day: their time begins anew. One query each, and those of a change."""
    for one in sorted(set(met), key=lambda person: person.pk):
        with suppress(Nameless):
            record_contact(constituent=one, by=by, now=now, on=visit.occurred_on)
