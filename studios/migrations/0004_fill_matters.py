"""Matters of visits that are filed already: where each stands, by how it was dealt with and whether the person was told."""

from collections import defaultdict

from django.db import migrations
from django.utils import timezone

PATTERN = "诉求〔{year}〕{number}号"
CHUNK = 500
ON_THE_SPOT = {"settled", "explained"}
NOTHING_MORE = {"guided", "history", "noted"}


def state_of(matter):
    if matter.visit.state == "withdrawn":
        return "dropped"
    if matter.told or matter.outcome in NOTHING_MORE:
        return "closed"
    return "answered" if matter.outcome in ON_THE_SPOT else "open"


def fill(apps, schema_editor):
    Matter = apps.get_model("studios", "Matter")
    MatterEvent = apps.get_model("studios", "MatterEvent")
    Counter = apps.get_model("accounts", "Counter")
    given = defaultdict(int)
    found = Matter.objects.filter(state="written").exclude(visit__state="draft").select_related("visit")
    batch = []
    for matter in found.order_by("visit__recorded_at", "visit_id", "position").iterator(chunk_size=CHUNK):
        at = matter.visit.recorded_at
        year = timezone.localtime(at).year
        given[year] += 1
        matter.number = PATTERN.replace("{year}", str(year)).replace("{number}", str(given[year]))
        matter.state = state_of(matter)
        matter.closed_at = at if matter.state == "closed" else None
        batch.append(matter)
        if len(batch) == CHUNK:
            write(Matter, MatterEvent, batch)
            batch = []
    write(Matter, MatterEvent, batch)
    for year, last in given.items():
        Counter.objects.update_or_create(key=f"matter:{year}", defaults={"value": last})


def write(Matter, MatterEvent, batch):
    Matter.objects.bulk_update(batch, ["number", "state", "closed_at"])
    MatterEvent.objects.bulk_create(
        MatterEvent(
            matter=matter,
            at=matter.visit.recorded_at,
            by_id=matter.visit.recorded_by_id,
            via="code",
            action="begin",
            from_state="written",
            to_state=matter.state,
        )
        for matter in batch
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_counter"),
        ("studios", "0003_counted_visits_are_checked"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
