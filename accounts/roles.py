"""Office roles: who they are and what they may do, each in one place.

A role is a Django group, made by ``seed``; the office may change a group's rights afterwards. ``permissions`` names
rights of this app only: each higher app's seed adds its own rights to these groups by code.
"""

from dataclasses import dataclass

OFFICE_DOOR = "accounts.use_office"


@dataclass(frozen=True)
class Role:
    code: str
    name: str
    description: str


GENERAL_OFFICE = Role("general", "办公室", "机关日常:名册、民情、考核、导入导出")
PROPOSALS = Role("proposals", "提案委", "提案的审查、交办、督办与反馈")
INFORMATION = Role("information", "信息(研究室)", "社情民意信息的编审、报送与采用登记")
ASSESSMENT = Role("assessment", "联络/考核", "委员联络与履职考核:考核办法、月度表、结账")
COMMITTEE = Role("committee", "专委会/镇街干事", "谁组织谁记录:本委、本镇街的活动与走访")
SECRETARY = Role("secretary", "秘书长", "查看全部,签批")
LEADER = Role("leader", "主席会议成员", "查看全部,督办与批示")
SYSTEM_ADMIN = Role("system-admin", "系统管理员", "账号与系统设置")
SECURITY_ADMIN = Role("security-admin", "安全管理员", "角色与权限")
AUDITOR = Role("auditor", "审计管理员", "只读审计记录")

ROLES = [
    GENERAL_OFFICE,
    PROPOSALS,
    INFORMATION,
    ASSESSMENT,
    COMMITTEE,
    SECRETARY,
    LEADER,
    SYSTEM_ADMIN,
    SECURITY_ADMIN,
    AUDITOR,
]

# 三员分立: where the office holds to it, nobody has two of these.
EXCLUSIVE = [SYSTEM_ADMIN, SECURITY_ADMIN, AUDITOR]
