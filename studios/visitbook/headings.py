"""Which sheets of a workbook are ledgers of visits, and which of their columns is what."""

import re
from collections.abc import Iterable
from dataclasses import replace

from common.excel import Heading, NoTable, Sheet, Table, find_table
from common.text import squeeze
from studios.models import VisitLog


def _heading(label: str, names: str, hints: str = "", never: str = "") -> Heading:
    return Heading(label, tuple(names.split()), tuple(hints.split()), tuple(never.split()))


# Names as offices write them, the more exact first (domain §5.3). The order matters where two columns could claim a
# header: 姓名 is the member's unless another column is 委员姓名.
HEADINGS: dict[str, Heading] = {
    "day": _heading(
        "日期",
        "日期 走访日期 走访时间 接待日期 接待时间 联系日期 联系时间 来访日期 来访时间 活动日期 活动时间 时间 年月日",
        hints="日期 时间",
        never="反馈 办理 办结 录入 填报 出生 期限 完成",
    ),
    "name": _heading(
        "委员姓名",
        "委员姓名 委员 走访委员 接待委员 联系委员 委员名字 履职委员 走访人 接待人 走访人员 接待人员 姓名",
        hints="委员姓名 委员",
        never="人数 职务 界别 电话 单位 意见 答复 编号 序号 工作室 签字 片区 群众 方式",
    ),
    "way": _heading(
        "走访方式",
        "走访方式 方式 走访形式 形式 接待方式 联系群众方式 联系形式 活动形式 履职方式 走访类型 类别 类型",
        hints="走访方式 走访形式 联系群众方式",
    ),
    # A column for each way, of which one is ticked.
    "by_visit": _heading("走访方式", "入户走访 入户 走访 上门 上门走访 实地走访"),
    "by_reception": _heading("走访方式", "工作室接待 接待 接待来访 来访接待"),
    "by_meeting": _heading("走访方式", "座谈 座谈会 座谈交流"),
    "by_online": _heading("走访方式", "微信 网络 线上 微信联系 微信网络"),
    "by_phone": _heading("走访方式", "电话联系 电话走访 电话沟通"),
    "contact": _heading("联系方式", "联系方式"),
    "people": _heading(
        "走访对象",
        "走访对象 接待对象 联系对象 群众姓名 走访群众 联系群众 来访群众 来访人姓名 来访人 来访人员 受访群众 受访对象 "
        "受访人 被走访人 被访人 被访群众 服务对象 对象 群众 姓名",
        hints="走访对象 接待对象 群众姓名 来访人 对象",
        never="电话 人数 人次 反映 诉求 意见 住址 地址 单位 满意",
    ),
    "headcount": _heading(
        "人次",
        "人次 人数 走访人数 走访人次 接待人数 接待人次 联系人次 联系人数 群众人数 来访人数 人次数",
        hints="人次 人数",
    ),
    "phone": _heading(
        "联系电话", "联系电话 电话 群众电话 手机 手机号 手机号码 电话号码 对象电话 联系手机", hints="电话 手机"
    ),
    "place": _heading(
        "地点",
        "地点 走访地点 接待地点 活动地点 联系地点 地址 走访地址 住址 家庭住址 所在村 走访村 走访村社区 村社区 村组 村",
        hints="地点 地址 住址",
    ),
    "text": _heading(
        "反映问题",
        "反映问题 反映的问题 反映内容 反映情况 反映的主要问题 反映事项 群众诉求 主要诉求 诉求 诉求内容 意见建议 "
        "意见和建议 主要意见建议 收集意见建议 问题建议 主要内容 走访内容 事由 来访事由 内容 问题 社情民意 收集社情民意 "
        "收集的社情民意 走访情况",
        hints="反映 诉求 意见建议 内容 问题",
        never="处理 办理 答复 反馈 办结 解决",
    ),
    "answer": _heading(
        "当场答复",
        "当场答复 答复情况 现场答复 答复内容 答复意见 当场答复情况 解答情况 答复 解答",
        hints="答复 解答",
        never="日期 时间 期限",
    ),
    "outcome": _heading(
        "处理方式",
        "处理方式 办理方式 处置方式 处理意见 处理结果 办理结果 处理情况 办理情况 处理意见结果 处理 办理 去向 落实情况",
        hints="处理 办理 处置",
        never="日期 时间 期限 人员",
    ),
    "told": _heading(
        "是否反馈", "是否反馈 是否已反馈 是否向群众反馈 是否反馈群众 反馈情况 反馈群众 反馈", hints="反馈"
    ),
    "studio": _heading(
        "工作室", "工作室 委员工作室 所在工作室 所属工作室 工作站 议事室", hints="工作室", never="人数 电话"
    ),
    "purpose": _heading("目的", "目的 走访目的 走访主题 主题", hints="目的"),
    "sector": _heading("界别", "界别 委员界别 所属界别 所在界别", hints="界别", never="群众 活动"),
    "area": _heading(
        "片区",
        "片区 所在片区 片区(镇街) 所属片区 委员片区 镇街 所在镇街 联络组 活动组 小组 委员小组",
        hints="片区 联络组",
    ),
    "note": _heading("备注", "备注 情况说明 其他 说明"),
    "number": _heading("序号", "序号 编号 号"),
}

REQUIRED = ("day", "name")
TICKED_WAYS = {
    "by_visit": VisitLog.Way.VISIT,
    "by_reception": VisitLog.Way.RECEPTION,
    "by_meeting": VisitLog.Way.MEETING,
    "by_online": VisitLog.Way.ONLINE,
    "by_phone": VisitLog.Way.PHONE,
}
_PHONE = re.compile(r"[\d\-+()转*]{7,}")


def find_ledgers(sheets: Iterable[Sheet]) -> list[Table]:
    """Every visible sheet that is a ledger, in their order; hidden ones only when no visible one is. Raises NoTable."""
    held = list(sheets)
    for group in ([s for s in held if s.visible], [s for s in held if not s.visible]):
        tables = [table for sheet in group if (table := _ledger(sheet))]
        if tables:
            return tables
    find_table([], HEADINGS, required=REQUIRED, what="走访台账")  # raises, with the words for it
    return []


def _ledger(sheet: Sheet) -> Table | None:
    try:
        table = find_table([sheet], HEADINGS, required=REQUIRED, what="走访台账")
    except NoTable:
        return None
    return _with_ways_told(_with_contact_told(table))


def _with_ways_told(table: Table) -> Table:
    """A column 电话 beside 入户 and 座谈 is a way when it holds ticks and not numbers."""
    place = table.columns.get("phone")
    if place is None or not TICKED_WAYS.keys() & table.columns.keys():
        return table
    cells = [squeeze(row.cells["phone"]) for row in table.rows() if squeeze(row.cells["phone"])]
    if any(_PHONE.search(cell) for cell in cells):
        return table
    columns = {field: at for field, at in table.columns.items() if field != "phone"}
    return replace(table, columns={**columns, "by_phone": place})


def _with_contact_told(table: Table) -> Table:
    """联系方式 is a phone column in one office and a way in the next: its cells tell."""
    columns = dict(table.columns)
    place = columns.pop("contact", None)
    if place is not None:
        cells = [squeeze(row.raw[place]) for row in table.rows() if place < len(row.raw) and squeeze(row.raw[place])]
        phones = sum(1 for cell in cells if _PHONE.fullmatch(cell))
        columns.setdefault("way" if cells and phones * 2 < len(cells) else "phone", place)
    return replace(table, columns=columns)
