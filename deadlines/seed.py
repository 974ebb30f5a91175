"""The working calendar of the years already announced, the limits found in the rules of offices, the first ladder.

Where a rule gives no number, the row says so; every office goes through them. Creates only what is missing.
"""

import datetime as dt

from chinese_calendar import constants
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts import roles
from accounts.roles import Role
from accounts.seed import grant
from deadlines.models import Ladder, Level, Limit, Part, ReminderHours
from deadlines.services import RungValues, add_limits, change_ladder, enter_known_years

SINCE = dt.date(2000, 1, 1)
WORKING, NATURAL, MONTHS = Limit.Count.WORKING, Limit.Count.NATURAL, Limit.Count.MONTHS
SOURCE = "国务院办公厅通知(随软件带来)"
FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}  # as the notices call them
NO_RULE = "未见规定,建议值"

# code, name, value, how it is counted, where the number comes from (domain §2.4, §3.3, §4.3, §6.2)
LIMITS = [
    ("hand_out", "交办会", 30, NATURAL, "全会闭幕后30天内"),
    ("sign_for", "签收", 3, WORKING, NO_RULE),
    ("return", "退回改办", 7, WORKING, "玉林7个工作日;别处3至10个工作日"),
    ("dispute", "承办争议答复", 7, NATURAL, "广州:办公厅7天内答复"),
    ("joint_opinion", "会办意见", 30, NATURAL, "会办单位1个月内告主办单位"),
    ("reply", "答复", 3, MONTHS, "交办后3个月;疑难的不超过6个月"),
    ("first_contact", "首次面商", 15, WORKING, "崇义县:交办后15个工作日"),
    ("feedback", "委员反馈", 15, WORKING, "崇义县:15个工作日;逾期只提醒,不视为满意"),
    ("second_round", "再次办理", 30, NATURAL, NO_RULE),
    ("publish_reply", "复文公开", 20, WORKING, "答复后20个工作日"),
    ("publish_filing", "立案公开", 15, NATURAL, "枣庄:立案后15天内公开编号、提案人、案由"),
    ("tell_lead", "重点提案告知领衔人", 10, NATURAL, "广州:交办后10天内"),
    ("referral", "转办办理", 15, WORKING, "赫章:一般15至30个工作日"),
    ("referral_urgent", "转办办理(急)", 3, WORKING, "赫章、繁昌:3个工作日"),
    ("support", "借力协调", 7, WORKING, NO_RULE),
    ("echo", "向群众回音", 15, WORKING, NO_RULE),
    ("minutes", "协商纪要", 7, WORKING, "协商会后7个工作日内印发"),
    ("publicity", "公示", 5, NATURAL, "参照村务公开3至7天"),
    ("look_back", "回头看", 90, NATURAL, NO_RULE),
    ("general", "一般办件", 15, WORKING, NO_RULE),
]
# counted from the day of an event to the days before it
BEFORE = [
    ("notice", "协商通知", 3, NATURAL, "建议值;市级协商会提前15个工作日"),
    ("material", "协商材料", 3, NATURAL, "建议值;市级协商会提前10个工作日"),
    ("plenary_notice", "全会通知", 7, NATURAL, "无锡:提前7天"),
    ("meeting_notice", "会议活动通知", 3, NATURAL, "无锡:常委会、活动提前3天"),
    ("leave", "会前请假", 2, NATURAL, "海南、无锡:提前2天"),
    ("plenary_proposals", "大会提案起算", 3, MONTHS, "阜阳:全会开幕前3个月起提交的为大会提案"),
]
# code → who grants an extension, and how long the whole may become
GRANTED: dict[str, tuple[Role, int, str]] = {
    "reply": (roles.PROPOSALS, 6, MONTHS),
    "joint_opinion": (roles.PROPOSALS, 60, NATURAL),
    "second_round": (roles.PROPOSALS, 60, NATURAL),
    "referral": (roles.GENERAL_OFFICE, 30, WORKING),
    "referral_urgent": (roles.GENERAL_OFFICE, 8, WORKING),
    "general": (roles.SECRETARY, 60, WORKING),
}

R, H, O, L = Part.RESPONSIBLE, Part.HEAD, Part.OFFICE, Part.LEADER  # noqa: E741
# domain §9.2; the last step has no number there
LADDER = [
    RungValues(-7, Level.REMIND, [R]),
    RungValues(-3, Level.REMIND, [R]),
    RungValues(-1, Level.REMIND, [R, H]),
    RungValues(0, Level.URGE, [R, H]),
    RungValues(5, Level.SUPERVISE, [R, H, O]),
    RungValues(10, Level.REPORT, [O, L]),
]


def seed() -> None:
    clerks = [roles.GENERAL_OFFICE, roles.PROPOSALS]
    readers = [r for r in roles.ROLES if r not in (roles.SYSTEM_ADMIN, roles.SECURITY_ADMIN, roles.AUDITOR)]
    grant(readers, ["deadlines.see_deadlines"])
    grant(clerks, ["deadlines.manage_deadlines"])
    grant([roles.GENERAL_OFFICE], ["deadlines.set_calendar"])
    grant([roles.GENERAL_OFFICE, roles.SECRETARY], ["deadlines.set_limits"])
    now = timezone.now()
    seed_calendar(now)
    seed_limits()
    ReminderHours.objects.get_or_create(pk=1)
    if not Ladder.objects.filter(kind="").exists():
        change_ladder(kind="", rungs=LADDER, by=None, now=now)


def seed_calendar(now: dt.datetime) -> None:
    """The years that the library knows; a new version of it brings new ones."""
    enter_known_years(
        years={day.year for day in constants.holidays},
        off={day: _chinese(name) for day, name in constants.holidays.items()},
        work={day: _chinese(name) for day, name in constants.workdays.items()},
        source=SOURCE,
        now=now,
    )


def _chinese(name: str) -> str:
    return FULL_NAMES.get(chinese := str(constants.Holiday(name).chinese), chinese)


def seed_limits() -> None:
    rows = [(*row, False) for row in LIMITS] + [(*row, True) for row in BEFORE]
    groups = {group.name: group for group in Group.objects.all()}
    limits = []
    for position, (code, name, value, count, source, backward) in enumerate(rows, start=1):
        role, longest, longest_count = GRANTED.get(code, (None, None, ""))
        limits.append(
            Limit(
                code=code,
                name=name,
                value=value,
                count=count,
                backward=backward,
                effective_from=SINCE,
                granted_by=groups[role.name] if role else None,
                longest=longest,
                longest_count=longest_count,
                source=source,
                position=position,
            )
        )
    add_limits(limits)
