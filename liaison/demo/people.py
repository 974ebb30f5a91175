"""The demo county's roster, as an office's own workbook would hold it. Names and numbers are made up."""

import datetime as dt
import random

from common.excel import Sheet

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = "建国志强文博秀英丽华海燕春梅永红晓东明辉国庆玉兰思远佳宁俊杰雪琴德胜新民爱华雅婷振兴慧敏立新少平云飞"
SECTORS = {
    "中共界": 18, "民革界": 6, "民盟界": 7, "民建界": 6, "民进界": 5, "农工党界": 5, "无党派界": 9,
    "共青团和青联界": 8, "工会界": 8, "妇联界": 9, "工商联界": 20, "科技科协界": 9, "农业和农村界": 17, "经济界": 16,
    "文化艺术和新闻出版界": 9, "教育界": 12, "医药卫生界": 11, "社会福利和社会保障界": 6, "少数民族和宗教界": 6,
    "特邀人士界": 11,
}  # fmt: skip
AREAS = ["云陵街道", "南门街道", "石桥镇", "清溪镇", "柳林镇", "白杨乡", "东山乡", "马家湾乡"]
UNITS = ["中心小学", "卫生院", "农机合作社", "文化站", "商贸有限公司", "司法所", "水务站", "社区居委会"]
TITLES = ["主任", "副主任", "教师", "院长", "负责人", "总经理", "站长"]
COMMITTEES = ["提案委", "经济委", "教科卫体委", "社会法制委", "文史委"]
POSTS = ["主席", "副主席", "副主席", "副主席", "秘书长"]
HEADER = [
    "序号",
    "姓名",
    "性别",
    "出生年月",
    "民族",
    "党派",
    "界别",
    "工作单位及职务",
    "政协职务",
    "专委会",
    "所在片区",
    "手机号码",
    "专长",
]
SKILLS = {
    "农业和农村界": ["果树栽培", "畜牧养殖", "农机维修"],
    "医药卫生界": ["慢病防治", "中医推拿"],
    "教育界": ["家庭教育", "心理辅导"],
    "工商联界": ["电子商务", "市场营销", "企业用工"],
    "经济界": ["财税", "招商引资"],
    "科技科协界": ["农业技术推广"],
    "文化艺术和新闻出版界": ["民间文艺", "乡土文史"],
}
COMMON_SKILLS = ["法律咨询", "矛盾调解", "政策宣讲", "乡村旅游"]


def roster(chance: random.Random) -> Sheet:
    """198 members under their sectors' headings."""
    rows: list[list[object]] = [["政协云陵县第十届委员会委员名册"], [*HEADER]]
    names: set[str] = set()
    number = 0
    for sector, size in SECTORS.items():
        rows.append([f"{sector}({size}名)"])
        for _ in range(size):
            number += 1
            rows.append(_person(chance, number, sector, _name(chance, names)))
    return Sheet("委员名册", rows)


def _name(chance: random.Random, taken: set[str]) -> str:
    while True:
        name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice([1, 2, 2])))
        if name not in taken:
            taken.add(name)
            return name


def _person(chance: random.Random, number: int, sector: str, name: str) -> list[object]:
    area = chance.choice(AREAS)
    party = sector.removesuffix("界") if number <= 47 and sector != "中共界" else chance.choice(["中共党员", "群众"])
    post = POSTS[number - 1] if number <= len(POSTS) else chance.choice(["委员"] * 5 + ["常委"])
    return [
        number,
        name,
        chance.choice(["男", "男", "女"]),
        dt.date(chance.randint(1960, 1996), chance.randint(1, 12), 1),
        chance.choice(["汉族"] * 12 + ["回族", "土家族"]),
        party,
        sector,
        f"{area}{chance.choice(UNITS)}{chance.choice(TITLES)}",
        post,
        chance.choice([*COMMITTEES, None]),
        area,
        f"1990002{number:04d}",
        _skill(sector, number),
    ]


def _skill(sector: str, number: int) -> str | None:
    """What three of four are good at. Not left to chance, which would make another county of it."""
    known = SKILLS.get(sector, COMMON_SKILLS)
    return known[number % len(known)] if number % 4 else None
