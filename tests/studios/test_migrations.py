"""What filed visits become when checking begins."""

import datetime as dt
from importlib import import_module

from django.apps import apps

from studios.models import VisitEvent, VisitLog
from studios.services import withdraw
from tests.cast import NOW, Cast
from tests.studios.makers import draft, filed

step = import_module("studios.migrations.0003_counted_visits_are_checked")


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
