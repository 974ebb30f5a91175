"""The ledger's import desk."""

import datetime as dt
from typing import Any

from accounts.importing import ImportDesk
from accounts.models import User
from common.excel import read_workbook
from common.imports import ImportReport, Mode
from studios.resources import TEMPLATE_NAME, write_visit_template
from studios.services import import_visits


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
