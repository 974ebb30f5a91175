"""Roles that exclude each other, and accounts that the admin opens."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import roles
from accounts.models import AuditEvent, Office, OneTimeKey, User
from accounts.services import change_roles
from tests.cast import NOW, PASSWORD, Cast, user


def group(role: roles.Role) -> Group:
    return Group.objects.get(name=role.name)


@pytest.fixture
def security(cast: Cast) -> User:
    return user("lizheng", "李正", role=roles.SECURITY_ADMIN)


@pytest.fixture
def chief(cast: Cast) -> User:
    return User.objects.create_superuser("chief", name="总管", password=PASSWORD)


@pytest.mark.parametrize(
    "both",
    [
        (roles.SYSTEM_ADMIN, roles.SECURITY_ADMIN),
        (roles.SYSTEM_ADMIN, roles.AUDITOR),
        (roles.SECURITY_ADMIN, roles.AUDITOR),
    ],
)
def test_two_of_the_three_administrators_are_refused_in_words(cast: Cast, security: User, both):
    with pytest.raises(ValidationError, match=f"不能兼任{both[0].name}、{both[1].name}"):
        change_roles(user=cast.stranger, roles=[group(role) for role in both], by=security, now=NOW)
    assert not cast.stranger.groups.exists()


def test_one_of_the_three_goes_with_other_roles_and_two_go_where_the_office_lets_them(cast: Cast, security: User):
    change_roles(
        user=cast.stranger, roles=[group(roles.SYSTEM_ADMIN), group(roles.GENERAL_OFFICE)], by=security, now=NOW
    )
    Office.objects.update(exclusive_admins=False)
    change_roles(user=cast.stranger, roles=[group(roles.SYSTEM_ADMIN), group(roles.AUDITOR)], by=security, now=NOW)
    assert set(cast.stranger.groups.all()) == {group(roles.SYSTEM_ADMIN), group(roles.AUDITOR)}


def test_roles_that_stay_leave_no_row(cast: Cast, security: User):
    before = AuditEvent.objects.count()
    change_roles(user=cast.clerk, roles=[group(roles.GENERAL_OFFICE)], by=security, now=NOW)
    assert AuditEvent.objects.count() == before


def account_form(who: User, *held: roles.Role) -> dict[str, object]:
    return {
        "username": who.username,
        "name": who.name,
        "phone": who.phone or "",
        "is_active": "on",
        "groups": [group(role).pk for role in held],
    }


def test_admins_form_refuses_two_of_the_three_and_gives_one(cast: Cast, security: User, signed_in):
    client = signed_in(security)
    address = f"/admin/accounts/user/{cast.stranger.pk}/change/"
    page = client.post(address, account_form(cast.stranger, roles.AUDITOR, roles.SYSTEM_ADMIN)).content.decode()
    assert "一个人不能兼任系统管理员、审计管理员" in page
    assert not cast.stranger.groups.exists()
    assert client.post(address, account_form(cast.stranger, roles.AUDITOR)).status_code == 302
    assert list(cast.stranger.groups.all()) == [group(roles.AUDITOR)]
    assert AuditEvent.objects.filter(actor_id=security.pk, subject="账号 孙外(sunwai) 的角色").count() == 1


def office_form(**changes: object) -> dict[str, object]:
    office = Office.objects.get()
    fields = {field.name: getattr(office, field.name) for field in Office._meta.fields if field.name != "id"}
    return {name: value for name, value in {**fields, **changes}.items() if value is not False}


def test_switching_the_exclusion_on_lists_who_holds_two(cast: Cast, signed_in, security: User):
    Office.objects.update(exclusive_admins=False)
    change_roles(user=cast.keeper, roles=[group(roles.SYSTEM_ADMIN), group(roles.AUDITOR)], by=security, now=NOW)
    client = signed_in(cast.keeper)
    page = client.post("/admin/accounts/office/1/change/", office_form(exclusive_admins="on"), follow=True)
    assert "孙宏(sunhong)现在兼任系统管理员、审计管理员" in page.content.decode()
    assert "吴审" not in page.content.decode()
    again = client.post("/admin/accounts/office/1/change/", office_form(help_phone="12345"), follow=True)
    assert "现在兼任" not in again.content.decode()


@pytest.mark.parametrize(("field", "value"), [("key_days", 0), ("idle_minutes", 1), ("lock_failures", 1000)])
def test_number_out_of_its_range_is_refused(cast: Cast, signed_in, field: str, value: int):
    page = signed_in(cast.keeper).post("/admin/accounts/office/1/change/", office_form(**{field: value}))
    assert page.status_code == 200
    assert getattr(Office.objects.get(), field) != value


def test_new_account_of_a_colleague_is_answered_with_a_slip_that_lets_them_in(cast: Cast, chief: User, signed_in):
    data = {"username": "xinlai", "name": "新来", "phone": "", "groups": [group(roles.LEADER).pk]}
    page = signed_in(chief).post("/admin/accounts/user/add/", data).content.decode()
    made = User.objects.get(username="xinlai")
    assert not made.has_usable_password()
    assert list(made.groups.all()) == [group(roles.LEADER)]
    address = page.split('data-address="http://testserver')[1].split('"')[0]
    client = Client()
    assert client.post(address)["Location"] == "/password/"
    assert AuditEvent.objects.filter(action="account_opened", subject="账号 新来(xinlai)").count() == 1


def test_nobody_types_a_password_for_another(cast: Cast, chief: User, signed_in):
    client = signed_in(chief)
    assert client.get(f"/admin/accounts/user/{cast.clerk.pk}/password/").status_code == 404
    assert 'type="password"' not in client.get("/admin/accounts/user/add/").content.decode()
    assert client.get("/admin/password_change/")["Location"] == "/password/"


def test_way_to_the_slips_is_shown_to_who_keeps_accounts_only(cast: Cast, security: User, signed_in):
    page = f"/admin/accounts/user/{cast.clerk.pk}/change/"
    link = f"/office/accounts/{cast.clerk.pk}/"
    assert link in signed_in(cast.keeper).get(page).content.decode()
    assert link not in signed_in(security).get(page).content.decode()
    assert signed_in(security).get(link).status_code == 404


def test_keeper_lets_a_colleague_in_and_never_a_superuser(cast: Cast, chief: User, signed_in):
    client = signed_in(cast.keeper)
    assert "周敏的登录条" in client.post(f"/office/accounts/{cast.clerk.pk}/key/").content.decode()
    assert client.post(f"/office/accounts/{chief.pk}/key/").status_code == 404
    assert client.get(f"/office/accounts/{chief.pk}/").status_code == 404
    assert [key.user for key in OneTimeKey.objects.all()] == [cast.clerk]


def test_keeper_gives_none_to_themself(cast: Cast, signed_in):
    page = signed_in(cast.keeper).post(f"/office/accounts/{cast.keeper.pk}/key/", follow=True).content.decode()
    assert "不能给自己发登录条" in page
    assert not OneTimeKey.objects.exists()
