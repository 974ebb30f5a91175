"""Which doors are open to a user, and the places behind each."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from accounts import rules
from accounts.models import User
from accounts.queries import has_unit
from members.queries import member_of
from members.rules import can_edit_members
from notices.queries import unread_count
from studios.queries import in_studio, logs_as_staff, studios_run_by, to_check_by


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    current: bool = False
    count: int = 0
    apart: bool = False  # the first of a group


@dataclass(frozen=True)
class Door:
    name: str
    url: str
    text: str


OFFICE_PLACES = [
    [
        ("委员", "members:list", "members.see_all_members"),
        ("群众", "members:people", "members.see_people"),
        ("我的联系", "members:staff_ties", "members.keep_ties"),
    ],
    [
        ("工作室", "studios:office_studios", "studios.see_all_visits"),
        ("值班", "studios:office_roster", "studios.see_all_visits"),
    ],
    [
        ("民情", "studios:office_visits", "studios.see_all_visits"),
        ("诉求", "studios:office_matters", "studios.see_all_visits"),
        ("还空着的", "studios:office_gaps", "studios.see_gaps"),
    ],
    [
        ("交办", "referrals:office_list", "referrals.see_referrals"),
        ("期限", "deadlines:office", "deadlines.see_deadlines"),
    ],
    [
        ("考核", "assessment:months", "assessment.see_months"),
        ("定额", "assessment:quotas", "assessment.see_months"),
    ],
    [
        ("通知", "notices:deliveries", "notices.see_deliveries"),
        ("审计", "accounts:audit", "accounts.view_auditevent"),
    ],
]
# Pages that stand elsewhere in the addresses but belong to a place.
ALSO_OF = {
    "members:people": ["members:pool"],
    "deadlines:office": ["deadlines:calendar", "deadlines:limits", "deadlines:ladders"],
    "assessment:months": ["assessment:rules"],
}


def has_member_door(user: User) -> bool:
    """Members, people of a studio, and staff of the office, who visit too. One or two queries."""
    return bool(member_of(user)) or logs_as_staff(user)


def is_offered_member_door(user: User) -> bool:
    """Not staff of the office: they come to their own log from their list of visits, and are asked for no choice."""
    return has_member_door(user) and not (rules.can_use_office(user) and not member_of(user) and not in_studio(user))


def doors_of(user: User) -> list[Door]:
    """Every door that rows open to this user; three or four queries."""
    doors = []
    if rules.can_use_office(user):
        doors.append(Door("政协机关", reverse("portal:office"), "名册、民情、考核、基础数据"))
    if is_offered_member_door(user):
        doors.append(Door("委员履职", reverse("portal:my"), "记走访、看自己的履职"))
    if has_unit(user):
        doors.append(Door("承办单位", reverse("portal:unit"), "签收、办理、答复交办的事"))
    return doors


def places_of_office(user: User, path: str) -> list[Place]:
    home, admin = reverse("portal:office"), reverse("admin:index")
    places = [Place("首页", home, path == home)]
    for group in OFFICE_PLACES:
        seen = [(label, name) for label, name, permission in group if user.has_perm(permission)]
        for label, name in seen:
            under = tuple(reverse(one) for one in (name, *ALSO_OF.get(name, [])))
            places.append(Place(label, under[0], path.startswith(under), apart=(label, name) == seen[0]))
    if can_edit_members(user) or rules.keeps_accounts(user):
        accounts = reverse("portal:accounts")
        places.append(Place("账号", accounts, path.startswith(accounts)))
    here = any(place.current for place in places)
    places.append(Place("基础数据", admin, path.startswith(admin) and not here))
    return places


def tabs_of_accounts(user: User, path: str) -> list[Place]:
    """The kinds of accounts, on the pages of accounts, for who keeps more than one."""
    members, units = reverse("portal:accounts"), reverse("accounts:unit_people")
    if not (path.startswith(members) and rules.keeps_accounts(user)):
        return []
    tabs = [Place("委员", members, path == members)] if can_edit_members(user) else []
    tabs.append(Place("承办单位", units, path.startswith(units)))
    tabs.append(Place("机关和其他账号", reverse("admin:accounts_user_changelist")))
    return tabs


def places_of_unit(path: str) -> list[Place]:
    home, own = reverse("portal:unit"), reverse("portal:unit_own")
    referrals, to_do = reverse("referrals:unit_list"), reverse("deadlines:unit_list")
    return [
        Place("首页", home, path == home),
        Place("交办", referrals, path.startswith(referrals)),
        Place("要我办的", to_do, path.startswith(to_do)),
        Place("本单位", own, path == own),
    ]


def inbox_of(user: User, path: str, *, door: str, now: dt.datetime) -> Place:
    """The inbox behind a door, with how much in it is unread. One query."""
    url = reverse(f"notices:{door}_inbox")
    return Place("收件箱", url, path.startswith(url), unread_count(user, now))


def places_of_member(user: User, path: str) -> list[Place]:
    home, new, duty = reverse("portal:my"), reverse("studios:visit_new"), reverse("studios:my_duty")
    roster = reverse("studios:my_roster")
    places = [Place("首页", home, path == home)]
    if member_of(user) or logs_as_staff(user):
        places.append(Place("记一笔", new, path == new))
    if member_of(user) or in_studio(user):
        places.append(Place("值班", duty, path.startswith((duty, roster))))
    if studios_run_by(user):
        studio = reverse("studios:my_studio")
        here = path.startswith(studio) and not path.startswith(roster)
        places.append(Place("工作室", studio, here, to_check_by(user).count()))
    me = reverse("portal:me")
    places.append(Place("我的", me, path == me))
    return places
