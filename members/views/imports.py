"""The roster's import desk."""

import datetime as dt
from typing import Any

from django import forms

from accounts.importing import ImportDesk, UploadForm
from accounts.models import User
from common.excel import read_workbook
from common.imports import ImportReport, Mode
from members.models import Term
from members.resources import write_roster_template
from members.services.roster import import_roster


class RosterUploadForm(UploadForm):
    term = forms.IntegerField(
        label="第几届",
        min_value=1,
        max_value=99,
        help_text="填数字,如第十届填 10",
        error_messages={"required": "请填这份名册是第几届的。"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        term = Term.objects.current()
        self.fields["term"].initial = term.number if term else None


def run(content: bytes, name: str, options: dict[str, Any], by: User, now: dt.datetime, mode: Mode) -> ImportReport:
    sheets = read_workbook(content, name)
    return import_roster(sheets, term_number=options["term"], by=by, now=now, mode=mode, via="页面")


roster_desk = ImportDesk(
    kind="roster",
    namespace="members",
    permission="members.import_members",
    title="导入委员名册",
    what="委员名册",
    back="members:list",
    hints=(
        "就用本机关现有的名册,不必改格式:表头在第几行、栏目怎样排、叫什么,都会自己认。",
        "界别可以写在每行,也可以写成行间的小标题,如“中共界(18名)”;简称、别名按基础数据里的界别字典认。",
        "手机号码里的空格、+86、全角数字都能认;号码不足11位的会指出来。",
        "再次导入改正后的名册,只更新有变化的人;名册里没有的委员会列出来,不会被自动离任。",
    ),
    run=run,
    template_name="委员名册模板.xlsx",
    write_template=write_roster_template,
    form=RosterUploadForm,
)
