"""The import desk of units and their people."""

import datetime as dt
from typing import Any

from accounts.importing import ImportDesk
from accounts.models import User
from accounts.resources import write_unit_template
from accounts.rules import KEEPS_ACCOUNTS
from accounts.services.unit_import import import_units
from common.excel import read_workbook
from common.imports import ImportReport, Mode


def run(content: bytes, name: str, options: dict[str, Any], by: User, now: dt.datetime, mode: Mode) -> ImportReport:
    return import_units(read_workbook(content, name), by=by, now=now, mode=mode)


units_desk = ImportDesk(
    kind="units",
    namespace="accounts",
    permission=KEEPS_ACCOUNTS,
    title="导入承办单位",
    what="单位人员",
    back="accounts:unit_people",
    hints=(
        "表头要有“单位名称”,再有简称、归口、经办人/负责人、姓名、手机号码中的几栏,次序不限。",
        "一行一人;一个单位有几个人,写成几行。只写单位、不写姓名,就只登记单位。",
        "归口写党委办、政府办或其他,本机关的叫法(如县委办)也认;空着的新单位按政府办。",
        "手机号码已有账号、姓名也相同的,用原来的账号;姓名不同的会指出来。",
        "导入只开账号。登录条导入以后在名单里勾选打印。",
        "再导入一次同一份文件,什么也不会变;文件里没有的人不会被停用。",
    ),
    run=run,
    template_name="承办单位名单模板.xlsx",
    write_template=write_unit_template,
)
