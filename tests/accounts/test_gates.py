"""What stands between who is signed in and a page: being still there, and the second step."""

import re
import time
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import roles
from accounts.models import AuditEvent, Office, User
from accounts.services import begin_enrolment, confirm_enrolment, issue_key, reset_second_step
from accounts.services.second_step import ResetRefused
from tests.cast import NOW, PASSWORD, Cast

MINUTE = 60
NEW_MEMBER = {"name": "陈新", "gender": "female", "post": "member"}


def leave_for(client: Client, seconds: float) -> None:
    session = client.session
    session["desk_seen"] = time.time() - seconds
    session.save()


@pytest.mark.parametrize(
    ("who", "door"),
    [("clerk", "/office/"), ("clerk", "/admin/"), ("handler", "/unit/"), ("keeper", "/office/accounts/")],
)
def test_desk_asks_for_the_password_after_the_minutes_the_office_says(cast: Cast, signed_in, who: str, door: str):
    Office.objects.update(idle_minutes=10)
    client = signed_in(getattr(cast, who))
    leave_for(client, 9 * MINUTE)
    assert client.get(door, follow=True).status_code == 200
    leave_for(client, 11 * MINUTE)
    assert client.get(f"{door}?q=1")["Location"] == f"/again/?{urlencode({'next': f'{door}?q=1'})}"


def test_password_given_again_goes_on_to_the_page_and_wrong_does_not(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    leave_for(client, 31 * MINUTE)
    page = client.post("/again/", {"again-password": "wrong", "next": "/office/members/"})
    assert "密码不对" in page.content.decode()
    assert client.get("/office/").status_code == 302
    assert client.post("/again/", {"again-password": PASSWORD, "next": "/office/members/"})["Location"] == (
        "/office/members/"
    )
    assert client.get("/office/members/").status_code == 200


def test_members_pages_of_a_remembered_phone_go_on_while_its_desk_sleeps(cast: Cast):
    """王召 is a member and handles for a unit, on one phone."""
    client = Client()
    client.post("/login/", {"username": "wangzhao", "password": PASSWORD, "remember": "on"})
    leave_for(client, 30 * 24 * 60 * MINUTE)
    assert client.get("/my/").status_code == 200
    assert client.get("/unit/")["Location"].startswith("/again/")
    assert client.get("/my/").status_code == 200


def test_work_at_the_desk_keeps_it_awake_and_writes_once_a_minute(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    leave_for(client, 20 * MINUTE)
    client.get("/office/")
    seen = client.session["desk_seen"]
    assert time.time() - seen < MINUTE
    client.get("/office/")
    assert client.session["desk_seen"] == seen


def test_work_on_members_pages_does_not_keep_the_desk_awake(cast: Cast, signed_in):
    client = signed_in(cast.convener)
    leave_for(client, 31 * MINUTE)
    client.get("/my/")
    assert client.get("/unit/").status_code == 302


def test_form_sent_too_late_is_kept_and_goes_on_with_the_password(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    data = {**NEW_MEMBER, "sector": cast.seat(cast.member).sector_id}
    leave_for(client, 31 * MINUTE)
    page = client.post("/office/members/new/", data).content.decode()
    held = dict(re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)">', page))
    assert {name: held[name] for name in NEW_MEMBER} == NEW_MEMBER
    assert "刚才写的内容还在" in page
    wrong = client.post("/office/members/new/", {**held, "again-password": "wrong"}).content.decode()
    assert "密码不对" in wrong
    assert 'value="陈新"' in wrong
    done = client.post("/office/members/new/", {**held, "again-password": PASSWORD})
    assert re.fullmatch(r"/office/members/\d+/", done["Location"])


def test_form_with_a_file_sent_too_late_says_that_the_file_must_be_chosen_again(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    leave_for(client, 31 * MINUTE)
    file = SimpleUploadedFile("名册.xlsx", b"x")
    page = client.post("/office/members/import/", {"term": 10, "file": file}).content.decode()
    assert "请重新选择文件" in page
    assert 'name="term" value="10"' in page


def test_slip_in_a_drawer_does_not_serve_to_come_back_to_a_desk(cast: Cast, signed_in):
    slip = issue_key(user=cast.clerk, by=cast.keeper, now=timezone.now())
    client = signed_in(cast.clerk)
    leave_for(client, 31 * MINUTE)
    assert "密码不对" in client.post("/again/", {"again-password": slip.password}).content.decode()


def test_guessing_at_the_page_that_asks_again_locks_too(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    for _ in range(5):
        last = client.post("/again/", {"again-password": "wrong"})
    assert last.status_code == 429
    assert client.post("/again/", {"again-password": PASSWORD}).status_code == 429


# The second step


@pytest.fixture
def wanted(cast: Cast) -> None:
    Office.objects.update(require_second_factor=True)


def code_of(device: TOTPDevice, later: int = 0) -> str:
    """What the phone shows now, or a half minute later."""
    return f"{totp(device.bin_key, t0=-30 * later):06}"


def bind(user: User) -> tuple[TOTPDevice, list[str]]:
    device = begin_enrolment(user=user)
    return confirm_enrolment(user=user, code=code_of(device), now=NOW)


def test_member_knows_nothing_of_the_second_step(cast: Cast, wanted, signed_in):
    for who, page in (("member", "/my/"), ("convener", "/unit/"), ("handler", "/unit/")):
        assert signed_in(getattr(cast, who)).get(page).status_code == 200


def test_staff_binds_a_phone_first_and_then_comes_in(cast: Cast, wanted, signed_in):
    client = signed_in(cast.clerk)
    there = client.get("/office/members/", follow=True)
    assert there.redirect_chain[-1][0].startswith("/office/second-step/enrol/")
    assert not TOTPDevice.objects.exists()
    shown = client.post("/office/second-step/enrol/", {"next": "/office/members/"}, follow=True).content.decode()
    device = TOTPDevice.objects.get()
    assert "<svg" in shown
    wrong = client.post("/office/second-step/enrol/", {"code": "000000"}).content.decode()
    assert "动态码不对" in wrong
    TOTPDevice.objects.update(throttling_failure_count=0)
    page = client.post("/office/second-step/enrol/", {"code": code_of(device), "next": "/office/members/"})
    codes = re.findall(r"<li>([a-z0-9]{5}-[a-z0-9]{5})</li>", page.content.decode())
    assert len(set(codes)) == 10
    assert not StaticToken.objects.filter(token__in=[*codes, *(code.replace("-", "") for code in codes)]).exists()
    assert client.get("/office/members/").status_code == 200


def test_looking_at_the_page_that_binds_begins_nothing(cast: Cast, wanted, signed_in):
    signed_in(cast.clerk).get("/office/second-step/enrol/")
    assert not TOTPDevice.objects.exists()


def test_code_lets_in_once_and_its_next_one_lets_in_elsewhere(cast: Cast, wanted, signed_in):
    device, _ = bind(cast.clerk)
    first, second = signed_in(cast.clerk), signed_in(cast.clerk)
    assert first.get("/office/")["Location"] == "/office/second-step/?next=%2Foffice%2F"
    code = code_of(device, later=1)
    assert first.post("/office/second-step/", {"code": code, "next": "/office/"})["Location"] == "/office/"
    assert first.get("/office/").status_code == 200
    assert "动态码不对" in second.post("/office/second-step/", {"code": code}).content.decode()
    assert second.get("/office/").status_code == 302


def test_recovery_code_stands_in_once(cast: Cast, wanted, signed_in):
    _, codes = bind(cast.clerk)
    client = signed_in(cast.clerk)
    assert client.post("/office/second-step/", {"code": codes[3].upper()}).status_code == 302
    assert client.get("/office/").status_code == 200
    again = signed_in(cast.clerk)
    assert "动态码不对" in again.post("/office/second-step/", {"code": codes[3]}).content.decode()
    assert StaticToken.objects.count() == 9


def test_bound_phone_is_not_replaced_by_who_knows_the_password_alone(cast: Cast, wanted, signed_in):
    bind(cast.clerk)
    client = signed_in(cast.clerk)
    assert client.get("/office/second-step/enrol/").status_code == 404
    assert client.post("/office/second-step/enrol/").status_code == 404


def test_code_of_another_does_not_serve(cast: Cast, wanted, signed_in):
    theirs, _ = bind(cast.officer)
    bind(cast.clerk)
    client = signed_in(cast.clerk)
    assert "动态码不对" in client.post("/office/second-step/", {"code": code_of(theirs, 1)}).content.decode()


def test_form_sent_without_the_second_step_is_kept_too(cast: Cast, wanted, signed_in):
    device, _ = bind(cast.clerk)
    client = signed_in(cast.clerk)
    leave_for(client, 31 * MINUTE)
    data = {**NEW_MEMBER, "sector": cast.seat(cast.member).sector_id}
    page = client.post("/office/members/new/", data).content.decode()
    assert 'name="again-password"' in page
    assert 'name="again-code"' in page
    answers = {"again-password": PASSWORD, "again-code": code_of(device, 1)}
    assert client.post("/office/members/new/", {**data, **answers})["Location"].startswith("/office/members/")


def test_remembered_phone_takes_the_second_step_anew_after_a_night(cast: Cast, wanted):
    _, codes = bind(cast.clerk)
    client = Client()
    client.post("/login/", {"username": "zhoumin", "password": PASSWORD, "remember": "on"})
    client.post("/office/second-step/", {"code": codes[0]})
    leave_for(client, 60 * MINUTE)
    client.post("/again/", {"again-password": PASSWORD})
    assert client.get("/office/").status_code == 200
    leave_for(client, 13 * 60 * MINUTE)
    client.get("/office/")
    client.post("/again/", {"again-password": PASSWORD})
    assert client.get("/office/")["Location"].startswith("/office/second-step/")


def test_keeper_resets_a_colleagues_phone_and_it_is_audited(cast: Cast, wanted, signed_in):
    bind(cast.clerk)
    keeper, clerk = signed_in(cast.keeper), signed_in(cast.clerk)
    _, codes = bind(cast.keeper)
    keeper.post("/office/second-step/", {"code": codes[0]})
    keeper.post(f"/office/accounts/{cast.clerk.pk}/second-step/")
    assert not TOTPDevice.objects.filter(user=cast.clerk).exists()
    assert AuditEvent.objects.filter(actor_id=cast.keeper.pk, subject__startswith="重设动态码 周敏").count() == 1
    assert clerk.get("/office/", follow=True).redirect_chain[-1][0].startswith("/office/second-step/enrol/")


@pytest.mark.parametrize("by", ["clerk", "officer", "auditor", "handler"])
def test_nobody_else_resets_a_phone(cast: Cast, by: str):
    bind(cast.leader)
    with pytest.raises(ResetRefused):
        reset_second_step(user=cast.leader, by=getattr(cast, by), now=NOW)
    assert TOTPDevice.objects.filter(user=cast.leader).exists()


def test_superuser_is_reset_on_the_server_only(cast: Cast):
    chief = User.objects.create_superuser("chief", name="总管", password=PASSWORD)
    bind(chief)
    with pytest.raises(ResetRefused):
        reset_second_step(user=chief, by=cast.keeper, now=NOW)
    said = StringIO()
    call_command("reset_second_step", "chief", stdout=said)
    assert "总管的动态码已重设" in said.getvalue()
    assert not TOTPDevice.objects.exists()
    with pytest.raises(CommandError, match="没有“nobody”"):
        call_command("reset_second_step", "nobody")


def test_unit_handler_with_a_role_in_the_office_takes_the_step_at_every_desk(cast: Cast, wanted, signed_in):
    cast.handler.groups.add(Group.objects.get(name=roles.LEADER.name))
    assert signed_in(cast.handler).get("/unit/")["Location"].startswith("/office/second-step/")
