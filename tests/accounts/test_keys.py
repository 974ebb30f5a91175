"""One-time keys: what is kept of them, and that each serves once."""

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import AuditEvent, Office, OneTimeKey, User
from accounts.services import KeyRefused, KeyVoid, change_password, issue_key, issue_keys, use_key
from accounts.services.keys import IssuedKey
from accounts.tasks import clear_sessions
from tests.cast import NOW, Cast

LATER = NOW + dt.timedelta(hours=1)


def given(cast: Cast, user: User | None = None) -> IssuedKey:
    return issue_key(user=user or cast.member, by=cast.clerk, now=NOW, vouched=True)


def key_of(issued: IssuedKey) -> OneTimeKey:
    return OneTimeKey.objects.with_token(issued.token).get()


def test_key_keeps_neither_token_nor_password(cast: Cast):
    issued = given(cast)
    row = str(OneTimeKey.objects.values().get())
    assert issued.token not in row
    assert issued.password not in row
    assert issued.password.replace("-", "") not in row
    trail = str(list(AuditEvent.objects.values()))
    assert issued.token not in trail
    assert issued.password not in trail


def test_token_has_128_random_bits_and_the_password_more_than_60(cast: Cast):
    issued = given(cast)
    assert len(issued.token) == 22  # six bits a letter
    assert 31 ** len(issued.password.replace("-", "")) > 2**60
    assert given(cast).token != issued.token


def test_key_is_used_once(cast: Cast):
    key = key_of(given(cast))
    assert use_key(key=key, now=LATER) == cast.member
    with pytest.raises(KeyVoid):
        use_key(key=key, now=LATER, address="10.0.0.9")
    row = AuditEvent.objects.get(action="refused")
    assert (row.subject, row.actor_id, row.address) == ("登录条 韩梅(hanmei)", None, "10.0.0.9")


def test_key_used_asks_for_a_new_password_and_leaves_a_row(cast: Cast):
    use_key(key=key_of(given(cast)), now=LATER)
    assert User.objects.get(pk=cast.member.pk).must_change_password
    rows = AuditEvent.objects.filter(action__in=["key_issued", "key_used"]).order_by("pk")
    assert [(row.action, row.actor_id) for row in rows] == [
        ("key_issued", cast.clerk.pk),
        ("key_used", cast.member.pk),
    ]


def test_new_key_makes_the_earlier_one_void_and_nobody_elses(cast: Cast):
    first, others = key_of(given(cast)), key_of(given(cast, cast.other))
    given(cast)
    with pytest.raises(KeyVoid):
        use_key(key=first, now=LATER)
    assert use_key(key=others, now=LATER) == cast.other


def test_key_lasts_as_long_as_the_office_says(cast: Cast):
    Office.objects.update(key_days=2)
    key = key_of(given(cast))
    assert key.expires_at == NOW + dt.timedelta(days=2)
    with pytest.raises(KeyVoid):
        use_key(key=key, now=key.expires_at)


def test_key_of_a_closed_account_opens_nothing(cast: Cast):
    key = key_of(given(cast))
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    with pytest.raises(KeyVoid):
        use_key(key=key, now=LATER)
    assert OneTimeKey.objects.get(pk=key.pk).used_at is None


def test_password_chosen_by_its_owner_makes_the_slip_in_the_drawer_void(cast: Cast):
    key = key_of(given(cast))
    change_password(user=cast.member, password="mountain river 88", now=LATER)
    with pytest.raises(KeyVoid):
        use_key(key=key, now=LATER)


def test_issuing_leaves_the_password_as_it_is(cast: Cast):
    before = cast.member.password
    given(cast)
    assert User.objects.get(pk=cast.member.pk).password == before


def test_issuing_ends_the_lock_of_that_account_from_everywhere_and_of_no_other(cast: Cast):
    for username, address in (("hanmei", "10.0.0.1"), ("hanmei", "10.0.0.2"), ("liqiang", "10.0.0.1")):
        AccessAttempt.objects.create(username=username, ip_address=address, failures_since_start=9)
    given(cast)
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["liqiang"]


def test_many_keys_are_issued_for_whom_it_is_allowed_and_the_others_are_named(cast: Cast):
    users = [cast.member, cast.convener, cast.other]
    issued = issue_keys(users=users, by=cast.clerk, now=NOW, vouched={user.pk for user in users})
    assert [key.user for key in issued.keys] == [cast.member, cast.other]
    assert list(issued.refused) == [cast.convener.pk]
    assert "承办单位" in issued.refused[cast.convener.pk]


def test_refusal_says_why_and_stays_in_the_trail(cast: Cast):
    with pytest.raises(KeyRefused, match="不归您照管"):
        issue_key(user=cast.member, by=cast.other, now=NOW)
    row = AuditEvent.objects.get(action="refused")
    assert (row.actor_id, row.detail) == (cast.other.pk, {"user": cast.member.pk})
    assert not OneTimeKey.objects.exists()


def test_clearing_up_forgets_sessions_and_failures_that_are_over_and_no_others(cast: Cast, signed_in):
    now = timezone.now()
    gone, here = signed_in(cast.member), signed_in(cast.other)
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=now - dt.timedelta(seconds=1))
    old = AccessAttempt.objects.create(username="hanmei", ip_address="10.0.0.1", failures_since_start=9)
    AccessAttempt.objects.filter(pk=old.pk).update(attempt_time=now - dt.timedelta(days=3))
    fresh = AccessAttempt.objects.create(username="liqiang", ip_address="10.0.0.1", failures_since_start=9)
    assert clear_sessions(now=now) == "清除过期的登录 1 个、旧的输错记录 1 条"
    assert clear_sessions(now=now) == ""
    assert list(Session.objects.values_list("pk", flat=True)) == [here.session.session_key]
    assert list(AccessAttempt.objects.all()) == [fresh]
