"""The jobs say in a few words what they did, and nothing when there was nothing to do."""

from deadlines.models import DayOff
from deadlines.tasks import ask_for_calendar, mend_dates, sweep_deadlines
from tests.cast import Cast
from tests.deadlines.makers import at, day, opened


def test_sweep_says_how_many_it_told(cast: Cast):
    assert sweep_deadlines(now=at("2026-03-12")) == ""
    opened(cast)
    assert sweep_deadlines(now=at("2026-03-12")) == "提醒催办1件,没有人可告诉0件,没能处理0件"
    assert sweep_deadlines(now=at("2026-03-12")) == ""


def test_mending_says_how_many_moved(cast: Cast):
    opened(cast)
    assert mend_dates(now=at("2026-03-12", 3)) == ""
    DayOff.objects.create(date=day("2026-03-16"), name="县庆", source="别处写入")
    assert mend_dates(now=at("2026-03-12", 3)) == "重新计算到期日1件"


def test_asking_says_whom_it_asked(cast: Cast):
    assert ask_for_calendar(now=at("2026-10-12")) == ""
    assert ask_for_calendar(now=at("2026-11-25")) == "提醒录入放假通知,告诉1人"
