import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.services import open_account
from tests.cast import NOW, PASSWORD, Cast

WRONG = "用户名(或手机号码)与密码不符"


def sign_in(username: str, password: str = PASSWORD) -> tuple[Client, object]:
    client = Client()
    return client, client.post("/login/", {"username": username, "password": password})


@pytest.mark.parametrize(
    "typed", ["hanmei", "13900000001", " 139 0000 0001 ", "+86 13900000001", "１３９０００００００１"]
)
def test_sign_in_by_name_or_phone_however_typed(cast: Cast, typed: str):
    client, response = sign_in(typed)
    assert response.status_code == 302
    assert int(client.session["_auth_user_id"]) == cast.member.pk


@pytest.mark.parametrize("typed", ["hanmei", "nobody", "13900000009"])
def test_sign_in_refused_says_the_same_for_known_and_unknown(cast: Cast, typed: str):
    _, response = sign_in(typed, "wrong password")
    assert WRONG in response.content.decode()


def test_sign_in_refused_for_a_closed_account(cast: Cast):
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    _, response = sign_in("hanmei")
    assert WRONG in response.content.decode()


def test_sign_in_sign_out_and_failure_leave_audit_rows_without_what_was_typed(cast: Cast):
    client, _ = sign_in("hanmei")
    client.post("/logout/")
    sign_in("my-secret-password-in-the-wrong-box", "x")
    rows = AuditEvent.objects.order_by("pk").values_list("action", "actor_id")
    assert [(a, i) for a, i in rows if a != "changed"] == [
        ("signed_in", cast.member.pk),
        ("signed_out", cast.member.pk),
        ("sign_in_failed", None),
    ]
    assert not AuditEvent.objects.filter(subject__contains="secret").exists()


def test_sign_out_only_by_post(cast: Cast, signed_in):
    assert signed_in(cast.member).get("/logout/").status_code == 405


@pytest.mark.parametrize("username", ["13900000099", "139 0000 0099", "+8613900000099", "with blank", ""])
def test_user_name_that_looks_like_a_phone_or_nothing_is_refused(db, username: str):
    with pytest.raises(ValidationError):
        open_account(name="某人", username=username, password=PASSWORD, now=NOW)


def test_phone_of_another_account_is_refused(cast: Cast):
    with pytest.raises(ValidationError, match="已经开过账号"):
        open_account(name="某人", username="mouren", password=PASSWORD, phone="13900000001", now=NOW)


def test_two_accounts_without_phone_are_fine(db):
    for username in ("a", "b"):
        open_account(name="某人", username=username, password=PASSWORD, now=NOW)
    assert User.objects.filter(phone=None).count() == 2


def test_password_changed_keeps_this_browser_and_is_audited(cast: Cast, signed_in):
    client = signed_in(cast.member)
    new = {"old_password": PASSWORD, "new_password1": "mountain river 88", "new_password2": "mountain river 88"}
    assert client.post("/password/", new).status_code == 302
    assert client.get("/password/").status_code == 200
    assert AuditEvent.objects.filter(action="password_changed", actor_id=cast.member.pk).count() == 1


def test_large_text_is_kept_and_comes_back_only_to_our_own_pages(cast: Cast, signed_in):
    client = signed_in(cast.member)
    response = client.post("/large-text/", {"on": "1", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"
    cast.member.refresh_from_db()
    assert cast.member.large_text
    client.post("/large-text/", {"next": "/password/"})
    cast.member.refresh_from_db()
    assert not cast.member.large_text


def test_sign_in_goes_back_to_the_page_asked_for_but_never_elsewhere(cast: Cast):
    data = {"username": "hanmei", "password": PASSWORD}
    assert Client().post("/login/", {**data, "next": "/password/"})["Location"] == "/password/"
    assert Client().post("/login/", {**data, "next": "//elsewhere.example/"})["Location"] == "/"


def test_first_administrator_is_made_on_the_command_line(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", "--username=chief", "--name=总管", verbosity=0)
    client, _ = sign_in("chief")
    assert client.get("/office/").status_code == 200
