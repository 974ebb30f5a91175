"""The page of a QR code, and what a person does there who has no password."""

import datetime as dt
import re

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, Office, OneTimeKey, User
from accounts.services import issue_key
from tests.cast import PASSWORD, Cast

NEW = "mountain river 88"


@pytest.fixture
def slip(cast: Cast):
    return issue_key(user=cast.member, by=cast.clerk, now=timezone.now(), vouched=True)


@pytest.fixture
def path(slip) -> str:
    return f"/enter/{slip.token}/"


def test_page_tells_whose_it_is_only_masked_and_burns_nothing(cast: Cast, path: str, client: Client):
    for _ in range(3):
        response = client.get(path)
    page = response.content.decode()
    assert response.status_code == 200
    assert "韩*" in page
    assert "韩梅" not in page
    assert "13900000001" not in page
    assert OneTimeKey.objects.get().used_at is None
    assert "_auth_user_id" not in client.session


def test_button_signs_in_and_lets_nobody_in_a_second_time(cast: Cast, path: str, client: Client):
    assert client.post(path)["Location"] == "/password/"
    assert int(client.session["_auth_user_id"]) == cast.member.pk
    again = Client()
    assert again.post(path).status_code == 404
    assert "_auth_user_id" not in again.session


def test_who_came_with_a_slip_reaches_only_the_page_that_asks_for_a_password(cast: Cast, path: str, client: Client):
    client.post(path)
    for url in ("/", "/my/", "/my/visits/new/", "/office/"):
        assert client.get(url)["Location"] == "/password/"
    page = client.get("/password/").content.decode()
    assert "现在的密码" not in page
    assert client.post("/password/", {"new_password1": NEW, "new_password2": NEW})["Location"] == "/"
    assert client.get("/my/").status_code == 200
    assert Client().post("/login/", {"username": "hanmei", "password": NEW})["Location"] == "/"


def test_who_came_with_a_slip_may_go_out_again(cast: Cast, path: str, client: Client):
    client.post(path)
    assert client.post("/logout/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_session_of_another_phone_is_asked_for_the_old_password(cast: Cast, path: str, client: Client, signed_in):
    """Somebody holding a phone that is still signed in gains nothing when the owner uses a slip elsewhere."""
    elsewhere = signed_in(cast.member)
    client.post(path)
    assert elsewhere.get("/my/")["Location"] == "/password/"
    assert "现在的密码" in elsewhere.get("/password/").content.decode()
    elsewhere.post("/password/", {"new_password1": NEW, "new_password2": NEW})
    assert not User.objects.get(pk=cast.member.pk).check_password(NEW)


def test_other_sessions_end_when_the_new_password_is_set(cast: Cast, path: str, client: Client, signed_in):
    elsewhere = signed_in(cast.member)
    client.post(path)
    client.post("/password/", {"new_password1": NEW, "new_password2": NEW})
    assert elsewhere.get("/my/")["Location"].startswith("/login/")


def spoilt(slip, how: str) -> str:
    if how == "unknown":
        return "/enter/aaaaaaaaaaaaaaaaaaaaaa/"
    change = {
        "used": {"used_at": timezone.now()},
        "void": {"void_at": timezone.now()},
        "expired": {"issued_at": "2020-01-01T00:00Z", "expires_at": "2020-01-02T00:00Z"},
    }
    if how == "closed":
        User.objects.filter(pk=slip.user.pk).update(is_active=False)
    else:
        OneTimeKey.objects.update(**change[how])
    return f"/enter/{slip.token}/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_code_that_opens_nothing_has_one_answer_whatever_is_wrong(cast: Cast, slip, method: str):
    Office.objects.update(help_phone="0000-1234567")
    answers = set()
    kept = OneTimeKey.objects.values().get()
    for how in ("unknown", "used", "void", "expired", "closed"):
        client = Client()
        response = getattr(client, method)(spoilt(slip, how))
        answers.add((response.status_code, response.content))
        assert "_auth_user_id" not in client.session
        OneTimeKey.objects.update(**{name: kept[name] for name in ("issued_at", "expires_at", "used_at", "void_at")})
        User.objects.update(is_active=True)
    assert len(answers) == 1
    (status, page), *_ = answers
    assert status == 404
    assert "0000-1234567" in page.decode()


def test_who_tries_codes_is_locked_out_after_the_limit_of_an_address(cast: Cast, path: str):
    Office.objects.update(lock_address_failures=20)
    tries = [Client().get(f"/enter/{n:022}/").status_code for n in range(20)]
    assert tries == [404] * 19 + [429]
    for method in ("get", "post"):
        assert getattr(Client(), method)(path).status_code == 429
    assert OneTimeKey.objects.get().used_at is None
    assert Client(REMOTE_ADDR="10.9.9.9").get(path).status_code == 200


def test_expired_slip_opened_often_locks_nobody_out(cast: Cast, slip):
    path = spoilt(slip, "expired")
    for _ in range(30):
        Client().get(path)
    assert not AccessAttempt.objects.exists()


def test_trail_holds_no_token(cast: Cast, slip, path: str, client: Client):
    client.get("/enter/some-token-that-is-unknown/")
    client.post(path)
    rows = list(AuditEvent.objects.values_list("via", "subject", "reason"))
    assert ("/enter/…/", "", "") in rows
    assert slip.token not in str(rows)
    assert "some-token" not in str(rows)


@pytest.mark.parametrize("typed", ["as printed", "capitals", "blanks"])
def test_one_time_password_signs_in_however_it_is_typed_and_once(cast: Cast, slip, typed: str):
    password = slip.password
    if typed == "capitals":
        password = password.upper()
    elif typed == "blanks":
        password = f" {password.replace('-', ' ')} "
    data = {"username": "13900000001", "password": password}
    client = Client()
    assert client.post("/login/", data)["Location"] == "/password/"
    assert "现在的密码" not in client.get("/password/").content.decode()
    assert "请核对后重试" in Client().post("/login/", data).content.decode()


def test_one_time_password_opens_no_other_account(cast: Cast, slip):
    issue_key(user=cast.other, by=cast.clerk, now=timezone.now(), vouched=True)
    page = Client().post("/login/", {"username": "liqiang", "password": slip.password}).content.decode()
    assert "请核对后重试" in page
    assert not OneTimeKey.objects.filter(used_at__isnull=False).exists()


def test_old_password_still_signs_in_while_a_slip_is_out(cast: Cast, slip):
    client = Client()
    assert client.post("/login/", {"username": "hanmei", "password": PASSWORD})["Location"] == "/"
    assert client.get("/my/").status_code == 200


@pytest.mark.parametrize(("ticked", "days"), [({"remember": "on"}, 90), ({}, 0.5)])
def test_phone_that_is_remembered_stays_signed_in_for_the_days_the_office_says(cast: Cast, path: str, ticked, days):
    for client, url, data in (
        (Client(), path, ticked),
        (Client(), "/login/", {"username": "liqiang", "password": PASSWORD, **ticked}),
    ):
        cookie = client.post(url, data).cookies["sessionid"]
        assert cookie["max-age"] == dt.timedelta(days=days).total_seconds()


def test_slip_page_in_a_phone_of_somebody_else_says_so_and_changes_over(cast: Cast, path: str, signed_in):
    client = signed_in(cast.other)
    assert "这部手机现在登录的是李强" in client.get(path).content.decode()
    client.post(path)
    assert int(client.session["_auth_user_id"]) == cast.member.pk


def test_code_drawn_on_the_page_keeps_to_the_strict_policy(cast: Cast, signed_in):
    member = cast.person(cast.other)
    page = signed_in(cast.clerk).post(f"/office/members/{member.pk}/account/").content.decode()
    drawing = re.search(r"<svg.*?</svg>", page, re.DOTALL)[0]
    assert "style" not in drawing
    assert "http" not in drawing
