"""Studios and their people as the office's workbook: out for print and for import again, and the empty one."""

import datetime as dt
from collections.abc import Iterator
from typing import IO

from django.db import transaction

from accounts.models import AuditEvent, User
from accounts.queries import the_office, workbook_name
from accounts.services import audit
from common.excel import Book, Column, downloaded
from studios import queries
from studios.models import Residency, Studio

STUDIO_COLUMNS = (
    Column("编号", 6, "int"),
    Column("工作室名称", 22),
    Column("类别", 8),
    Column("品牌名", 14),
    Column("依托单位", 20),
    Column("所在片区", 12),
    Column("地址", 26),
    Column("结合界别", 20),
    Column("联系领导", 10),
    Column("指导专委会", 14),
    Column("上级工作室", 16),
    Column("室内电话", 14),
    Column("开放时间", 14),
    Column("成立日期", 12, "date"),
    Column("驻室人数", 9, "int"),
)
PEOPLE_COLUMNS = (
    Column("工作室", 22),
    Column("身份", 9),
    Column("姓名", 10),
    Column("界别", 20),
    Column("片区", 12),
    Column("工作单位及职务", 32),
    Column("专长", 18),
    Column("账号", 14),
    Column("从", 12, "date"),
)
STUDIO_TEMPLATE_NAME = "工作室模板.xlsx"
_HOW = (
    "说明:一个工作室一行。名称和系统里相同的算同一个工作室,空着的格子不会抹掉已有的资料;编号空着由系统接着编。",
    "说明:结合界别有几个的,用“、”隔开。联系领导写本届委员的姓名;指导专委会、上级工作室写系统里的名称。",
    "说明:室内电话写座机,不要写私人手机号码。",
)
_HOW_PEOPLE = (
    "说明:一人一行,身份写召集人、联络员或驻室委员,空着算驻室委员。同名的委员要写界别或片区。",
    "说明:联络员不是委员的,先开通账号,再在“账号”里写用户名。",
    "说明:也可以不用这张表,在“工作室”表里加召集人、联络员、驻室委员三栏,几个人写在一格里,用“、”隔开。",
    "说明:表里没有的人不会被移出工作室,要在工作室页面上办结束。",
)


def export_studios(target: IO[bytes], *, user: User, now: dt.datetime, address: str = "") -> None:
    """Write the standing studios with their people, and the audit row. Six queries. In again it changes nothing."""
    rooms = list(queries.records(Studio.objects.visible_to(user).standing()))
    people = queries.people_by_studio(rooms)
    made = downloaded(user.name, now)
    office = the_office()
    title = f"{office.short_name}{office.studio_word}"
    with transaction.atomic(), Book(target) as book:
        rows = [_studio_row(room, len(people[room.pk])) for room in rooms]
        book.sheet("工作室", title=f"{title}一览表", columns=STUDIO_COLUMNS, rows=rows, lines=[made])
        heads = book.sheet(
            "驻室人员",
            title=f"{title}驻室人员名单",
            columns=PEOPLE_COLUMNS,
            rows=_people_rows(rooms, people),
            lines=[made],
            notes=["注:“账号”只写不是委员的人。手机号码不在本表里。"],
        )
        audit(
            AuditEvent.Action.EXPORTED,
            by=user,
            now=now,
            subject="工作室和驻室人员",
            detail={"rows": len(rows), "count": heads},
            via="页面",
            address=address,
        )


def studios_name(now: dt.datetime) -> str:
    return workbook_name("工作室", now)


def _studio_row(room: Studio, people: int) -> list[object]:
    return [
        room.number,
        room.name,
        room.kind,
        room.brand,
        room.host,
        room.area.name if room.area else "",
        room.address,
        "、".join(sector.name for sector in room.sectors.all()),
        room.leader.name if room.leader else "",
        room.group.name if room.group else "",
        room.parent.name if room.parent else "",
        room.phone,
        room.open_hours,
        room.opened_on,
        people,
    ]


def _people_rows(rooms: list[Studio], people: dict[int, list[queries.RoomPerson]]) -> Iterator[list[object]]:
    for room in rooms:
        for one in people[room.pk]:
            held, seat = one.residency, one.seat
            if one.left:
                continue
            yield [
                room.name,
                held.get_part_display(),
                one.name,
                seat.sector.name if seat else "",
                seat.area.name if seat and seat.area else "",
                held.member.employer if held.member else "",
                held.member.specialty if held.member else "",
                held.user.username if held.user else "",
                held.since,
            ]


def write_studio_template(target: IO[bytes]) -> None:
    """An empty workbook that the import reads back, with a word on what needs one."""
    with Book(target) as book:
        rows = [[None] * (len(STUDIO_COLUMNS) - 1)] * 12
        book.sheet("工作室", title="工作室一览表", columns=STUDIO_COLUMNS[:-1], rows=rows, notes=_HOW)
        parts = "、".join(Residency.Part.labels)
        rows = [[None] * len(PEOPLE_COLUMNS)] * 20
        notes = [*_HOW_PEOPLE, f"说明:身份有{parts}。"]
        book.sheet("驻室人员", title="驻室人员名单", columns=PEOPLE_COLUMNS, rows=rows, notes=notes)
