"""The roster as a workbook: out for print and for import again, and the empty one to fill in."""

import datetime as dt
from collections.abc import Iterator
from typing import IO

from django.utils import timezone

from accounts.queries import the_office
from common.dates import chinese_date
from common.excel import Book, Column
from common.phones import mask
from members import queries
from members.models import Term
from members.models.constituents import ConstituentQuerySet
from members.models.people import SeatQuerySet
from members.models.representatives import RepresentativeQuerySet

ROSTER_COLUMNS = (
    Column("序号", 6),
    Column("姓名", 10),
    Column("性别", 6),
    Column("出生年月", 10, "month"),
    Column("民族", 9),
    Column("党派", 12),
    Column("界别", 18),
    Column("工作单位及职务", 32),
    Column("政协职务", 9),
    Column("专委会", 14),
    Column("所在片区", 11),
    Column("手机号码", 14),
    Column("备注", 14),
    Column("专长", 14),
)

_HOW_TO_FILL = (
    ("序号", "可不填", "名册上的序号。", "1"),
    ("姓名", "必填", "姓名中间不用加空格。", "张三"),
    ("性别", "可不填", "男或女。", "女"),
    ("出生年月", "建议填", "同名的人靠它和手机号码区分。", "1975-10"),
    ("民族", "可不填", "写全称。", "汉族"),
    ("党派", "可不填", "按本机关的写法。", "中共党员"),
    (
        "界别",
        "必填",
        "写“基础数据”里的名称或别名;也可以在一组委员上面单独写一行标题,如“教育界(12名)”,这一格就不用填。",
        "教育界",
    ),
    ("工作单位及职务", "可不填", "也可以分成“工作单位”“职务”两栏。", "清河县第一中学校长"),
    ("政协职务", "可不填", "主席、副主席、秘书长、常委或委员,空着的新委员按委员读入。", "常委"),
    ("专委会", "可不填", "几个之间用“、”隔开。", "提案委"),
    ("所在片区", "可不填", "片区或镇街的名称。", "城关镇"),
    ("手机号码", "建议填", "11位数字。", "13800000000"),
    ("备注", "可不填", "200字以内。", ""),
    ("专长", "可不填", "100字以内。", "中学物理教学"),
)
_RULES = (
    "注:一个人一行。栏目的顺序可以变,不要的栏目可以删去,多出来的栏目不读取。",
    "注:空着的格子不会抹掉系统里已有的资料;名册里没有的委员,任职不会自动结束。",
)


def write_roster(
    target: IO[bytes],
    *,
    seats: SeatQuerySet,
    full_numbers: bool,
    made_by: str,
    now: dt.datetime,
    term: Term | None = None,
) -> int:
    """Write seats as the office's roster, by sector and strokes, and return how many.

    Four queries, and one more for each further thousand. With full numbers the file can be imported again and
    changes nothing. The caller writes the audit row.
    """
    office = the_office()
    count = seats.count()
    made = timezone.localtime(now)
    lines = (
        f"机关名称:{office.name}",
        f"制表时间:{chinese_date(made.date())} {made:%H:%M}    制表人:{made_by}    人数:{count}人",
    )
    notes = ["注:按界别、姓氏笔画排列;序号是名册上的序号。"]
    if not full_numbers:
        notes.append("注:手机号码的中间四位已遮住,本表不能再用来导入。")
    with Book(target) as book:
        return book.sheet(
            "委员名册",
            title=f"{office.short_name}{term or ''}委员名册",
            columns=ROSTER_COLUMNS,
            rows=_rows(seats, full_numbers=full_numbers),
            lines=lines,
            notes=notes,
        )


def _rows(seats: SeatQuerySet, *, full_numbers: bool) -> Iterator[tuple[object, ...]]:
    for seat in queries.for_ledger(seats).iterator(chunk_size=1000):
        member = seat.member
        yield (
            seat.number,
            member.name,
            member.get_gender_display(),
            member.birth_month,
            member.ethnicity,
            member.party,
            seat.sector.name,
            member.employer,
            seat.get_post_display(),
            "、".join(membership.group.name for membership in member.committees),
            seat.area.name if seat.area else "",
            member.phone if full_numbers else mask(member.phone),
            member.note,
            member.specialty,
        )


def write_roster_template(target: IO[bytes]) -> None:
    """An empty roster with the columns that are read, and a sheet that says how to fill them."""
    with Book(target) as book:
        book.sheet("委员名册", title="委员名册", columns=ROSTER_COLUMNS, rows=())
        book.sheet(
            "填写说明",
            title="委员名册填写说明",
            columns=(Column("栏目", 16), Column("要求", 8), Column("怎么填", 70), Column("例子", 22)),
            rows=_HOW_TO_FILL,
            notes=_RULES,
        )


PEOPLE_COLUMNS = (
    Column("序号", 6),
    Column("姓名", 10),
    Column("电话", 14),
    Column("片区", 12),
    Column("村(社区)", 16),
    Column("联系人", 24),
    Column("最近联系", 12, "date"),
    Column("保留到", 12, "date"),
)


def write_people(target: IO[bytes], *, found: ConstituentQuerySet, made_by: str, now: dt.datetime) -> None:
    """The office list of constituents, numbers always masked."""
    local = timezone.localtime(now)
    with Book(target) as book:
        book.sheet(
            "联系群众",
            title=f"{the_office().name}委员联系群众名单",
            columns=PEOPLE_COLUMNS,
            rows=_people_rows(found),
            lines=(f"{chinese_date(local.date())} {local:%H:%M} {made_by} 导出",),
            notes=(
                "注:按姓氏笔画排列,号码打码。只供联系群众使用,用毕销毁,不得外传。",
                "注:“保留到”是最后一次联系满告知书所写年数的日子,过后姓名和电话自动清除。",
            ),
        )


def _people_rows(found: ConstituentQuerySet) -> Iterator[tuple[object, ...]]:
    for number, person in enumerate(queries.with_keepers(found), start=1):
        yield (
            str(number),
            person.name,
            mask(person.phone),
            str(person.village.area) if person.village else "",
            str(person.village or ""),
            "、".join(str(tie.member or tie.user) for tie in person.keepers),
            person.contacted_on,
            person.retain_until,
        )


POOL_COLUMNS = (
    Column("序号", 6),
    Column("姓名", 10),
    Column("电话", 14),
    Column("片区", 12),
    Column("村(社区)", 16),
    Column("专长领域", 30),
    Column("推荐的党组织", 24),
    Column("推荐日期", 12, "date"),
    Column("入库日期", 12, "date"),
    Column("出库日期", 12, "date"),
    Column("出库原因", 16),
    Column("备注", 20),
)


def write_representatives(target: IO[bytes], *, found: RepresentativeQuerySet, made_by: str, now: dt.datetime) -> None:
    """The pool of representatives, numbers always masked."""
    local = timezone.localtime(now)
    with Book(target) as book:
        book.sheet(
            "群众代表",
            title=f"{the_office().name}群众代表名单",
            columns=POOL_COLUMNS,
            rows=_pool_rows(found),
            lines=(f"{chinese_date(local.date())} {local:%H:%M} {made_by} 导出",),
            notes=("注:按姓氏笔画排列,号码打码。只供邀请群众代表参加活动使用,用毕销毁,不得外传。",),
        )


def _pool_rows(found: RepresentativeQuerySet) -> Iterator[tuple[object, ...]]:
    for number, one in enumerate(found, start=1):
        person = one.constituent
        yield (
            str(number),
            person.name,
            mask(person.phone),
            str(person.village.area) if person.village else "",
            str(person.village or ""),
            one.skills,
            one.recommender,
            one.recommended_on,
            one.since,
            one.until,
            one.end_reason,
            one.note,
        )
