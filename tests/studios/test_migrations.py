"""What filed visits become when checking begins."""

import datetime as dt
from importlib import import_module

from django.apps import apps

from studios.models import MatterEvent, VisitEvent, VisitLog
from studios.services import withdraw
from tests.cast import NOW, Cast
from tests.studios.makers import draft, filed
from tests.studios.matters.makers import raised, settled

step = import_module("studios.migrations.0003_counted_visits_are_checked")
supervised = import_module("studios.migrations.0006_fill_supervised_matters")


def test_visits_filed_before_checking_count_as_checked_since_they_were_recorded(cast: Cast):
    counted, kept, gone = filed(cast, cast.member), draft(cast, cast.member), filed(cast, cast.other)
    withdraw(visit=gone, why="记错了", by=cast.other, now=NOW + dt.timedelta(hours=1))
    step.check(apps, None)
    counted.refresh_from_db()
    assert (counted.state, counted.checked_at, counted.checked_by) == ("checked", NOW, None)
    assert VisitEvent.objects.get(action="check").why == step.WHY
    assert set(VisitLog.objects.exclude(pk=counted.pk).values_list("pk", "state")) == {
        (kept.pk, "draft"),
        (gone.pk, "withdrawn"),
    }
    step.uncheck(apps, None)
    counted.refresh_from_db()
    assert (counted.state, counted.checked_at) == ("filed", None)
    assert not VisitEvent.objects.filter(action="check").exists()


def test_matter_that_is_being_done_has_its_supervisor_in_the_last_step_that_said_so(cast: Cast):
    matter = settled(cast, raised(cast), "doing", supervisor=cast.leader, supervisor_name=cast.leader.name)
    settled(cast, matter, "doing", supervisor=cast.other, supervisor_name=cast.other.name)
    over = settled(cast, settled(cast, raised(cast), "doing", supervisor=cast.leader), "done")
    MatterEvent.objects.update(supervisor=None)
    supervised.fill(apps, None)
    said = list(MatterEvent.objects.filter(action="result").order_by("pk").values_list("matter", "supervisor"))
    assert said == [(matter.pk, None), (matter.pk, cast.other.pk), (over.pk, None), (over.pk, None)]
