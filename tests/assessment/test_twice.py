"""Quotas, rulebooks, months: the same press twice is one, and the second of two hears what it is now."""

import pytest

from tests.assessment.test_quota_pages import sent
from tests.assessment.test_services import confirmed
from tests.cast import Cast
from tests.twice import Act, once, told

pytestmark = pytest.mark.usefixtures("clock")

OFFICE = ("officer", "clerk")
VISITS = "/office/quotas/151-visits/"
DAYS = {"month": "5", "quarter": "20", "year": "0", "standing": "45"}
NEW = sent(scheme="本县规定", measure="visits", name="走访企业")


def page(path: str):
    return lambda cast: path


def revision(cast: Cast) -> str:
    confirmed(cast)
    return "/office/rules/1/revise/"


ACTS = [
    Act("change a quota", page(VISITS), OFFICE, sent(),
        "刚刚有人改过这一项(何联络),现在是:", {"amount": "8", "source": "主席会议纪要"}, "主席会议纪要"),
    Act("stop a quota", page(VISITS), OFFICE, sent(in_use="no"),
        "刚刚有人改过这一项(何联络),现在是:", {"in_use": "yes", "source": "主席会议纪要"}, "主席会议纪要"),
    Act("add a quota", page("/office/quotas/new/"), OFFICE, NEW,
        "已经有一样的一项(何联络),不用再新增", kept="走访企业"),
    Act("set the days of reminding", page("/office/quotas/reminders/"), OFFICE, DAYS,
        "刚刚有人改过,现在是:每月 5天", {"month": "77"}, 'value="77"'),
    Act("revise a rulebook", revision, OFFICE, {"month": "2026-05-01"},
        "已经有更新的版本", {"month": "2026-06-01"}),
    Act("close a month", page("/office/month/2026-03/close/"), OFFICE, {},
        "2026年3月已经结过账,不用再结"),
    Act("ask for the workbook", page("/office/month/2026-03/sheets/"), OFFICE, {},
        "何联络"),
]  # fmt: skip


test_same_form_sent_twice_does_it_once = once(ACTS)
test_second_of_two_hears_what_it_is_now_and_keeps_what_they_typed = told(ACTS)
