"""Who guesses passwords is locked out, and nobody else is."""

import re
from unittest.mock import patch

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from accounts.models import AuditEvent, Office, User
from accounts.requests import address_of
from tests.cast import PASSWORD, Cast

WRONG = "not the password"
HERE, THERE = "10.0.0.1", "10.0.0.2"


def attempt(username: str, password: str = WRONG, address: str = HERE):
    return Client(REMOTE_ADDR=address).post("/login/", {"username": username, "password": password})


def fail(username: str, times: int, address: str = HERE) -> None:
    for _ in range(times):
        attempt(username, address=address)


@pytest.mark.parametrize("username", ["hanmei", "nobody"])
def test_account_is_locked_at_the_limit_known_or_not_with_one_answer(cast: Cast, username: str):
    Office.objects.update(help_phone="0000-1234567", lock_minutes=20)
    fail(username, 4)
    assert attempt(username).status_code == 429
    page = attempt(username, PASSWORD)
    assert page.status_code == 429
    assert "请过 20 分钟再试" in page.content.decode()
    assert "0000-1234567" in page.content.decode()


def words(response, username: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode()).replace(username, "?")


def test_answer_is_letter_for_letter_the_same_for_known_and_unknown(cast: Cast):
    assert words(attempt("hanmei"), "hanmei") == words(attempt("nobody"), "nobody")
    fail("hanmei", 4)
    fail("nobody", 4)
    assert words(attempt("hanmei"), "hanmei") == words(attempt("nobody"), "nobody")


def test_stranger_who_knows_the_number_locks_nobody_out_elsewhere(cast: Cast):
    fail("13900000001", 6, HERE)
    assert attempt("13900000001", PASSWORD, HERE).status_code == 429
    assert attempt("13900000001", PASSWORD, THERE).status_code == 302
    assert attempt("13900000002", PASSWORD, HERE).status_code == 302


def test_all_spellings_of_an_account_count_together(cast: Cast):
    for typed in ("hanmei", "13900000001", " 139 0000 0001", "+8613900000001", "１３９０００００００１"):
        last = attempt(typed)
    assert last.status_code == 429
    assert set(AccessAttempt.objects.values_list("username", flat=True)) == {"hanmei"}


def test_what_names_no_account_is_not_kept(cast: Cast):
    attempt("my-secret-password")
    kept = str(list(AccessAttempt.objects.values())) + str(list(AuditEvent.objects.values()))
    assert "my-secret" not in kept


def test_address_is_locked_after_many_failures_at_many_accounts(cast: Cast):
    Office.objects.update(lock_address_failures=20)
    for n in range(20):
        attempt(f"nobody{n}")
    assert attempt("hanmei", PASSWORD, HERE).status_code == 429
    assert attempt("hanmei", PASSWORD, THERE).status_code == 302


def test_right_password_forgets_the_failures_of_that_account_here_only(cast: Cast):
    fail("hanmei", 3)
    fail("liqiang", 3)
    fail("hanmei", 2, THERE)
    assert attempt("hanmei", PASSWORD).status_code == 302
    left = AccessAttempt.objects.order_by("username").values_list("username", "ip_address")
    assert list(left) == [("hanmei", THERE), ("liqiang", HERE)]


def test_lock_ends_by_itself_after_the_minutes_the_office_says(cast: Cast):
    fail("hanmei", 6)
    AccessAttempt.objects.update(attempt_time="2020-01-01T00:00Z")
    assert attempt("hanmei", PASSWORD).status_code == 302


def test_failures_during_the_lock_do_not_lengthen_it(cast: Cast):
    fail("hanmei", 5)
    before = AccessAttempt.objects.values().get()
    fail("hanmei", 3)
    assert AccessAttempt.objects.values().get() == before
    assert AuditEvent.objects.filter(reason="输错次数太多,已暂停登录").count() == 3


@pytest.mark.parametrize("case", ["unknown", "wrong", "closed", "no password"])
def test_sign_in_refused_makes_one_slow_hash_whatever_is_wrong(cast: Cast, case: str):
    if case == "closed":
        User.objects.filter(pk=cast.member.pk).update(is_active=False)
    if case == "no password":
        cast.member.set_unusable_password()
        cast.member.save()
    real = MD5PasswordHasher.encode
    with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=real) as encode:
        response = attempt("nobody" if case == "unknown" else "hanmei")
    assert "请核对后重试" in response.content.decode()
    assert encode.call_count == 1


def test_address_behind_our_proxy_is_the_one_that_it_added(rf, settings):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": "6.6.6.6, 10.1.2.3"})
    assert address_of(request) == "127.0.0.1"
    settings.BEHIND_PROXY = True
    assert address_of(request) == "10.1.2.3"


@pytest.mark.parametrize("forwarded", ["", "rubbish", "6.6.6.6, <script>"])
def test_address_that_is_none_is_not_taken(rf, settings, forwarded: str):
    settings.BEHIND_PROXY = True
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": forwarded})
    assert address_of(request) == "127.0.0.1"
    request.META["REMOTE_ADDR"] = ""  # a socket of the machine itself
    assert address_of(request) == ""


def test_lock_works_where_the_server_names_no_address(cast: Cast):
    fail("hanmei", 5, "")
    assert attempt("hanmei", PASSWORD, "").status_code == 429
