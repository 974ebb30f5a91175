from django.db import migrations
from django.db.models import F

CHUNK = 1000
WHY = "核实制度施行前已提交,视为已核"


def check(apps, schema_editor):
    """What was filed before there was any checking counted, and goes on counting."""
    VisitLog, VisitEvent = apps.get_model("studios", "VisitLog"), apps.get_model("studios", "VisitEvent")
    filed = VisitLog.objects.filter(state="filed").order_by("pk").values_list("pk", "recorded_at")
    events = []
    for pk, at in list(filed):
        events.append(
            VisitEvent(
                visit_id=pk, at=at, via="code", action="check", from_state="filed", to_state="checked", why=WHY
            )
        )
        if len(events) == CHUNK:
            VisitEvent.objects.bulk_create(events)
            events = []
    VisitEvent.objects.bulk_create(events)
    VisitLog.objects.filter(state="filed").update(state="checked", checked_at=F("recorded_at"))


def uncheck(apps, schema_editor):
    VisitLog, VisitEvent = apps.get_model("studios", "VisitLog"), apps.get_model("studios", "VisitEvent")
    VisitLog.objects.filter(state="checked").update(state="filed", checked_at=None, checked_by=None)
    VisitEvent.objects.filter(action="check", via="code", why=WHY).delete()


class Migration(migrations.Migration):
    dependencies = [("studios", "0002_staffed_studios")]

    operations = [migrations.RunPython(check, uncheck)]
