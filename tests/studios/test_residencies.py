"""Who is in a studio: many placed at once, one moved, one ended."""

import datetime as dt

import pytest

from accounts.models import AuditEvent
from members.models import Member
from members.services import end_seat
from notices.models import Notice
from studios.models import Residency, StudioEvent
from studios.services import (
    PlacingRefused,
    change_part,
    close_studio,
    end_residency,
    place,
    place_officer,
)
from tests.cast import NOW, Cast, seat, user

TODAY = NOW.date()
RESIDENT, CONVENER, LIAISON = Residency.Part.RESIDENT, Residency.Part.CONVENER, Residency.Part.LIAISON


def left_over(cast: Cast, *names: str) -> list[Member]:
    """Members in no studio."""
    return [seat(cast.term, name, "教育界").member for name in names or ("丁一", "马云龙", "欧阳明月")]


def placed(cast: Cast, members: list[Member], *, studio=None, part=RESIDENT, since=TODAY, **more):
    return place(members=members, studio=studio or cast.town, part=part, since=since, by=cast.clerk, now=NOW, **more)


def of(cast: Cast, who) -> Residency:
    return Residency.objects.open().held_by(who).get()


def test_many_are_placed_at_once_with_one_event(cast: Cast):
    done = placed(cast, left_over(cast))
    assert [(r.member.name, r.part, r.since) for r in done.new] == [
        (name, RESIDENT, TODAY) for name in ("丁一", "马云龙", "欧阳明月")
    ]
    assert cast.town.events.get().what == "编入驻室委员:丁一、马云龙、欧阳明月"
    assert AuditEvent.objects.filter(subject__startswith="城关工作室 编入").count() == 1


def test_placing_twice_is_placing_once(cast: Cast):
    members = left_over(cast)
    placed(cast, members)
    again = placed(cast, members)
    assert (again.new, again.already) == ([], members)
    assert StudioEvent.objects.count() == 1


def test_who_was_placed_elsewhere_meanwhile_is_left_out_and_named(cast: Cast):
    first, second, _ = members = left_over(cast)
    placed(cast, [first, second], studio=cast.river)
    done = placed(cast, members, only_unplaced=True)
    assert [one.member.name for one in done.new] == ["欧阳明月"]
    assert done.elsewhere == [(first, "河东工作室"), (second, "河东工作室")]
    assert len(placed(cast, [first]).new) == 1  # by name, into a second studio: offices do


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("gone", "韩梅已不是本届在任委员"),
        ("future", "日期还没有到"),
        ("closed", "已于2026-03-20撤销"),
        ("other part", "王召已是城关工作室的召集人"),
    ],
)
def test_placing_that_cannot_be_places_nobody(cast: Cast, how: str, said: str):
    member, convener = cast.person(cast.member), cast.person(cast.convener)
    fresh = left_over(cast, "丁一")
    since = TODAY + dt.timedelta(days=1) if how == "future" else TODAY
    if how == "gone":
        end_seat(seat=cast.seat(cast.member), on=TODAY, why="调离", by=cast.clerk, now=NOW)
    if how == "closed":
        close_studio(studio=cast.town, on=TODAY, why="", by=cast.clerk, now=NOW)
    before = Residency.objects.count()
    with pytest.raises(PlacingRefused, match=said):
        placed(cast, [*fresh, member if how == "gone" else convener], since=since)
    assert Residency.objects.count() == before


def test_officer_without_a_seat_is_placed_once(cast: Cast):
    officer = user("qiansan", "钱三")
    given = {"user": officer, "studio": cast.town, "since": TODAY, "by": cast.clerk, "now": NOW}
    assert place_officer(**given, part=LIAISON) == place_officer(**given, part=LIAISON)
    assert cast.town.events.get().what == "编入联络员:钱三"
    with pytest.raises(PlacingRefused, match="已是城关工作室的联络员"):
        place_officer(**given, part=CONVENER)


@pytest.mark.parametrize(
    ("who", "part", "said"),
    [("member", LIAISON, "是委员"), ("stranger", RESIDENT, "驻室委员须是委员"), ("closed", LIAISON, "账号已停用")],
)
def test_officer_who_cannot_be_one_is_refused(cast: Cast, who: str, part: str, said: str):
    officer = cast.stranger if who == "closed" else getattr(cast, who)
    if who == "closed":
        officer.is_active = False
        officer.save()
    with pytest.raises(PlacingRefused, match=said):
        place_officer(user=officer, studio=cast.river, part=part, since=TODAY, by=cast.clerk, now=NOW)


def test_change_of_part_closes_one_and_opens_the_next(cast: Cast):
    old = of(cast, cast.member)
    given = {"residency": old, "part": CONVENER, "on": TODAY, "by": cast.clerk, "now": NOW}
    new = change_part(**given)
    old.refresh_from_db()
    assert (old.until, old.end_reason) == (TODAY, "换身份")
    assert (new.part, new.since, new.until) == (CONVENER, TODAY, None)
    assert cast.town.events.get().detail == {"韩梅": ["驻室委员", "召集人"]}
    assert change_part(**given) == new
    assert cast.town.events.count() == 1


def test_change_of_part_that_cannot_be_is_refused(cast: Cast):
    liaison, member = of(cast, cast.liaison), of(cast, cast.member)
    with pytest.raises(PlacingRefused, match="驻室委员须是委员"):
        change_part(residency=liaison, part=RESIDENT, on=TODAY, by=cast.clerk, now=NOW)
    end_residency(residency=member, on=TODAY, why="调离", by=cast.officer, now=NOW)
    with pytest.raises(PlacingRefused, match="韩梅的驻室委员身份已于2026-03-20结束"):
        change_part(residency=member, part=CONVENER, on=TODAY, by=cast.clerk, now=NOW)


def test_somebody_leaves_once(cast: Cast):
    held = of(cast, cast.member)
    for _ in range(2):
        end_residency(residency=held, on=TODAY, why="工作调动", by=cast.clerk, now=NOW)
    held.refresh_from_db()
    assert (held.until, held.end_reason) == (TODAY, "工作调动")
    assert [(event.what, event.why) for event in cast.town.events.all()] == [
        ("结束驻室:驻室委员韩梅(2026-03-20)", "工作调动")
    ]
    with pytest.raises(PlacingRefused, match="已于2026-03-20结束"):
        end_residency(residency=held, on=dt.date(2026, 3, 1), why="", by=cast.officer, now=NOW)


def test_nobody_leaves_before_they_came_or_tomorrow(cast: Cast):
    held = of(cast, cast.member)
    held.since = dt.date(2026, 3, 1)
    held.save()
    for on, said in ((dt.date(2026, 2, 1), "早于韩梅编入的日期"), (TODAY + dt.timedelta(days=1), "还没有到")):
        with pytest.raises(PlacingRefused, match=said):
            end_residency(residency=held, on=on, why="", by=cast.clerk, now=NOW)


def told(who) -> list[str]:
    return sorted(Notice.objects.filter(user=who).values_list("subject", flat=True))


def test_people_hear_once_where_they_were_placed_moved_and_let_go(cast: Cast):
    member = cast.person(cast.member)
    for _ in range(2):
        placed(cast, [member], studio=cast.river, part=CONVENER)
    held = Residency.objects.get(studio=cast.river, member=member)
    for _ in range(2):
        new = change_part(residency=held, part=RESIDENT, on=TODAY, by=cast.clerk, now=NOW)
    for _ in range(2):
        end_residency(residency=new, on=TODAY, why="调离", by=cast.clerk, now=NOW)
    assert told(cast.member) == [
        "您在河东工作室的身份改为驻室委员",
        "您在河东工作室的驻室委员身份到3月20日结束",
        "您已编入河东工作室,身份是召集人",
    ]
    assert Notice.objects.get(key=f"studios.residency.{held.pk}.placed").link == f"/go/studios.studio/{cast.river.pk}/"
    assert not told(cast.other)


def test_everybody_in_a_closed_studio_hears_of_it_and_nobody_of_an_import(cast: Cast):
    close_studio(studio=cast.town, on=TODAY, why="", by=cast.clerk, now=NOW)
    for who in (cast.member, cast.convener, cast.liaison):
        assert [subject[-2:] for subject in told(who)] == ["结束"]
    placed(cast, [cast.person(cast.member)], studio=cast.river, via="导入")
    assert len(told(cast.member)) == 1
