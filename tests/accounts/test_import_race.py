"""One list of units brought in twice at once: by a button pressed again, and by two people."""

import pytest

from accounts.models import ImportFile, Unit, UnitPost, User
from accounts.services import confirm_import, preview_import
from accounts.services.unit_import import import_units
from common.excel import Sheet
from common.imports import ImportReport, Mode
from tests.cast import NOW, Cast
from tests.meeting import second_while_first_is_open

pytestmark = pytest.mark.django_db(transaction=True)

SHEET = Sheet("名单", [["单位名称", "姓名", "手机号码"], ["县路灯所", "冯新", "13900000055"], ["县路灯所", "丁一", ""]])


def run(by: User):
    def brought(content: bytes, mode: Mode) -> ImportReport:
        return import_units([SHEET], by=by, now=NOW, mode=mode)

    return brought


def upload(by: User) -> ImportFile:
    return preview_import(kind="units", name="名单.xlsx", content=b"x", options={}, run=run(by), by=by, now=NOW)


def confirm(held: ImportFile) -> None:
    confirm_import(held, mode=Mode.ALL, run=run(held.uploaded_by), now=NOW)


def counts(held: ImportFile) -> dict[str, int]:
    held.refresh_from_db()
    return {one["label"]: one["n"] for one in held.report["counts"]}


@pytest.mark.parametrize("two_people", [False, True])
def test_second_finds_what_the_first_brought(cast: Cast, two_people: bool):
    first = upload(cast.keeper)
    second = upload(cast.clerk) if two_people else first
    assert second_while_first_is_open(lambda: confirm(first), lambda: confirm(second), refusals=()) is None
    unit = Unit.objects.get(name="县路灯所")
    assert UnitPost.objects.filter(unit=unit).count() == 2
    assert User.objects.filter(name__in=["冯新", "丁一"]).count() == 2
    assert counts(first)["新增"] == 2
    if two_people:
        assert counts(second)["无变化"] == 2
