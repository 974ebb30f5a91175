"""Two people at once on a quota, a reminder and the pool: two connections that really meet."""

import pytest
from django.db import IntegrityError, transaction

from assessment.models import Quota, QuotaTold
from assessment.services import QuotaRefused, remind_behind
from members.models import Representative, Tie
from members.services import RepresentativeRefused, TieRefused, tie
from notices.models import Notice
from tests.assessment.test_closing_race import meanwhile
from tests.assessment.test_quotas import TODAY, change
from tests.assessment.test_reminders import at
from tests.cast import NOW, Cast
from tests.members.people import known, representative, village

pytestmark = pytest.mark.django_db(transaction=True)


def test_second_change_waits_and_is_told(cast: Cast) -> None:
    seen = Quota.objects.newest().get(code="151-visits")
    thread, worked, _ = meanwhile(lambda: change(cast.officer, seen=seen))
    worked.wait()
    with pytest.raises(QuotaRefused, match="刚刚有人改过"):
        change(cast.clerk, seen=seen, amount=8)
    thread.join()
    assert list(Quota.objects.on(TODAY).filter(code="151-visits").values_list("amount", flat=True)) == [12]


def test_two_reminding_at_once_tell_everybody_once(cast: Cast) -> None:
    thread, worked, _ = meanwhile(lambda: remind_behind(now=at("2026-12-01")))
    worked.wait()
    try:
        with transaction.atomic():
            remind_behind(now=at("2026-12-01"))
    except IntegrityError:  # it had read before the other wrote: nothing of its own stays
        pass
    thread.join()
    assert Notice.objects.count() == 3
    assert QuotaTold.objects.count() == 6


def test_second_who_puts_somebody_into_the_pool_is_told(cast: Cast) -> None:
    person = known(cast, cast.member)
    thread, worked, _ = meanwhile(lambda: representative(cast, person))
    worked.wait()
    with pytest.raises(RepresentativeRefused, match="已经在群众代表库里"):
        representative(cast, person)
    thread.join()
    assert Representative.objects.count() == 1


def test_second_who_sets_the_same_village_is_told(cast: Cast) -> None:
    place, person = village(), cast.person(cast.member)
    thread, worked, _ = meanwhile(lambda: tie(source=person, target=place, kind="three_links", by=None, now=NOW))
    worked.wait()
    with pytest.raises(TieRefused, match="不用再登记"):
        tie(source=person, target=place, kind="three_links", by=None, now=NOW)
    thread.join()
    assert Tie.objects.count() == 1
