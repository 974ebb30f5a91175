"""What single cells of a ledger say, in our words. Every reader raises ValueError with a Chinese message."""

import re

from common.text import arabic, half_width, one_line, person_name, squeeze
from studios.models import Matter, VisitLog

WAYS = ("入户走访", "工作室接待", "座谈", "电话", "微信", "活动中收集")
# The first word found in the cell decides, so 走访座谈 is a visit; 工作室接待 holds 接待 only.
_WAYS: list[tuple[str, VisitLog.Way]] = [
    ("微信|网络|线上|网上|视频|短信|邮件|扫码|QQ", VisitLog.Way.ONLINE),
    ("电话|来电|致电", VisitLog.Way.PHONE),
    ("接待|来访|坐班|值班", VisitLog.Way.RECEPTION),
    ("座谈|恳谈|坝坝会|院坝会|板凳会|议事会|协商会|会议", VisitLog.Way.MEETING),
    ("活动|调研|视察|考察|宣讲", VisitLog.Way.ACTIVITY),
    ("走访|入户|上门|慰问|探望|实地|面谈|走村|下村|进村", VisitLog.Way.VISIT),
]
# In this order: 转政协办社情民意 is an opinion, 未解决 is not settled.
_OUTCOMES: list[tuple[str, Matter.Outcome]] = [
    ("社情民意", Matter.Outcome.OPINION),
    ("提案", Matter.Outcome.PROPOSAL),
    ("协商|议题", Matter.Outcome.TOPIC),
    ("信访|司法|法院|检察|诉讼|仲裁|法律援助", Matter.Outcome.GUIDED),
    ("上报|报送?政协|转?政协办|政协机关", Matter.Outcome.REPORTED),
    ("^转|移交|交办|转交|转办|转报", Matter.Outcome.REFERRED),
    ("^(只|仅)?记录(在案)?$|^(登记|留存|备查)$", Matter.Outcome.NOTED),
    ("解决|化解|办结|已办|协调到位", Matter.Outcome.SETTLED),
    ("解释|说明|答复|宣传|宣讲", Matter.Outcome.EXPLAINED),
]
_NOT_YET = re.compile(r"未|没|无法|待|尚|不能|暂|正在|拟|继续")
_NOTHING = {
    "",
    "-",
    "--",
    "—",
    "——",
    "/",
    "\\",
    "无",
    "没有",
    "暂无",
    "无意见",
    "无诉求",
    "无反映",
    "未反映问题",
    "没有反映问题",
}
_DITTO = {"同上", "〃", "″", '"', "''", "”", "“", "″″", "′′", "々", "同前"}
_NO = re.compile(r"否|未|没|无|不|待|×|✗|✘|□|[xXnN0]$|[-—]+$|/$")
_NUMBER = r"(?:\d{1,6}|[一二三四五六七八九十]{1,3})"
_HEADS = re.compile(r"(\d+)\s*(?:余|多|来)?\s*(?:个)?(?:人|名|位)")
_LONG_NUMBER = re.compile(r"[((]?(?<!\d)\d[\d\-]{6,}[0-9Xx](?!\d)[))]?")
_EDGES = re.compile(r"^[ ,,、;;::]+|[ ,,、;;::]+$")
_BETWEEN_NAMES = re.compile(r"[、,;/&+\n]|(?<=[\u4e00-\u9fff]{2})\s+(?=[\u4e00-\u9fff]{2})")
_BRACKETS = re.compile(r"\([^()]*\)")


def is_ditto(value: object) -> bool:
    return squeeze(value) in _DITTO


def text_of(value: object) -> str:
    """A cell as text on one line; a number without its ``.0``, nothing for what means nothing."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if squeeze(value) in _NOTHING else one_line(value)


def way_of(value: object) -> VisitLog.Way | None:
    """None for an empty cell. Raises ValueError for a word nobody knows."""
    text = half_width(text_of(value)).upper()
    if not text:
        return None
    found = [(match.start(), -len(match[0]), way) for words, way in _WAYS if (match := re.search(words, text))]
    if not found:
        raise ValueError(f"看不懂“{text[:20]}”,请写成:{'、'.join(WAYS)} 之一")
    return min(found, key=lambda one: one[:2])[2]


def outcome_of(value: object) -> Matter.Outcome | None:
    """Empty is 只记录; None is a word that none of ours says."""
    text = squeeze(text_of(value))
    if not text:
        return Matter.Outcome.NOTED
    found = next((outcome for words, outcome in _OUTCOMES if re.search(words, text)), None)
    if found in (Matter.Outcome.SETTLED, Matter.Outcome.EXPLAINED) and _NOT_YET.search(text):
        return None
    return found


def told_of(value: object) -> bool:
    """√, 是, 已反馈, a date: told. Empty, 否, 未反馈, ×: not."""
    if isinstance(value, bool):
        return value
    text = squeeze(value)
    return bool(text) and not _NO.match(text)


def people_of(value: object) -> tuple[str, int | None, bool]:
    """Whom the member met, without phone and identity numbers; how many, if it says so; whether a number was cut."""
    text = text_of(value)
    bare = _EDGES.sub("", one_line(_LONG_NUMBER.sub("", text)))
    heads = sum(int(number) for number in _HEADS.findall(half_width(bare)))
    return bare, heads or None, bare != _EDGES.sub("", text)


def headcount_of(value: object) -> int | None:
    """None for an empty cell. Raises ValueError."""
    text = squeeze(text_of(value))
    if not text:
        return None
    match = re.fullmatch(
        rf"(?:{_NUMBER}户)?[,、]?(?:共|约|大约|共计)?({_NUMBER})(?:余|多|来)?个?(?:人次|人|名|位)?(?:左右|以上)?", text
    )
    number = match and arabic(match[1])
    if number is None:
        raise ValueError(f"看不懂“{text[:20]}”,请填一个数字")
    if not 1 <= number <= 10_000:
        raise ValueError("人次应在1到10000之间")
    return number


def name_of(value: object) -> str:
    """A member's name without marks and what stands in brackets: 张三(女)* → 张三."""
    return person_name(_BRACKETS.sub("", half_width(one_line(value)))).strip("*★☆△▲、,;。")


def names_in(value: object) -> list[str]:
    """The names in one cell, parted by a mark, a line break or, where two names are full, by a blank."""
    text = _BRACKETS.sub("", half_width("" if value is None else str(value)))
    return [name for part in _BETWEEN_NAMES.split(text) if (name := person_name(part))]
