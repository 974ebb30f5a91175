"""Units and their people: the same press twice is one, and the second of two hears what it is now."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import roles
from accounts.models import UnitPost
from tests.cast import Cast, user
from tests.common.workbooks import xlsx
from tests.twice import Act, once, rows, text, told

KEEPER, SECURITY = ("keeper", "keeper"), ("security", "security")
ACCOUNT = {"username": "hanmei", "phone": "13900000001", "is_active": "on"}
UNIT = {"name": "县水利局", "desk": "government", "parent": "", "closed_on": ""}


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """With 李正, who gives roles and keeps no accounts."""
    cast.security = user("lizheng", "李正", role=roles.SECURITY_ADMIN)
    return cast


def group(role: roles.Role):
    return lambda cast: [Group.objects.get(name=role.name).pk]


def right(codename: str):
    return lambda cast: [Permission.objects.get(codename=codename).pk]


def account(cast: Cast) -> str:
    return f"/admin/accounts/user/{cast.member.pk}/change/"


def roles_of(cast: Cast) -> str:
    return f"/admin/accounts/user/{cast.clerk.pk}/change/"


def rights_of(cast: Cast) -> str:
    return f"/admin/auth/group/{Group.objects.get(name=roles.AUDITOR.name).pk}/change/"


def unit(cast: Cast) -> str:
    return f"/admin/accounts/unit/{cast.water.pk}/change/"


def end(cast: Cast) -> str:
    return f"/office/accounts/units/posts/{UnitPost.objects.get(user=cast.handler).pk}/end/"


def uploaded(who: str, path: str, *rows: list[str], **options: str):
    """The preview of a workbook that one of the cast has sent."""

    def place(cast: Cast) -> str:
        client = Client()
        client.force_login(getattr(cast, who))
        file = SimpleUploadedFile("表.xlsx", xlsx(list(rows)))
        return str(client.post(path, {"file": file, **options})["Location"])

    return place


UNITS = uploaded("keeper", "/office/accounts/units/import/", ["单位名称", "姓名"], ["县路灯所", "冯新"])
ROSTER = uploaded("clerk", "/office/members/import/", ["姓名", "界别"], ["丁一", "教育界"], term="10")
STUDIOS = uploaded("clerk", "/office/studios/import/", ["工作室名称", "地址"], ["石桥工作室", "便民中心"])
VISITS = uploaded(
    "clerk", "/office/visits/import/", ["日期", "委员", "走访对象", "地点"], ["2026-03-20", "韩梅", "村民", "东关村"]
)
IMPORTED = "这个文件已经导入过,没有再导入"

ACTS = [
    Act("bring units in", UNITS, KEEPER, {"mode": "all"}, IMPORTED),
    Act("bring the roster in", ROSTER, ("clerk", "clerk"), {"mode": "all"}, IMPORTED),
    Act("bring studios in", STUDIOS, ("clerk", "clerk"), {"mode": "all"}, IMPORTED),
    Act("bring visits in", VISITS, ("clerk", "clerk"), {"mode": "all"}, IMPORTED),
    Act("end a post", end, KEEPER, {}, "马经办已经不是"),
    Act("change an account", account, KEEPER, ACCOUNT | {"name": "韩梅梅"},
        "刚刚有人改过,现在是:姓名 韩梅梅", {"name": "韩美"}, 'value="韩美"'),
    Act("give roles", roles_of, SECURITY, {"groups": group(roles.AUDITOR)},
        "刚刚有人改过,现在是:组 审计管理员", {"groups": group(roles.SECRETARY)}, "selected>秘书长"),
    Act("give a role its rights", rights_of, SECURITY, {"name": roles.AUDITOR.name, "permissions": right("use_office")},
        "刚刚有人改过,现在是:权限 ", {"permissions": right("add_user")}, "selected>"),
    Act("change a unit", unit, ("clerk", "clerk"), UNIT | {"short_name": "水利"},
        "刚刚有人改过,现在是:简称 水利", {"short_name": "水务"}, 'value="水务"'),
]  # fmt: skip


test_same_form_sent_twice_does_it_once = once(ACTS)
test_second_of_two_hears_what_it_is_now_and_keeps_what_they_typed = told(ACTS)


def test_person_without_a_phone_sent_twice_has_one_account(cast: Cast, signed_in):
    client = signed_in(cast.keeper)
    form = {"unit": cast.water.pk, "name": "冯新", "phone": "", "part": "handler"}
    path = "/office/accounts/units/new/"
    assert "一次性密码" in text(client.post(path, form))
    before = rows()
    page = text(client.post(path, form))
    assert rows() == before
    assert "县水利局已经有冯新" in page
    assert 'value="冯新"' in page
