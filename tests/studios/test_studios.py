"""Studios opened, corrected, closed, and what they were given."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from members.models import Area, Sector
from studios.models import Residency, Studio, StudioEvent, StudioHonour
from studios.services import (
    StudioEntry,
    StudioRefused,
    StudioStale,
    add_honour,
    change_studio,
    close_studio,
    open_studio,
    remove_honour,
    reopen_studio,
)
from tests.cast import NOW, Cast

TODAY = NOW.date()


def opened(cast: Cast, name: str = "石桥工作室", **fields) -> Studio:
    return open_studio(entry=StudioEntry(name=name, **fields), by=cast.clerk, now=NOW)


def changed(cast: Cast, studio: Studio, revision: int = 1, **fields):
    entry = StudioEntry(**{"name": studio.name, "number": studio.number, **fields})
    return change_studio(studio=studio, entry=entry, revision=revision, by=cast.clerk, now=NOW)


def test_new_studio_gets_the_next_number_a_story_and_a_row_in_the_trail(cast: Cast):
    made = opened(cast, sectors=(Sector.objects.get(name="教育界"),), brand="同心桥")
    assert (made.number, made.brand, [s.name for s in made.sectors.all()]) == (3, "同心桥", ["教育界"])
    assert made.events.get().what == "登记工作室"
    assert AuditEvent.objects.get(subject="石桥工作室 登记工作室").actor_id == cast.clerk.pk


def test_same_studio_sent_twice_is_opened_once(cast: Cast):
    assert opened(cast, host="石桥镇政府") == opened(cast, host="石桥镇政府")
    assert StudioEvent.objects.count() == 1
    with pytest.raises(StudioRefused, match="已经有叫“石桥工作室”"):
        opened(cast, host="别的单位")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"number": 1}, "编号1已经是城关工作室的"),
        ({"opened_on": TODAY + dt.timedelta(days=1)}, "还没有到"),
        ({"name": "城关工作室", "brand": "同心桥"}, "已经有叫“城关工作室”"),
    ],
)
def test_studio_that_cannot_be_is_refused_with_the_way_to_mend_it(cast: Cast, fields, said: str):
    with pytest.raises(StudioRefused, match=said):
        opened(cast, **fields)
    assert Studio.objects.count() == 2


def test_correction_tells_what_changed(cast: Cast):
    area = Area.objects.get(name="城关镇")
    changes = changed(cast, cast.town, area=area, sectors=(Sector.objects.get(name="教育界"),), leader=None)
    assert changes == {"所在片区(镇街)": ("—", "城关镇"), "结合界别": ("—", "教育界")}
    cast.town.refresh_from_db()
    assert (cast.town.area, cast.town.revision) == (area, 2)
    assert cast.town.events.get().detail["所在片区(镇街)"] == ["—", "城关镇"]


def test_correction_over_one_that_came_between_is_refused_and_the_same_one_is_not(cast: Cast):
    changed(cast, cast.town, brand="同心桥")
    with pytest.raises(StudioStale) as refused:
        changed(cast, cast.town, brand="连心桥")
    assert refused.value.stored.brand == "同心桥"
    assert changed(cast, cast.town, brand="同心桥") == {}
    assert cast.town.events.count() == 1


def test_studio_is_under_no_branch_of_its_own(cast: Cast):
    branch = opened(cast, parent=cast.town)
    for above in (branch, cast.town):
        with pytest.raises(StudioRefused, match="不能是它自己"):
            changed(cast, cast.town, parent=above)
    with pytest.raises(IntegrityError), transaction.atomic():
        Studio.objects.filter(pk=branch.pk).update(parent=branch)


def closed(cast: Cast, studio: Studio, on: dt.date = TODAY) -> Studio:
    return close_studio(studio=studio, on=on, why="并入河东", by=cast.clerk, now=NOW)


def test_closing_ends_everybody_in_it_and_says_who(cast: Cast):
    closed(cast, cast.town)
    assert not Residency.objects.in_studios([cast.town]).exists()
    assert set(cast.town.residencies.values_list("until", "end_reason")) == {(TODAY, "工作室撤销")}
    event = cast.town.events.get()
    assert (event.why, sorted(event.detail["结束驻室"][0].split("、"))) == ("并入河东", ["王召", "赵联", "韩梅"])
    assert Residency.objects.in_studios([cast.river]).exists()
    assert closed(cast, cast.town).closed_on == TODAY
    assert cast.town.events.count() == 1
    with pytest.raises(StudioRefused, match="已于2026-03-20撤销"):
        closed(cast, cast.town, TODAY - dt.timedelta(days=1))


def test_studio_with_branches_or_a_wrong_day_is_not_closed(cast: Cast):
    branch = opened(cast, parent=cast.town)
    with pytest.raises(StudioRefused, match="石桥工作室还挂在城关工作室下面"):
        closed(cast, cast.town)
    with pytest.raises(StudioRefused, match="还没有到"):
        closed(cast, branch, TODAY + dt.timedelta(days=1))
    Residency.objects.filter(studio=cast.river).update(since=TODAY)
    with pytest.raises(StudioRefused, match="李强是在2026-03-01之后才编入的"):
        closed(cast, cast.river, dt.date(2026, 3, 1))
    assert Studio.objects.standing().count() == 3


def test_closed_studio_is_corrected_after_it_was_opened_again(cast: Cast):
    closed(cast, cast.town)
    with pytest.raises(StudioRefused, match="请先恢复使用"):
        changed(cast, cast.town, revision=2, brand="同心桥")
    with pytest.raises(StudioRefused, match="恢复使用"):
        opened(cast, name="城关工作室")
    for _ in range(2):
        reopen_studio(studio=cast.town, why="误撤", by=cast.clerk, now=NOW)
    cast.town.refresh_from_db()
    assert cast.town.closed_on is None
    assert not Residency.objects.in_studios([cast.town]).exists()
    assert [event.what for event in cast.town.events.all()] == ["恢复使用", "撤销工作室(2026-03-20)"]


def test_honour_is_kept_once_and_taken_away_with_a_trace(cast: Cast):
    given = {"studio": cast.town, "year": 2025, "title": "五星级工作室", "given_by": "市政协"}
    honour = add_honour(**given, by=cast.clerk, now=NOW)
    assert add_honour(**given, by=cast.clerk, now=NOW) == honour
    for _ in range(2):
        remove_honour(honour=honour, by=cast.clerk, now=NOW)
    assert not StudioHonour.objects.exists()
    assert [event.what[:4] for event in cast.town.events.all()] == ["删去荣誉", "登记荣誉"]


def test_database_repeats_the_rules(cast: Cast):
    for wrong in ({"opened_on": TODAY, "closed_on": TODAY - dt.timedelta(days=1)}, {"number": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Studio.objects.filter(pk=cast.town.pk).update(**wrong)
    for wrong in ({"year": 25, "title": "好"}, {"year": 2025, "title": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StudioHonour.objects.create(studio=cast.town, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Residency.objects.filter(studio=cast.town).update(end_reason="走了")
