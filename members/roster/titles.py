"""Rows of a roster that are no person: sector headings between the rows, other headings, footers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from common.text import squeeze

_NUMBERING = re.compile(
    r"^(第?[一二三四五六七八九十百]{1,4}[、.,:]|\(第?[一二三四五六七八九十百\d]{1,4}\)|\d{1,3}[、.)]?(?=\D)"
    r"|第[一二三四五六七八九十\d]{1,3}(?:小?组|部分)[、.,:]?(?=.+界)|[■●◆★▲※□○·]+)+"
)
_LABEL = re.compile(r"^(所属|所在|推荐)?界别(名称)?:")
_BRACKETS = re.compile(r"[(\[【〔〈<《{]([^()\[\]【】〔〕〈〉<>《》{}]*)[)\]】〕〉>》}]?")
_NUMBER = r"(?:\d{1,5}|[一二三四五六七八九十百零两]{1,6})"
_COUNT = re.compile(
    rf"[,:—\-~、]*(?:共|共计|合计|计|总计|应有|现有|(?:委员)?人数:?|名额:?)?(?:有)?(?:{_NUMBER}(?:名|人|位|席|个名额)|\d{{1,5}})(?:委员)?$"
)
_COUNT_CELL = re.compile(
    rf"\(?(?:共|共计|合计|计|总计|现有)?(?:{_NUMBER}(?:名|人|位|席)|\d{{1,4}}(?:\.0)?)(?:委员)?\)?"
)
_LABEL_CELL = re.compile(
    r"(所属|所在|推荐)?界别(名称)?:?|(委员)?(人数|名额):?|(召集人|组长|联系人|联络员|牵头人|负责人)(:.*)?"
)
_LIST = re.compile(r"(?<=..)(花?名[单册]|一览表)$")
_NUMBERING_CELL = re.compile(r"\(?(?:第?[一二三四五六七八九十百]{1,4}|\d{1,3}(?:\.0)?)\)?[、.]?")
_SUFFIX = re.compile(r"界(别)?(委员|小组|活动组|组|代表人士|代表|人士)?$|界$")
_WORD = re.compile(r"[\u3400-\u9fff]")
_WORDS = re.compile(r"[\u3400-\u9fff、·]+")

# Headings by which a roster may be divided besides sectors.
_OTHER_GROUP = re.compile(
    r"主席|常委|常务委员|秘书长|委员$|委员会$|名单|名册|[镇乡办]$|街道|片区|联络|专委|[组室队]$|^男|^女|届|合计|总计|共计|小计"
)
_POSTS = re.compile(r"((副)?主席|秘书长|常委|常务委员|委员|、|和)+")
_REMARK = re.compile(r"盖章|签字|签名|以下|以上|同志|增补|新增|补充|空白|调整|详见|另")
_LEFT = re.compile(r"辞职|辞去|请辞|撤销|免去|调离|调出|去世|逝世|病故|已故|终止|离任|退出|不再担任|减少")
_FOOTER = re.compile(
    r"(制表|填表|审核|复核|核对|审批|打印|印制|统计|填报|报送|报表|联系人|联系电话|经办|负责人|单位负责人|主管|校对|主席签字|签字|盖章|日期)"
    r"[^:]{0,6}:|(备注|注|说明|附注|附|注明|填表说明|填写说明)\d{0,2}[:.、]|[*※]|(合计|总计|共计|小计|累计|总人数|总数|以上共|全届共|合计人数)"
    r"|第\d+页|共\d+[页人名位]|\d+/\d+$|[—-]\d+[—-]$|其中:|附[件表]\d{0,2}:?$|(本|以上|上述|全)(届|县|市|区|会|页|界|界别|组)?(委员)?[总共合]?[计有共]"
)
_SUM = re.compile(r"合计|总计|共计|小计|累计|总人数")
# What nobody is called: the first cell of a row that sums up or signs, whatever stands in the others.
_NOBODY = re.compile(
    r"(合计|总计|共计|小计|累计|总人数|统计)(人数)?:?"
    r"|(制表|填表|填报|制作|审核|复核|审批|联系|经办|统计|打印|报送)(人|人员|单位|日期|时间|电话):?"
)


@dataclass(frozen=True)
class Title:
    """A row of one text: ``name`` is it without number and count.

    ``counted`` when a count stands with it, ``of_people`` when that says what it counts: (18名); ``alone`` when the
    row has no other cell.
    """

    text: str
    name: str
    counted: bool
    of_people: bool
    alone: bool
    place: int

    @property
    def ends_like_sector(self) -> bool:
        return bool(_SUFFIX.search(self.name)) and len(self.name) <= 25 and bool(_WORDS.fullmatch(self.name))

    @property
    def names_other_group(self) -> bool:
        """Whether it names posts, towns or committees rather than a sector, or is a sentence."""
        if self.ends_like_sector:
            return False
        return bool(_OTHER_GROUP.search(self.name)) or len(self.name) > 12 or not _WORDS.fullmatch(self.name)

    @property
    def may_be_sector(self) -> bool:
        """Whether it is a short name of no other group, and no remark on the rows below."""
        return 2 <= len(self.name) <= 10 and not self.names_other_group and not _REMARK.search(self.name)

    @property
    def is_remark(self) -> bool:
        """Whether it stands alone in its row and is no name: too long, or in brackets."""
        return self.alone and (self.text.startswith("(") or (len(self.name) > 5 and "·" not in self.name))

    @property
    def repeats_title(self) -> bool:
        """Whether it is the roster's own title again, at the head of a printed page."""
        return bool(re.search(r"名册|名单|续表|一览表", self.text))

    @property
    def names_posts(self) -> bool:
        """Whether it divides the people of a sector by post: 常委(3名)."""
        return bool(_POSTS.fullmatch(self.name))

    @property
    def of_those_who_left(self) -> bool:
        return bool(_LEFT.search(self.name))


def title_in(raw: Sequence[object]) -> Title | None:
    """The one text of a row that holds nothing else but labels, a number before it or a count behind it."""
    cells: dict[str, int] = {}
    for place, cell in enumerate(raw):
        text = squeeze(cell)
        if text and not _LABEL_CELL.fullmatch(text):
            cells.setdefault(text, place)
            if len(cells) > 3:
                return None
    words = {text: place for text, place in cells.items() if not _is_number(text)}
    if len(words) != 1:
        return None
    text, place = words.popitem()
    name, counted = split_count(text)
    behind = [other for other in cells if cells[other] > place and _COUNT_CELL.fullmatch(other)]
    of_people = any(re.search(r"[名人位席]\W*$", count) for count in [*behind, *([text] if counted else [])])
    if not _WORD.search(name):
        return None
    return Title(text, name, counted or bool(behind), of_people, alone=len(cells) == 1, place=place)


def _is_number(text: str) -> bool:
    return bool(_COUNT_CELL.fullmatch(text) or _NUMBERING_CELL.fullmatch(text))


def split_count(text: str) -> tuple[str, bool]:
    """A heading's name, and whether it had a count: ``一、中共界(18名)`` → 中共界, True."""
    name = _LABEL.sub("", _NUMBERING.sub("", squeeze(text)))
    insides = []

    def without(group: re.Match[str]) -> str:
        inside = group[1]
        if group.start() == 0 and _WORD.search(inside) and not _COUNT_CELL.fullmatch(inside):
            return inside  # 【中共界】 frames the name itself
        insides.append(inside)
        return ""

    name = _BRACKETS.sub(without, name)
    counted = any(re.search(r"\d", inside) or _COUNT_CELL.fullmatch(inside) for inside in insides)
    bare = _COUNT.sub("", name)
    if bare and bare != name:
        name, counted = bare, True
    name = name.strip(":、,。.-—~■●◆★☆▲※□○*")
    return _LIST.sub("", name), counted


def sector_name(title: str) -> str:
    """A heading's name as that of a sector: ``工商联`` and ``工商联界别`` → 工商联界."""
    return f"{_SUFFIX.sub('', title)}界"


def is_sum_or_signature(raw: Sequence[object]) -> bool:
    """Whether the row begins with a word that stands before sums and signatures only: 总计 60 男 30 女 30."""
    first = next((text for cell in raw if (text := squeeze(cell))), "")
    return bool(_NOBODY.fullmatch(first))


def is_count(cell: object) -> bool:
    """Whether a cell is a number of people: 60, 60人."""
    return bool(_COUNT_CELL.fullmatch(squeeze(cell)))


def is_footer(raw: Sequence[object]) -> bool:
    """Whether the row signs, sums up or explains: 制表:…, 合计 …, 注:…"""
    texts = [text for cell in raw if (text := squeeze(cell))]
    if len(texts) > 1 and _is_number(texts[0]):
        return bool(_SUM.match(texts[1]))
    return bool(texts) and bool(_FOOTER.match(texts[0]))
