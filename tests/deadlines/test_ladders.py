"""Ladders and hours as the office sets them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from deadlines.models import Deadline, Ladder, Rung
from deadlines.seed import seed
from deadlines.services import LadderRefused, RungValues, change_ladder, drop_ladder, set_hours, sweep
from tests.cast import NOW, Cast
from tests.deadlines.makers import at, opened

RUNGS = [RungValues(-2, "remind", ["responsible"]), RungValues(3, "supervise", ["head", "office"])]


def test_first_ladder_is_that_of_the_trade(db):
    ladder = Ladder.objects.get(kind="")
    rows = [(rung.offset, rung.level) for rung in ladder.rungs.all()]
    assert (ladder.kind, rows) == (
        "",
        [(-7, "remind"), (-3, "remind"), (-1, "remind"), (0, "urge"), (5, "supervise"), (10, "report")],
    )


def test_own_ladder_sets_what_is_open_anew_and_others_stay(cast: Cast):
    own, other = opened(cast), opened(cast, kind="return")
    change_ladder(kind="referral", rungs=RUNGS, by=cast.clerk, now=NOW)
    own.refresh_from_db(), other.refresh_from_db()
    assert own.next_at == at("2026-03-19")
    assert other.next_at == Deadline.objects.get(pk=other.pk).next_at == at("2026-03-06")
    event = AuditEvent.objects.get(subject="催办阶梯 referral")
    assert event.detail["after"] == ["到期前2天提醒:承办;到期后3天督办:负责人、政协办公室"]
    drop_ladder(ladder=Ladder.objects.get(kind="referral"), by=cast.clerk, now=NOW)
    own.refresh_from_db()
    assert own.next_at == at("2026-03-12")


def test_rung_added_below_what_was_told_is_not_told_afterwards(cast: Cast):
    deadline = opened(cast)
    sweep(now=at("2026-03-23"))
    change_ladder(kind="referral", rungs=[RungValues(-2, "remind", ["head"]), *RUNGS[1:]], by=cast.clerk, now=NOW)
    assert sweep(now=at("2026-03-24")).told == 0
    deadline.refresh_from_db()
    assert deadline.next_at == at("2026-03-26")


@pytest.mark.parametrize(
    ("rungs", "words"), [([], "至少要留一级"), ([RUNGS[0], RungValues(-2, "urge", ["head"])], "同一天")]
)
def test_ladder_that_makes_no_sense_is_refused_and_the_old_one_stays(cast: Cast, rungs, words: str):
    with pytest.raises(LadderRefused, match=words):
        change_ladder(kind="", rungs=rungs, by=cast.clerk, now=NOW)
    assert Rung.objects.filter(ladder__kind="").count() == 6


def test_ladder_for_all_cannot_be_dropped(cast: Cast):
    with pytest.raises(LadderRefused, match="不能去掉"):
        drop_ladder(ladder=Ladder.objects.get(kind=""), by=cast.clerk, now=NOW)


def test_database_refuses_a_rung_that_tells_nobody(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Rung.objects.create(ladder=Ladder.objects.get(kind=""), offset=2, level="urge")


def test_hours_move_the_next_reminder(cast: Cast):
    deadline = opened(cast)
    set_hours(opens=dt.time(8, 30), closes=dt.time(12), by=cast.clerk, now=NOW)
    deadline.refresh_from_db()
    assert deadline.next_at == at("2026-03-12", 8, 30)


def test_seed_again_keeps_the_offices_ladder(cast: Cast):
    change_ladder(kind="", rungs=RUNGS, by=cast.clerk, now=NOW)
    seed()
    assert Rung.objects.filter(ladder__kind="").count() == 2
