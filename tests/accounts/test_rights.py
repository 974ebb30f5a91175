"""What the admin changes of accounts, roles and settings stands in the trail, old and new."""

import pytest
from django.contrib.auth.models import Group, Permission

from accounts import roles
from accounts.models import AuditEvent, Office, User
from tests.cast import Cast, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def security(cast: Cast) -> User:
    """Gives roles, keeps no accounts."""
    return user("lizheng", "李正", role=roles.SECURITY_ADMIN)


def group(role: roles.Role) -> Group:
    return Group.objects.get(name=role.name)


def test_roles_given_and_taken_are_audited_with_old_and_new(cast: Cast, signed_in, security: User):
    url = f"/admin/accounts/user/{cast.clerk.pk}/change/"
    given = [group(roles.AUDITOR).pk, group(roles.SECRETARY).pk]
    assert signed_in(security).post(url, {"groups": given}).status_code == 302
    row = AuditEvent.objects.get(action="rights_changed")
    assert (row.subject, row.actor_id, row.via) == ("账号 周敏(zhoumin) 的角色", security.pk, "基础数据")
    assert row.detail == {"before": ["办公室"], "after": ["审计管理员", "秘书长"]}
    assert set(cast.clerk.groups.values_list("pk", flat=True)) == set(given)


def test_roles_left_as_they_were_are_no_event(cast: Cast, signed_in, security: User):
    url = f"/admin/accounts/user/{cast.clerk.pk}/change/"
    signed_in(security).post(url, {"groups": [group(roles.GENERAL_OFFICE).pk]})
    assert not AuditEvent.objects.filter(action="rights_changed").exists()


def test_rights_of_a_role_are_audited_with_old_and_new(cast: Cast, signed_in, security: User):
    role = group(roles.AUDITOR)
    rights = Permission.objects.filter(codename__in=["use_office", "add_user"])
    url = f"/admin/auth/group/{role.pk}/change/"
    data = {"name": role.name, "permissions": [right.pk for right in rights]}
    assert signed_in(security).post(url, data).status_code == 302
    row = AuditEvent.objects.get(action="rights_changed")
    assert row.subject == "角色 审计管理员 的权限"
    assert row.detail == {"before": ["可以进入机关端", "查看审计记录"], "after": ["增加账号", "可以进入机关端"]}


def account(of: User, **changes: object) -> dict[str, object]:
    fields = {"username": of.username, "name": of.name, "phone": of.phone or "", "is_active": "on"}
    return {name: value for name, value in {**fields, **changes}.items() if value is not None}


def test_account_closed_is_a_change_of_rights(cast: Cast, signed_in):
    url = f"/admin/accounts/user/{cast.member.pk}/change/"
    assert signed_in(cast.keeper).post(url, account(cast.member, is_active=None)).status_code == 302
    row = AuditEvent.objects.get(action="rights_changed")
    assert row.subject == "账号 韩梅(hanmei)"
    assert row.detail == {"before": {"有效": "是"}, "after": {"有效": "否"}}


def test_number_changed_is_audited_masked(cast: Cast, signed_in):
    url = f"/admin/accounts/user/{cast.member.pk}/change/"
    signed_in(cast.keeper).post(url, account(cast.member, phone="13700000009"))
    row = AuditEvent.objects.get(action="changed", subject="账号 韩梅(hanmei)")
    assert row.detail == {"before": {"手机号码": "139****0001"}, "after": {"手机号码": "137****0009"}}


def test_account_opened_is_audited(cast: Cast, signed_in):
    data = {"username": "new", "name": "新人", "phone": "13700000009"}
    assert signed_in(cast.keeper).post("/admin/accounts/user/add/", data).status_code == 200  # its slip
    row = AuditEvent.objects.get(action="account_opened")
    assert row.subject == "账号 新人(new)"
    assert row.detail["after"]["手机号码"] == "137****0009"
    assert not User.objects.get(username="new").has_usable_password()


def test_nobody_types_a_password_for_somebody_else(cast: Cast, signed_in):
    data = {"password1": "a long sentence of words", "password2": "a long sentence of words"}
    assert signed_in(cast.keeper).post(f"/admin/accounts/user/{cast.member.pk}/password/", data).status_code == 404


def test_settings_changed_are_audited_with_old_and_new(cast: Cast, signed_in):
    office = Office.objects.get()
    fields = {field.name: getattr(office, field.name) for field in Office._meta.concrete_fields}
    response = signed_in(cast.clerk).post("/admin/accounts/office/1/change/", {**fields, "audit_months": 24})
    assert response.status_code == 302
    row = AuditEvent.objects.get(action="changed", subject="机关设置")
    assert row.detail == {"before": {"审计记录保留几个月": "12"}, "after": {"审计记录保留几个月": "24"}}


def test_settings_under_six_months_are_refused_in_words(cast: Cast, signed_in):
    office = Office.objects.get()
    fields = {field.name: getattr(office, field.name) for field in Office._meta.concrete_fields}
    response = signed_in(cast.clerk).post("/admin/accounts/office/1/change/", {**fields, "audit_months": 5})
    assert "至少保留6个月" in response.content.decode()
    assert Office.objects.get().audit_months == 12


# Acts that are refused for want of a right


@pytest.mark.parametrize(
    ("who", "path", "data", "act"),
    [
        ("leader", "/office/members/{member}/phone/", {}, "查看委员完整号码"),
        ("leader", "/office/visits/export/", {}, "导出走访台账"),
        ("member", "/office/members/export/", {}, "导出委员名册"),
        ("leader", "/office/members/export/", {"full_numbers": "on", "reason": "想看"}, "导出委员名册(完整号码)"),
        ("leader", "/office/month/2026-02/close/", {}, "月度结账"),
        ("member", "/office/month/2026-02/sheets/1/file/", {}, "下载月度汇总表"),
        ("leader", "/office/rules/1/", {}, "确认考核办法"),
        ("leader", "/office/members/import/", {}, "导入委员名册"),
        ("clerk", "/office/audit/export/", {"reason": "想看"}, "导出审计记录"),
    ],
)
def test_refused_act_is_kept(cast: Cast, signed_in, who: str, path: str, data: dict[str, str], act: str):
    path = path.format(member=cast.person(cast.member).pk)
    signed_in(getattr(cast, who)).post(path, data).getvalue()  # one of them is answered with a file, of masked numbers
    row = AuditEvent.objects.get(action="refused")
    assert (row.subject, row.reason, row.via) == (act, "没有权限", path)
    assert (row.actor_id, row.address) == (getattr(cast, who).pk, "127.0.0.1")


def test_looking_at_a_page_without_the_right_is_no_act(cast: Cast, signed_in):
    assert signed_in(cast.clerk).get("/office/audit/").status_code == 404
    assert signed_in(cast.leader).get("/office/visits/export/").status_code == 404
    assert not AuditEvent.objects.filter(action="refused").exists()
