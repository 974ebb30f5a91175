"""The sector dictionary, what constituents are told, and the rights on both members and constituents.

The sectors are those of the county's sample roster and of the national list (domain §4.4); an office changes them in
the base data, and its roster's own headings add to them.
"""

import datetime as dt

from accounts import roles
from accounts.seed import grant
from members.models import ConsentNotice, Sector, SectorAlias

SECTORS: dict[str, list[str]] = {
    "中共界": ["中国共产党", "中国共产党界", "中共党员界", "共产党"],
    "民革界": ["中国国民党革命委员会", "国民党革命委员会"],
    "民盟界": ["中国民主同盟", "民主同盟"],
    "民建界": ["中国民主建国会", "民主建国会"],
    "民进界": ["中国民主促进会", "民主促进会"],
    "农工党界": ["中国农工民主党", "农工民主党", "农工界", "农工"],
    "致公党界": ["中国致公党", "致公界", "致公"],
    "九三学社界": ["九三学社", "九三界", "九三"],
    "台盟界": ["台湾民主自治同盟"],
    "无党派界": ["无党派人士", "无党派人士界", "无党派民主人士", "无党派代表人士"],
    "共青团和青联界": [
        "共青团界",
        "青联界",
        "共青团青联",
        "共青团、青联界",
        "共青团",
        "青年界",
        "团青界",
        "青年联合会",
        "中国共产主义青年团",
    ],
    "工会界": ["总工会", "总工会界", "工会"],
    "妇联界": ["妇女联合会", "妇女界", "妇联"],
    "工商联界": ["工商业联合会", "工商业联合会界", "工商界", "工商业界", "总商会"],
    "科技科协界": ["科技界", "科协界", "科学技术界", "科学技术协会", "科协和科技界"],
    "台联界": ["台湾同胞联谊会", "台胞界"],
    "侨联界": ["归国华侨联合会", "归侨侨眷界", "侨界"],
    "农业和农村界": ["农业界", "农村界", "农业农村界", "农业、农村界", "农业", "三农界"],
    "经济界": [],
    "文化艺术和新闻出版界": [
        "文化艺术界",
        "新闻出版界",
        "文艺界",
        "文化艺术新闻出版界",
        "文化界",
        "新闻界",
        "文化新闻界",
    ],
    "社会科学界": ["社科界", "社会科学"],
    "体育界": [],
    "教育界": [],
    "医药卫生界": ["医卫界", "卫生界", "医疗卫生界", "医药界", "卫生健康界", "卫健界"],
    "环境资源界": ["资源环境界", "环资界"],
    "对外友好界": ["友好界"],
    "社会福利和社会保障界": [
        "社会福利界",
        "社会保障界",
        "福利保障界",
        "社会福利与社会保障界",
        "社保界",
        "福利界",
        "社福社保界",
        "社会福利保障界",
    ],
    "少数民族和宗教界": ["少数民族界", "宗教界", "民族宗教界", "民宗界", "少数民族与宗教界", "民族界"],
    "新的社会阶层人士界": ["新的社会阶层界", "新社会阶层人士界", "新社会阶层界", "新阶层界", "新阶层人士"],
    "港澳委员界": ["港澳界", "特邀港澳人士", "特邀香港人士", "特邀澳门人士"],
    "特邀人士界": ["特邀", "特邀界", "特别邀请人士", "特别邀请人士界", "特别邀请界"],
}

BASE_DATA = [
    f"members.{act}_{model}"
    for model in ("term", "plenary", "sector", "sectoralias", "area", "village", "group", "membership")
    for act in ("view", "add", "change")
]


NOTICE = (
    "为了方便委员与您联系、向您反馈所反映问题的办理情况,登记您的姓名、电话和所在村(社区)。"
    "只有联系您的委员、所在工作室的召集人和联络员、政协机关经办人员看得到,不向外提供。"
    "您随时可以要求查看、更正,也可以随时撤回同意,撤回后姓名和电话立即清除。"
)
PEOPLE = [f"members.{act}_people" for act in ("see", "edit", "reveal", "find", "export")]


def seed() -> None:
    seed_sectors()
    ConsentNotice.objects.get_or_create(version=1, defaults={"since": dt.date(2000, 1, 1), "text": NOTICE})
    readers = [r for r in roles.ROLES if r not in (roles.SYSTEM_ADMIN, roles.SECURITY_ADMIN, roles.AUDITOR)]
    clerks = [roles.GENERAL_OFFICE, roles.ASSESSMENT]
    grant(readers, ["members.see_all_members", "members.keep_ties"])
    grant([*clerks, roles.SECRETARY], ["members.reveal_phones", "members.export_contacts"])
    grant(clerks, ["members.edit_members", "members.import_members", *BASE_DATA, "members.delete_sectoralias"])
    grant(clerks, [*PEOPLE, "members.view_consentnotice", "members.add_consentnotice"])


def seed_sectors() -> None:
    """Make the dictionary once: an office that has any sector has its own."""
    if Sector.objects.exists():
        return
    for position, (name, aliases) in enumerate(SECTORS.items(), start=1):
        sector = Sector.objects.create(name=name, position=position)
        SectorAlias.objects.bulk_create(SectorAlias(sector=sector, name=alias) for alias in aliases)
