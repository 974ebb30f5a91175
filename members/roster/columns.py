"""Which sheet of a workbook is the roster, and which of its columns is what."""

import re
from collections.abc import Callable, Iterable, Sequence

from common.excel import Heading, NoTable, Sheet, Table, find_table
from common.excel.tables import header_key
from common.text import arabic, chinese_ordinal, squeeze


def _heading(label: str, names: str, hints: str = "", never: str = "") -> Heading:
    return Heading(label, tuple(names.split()), tuple(hints.split()), tuple(never.split()))


# Names as offices write them, the more exact first; domain §4.4 has two real lists.
HEADINGS: dict[str, Heading] = {
    "name": _heading(
        "姓名",
        "姓名 委员姓名 名字 委员名字 委员",
        hints="委员姓名 姓名",
        never="联系 联络 推荐 秘书 负责 填表 配偶 曾用",
    ),
    "number": _heading(
        "序号",
        "序号 编号 名册序号 委员编号 委员序号 证号 委员证号 证件编号 顺序号 顺序 号 no NO No",
        hints="序号 委员编号 委员证",
    ),
    "gender": _heading("性别", "性别 男女", hints="性别"),
    "male": _heading("性别", "男"),  # two columns in which one is ticked
    "female": _heading("性别", "女"),
    "birth_month": _heading(
        "出生年月",
        "出生年月 出生日期 出生年月日 出生时间 生日 出生",
        hints="出生年 出生日 出生时间 生日 出生月",
        never="地",
    ),
    "ethnicity": _heading("民族", "民族 族别", hints="民族", never="宗教"),
    "party": _heading(
        "党派",
        "党派 政治面貌 所属党派 所在党派 党派团体 参加党派 民主党派 政治面目",
        hints="政治面貌 党派",
        never="时间 日期 职务 界别",
    ),
    "post": _heading(
        "政协职务",
        "政协职务 政协内职务 政协任职 在政协职务 政协担任职务 担任政协职务 本届政协职务 委员职务 届内职务"
        " 本届职务 会内职务 政协职位 委员类别 委员身份 在政协担任职务",
        hints="政协职务 政协内职务 届内职务 委员职务 政协担任 政协任职",
        never="以外 时间 上届 原",
    ),
    "sector": _heading(
        "界别",
        "界别 所属界别 所在界别 委员界别 界别名称 所属界 界别组 所属界别组 参加界别 推荐界别",
        hints="界别",
        never="活动 职务 召集 时间 原",
    ),
    "employer": _heading(
        "工作单位及职务",
        "工作单位及职务 单位及职务 现工作单位及职务 所在单位及职务 单位名称及职务 工作单位及现任职务 单位及现任职务"
        " 工作单位 现工作单位 所在单位 单位名称 单位",
        hints="工作单位 单位职务 所在单位 单位名称 任职单位",
        never="电话 地址 性质 推荐 填报 主办 承办",
    ),
    "job": _heading(
        "职务",
        "现任职务 行政职务 工作职务 本职职务 担任职务 现职务 职务 职务职称 职位",
        hints="现任职务 行政职务",
        never="政协 委员 专委 党派 界别",
    ),
    "committee": _heading(
        "专委会",
        "专委会 所在专委会 所属专委会 专门委员会 所在专门委员会 所属专门委员会 专委会名称 参加专委会 专委 委员会",
        hints="专委会 专门委员会 所属专委 所在专委",
        never="职务 主任 时间",
    ),
    "area": _heading(
        "所在片区",
        "所在片区 片区 所属片区 镇街 所在镇街 所属镇街 乡镇街道 乡镇 所在乡镇 所属乡镇 镇乡街道 镇乡 乡镇办"
        " 街道 所在街道 联络组 所在联络组 委员联络组 镇街联络组 片区镇街 活动片区 活动组 所在活动组 委员活动组"
        " 活动小组 所在活动小组 所在小组 小组",
        hints="片区 镇街 乡镇 联络组 街道",
        never="职务 组长 电话 联系人 地址",
    ),
    "phone": _heading(
        "手机号码",
        "手机号码 手机号 手机 移动电话 联系手机 本人手机 联系电话 电话号码 联系方式 电话 联系号码 移动",
        hints="手机 移动电话 联系电话 联系方式 电话",
        never="联系人 秘书 配偶 联络员",
    ),
    "note": _heading("备注", "备注 附注 说明 其他", hints="备注"),
    "specialty": _heading(
        "专长",
        "专长 特长 业务专长 专业特长 个人特长 个人专长 擅长领域 专业领域",
        hints="专长 特长 擅长",
    ),
}

_KEYS = {field: {header_key(name) for name in heading.names} for field, heading in HEADINGS.items()}
_OF_PEOPLE = {
    "gender",
    "male",
    "birth_month",
    "ethnicity",
    "party",
    "post",
    "sector",
    "employer",
    "job",
    "committee",
    "phone",
}
# Columns of ledgers, sign-in sheets and statistics, which also name members.
_OF_OTHER_TABLES = re.compile(
    r"走访|反映|诉求|答复|处理|办理|反馈|案由|案号|提案|议题|签到|签名|签字|出席|出勤|到会|缺席|缺勤|请假|迟到|早退"
    r"|次数|人次|得分|分数|总分|扣分|加分|考核|值班|活动名称|活动时间|活动地点|会议|金额|^日期$|^时间$|^地点$|\d"
)
_TERM = re.compile(r"第?([一二三四五六七八九十]{1,3}|\d{1,2})届")


def find_roster(
    sheets: Iterable[Sheet], *, term_number: int, names_sector: Callable[[str], bool] = lambda name: False
) -> list[Table]:
    """The roster among the sheets; neither a ledger nor a statistic that names members. Raises NoTable.

    A sheet that calls itself the roster of another term comes last, and a hidden one after the visible ones. It is
    one table, or several where each stands on a sheet called by its sector.
    """
    found: list[tuple[tuple[bool, bool, int, int, int], Table]] = []
    refused = ""
    for sheet in sheets:
        try:
            table = find_table([sheet], HEADINGS, required=["name"], what="委员名册")
        except NoTable:
            continue
        foreign = sum(bool(_OF_OTHER_TABLES.search(text)) for text in table.ignored)
        known = len(_OF_PEOPLE & set(table.columns))
        if foreign * 2 >= known:
            refused = refused or sheet.name
            continue
        of_term = not other_terms(table, term_number)
        found.append(((sheet.visible, of_term, -foreign, len(table.columns), len(table.grid)), table))
    if not found:
        also = f"表“{refused}”虽有姓名,却像别的台账。" if refused else ""
        raise NoTable(
            f"文件里没有找到委员名册:{also}名册要有“姓名”,还要有性别、出生年月、界别、手机号码等栏目。"
            "请核对文件,或下载模板填写。"
        )
    (visible, *_), best = max(found, key=lambda one: one[0])
    if names_sector(best.sheet):
        return [table for (seen, *_), table in found if seen == visible and names_sector(table.sheet)]
    return [best]


def other_terms(table: Table, term_number: int) -> list[str]:
    """Terms that the sheet's name and title speak of when none of them is ``term_number``: ["第九届"]."""
    words = [table.sheet, *table.above]
    numbers = {number for text in words for found in _TERM.findall(squeeze(text)) if (number := arabic(found))}
    if term_number in numbers:
        return []
    return [f"第{chinese_ordinal(number)}届" for number in sorted(numbers)]


def is_header(raw: Sequence[object], columns: dict[str, int]) -> bool:
    """Whether a row repeats the header, as the second page of a print does, or is its lower half."""
    texts = [squeeze(cell) for cell in raw]
    again = [
        field for field, place in columns.items() if place < len(texts) and header_key(texts[place]) in _KEYS[field]
    ]
    if "name" in again:
        return len(again) > 1
    named = any(texts[columns["name"] : columns["name"] + 1])
    return bool(again) and not named and len(again) * 2 >= sum(map(bool, texts))
