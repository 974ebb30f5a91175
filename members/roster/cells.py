"""What single cells of a roster say. Every reader raises ValueError with a Chinese message that says how to mend."""

import datetime as dt
import difflib
import re
from collections.abc import Iterator
from functools import lru_cache

from common.dates import BadDate, parse_birth_month
from common.text import half_width, one_line, person_name, squeeze
from members.models import Member, Seat
from members.roster.titles import split_count

HAN = "汉族"
_ETHNICITIES = re.split(
    " ",
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西"
    " 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安"
    " 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺",
)
_SHORT = {"蒙": "蒙古", "维": "维吾尔", "哈": "哈萨克", "柯": "柯尔克孜", "达": "达斡尔", "俄": "俄罗斯"}
_UNCOUNTED = {"穿青人", "革家人", "未识别民族", "其他"}

_GENDERS = {
    **dict.fromkeys(["男", "男性", "男士", "m", "male", "1", "1.0"], Member.Gender.MALE),
    **dict.fromkeys(["女", "女性", "女士", "f", "female", "2", "2.0"], Member.Gender.FEMALE),  # 1 and 2: GB/T 2261.1
}

_POSTS = {
    "副主席": Seat.Post.VICE_CHAIR,
    "主席": Seat.Post.CHAIR,
    "秘书长": Seat.Post.SECRETARY,
    "常务委员": Seat.Post.STANDING,
    "常委": Seat.Post.STANDING,
    "委员": Seat.Post.MEMBER,
}
_RANKS = list(Seat.Post)
_NOT_POSTS = re.compile(r"主席会议成员|副秘书长|主席团|主席助理")
_EMPTY = {"", "-", "--", "—", "——", "/", "\\"}
_DITTO = {"同上", "〃", "″", '"', "''", "”", "“", "′′", "々"}
_FORMULA_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"}
_MARKS = re.compile(r"[*★☆※△▲●○◎#^]+")
_NOTE = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]?")
_COMMITTEE = re.compile(r"(委|委员会|组|室)$")
_VACANT = re.compile(r"\(?(空缺|缺额|暂缺|待定|待补|预留|空)\)?")


def is_empty(value: object) -> bool:
    return squeeze(value) in _EMPTY


def is_ditto(value: object) -> bool:
    return squeeze(value) in _DITTO


def is_vacant(value: object) -> bool:
    """Whether a name cell says that nobody holds the seat."""
    return bool(_VACANT.fullmatch(squeeze(value)))


def read_text(value: object, limit: int) -> str:
    """Text on one line; a number without its ``.0``."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time.min:
        value = value.date()
    text = one_line(value)
    if text in _FORMULA_ERRORS:
        raise ValueError(f"这一格是公式错误({text}),请改成文字")
    if len(text) > limit:
        raise ValueError(f"有{len(text)}个字,最多{limit}个字,请缩短")
    return text


def read_name(value: object) -> tuple[str, list[str]]:
    """A person's name and the notes behind it: ``张 三(女,回族)*`` → 张三, [女, 回族]."""
    text = re.sub(r"(?<=\w)●(?=\w)", "·", half_width("" if value is None else str(value)))
    text = _MARKS.sub("", text)
    text = re.sub(r"^\s*\d{1,5}\s*[、.]\s*", "", text)
    notes = [word for note in _NOTE.findall(text) for word in re.split(r"[,、;/\s]+", note) if word]
    name = person_name(_NOTE.sub("", text)).strip("()[]、,;:。.")
    name = re.sub(r"(?<=..)(同志|委员|先生|女士)$", "", name)
    if not name:
        raise ValueError("没有姓名,请补上姓名,或删去这一行")
    if re.search(r"\d", name):
        raise ValueError(f"姓名“{name[:20]}”里有数字,请改正")
    if re.search(r"[、,;/|]", name):
        raise ValueError(f"一格里有两个姓名(“{name[:20]}”),请分成两行")
    if not re.search(r"\w", name) or name in _FORMULA_ERRORS:
        raise ValueError(f"看不懂姓名“{name[:20]}”,请改正")
    return read_text(name, 50), notes


def read_gender(value: object) -> str:
    text = squeeze(value).lower()
    if text not in _GENDERS:
        raise ValueError(f"看不懂“{text[:20]}”,请写男或女")
    return _GENDERS[text]


def gender_ticked(male: object, female: object) -> str:
    """The word for a tick in one of two columns 男 and 女; both words for ticks in both, which read_gender refuses."""
    return "".join(word for word, tick in (("男", male), ("女", female)) if not is_empty(tick))


def read_birth_month(value: object, today: dt.date) -> dt.date | None:
    """The first of the month of birth. Raises ValueError too for an age that no member has."""
    month = parse_birth_month(value)
    if month and not 16 <= today.year - month.year <= 110:
        raise BadDate(f"{month.year}年{month.month}月出生不合情理,请核对后写成 1975-10 这样的年月")
    return month


def read_ethnicity(value: object) -> str:
    """The full name: 汉 → 汉族, 东乡 → 东乡族."""
    text = squeeze(value)
    bare = text.removesuffix("族")
    bare = _SHORT.get(bare, bare)
    if bare in _ETHNICITIES:
        return f"{bare}族"
    if text in _UNCOUNTED:
        return text
    raise ValueError(f"没有“{text[:20]}”这个民族,{_ethnicity_like(bare[:8])}")


@lru_cache(maxsize=200)
def _ethnicity_like(bare: str) -> str:
    near = difflib.get_close_matches(f"{bare}族", [f"{name}族" for name in _ETHNICITIES], n=1, cutoff=0.6)
    return f"是不是“{near[0]}”?请改正" if near else "请写民族的全称"


def read_post(value: object) -> str:
    """The highest post that the text names: ``党组书记、主席`` → chair, ``副主席兼秘书长`` → vice_chair.

    Parts that are a post count before parts that only speak of one, so that 县工商联主席、常委 is a standing member.
    """
    text = _NOT_POSTS.sub("", squeeze(value))
    parts = [_bare_post(part) for part in re.split(r"[、,;/+()]|兼", text)]
    named = {_POSTS[part] for part in parts if part in _POSTS} or set(_posts_within(text))
    if not named:
        raise ValueError(f"看不懂“{squeeze(value)[:20]}”,请写主席、副主席、秘书长、常委或委员")
    return min(named, key=_RANKS.index)


def _bare_post(part: str) -> str:
    """政协第十届清河县委员会常务委员会委员 → 常委."""
    part = re.sub(r"常务委员会(组成人员|委员)|常委会(组成人员|委员)", "常委", part)
    part = re.sub(r"^.*政协|^第?[一二三四五六七八九十\d]{1,3}届|^.{0,8}委员会(?=.)", "", part)
    return re.sub(
        r"^(第?[一二三四五六七八九十\d]{1,3}届|.{0,8}委员会(?=.)|驻会|专职|兼职|不驻会|本届|当选|增补|拟任|现任)+",
        "",
        part,
    )


def _posts_within(text: str) -> Iterator[str]:
    for word in sorted(_POSTS, key=len, reverse=True):
        if word in text:
            text = text.replace(word, "")
            yield _POSTS[word]


def read_sector(value: object) -> str:
    """A sector as its cell names it, without the number before it and the count of its people behind it."""
    text = read_text(value, 60)
    return split_count(text)[0] or text


def read_place(value: object, limit: int) -> str:
    """A word that holds no blanks: 城 关 镇 → 城关镇. 无 is none."""
    text = squeeze(read_text(value, 2 * limit))
    if len(text) > limit:
        raise ValueError(f"有{len(text)}个字,最多{limit}个字,请缩短")
    return "" if text == "无" else text


def read_committees(value: object) -> list[str]:
    """The names in a cell, each once: ``提案委、经济委`` → two, ``人口、资源和环境委员会`` → one."""
    text = half_width(str(value)).strip()
    read_text(text, 200)
    lines = [squeeze(part) for part in re.split(r"[;/\n]+", text)]
    names = [name for line in lines for name in _committees_on(line)]
    by_blanks = text.split()
    if len(names) == 1 < len(by_blanks) and all(_COMMITTEE.search(part) for part in by_blanks):
        names = by_blanks
    if any(len(name) > 40 for name in names):
        raise ValueError("名称最多40个字,请缩短;几个专委会请用“、”隔开")
    return list(dict.fromkeys(name for name in names if name not in _EMPTY and name != "无"))


def _committees_on(line: str) -> list[str]:
    parts = [part for part in re.split(r"[、,]+", line) if part]
    if parts and parts[-1].endswith("委员会") and not all(_COMMITTEE.search(part) for part in parts):
        return [line]
    return parts
