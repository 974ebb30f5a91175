"""Purposes of a visit (domain §1, 000 and 002), standard of a studio (§5.1), numbers of duty and gaps, rights."""

import datetime as dt

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils import timezone

from accounts import roles
from accounts.seed import grant
from common.dates import next_month
from deadlines.models import Ladder, Limit, Part
from deadlines.models.ladders import Level
from deadlines.services import RungValues, add_limits, change_ladder
from studios.models import DutySetting, GapSetting, MatterCategory, MatterSetting, Purpose, StandardItem

PURPOSES = {
    "listen": "了解民意",
    "publicise": "宣传政策",
    "survey": "调查研究",
    "report": "反映民意",
    "negotiate": "协商解决问题",
    "help": "帮扶困难群众",
    "mediate": "化解矛盾纠纷",
}


# 五有: 甘肃; 六有: 好商量议事室; 五上墙 and the registers: 商洛 2021. Most offices ask one of 五有 and 六有: the second
# waits, not in use, to be chosen. label → (in use, [(code, name, what is to be seen)]).
STANDARD: dict[str, tuple[bool, list[tuple[str, str, str]]]] = {
    "五有": (
        True,
        [
            ("has-place", "有场地", "固定的房间或接待点,桌椅齐全。附照片"),
            ("has-sign", "有标识", "门牌、路牌用统一样式。附照片"),
            ("has-rules", "有制度", "值班接待、学习、走访、反馈等制度成文。附文本"),
            ("has-files", "有档案", "一室一档、一人一档,按年归档"),
            ("has-results", "有成果", "提案、社情民意信息、办成的实事,列出题目和结果"),
        ],
    ),
    "六有": (
        False,
        [
            ("six-base", "有阵地", "固定的议事场所"),
            ("six-sign", "有标识", "统一的名称和标识"),
            ("six-rules", "有制度", "议事制度成文"),
            ("six-steps", "有流程", "议事流程上墙"),
            ("six-events", "有活动", "按计划开展协商议事"),
            ("six-effect", "有成效", "协商结果得到落实"),
        ],
    ),
    "五上墙": (
        True,
        [
            ("wall-sign", "标识上墙", "工作室名称和政协标识"),
            ("wall-people", "人员信息上墙", "召集人、联络员、驻室委员的照片、界别、专长。不公布私人手机号码"),
            ("wall-duties", "工作职责上墙", "召集人、联络员、驻室委员各自的职责"),
            ("wall-steps", "工作流程上墙", "接待、登记、转办、反馈的流程"),
            ("wall-rules", "规章制度上墙", "值班接待等制度"),
        ],
    ),
    "台账": (
        True,
        [
            ("book-members", "委员档案", "驻室委员名册和履职情况"),
            ("book-policy", "政策法规资料", "供来访群众查阅的资料"),
            ("book-events", "履职活动台账", "时间、地点、人员、内容、结果"),
            ("book-opinion", "社情民意台账", "反映了什么、转给谁、结果如何"),
            ("book-meetings", "会议记录", "例会和协商议事的记录"),
            ("book-study", "学习培训记录", "集体学习的时间、内容、参加人员"),
            ("book-diary", "工作日志", "值班接待和走访的日志"),
        ],
    ),
}


# What people come with, to begin with (domain §5.3: 诉求类别); the office makes its own of them.
CATEGORIES = {
    "traffic": "道路交通",
    "water": "水利灌溉",
    "housing": "住房城建",
    "education": "教育",
    "health": "医疗卫生",
    "security": "社保就业",
    "environment": "环境卫生",
    "farming": "农业农村",
    "order": "治安纠纷",
    "policy": "政策咨询",
    "other": "其他",
}


def seed() -> None:
    seed_standard()
    _rows(Purpose, PURPOSES)
    _rows(MatterCategory, CATEGORIES)
    readers = [r for r in roles.ROLES if r not in (roles.SYSTEM_ADMIN, roles.SECURITY_ADMIN, roles.AUDITOR)]
    grant(readers, ["studios.see_all_visits", "studios.log_visits"])
    desk = ["import_visits", "export_visits", "check_visits", "record_visits"]
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], [f"studios.{right}" for right in desk])
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], BASE_DATA)
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], ["studios.import_studios", "studios.export_studios"])
    seed_duty()
    seed_gaps(readers)
    seed_matters()


def seed_standard() -> None:
    """Each line once, by its code: what an office renamed, reordered or put out of use stays so."""
    position = 0
    for label, (in_use, items) in STANDARD.items():
        for code, name, evidence in items:
            position += 1
            if not StandardItem.objects.filter(code=code).exists():
                StandardItem.objects.get_or_create(
                    label=label,
                    name=name,
                    defaults={"code": code, "evidence": evidence, "position": position, "in_use": in_use},
                )


def _rows(kind: type[Purpose] | type[MatterCategory], names: dict[str, str]) -> None:
    """Those that the office has neither by code nor by name."""
    for position, (code, name) in enumerate(names.items(), start=1):
        if not kind.objects.filter(Q(code=code) | Q(name=name)).exists():
            kind.objects.create(code=code, name=name, position=position)


def seed_matters() -> None:
    """Who follows matters up, until when, and the numbers of the office; domain gives none, so the rows say so."""
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], ["studios.handle_matters", "studios.export_matters"])
    grant([roles.SECRETARY], ["studios.export_matters"])
    grant([roles.GENERAL_OFFICE], ["studios.view_mattersetting", "studios.change_mattersetting"])
    MatterSetting.objects.get_or_create(pk=1)
    common = {"effective_from": dt.date(2000, 1, 1), "source": "未见规定,建议值"}
    work = Limit(code="matter", name="诉求办理", value=15, count=Limit.Count.WORKING, position=200, **common)
    work.granted_by = Group.objects.filter(name=roles.GENERAL_OFFICE.name).first()
    if work.granted_by:
        work.longest, work.longest_count = 30, Limit.Count.WORKING
    word = Limit(code="matter_next", name="下次报进展", value=30, count=Limit.Count.NATURAL, position=201, **common)
    help_asked = Limit(code="support_desk", name="借力协调(两办)", value=10, count=Limit.Count.WORKING, **common)
    help_asked.position = 202
    add_limits([work, word, help_asked])


BASE_DATA = [
    f"studios.{act}_{model}"
    for model in ("studio", "residency", "purpose", "standarditem", "mattercategory")
    for act in ("view", "add", "change")
]

DUTY_RIGHTS = [f"studios.{act}" for act in ("edit_duty", "export_duty", "view_dutysetting", "change_dutysetting")]
OUTCOME = "shift_outcome"
# the liaison officer first, two working days later the convener, five later the office
OUTCOME_LADDER = [
    RungValues(0, Level.REMIND, [Part.RESPONSIBLE]),
    RungValues(2, Level.URGE, [Part.RESPONSIBLE, Part.HEAD]),
    RungValues(5, Level.SUPERVISE, [Part.RESPONSIBLE, Part.HEAD, Part.OFFICE]),
]


def seed_duty() -> None:
    """The settings row, the rights, the limit and the ladder of a shift's outcome."""
    DutySetting.objects.get_or_create(pk=1)
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], DUTY_RIGHTS)
    since, working = dt.date(2000, 1, 1), Limit.Count.WORKING
    limit = Limit(code=OUTCOME, name="值班成果", value=3, count=working, effective_from=since, position=60)
    limit.source = "未见规定,建议值"
    add_limits([limit])
    if not Ladder.objects.filter(kind=OUTCOME).exists():
        change_ladder(kind=OUTCOME, rungs=OUTCOME_LADDER, by=None, now=timezone.now())


def seed_gaps(readers: list[roles.Role]) -> None:
    """From the next month on: the one in which an office begins is empty for everybody. Leaders look last."""
    GapSetting.objects.get_or_create(pk=1, defaults={"first_month": next_month(timezone.localdate())})
    grant(readers, ["studios.see_gaps"])
    grant([role for role in readers if role != roles.LEADER], ["studios.see_gaps_first"])
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], ["studios.hear_of_gaps", "studios.export_gaps"])
    grant([roles.LEADER], ["studios.hear_of_gaps_last"])
    grant([roles.GENERAL_OFFICE], ["studios.set_gaps"])
