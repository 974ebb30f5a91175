"""What the demo county's members hear and write down."""

import datetime as dt
import random

from studios.models import Matter, MatterCategory, Purpose, Studio, VisitLog
from studios.services import MatterEntry, VisitEntry

WAYS = {
    VisitLog.Way.RECEPTION: 30,
    VisitLog.Way.VISIT: 35,
    VisitLog.Way.MEETING: 12,
    VisitLog.Way.PHONE: 12,
    VisitLog.Way.ONLINE: 8,
    VisitLog.Way.ACTIVITY: 3,
}
PLACES = [
    "云陵街道东门社区",
    "南门街道",
    "石桥镇河口村",
    "清溪镇集市",
    "柳林镇中心小学",
    "白杨乡卫生院",
    "东山乡茶场",
    "马家湾乡",
]
PEOPLE = ["社区居民", "村民代表", "个体工商户", "脱贫户", "学生家长", "养殖户", "外卖骑手", "独居老人"]
MATTERS = [
    ("村口路灯坏了两个月,晚上出行不便", "已联系村委会,本周内修好", Matter.Outcome.SETTLED),
    ("机井年久失修,灌溉困难", "说明了今年的高标准农田项目安排", Matter.Outcome.EXPLAINED),
    ("幼儿园接送时段门口拥堵", "请交警中队到场看过,先错峰", Matter.Outcome.REFERRED),
    ("老旧小区电动车飞线充电,有隐患", "", Matter.Outcome.REPORTED),
    ("外卖骑手没有休息和充电的地方", "", Matter.Outcome.OPINION),
    ("景区周边停车难、卫生差", "", Matter.Outcome.TOPIC),
    ("农产品滞销,缺冷库", "介绍了供销社的收购点", Matter.Outcome.PROPOSAL),
    ("宅基地纠纷,已在打官司", "说明了应走司法渠道", Matter.Outcome.GUIDED),
    ("独居老人看病取药不便", "与村医约好每周上门一次", Matter.Outcome.SETTLED),
    ("冬季供暖温度不够", "", Matter.Outcome.NOTED),
]


CATEGORIES = ["traffic", "water", "order", "housing", "security", "environment", "farming", "order", "health", "other"]


def a_visit(chance: random.Random, day: dt.date, studio: Studio | None, purposes: dict[str, Purpose]) -> VisitEntry:
    """A made-up visit on ``day``; one in three raises nothing."""
    categories = {one.code: one for one in MatterCategory.objects.all()}
    way = chance.choices(list(WAYS), list(WAYS.values()))[0]
    raised = chance.sample(MATTERS, chance.choices([0, 1, 2], [33, 55, 12])[0])
    return VisitEntry(
        occurred_on=day,
        way=way,
        headcount=chance.randint(1, 12),
        people=chance.choice(PEOPLE),
        place=chance.choice(PLACES),
        summary="" if raised else "走访了解近况,宣讲了惠民政策,没有反映问题。",
        studio=studio,
        purposes=tuple(purposes[code] for code in chance.sample(list(purposes), chance.randint(1, 2))),
        matters=tuple(
            MatterEntry(
                text,
                answer,
                outcome,
                told=bool(answer) and chance.random() < 0.7,
                category=categories.get(CATEGORIES[MATTERS.index((text, answer, outcome))]),
            )
            for text, answer, outcome in raised
        ),
    )
