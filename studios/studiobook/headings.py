"""Which sheets of a workbook list studios, which their people, and which column is what."""

from collections.abc import Iterable
from dataclasses import dataclass

from common.excel import Heading, NoTable, Sheet, Table, find_table


def _heading(label: str, names: str, hints: str = "", never: str = "") -> Heading:
    return Heading(label, tuple(names.split()), tuple(hints.split()), tuple(never.split()))


# Names as offices write them, the more exact first. 编号 is the studio's own, 序号 only counts the rows.
STUDIO: dict[str, Heading] = {
    "name": _heading(
        "名称",
        "工作室名称 委员工作室名称 名称 工作室 委员工作室 室名 室名称 站室名称 工作站名称 委员工作站名称 活动室名称"
        " 委员活动室名称 委员之家名称 委员之家 阵地名称 平台名称 联络站名称",
        hints="工作室名称 工作站名称 活动室名称 阵地名称",
        never="品牌 单位 荣誉 上级 依托",
    ),
    "number": _heading("编号", "编号 工作室编号 室号"),
    "serial": _heading("序号", "序号 顺序号 号"),
    "kind": _heading("类别", "类别 类型 工作室类型 工作室类别 种类 性质 工作室性质"),
    "brand": _heading("品牌名", "品牌名 品牌 品牌名称 工作室品牌 特色品牌 特色品牌名称", hints="品牌"),
    "host": _heading(
        "依托单位",
        "依托单位 依托单位名称 依托 挂靠单位 所在单位 承建单位 建设单位 挂牌单位 共建单位 依托阵地",
        hints="依托 挂靠",
        never="电话 联系人 负责人",
    ),
    "area": _heading(
        "所在片区",
        "所在片区 片区 所属片区 镇街 所在镇街 所属镇街 乡镇街道 乡镇 所在乡镇 所属乡镇 街道 所在街道 片区镇街 镇乡",
        hints="片区 镇街 乡镇",
        never="电话 负责人 联络组",
    ),
    "address": _heading(
        "地址",
        "地址 工作室地址 详细地址 地点 工作室地点 位置 场所 所在地 办公地址 工作室位置 活动地点 具体地址",
        hints="地址 地点",
    ),
    "sectors": _heading(
        "结合界别",
        "结合界别 界别 所属界别 涉及界别 对应界别 覆盖界别 相关界别 参与界别 依托界别",
        hints="界别",
        never="人数 召集",
    ),
    "leader": _heading(
        "联系领导",
        "联系领导 联系主席 包联领导 联系政协领导 政协联系领导 挂联领导 联系主席会议成员 主席会议成员 包抓领导 挂点领导"
        " 分管领导 联系县级领导 指导领导",
        hints="联系领导 包联 挂联 挂点",
        never="电话 职务 单位",
    ),
    "group": _heading(
        "指导专委会",
        "指导专委会 联系专委会 对口专委会 专委会 指导委室 联系委室 责任委室 指导专门委员会 联系专门委员会 联系专委"
        " 对口委室 指导部门",
        hints="专委 委室 专门委员会",
        never="电话 主任",
    ),
    "parent": _heading("上级工作室", "上级工作室 上级 隶属 隶属工作室"),
    "phone": _heading("室内电话", "室内电话 工作室电话 办公电话 固定电话 座机 电话 联系电话 联系方式"),
    "hours": _heading(
        "开放时间", "开放时间 接待时间 值班时间 接待日 开放日 值班日 接待日时间", hints="开放时间 接待时间"
    ),
    "opened": _heading(
        "成立日期",
        "成立日期 成立时间 挂牌时间 挂牌日期 建立时间 建室时间 设立时间 启用时间 建成时间 揭牌时间",
        hints="成立 挂牌 揭牌",
    ),
    "convener": _heading(
        "召集人",
        "召集人 召集人姓名 室召集人 工作室召集人 负责人 工作室负责人 负责人姓名 组长 主任 室主任 室长 站长 牵头人",
        hints="召集人 负责人",
        never="电话 单位 职务 方式 手机 号码 专委 界别",
    ),
    "liaison": _heading(
        "联络员",
        "联络员 联络员姓名 工作室联络员 联络人 联系人 联系人姓名 秘书",
        hints="联络员",
        never="电话 单位 职务 方式 手机 号码",
    ),
    "resident": _heading(
        "驻室委员",
        "驻室委员 驻室委员名单 驻室委员姓名 驻室人员 入室委员 进室委员 驻站委员 入驻委员 工作室成员 成员 成员名单"
        " 成员姓名 委员名单 组成人员 委员 委员姓名 姓名",
        hints="驻室 入驻 成员 委员名单",
        never="人数 电话 界别 职务 单位 方式 数",
    ),
    "count": _heading(
        "驻室人数", "驻室人数 人数 委员人数 成员人数 驻室委员人数 委员数 人员数 驻室委员数 成员数 委员数量"
    ),
    "note": _heading("备注", "备注 说明 其他"),
}
PEOPLE: dict[str, Heading] = {
    "studio": _heading(
        "工作室",
        "工作室 工作室名称 所在工作室 委员工作室 委员工作室名称 所属工作室 编入工作室 入驻工作室 驻室名称 名称",
        hints="工作室",
        never="职务 身份 电话 地址",
    ),
    "person": _heading(
        "姓名",
        "姓名 委员姓名 人员姓名 驻室人员 驻室人员姓名 驻室委员 驻室委员姓名 成员姓名 成员 名字",
        hints="姓名",
        never="联系 联络",
    ),
    "part": _heading(
        "身份",
        "身份 驻室身份 室内身份 室内职务 工作室职务 工作室内职务 工作室身份 角色 室内分工 分工",
        hints="身份 室内职务 工作室职务",
    ),
    "sector": _heading("界别", "界别 所属界别 所在界别 委员界别", hints="界别"),
    "area": _heading("所在片区", "片区 所在片区 所属片区 镇街 所在镇街 乡镇 所在乡镇 联络组", hints="片区 镇街"),
    "employer": _heading(
        "工作单位及职务", "工作单位及职务 工作单位 单位及职务 单位职务 单位 所在单位 现工作单位及职务", hints="单位"
    ),
    "phone": _heading("手机号码", "手机号码 手机 联系电话 电话 联系方式", hints="手机 电话"),
    "account": _heading("账号", "账号 用户名 登录账号 登录名"),
    "since": _heading(
        "从", "从 编入日期 编入时间 进室日期 进室时间 入室日期 入室时间 驻室时间 起始日期 开始日期 任职时间"
    ),
    "specialty": _heading("专长", "专长 特长 个人专长 业务专长"),
    "number": _heading("序号", "序号 编号 号"),
}
# Columns that speak of the studio itself: a sheet with none of them lists people, a row each.
_FACTS = {
    "kind", "brand", "host", "address", "leader", "group", "parent", "hours", "opened", "convener", "liaison",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """The sheets that were recognised, in their order."""

    studios: list[Table]
    people: list[Table]


def find_sheets(sheets: Iterable[Sheet]) -> Found:
    """Every visible sheet that lists studios or their people; hidden ones when no visible one does. Raises NoTable."""
    held = list(sheets)
    for group in ([s for s in held if s.visible], [s for s in held if not s.visible]):
        found = Found([], [])
        for sheet in group:
            _sort(sheet, found)
        if found.studios or found.people:
            return found
    raise NoTable(
        "文件里没有找到工作室:没有一张表的表头含有“工作室名称”和“地址、召集人、驻室委员”等栏目,"
        "也没有“工作室”和“姓名”两栏的人员表。请核对文件,或下载模板填写。"
    )


def _sort(sheet: Sheet, found: Found) -> None:
    studios = _table(sheet, STUDIO, ["name"])
    people = _table(sheet, PEOPLE, ["person"])
    if studios and _FACTS & studios.columns.keys():
        found.studios.append(studios)
    elif people and ("studio" in people.columns or titled(people)):
        found.people.append(people)
    elif studios and {"resident", "area", "sectors", "number", "phone"} & studios.columns.keys():
        found.studios.append(studios)


def _table(sheet: Sheet, headings: dict[str, Heading], required: list[str]) -> Table | None:
    try:
        return find_table([sheet], headings, required=required, what="工作室")
    except NoTable:
        return None


def titled(table: Table) -> str:
    """The studio that a sheet of people without a column for it is about, by its name or title; or nothing."""
    words = ("工作室", "工作站", "活动室", "议事室", "委员之家")
    for text in [table.sheet, *table.above]:
        for word in words:
            if (end := text.find(word)) > 0:
                return text[: end + len(word)]
    return ""
