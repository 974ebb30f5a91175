"""The import desks: the ledger of visits, the workbook of studios."""

import datetime as dt
from typing import Any

from accounts.importing import ImportDesk
from accounts.models import User
from common.excel import read_workbook
from common.imports import ImportReport, Mode
from studios.resources import STUDIO_TEMPLATE_NAME, TEMPLATE_NAME, write_studio_template, write_visit_template
from studios.services import import_studios, import_visits


def run(content: bytes, name: str, options: dict[str, Any], by: User, now: dt.datetime, mode: Mode) -> ImportReport:
    return import_visits(read_workbook(content, name), filename=name, by=by, now=now, mode=mode)


visits_desk = ImportDesk(
    kind="visits",
    namespace="studios",
    permission="studios.import_visits",
    title="导入走访台账",
    what="走访记录",
    back="studios:office_visits",
    hints=(
        "就用本机关现有的台账,不必改格式:表头在第几行、栏目怎样排、叫什么,都会自己认。",
        "日期可以合并,也可以只写第一行;3月5日、2026.3.5 和 Excel 的日期都认。已经结账的月份不能再导入。",
        "委员按本届名册认人;同名的请写明界别或片区,分不清的会列出来。",
        "群众的联系电话一栏不保存。走访对象写称呼即可。",
        "同一份台账再导入一次不会重复;改好有错的行,整本再导入就行。",
    ),
    run=run,
    template_name=TEMPLATE_NAME,
    write_template=write_visit_template,
    modes=(Mode.GOOD,),
)


def run_studios(
    content: bytes, name: str, options: dict[str, Any], by: User, now: dt.datetime, mode: Mode
) -> ImportReport:
    return import_studios(read_workbook(content, name), filename=name, by=by, now=now, mode=mode)


studios_desk = ImportDesk(
    kind="studios",
    namespace="studios",
    permission="studios.import_studios",
    title="导入工作室",
    what="工作室",
    back="studios:office_studios",
    hints=(
        "就用本机关现有的一览表,不必改格式:表头在第几行、栏目怎样排、叫什么,合并的单元格、分几张表,都会自己认。",
        "人员可以写在工作室那一行的召集人、联络员、驻室委员里,几个人用“、”或空格隔开;也可以另有一张表,一人一行。",
        "委员按本届在任的名册认人,同名的在括号里写明界别;联络员不是委员的,先开通账号,写姓名、用户名或手机号码。",
        "有一行错就一行也不导入,改好再传;空着的格子不抹掉已有的资料,表里没有的人不会被移出工作室。",
        "导出的工作簿可以改了再导入;同一份再导入一次,什么也不变。",
    ),
    run=run_studios,
    template_name=STUDIO_TEMPLATE_NAME,
    write_template=write_studio_template,
    modes=(Mode.ALL,),
    label="工作室或人员",
    absent="工作室里有、文件里没有的{n}人(不会被移出)",
)
