"""Two people at once on a quota and on its reminders: one wins, the other is told."""

import pytest
from django.db import IntegrityError, transaction

from assessment.models import Quota, QuotaReminder, QuotaTold
from assessment.queries import reminder_days, reminders
from assessment.services import QuotaRefused, add_quota, change_reminders, remind_behind
from common.seen import Stale, mark_of
from notices.models import Notice
from tests.assessment.test_quotas import TODAY, change, values
from tests.assessment.test_reminders import at
from tests.cast import NOW, Cast
from tests.meeting import second_while_first_is_open

pytestmark = pytest.mark.django_db(transaction=True)


def test_second_change_is_told(cast: Cast) -> None:
    seen = Quota.objects.newest().get(code="151-visits")
    why = second_while_first_is_open(
        lambda: change(cast.officer, seen=seen),
        lambda: change(cast.clerk, seen=seen, amount=8),
        refusals=(QuotaRefused,),
    )
    assert "刚刚有人改过这一项(何联络)" in str(why)
    assert list(Quota.objects.on(TODAY).filter(code="151-visits").values_list("amount", flat=True)) == [12]


def test_two_add_the_same(cast: Cast) -> None:
    def add(by) -> None:
        add_quota(scheme="本县规定", measure="visits", values=values(), effective_from=TODAY, by=by, now=NOW)

    why = second_while_first_is_open(lambda: add(cast.officer), lambda: add(cast.clerk), refusals=(QuotaRefused,))
    assert "已经有一样的一项(何联络)" in str(why)
    assert Quota.objects.filter(scheme="本县规定").count() == 1


def test_second_who_sets_the_days_sees_the_first(cast: Cast) -> None:
    days, seen = reminder_days(), mark_of([str(one) for one in reminders()])

    def set_month(number: int) -> None:
        change_reminders(days={**days, "month": number}, by=cast.officer, now=NOW, seen=seen)

    why = second_while_first_is_open(lambda: set_month(5), lambda: set_month(7), refusals=(Stale,))
    assert "现在是:每月 5天" in str(why)
    assert QuotaReminder.objects.get(period="month").days == 5


def test_two_reminding_at_once_tell_everybody_once(cast: Cast) -> None:
    def remind() -> None:
        with transaction.atomic():
            remind_behind(now=at("2026-12-01"))

    # it may have read before the other wrote: then nothing of its own stays
    second_while_first_is_open(remind, remind, refusals=(IntegrityError,))
    assert Notice.objects.count() == 3
    assert QuotaTold.objects.count() == 6
