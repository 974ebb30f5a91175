"""The chain: what is sealed in which order, and that nothing in it can be changed unnoticed."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.chain.seals import CURRENT_FORM, FORMS, keys
from accounts.chain.walking import Head
from accounts.models import AuditEvent, AuditHead, AuditSeal
from accounts.services import audit, seal_events, sealing, verifying
from tests.accounts.trails import LATER, another, forced, found, sealed, torn_out, uncommitted, verdict, written
from tests.cast import NOW

pytestmark = pytest.mark.django_db

EVENT_FIELDS = [field.attname for field in AuditEvent._meta.concrete_fields]
SEAL_FIELDS = [field.attname for field in AuditSeal._meta.concrete_fields if field.attname != "event_id"]


def numbers() -> list[int]:
    return list(AuditSeal.objects.order_by("number").values_list("number", flat=True))


# Sealing


def test_rows_are_numbered_without_a_gap_and_each_follows_the_one_before():
    sealed(3)
    sealed(2)
    seals = list(AuditSeal.objects.order_by("number"))
    assert [seal.number for seal in seals] == [1, 2, 3, 4, 5]
    assert [seal.previous for seal in seals[1:]] == [seal.hash for seal in seals[:-1]]
    head = AuditHead.objects.get()
    assert (head.number, head.hash) == (5, seals[-1].hash)
    assert verdict().whole


def test_nothing_to_seal_changes_nothing():
    sealed(1)
    before = AuditHead.objects.values().get()
    assert seal_events(now=LATER) == 0
    assert AuditHead.objects.values().get() == before


def test_more_rows_than_a_batch_are_sealed_in_one_pass(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 2)
    sealed(5)
    assert numbers() == [1, 2, 3, 4, 5]


def test_what_was_rolled_back_leaves_nothing():
    with transaction.atomic():
        written(1)
        transaction.set_rollback(True)
    sealed(1)
    assert numbers() == [1]
    assert verdict().whole


def test_row_committed_late_is_sealed_by_a_later_pass_under_a_later_number():
    late, early = written(2)
    with uncommitted(late):
        assert seal_events(now=LATER) == 1
    assert seal_events(now=LATER + dt.timedelta(minutes=1)) == 1
    assert list(AuditSeal.objects.order_by("number").values_list("event_id", flat=True)) == [early.pk, late.pk]
    assert verdict().whole


def test_row_of_a_transaction_open_for_days_is_sealed_when_every_row_is_looked_at():
    late, *_ = written(2)
    with uncommitted(late):
        assert seal_events(now=LATER) == 1
    days_later = LATER + dt.timedelta(days=3)
    assert seal_events(now=days_later) == 0
    assert "1条记录超过10分钟没有封存" in verdict(now=days_later).findings[0]
    assert seal_events(now=days_later, whole=True) == 2  # and the row of the verification
    assert verdict(now=days_later).whole


def test_fork_is_refused_by_the_database():
    sealed(2)
    first, second = AuditSeal.objects.order_by("number")
    event = audit(AuditEvent.Action.EXPORTED, by=None, now=NOW)
    fork = {"event": event, "hash": "f" * 64, "form": 1, "key": first.key, "sealed_at": NOW}
    for place in (
        {"number": 3, "previous": second.previous},  # a second one after the first
        {"number": 2, "previous": "e" * 64},  # the same number twice
        {"number": 0, "previous": "e" * 64},  # one before the first
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            AuditSeal.objects.create(**fork, **place)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditSeal.objects.create(**{**fork, "event": first.event}, number=3, previous=second.hash)


def test_there_is_one_head():
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditHead.objects.create(pk=2)


def test_seals_are_only_added():
    sealed(1)
    seal = AuditSeal.objects.get()
    for act in (seal.save, seal.delete, AuditSeal.objects.all().delete, lambda: AuditSeal.objects.update(number=2)):
        with pytest.raises(TypeError):
            act()


# Verifying: what a row says


def test_current_form_covers_every_field_of_an_event():
    assert set(FORMS[CURRENT_FORM]) == set(EVENT_FIELDS)


@pytest.mark.parametrize("field", EVENT_FIELDS)
def test_changed_field_of_an_event_is_found(field: str):
    event = sealed(3)[1]
    event.refresh_from_db()
    value = another(getattr(event, field))
    if field == "id":
        value += 100
    forced(AuditEvent, event.pk, **{field: value})
    if field == "id":
        forced(AuditSeal, 2, event_id=value)
    assert found() == ["第2号:内容与封存时不同"]


@pytest.mark.parametrize("field", SEAL_FIELDS)
def test_changed_field_of_a_seal_is_found(field: str):
    sealed(3)
    seal = AuditSeal.objects.get(number=2)
    value = another(getattr(seal, field)) if field != "number" else 7
    forced(AuditSeal, 2, **{field: value})
    assert any("第2" in finding for finding in found())


def test_seals_that_changed_their_events_are_found():
    first, second, _ = sealed(3)
    other = audit(AuditEvent.Action.EXPORTED, by=None, now=NOW)
    forced(AuditSeal, 1, event_id=other.pk)
    forced(AuditSeal, 2, event_id=first.pk)
    forced(AuditSeal, 1, event_id=second.pk)
    assert found() == ["第1至2号:内容与封存时不同"]


def test_rows_that_changed_their_content_are_found():
    first, _, third = sealed(3)
    forced(AuditEvent, first.pk, subject="名册2", detail={"rows": 2})
    forced(AuditEvent, third.pk, subject="名册0", detail={"rows": 0})
    assert found() == ["第1号:内容与封存时不同", "第3号:内容与封存时不同"]


def test_numbers_that_were_swapped_are_found():
    sealed(3)
    for old, new in ((1, 9), (2, 1), (9, 2)):
        forced(AuditSeal, old, number=new)
    said = " ".join(found())
    assert "第1号:与上一号接不上" in said
    assert "第2号:与上一号接不上" in said


def test_hash_made_anew_without_the_key_is_found():
    """A plain hash could be made again by anybody; this one wants the key."""
    event = sealed(2)[0]
    forced(AuditEvent, event.pk, subject="别的")
    forced(AuditSeal, 1, hash="a" * 64)
    forced(AuditSeal, 2, previous="a" * 64)
    assert [finding for finding in found() if finding.startswith("第1")] == ["第1至2号:内容与封存时不同"]


def test_moment_is_sealed_alike_in_every_time_zone(settings):
    sealed(1)
    settings.TIME_ZONE = "UTC"
    assert verdict().whole


# Verifying: what is not there


def test_row_missing_in_the_middle_is_found():
    sealed(5)
    torn_out(2, 3)
    assert found() == ["第2至3号:缺失"]


def test_row_missing_at_the_front_is_found():
    sealed(3)
    torn_out(1)
    assert found() == ["第1号:缺失"]


def test_tail_cut_off_is_found_by_the_head_kept_apart():
    sealed(5)
    torn_out(4, 5)
    assert found() == ["第4至5号:末尾缺失"]


def test_tail_cut_off_stays_a_gap_when_sealing_goes_on():
    sealed(5)
    torn_out(4, 5)
    sealed(1)
    assert numbers() == [1, 2, 3, 6]
    assert found() == ["第4至5号:缺失"]


def cut_off_with_the_head(upto: int) -> None:
    torn_out(*(number for number in numbers() if number > upto))
    last = AuditSeal.objects.get(number=upto)
    AuditHead.objects.update(number=last.number, hash=last.hash)


def test_tail_cut_off_together_with_the_head_is_found_by_a_head_kept_elsewhere():
    sealed(5)
    noted = AuditHead.objects.get()
    cut_off_with_the_head(3)
    assert verdict().whole, "nothing inside the database can tell"
    assert verdict(heads=[Head(noted.number, noted.hash)]).findings == ["第4至5号:末尾缺失"]


def test_tail_written_anew_is_found_by_a_head_kept_elsewhere():
    sealed(5)
    noted = AuditHead.objects.get()
    cut_off_with_the_head(3)
    sealed(4)
    assert verdict(heads=[Head(noted.number, noted.hash)]).findings == ["第5号:与另存的链头不符"]


def test_head_kept_elsewhere_that_agrees_is_no_finding():
    sealed(2)
    noted = AuditHead.objects.get()
    sealed(2)
    assert verdict(heads=[Head(noted.number, noted.hash)]).whole


def test_head_set_back_is_found():
    sealed(3)
    first = AuditSeal.objects.get(number=1)
    AuditHead.objects.update(number=1, hash=first.hash)
    assert found() == ["链头登记停在第1号,封存却到了第3号"]


def test_head_with_another_hash_is_found():
    sealed(2)
    AuditHead.objects.update(hash="b" * 64)
    assert found() == ["第2号:与另存的链头不符"]


def test_head_that_is_gone_is_found():
    sealed(1)
    AuditHead.objects.all().delete()
    assert found() == ["链头登记缺失"]


def test_row_unsealed_for_over_ten_minutes_is_found():
    written(2)
    assert verdict(now=NOW + dt.timedelta(minutes=10)).whole
    assert verdict(now=NOW + dt.timedelta(minutes=10, seconds=1)).findings == [
        "2条记录超过10分钟没有封存,最早的是2026-03-20 10:00的,请检查定时任务"
    ]


def test_many_findings_are_told_up_to_a_bound(monkeypatch):
    monkeypatch.setattr(verifying, "MOST_TOLD", 2)
    for event in sealed(7)[::2]:
        forced(AuditEvent, event.pk, subject="别的")
    assert found() == [
        "第1号:内容与封存时不同",
        "第3号:内容与封存时不同",
        "另有2处,改好上面的再核验一次",
    ]


def test_verification_is_kept_at_the_head_and_written_into_the_trail():
    event = sealed(2)[0]
    forced(AuditEvent, event.pk, subject="别的")
    verdict()
    head = AuditHead.objects.get()
    assert (head.verified_at, head.verified_to, head.findings) == (LATER, 2, ["第1号:内容与封存时不同"])
    row = AuditEvent.objects.get(action="verified")
    assert (row.subject, row.detail, row.via) == ("审计链 到第2号", {"rows": 2, "findings": 1}, "命令行")


def test_verification_asks_one_more_query_for_each_page_of_rows_only(monkeypatch):
    sealed(10)

    def asked(page: int) -> int:
        monkeypatch.setattr("accounts.chain.walking.PAGE", page)
        with CaptureQueriesContext(connection) as queries:
            verdict()
        return len(queries)

    assert asked(5) == asked(10) + 1 == asked(100) + 1


# Keys


def test_key_of_its_own_seals_and_what_was_sealed_before_still_verifies(settings):
    sealed(2)
    settings.AUDIT_KEYS = ["a key for the trail alone"]
    sealed(2)
    assert len(set(AuditSeal.objects.values_list("key", flat=True))) == 2
    assert verdict().whole


def test_key_that_nobody_has_any_longer_is_named(settings):
    settings.AUDIT_KEYS = ["a key for the trail alone"]
    sealed(2)
    settings.AUDIT_KEYS = []
    assert found() == ["第1至2号:封存用的密钥不在现有密钥之中,无法核验"]


def test_seal_with_a_key_that_was_replaced_before_is_found(settings):
    settings.AUDIT_KEYS = ["the new one"]
    sealed(1)
    settings.AUDIT_KEYS = []
    sealed(1)
    settings.AUDIT_KEYS = ["the new one"]
    assert found() == ["第2号:用了当时已经换下的密钥"]


def test_tag_tells_keys_apart_and_not_what_they_are(settings):
    settings.AUDIT_KEYS = ["one", "two"]
    tags = [key.tag for key in keys()]
    assert len(set(tags)) == len(tags) == 3
    assert not {"one", "two"} & set(tags)
