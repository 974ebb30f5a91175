"""The list of units as a workbook: the empty one to fill in."""

from typing import IO

from common.excel import Book, Column

UNIT_COLUMNS = (
    Column("单位名称", 28),
    Column("简称", 14),
    Column("归口", 10),
    Column("经办人/负责人", 14),
    Column("姓名", 12),
    Column("手机号码", 16),
)
_RULES = (
    "说明:一行一人;一个单位有几个人,写成几行。只写单位、不写姓名,就只登记单位。",
    "说明:归口写党委办、政府办或其他。身份写经办人或负责人,空着算经办人。",
    "说明:手机号码用来登录,没有的空着,登录条上会给一个用户名。",
)


def write_unit_template(target: IO[bytes]) -> None:
    """An empty list that the import reads back."""
    with Book(target) as book:
        book.sheet(
            "承办单位",
            title="承办单位及人员名单",
            columns=UNIT_COLUMNS,
            rows=[[None] * len(UNIT_COLUMNS) for _ in range(20)],
            notes=_RULES,
        )
