"""Matters that are being done now: who is to see that they are, in the step that said so."""

from django.db import migrations


def fill(apps, schema_editor):
    Matter = apps.get_model("studios", "Matter")
    MatterEvent = apps.get_model("studios", "MatterEvent")
    for matter in Matter.objects.filter(supervisor__isnull=False):
        last = MatterEvent.objects.filter(matter=matter, action="result").order_by("at", "pk").last()
        if last:
            MatterEvent.objects.filter(pk=last.pk).update(supervisor=matter.supervisor_id)


class Migration(migrations.Migration):
    dependencies = [("studios", "0005_supervised_matters")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
