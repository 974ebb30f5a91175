"""The demo county's studios and who is in them: one for each town, one for each sector."""

import datetime as dt
from itertools import cycle

from django.utils import timezone

from accounts.models import User
from liaison.demo.accounts import OFFICERS, open_demo_account, open_for_member
from liaison.demo.diary import moment
from liaison.demo.people import AREAS, COMMITTEES, SECTORS
from liaison.demo.world import County
from members.models import Area, Group, Member, Seat, Sector
from members.services import hand_out_keys
from studios.models import Residency, Studio
from studios.services import (
    StudioEntry,
    add_honour,
    change_part,
    close_studio,
    end_residency,
    open_studio,
    place,
    place_officer,
)

IN_A_TOWN, IN_A_SECTOR = 9, 11  # members in one studio, who are not all of them: the office has somebody to place
FEWEST = 3
WITHOUT_ACCOUNT = 6  # members who are told by telephone
WITHOUT_OFFICER = 25  # studios from this number on are run by their convener alone
CONVENER, RESIDENT, OFFICER = Residency.Part.CONVENER, Residency.Part.RESIDENT, Residency.Part.LIAISON


def open_studios(county: County) -> None:
    """Studios and their people, as the clerk enters them on the first morning; accounts for nearly all members."""
    county.members = list(Member.objects.by_strokes())
    officers = [open_demo_account(username, name, now=county.began) for username, name in OFFICERS.items()]
    seats = list(Seat.objects.open().select_related("member", "area", "sector").by_strokes())
    leaders = [seat.member for seat in seats if seat.post in (Seat.Post.CHAIR, Seat.Post.VICE_CHAIR)]
    county.leaders = leaders
    groups = cycle(Group.objects.filter(name__in=COMMITTEES).order_by("name"))
    in_charge = cycle(leaders)
    for number, name in enumerate([*AREAS, *SECTORS], start=1):
        studio = _open(county, number, name, leader=next(in_charge), group=next(groups, None))
        taken = [seat.member for seat in seats if _belongs(county, seat, name)]
        _fill(county, studio, taken)
        if number < WITHOUT_OFFICER:
            _give_officer(county, studio, officers[(number - 1) % len(AREAS)])
    _let_members_in(county)
    _later(county)


def _open(county: County, number: int, name: str, *, leader: Member, group: Group | None) -> Studio:
    in_town = name in AREAS
    entry = StudioEntry(
        name=f"{name.removesuffix('界')}委员工作室",
        number=number,
        kind="片区" if in_town else "界别",
        area=Area.objects.get(name=name if in_town else AREAS[number % len(AREAS)]),
        brand=BRANDS.get(name, ""),
        host=f"{name}便民服务中心" if in_town else f"{AREAS[number % len(AREAS)]}文化站",
        address=f"{name}便民服务中心二楼" if in_town else f"{AREAS[number % len(AREAS)]}文化站一楼",
        leader=leader,
        group=group,
        phone=f"0000-12350{number:02d}",
        open_hours="值班时间见值班表,平时请先打电话",
        opened_on=timezone.localdate(county.began) - dt.timedelta(days=30 * (number % 9)),
        sectors=() if in_town else tuple(Sector.objects.filter(name=name)),
    )
    studio = open_studio(entry=entry, by=county.clerk, now=county.began)
    county.studios.append(studio)
    return studio


def _belongs(county: County, seat: Seat, name: str) -> bool:
    place = seat.area.name if name in AREAS and seat.area else seat.sector.name
    return place == name and seat.member_id not in county.home


def _fill(county: County, studio: Studio, members: list[Member]) -> None:
    """The first by strokes convenes; where a sector has too few left, somebody of a town's studio comes too."""
    most = IN_A_TOWN if studio.kind == "片区" else IN_A_SECTOR
    people = members[:most]
    if len(people) < FEWEST:
        people += [one for one in county.members if one.pk not in {two.pk for two in people}][: FEWEST - len(people)]
    since = timezone.localdate(county.began)
    said = {"studio": studio, "since": since, "by": county.clerk, "now": county.began}
    first, second, *rest = people
    place(members=[first], part=CONVENER, **said)
    place(members=[second], part=RESIDENT, **said)
    place(members=rest, part=RESIDENT, **said)
    county.conveners[studio.pk], county.residents[studio.pk] = first, people
    for member in people:
        county.home.setdefault(member.pk, studio)


def _give_officer(county: County, studio: Studio, officer: User) -> None:
    since = timezone.localdate(county.began)
    place_officer(user=officer, studio=studio, part=OFFICER, since=since, by=county.clerk, now=county.began)
    county.officers[studio.pk] = officer


def _let_members_in(county: County) -> None:
    """Slips for all but a few; two of the first studio also choose the demo's password."""
    first = county.studios[0]
    for member in county.residents[first.pk][:2]:
        open_for_member(member, by=county.clerk, now=county.began)
    by_phone = {member.pk for member in county.residents[county.studios[-1].pk]}
    by_phone |= {member.pk for member in county.members[-WITHOUT_ACCOUNT:]}
    others = [one for one in county.members if one.user_id is None and one.pk not in by_phone]
    hand_out_keys(members=others, by=county.clerk, now=county.began)
    county.members = list(Member.objects.select_related("user").by_strokes())
    known = {member.pk: member for member in county.members}
    county.conveners = {pk: known[member.pk] for pk, member in county.conveners.items()}
    county.residents = {pk: [known[one.pk] for one in people] for pk, people in county.residents.items()}


def _later(county: County) -> None:
    """What a year brings: somebody leaves, somebody convenes in another's place, a room is given up, honours."""
    clerk, studios = county.clerk, county.studios

    def leave(at: dt.datetime) -> None:
        one = Residency.objects.in_studios([studios[3]]).filter(part=RESIDENT, member__isnull=False).latest("pk")
        end_residency(residency=one, on=timezone.localdate(at), why="工作调动", by=clerk, now=at)
        county.residents[studios[3].pk] = [m for m in county.residents[studios[3].pk] if m.pk != one.member_id]

    def convene(at: dt.datetime) -> None:
        people, day = county.residents[studios[5].pk], timezone.localdate(at)
        inside = Residency.objects.in_studios([studios[5]])
        change_part(residency=inside.get(part=CONVENER), part=RESIDENT, on=day, by=clerk, now=at)
        change_part(residency=inside.get(member=people[1]), part=CONVENER, on=day, by=clerk, now=at)
        county.conveners[studios[5].pk] = people[1]

    def try_out(at: dt.datetime) -> None:
        entry = StudioEntry(name="云陵街道流动工作室", kind="特色", area=studios[0].area, parent=studios[0])
        open_studio(entry=entry, by=clerk, now=at)

    def give_up(at: dt.datetime) -> None:
        gone = Studio.objects.get(name="云陵街道流动工作室")
        close_studio(studio=gone, on=timezone.localdate(at), why="并入云陵街道委员工作室", by=clerk, now=at)

    def honour(at: dt.datetime) -> None:
        for studio, title in zip(
            studios[:3], ["五星级委员工作室", "四星级委员工作室", "民情日志优秀工作室"], strict=True
        ):
            add_honour(studio=studio, year=at.year, title=title, given_by="市政协", by=clerk, now=at)

    county.diary.on(moment(county.month(2).replace(day=3), 10), try_out)
    county.diary.on(moment(county.month(4).replace(day=8), 10), leave)
    county.diary.on(moment(county.month(5).replace(day=12), 9), convene)
    county.diary.on(moment(county.month(6).replace(day=20), 15), give_up)
    county.diary.on(moment(county.month(8).replace(day=25), 11), honour)


HONOURS = ["五星级委员工作室", "四星级委员工作室", "民情日志优秀工作室"]
BRANDS = {
    "云陵街道": "东门茶话",
    "石桥镇": "桥头夜话",
    "清溪镇": "溪边有约",
    "工商联界": "企业家下午茶",
    "医药卫生界": "健康直通车",
    "教育界": "校门口的十分钟",
    "农业和农村界": "田间板凳会",
}
