"""A month closed while somebody is filing: two connections that really meet."""

import datetime as dt

import pytest

from assessment.services import close_month
from deadlines.models import Period
from studios.models import VisitLog
from studios.services import MonthClosed, VisitEntry, file, save_draft
from tests.cast import NOW, Cast
from tests.meeting import second_while_first_is_open

pytestmark = pytest.mark.django_db(transaction=True)

MONTH = dt.date(2026, 2, 1)


def entry(cast: Cast) -> VisitEntry:
    return VisitEntry(occurred_on=dt.date(2026, 2, 10), way=VisitLog.Way.VISIT, place="东关村", studio=cast.town)


@pytest.mark.parametrize("drafted", [True, False])
def test_closing_waits_for_a_filing_under_way(cast: Cast, drafted: bool):
    member = cast.person(cast.member)
    draft = save_draft(entry=entry(cast), by=cast.member, now=NOW, member=member) if drafted else None
    target = {"visit": draft, "revision": draft.revision} if draft else {"member": member}
    filed: list[int] = []

    def close() -> None:
        close_month(month=MONTH, by=cast.clerk, now=NOW)
        filed.append(VisitLog.objects.filed().count())

    second_while_first_is_open(lambda: file(entry=entry(cast), by=cast.member, now=NOW, **target), close, refusals=())
    assert filed == [1]


def test_filing_after_a_closing_under_way_is_refused(cast: Cast):
    member = cast.person(cast.member)
    why = second_while_first_is_open(
        lambda: close_month(month=MONTH, by=cast.clerk, now=NOW),
        lambda: file(entry=entry(cast), by=cast.member, now=NOW, member=member),
        refusals=(MonthClosed,),
    )
    assert "结账" in str(why)
    assert Period.objects.closed(MONTH)
    assert not VisitLog.objects.exists()
