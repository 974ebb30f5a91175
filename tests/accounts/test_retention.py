"""What the office no longer keeps goes from the front of the chain, and the chain goes on."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import roles
from accounts.models import AuditCheckpoint, AuditEvent, AuditHead, AuditSeal, Office
from accounts.services import ChainBroken, purge_audit, retention
from common.dates import months_before
from tests.accounts.trails import another, forced, sealed, torn_out, verdict
from tests.cast import NOW, user
from tests.repository import app_files, name, text

pytestmark = pytest.mark.django_db

OLD = NOW - dt.timedelta(days=400)
FIELDS = [field.attname for field in AuditCheckpoint._meta.concrete_fields if field.attname != "number"]


def purge(**options) -> int:
    return purge_audit(**{"by": None, "now": NOW, "via": "定时任务", **options})


def numbers() -> list[int]:
    return list(AuditSeal.objects.order_by("number").values_list("number", flat=True))


def test_old_rows_go_and_the_rest_verifies_from_the_checkpoint():
    last = sealed(3, at=OLD)[-1]
    hash_of_last = last.seal.hash
    young = sealed(2, at=NOW)
    assert purge() == 3
    assert numbers() == [4, 5]
    assert list(AuditEvent.objects.exclude(action="purged").order_by("pk")) == young
    made = AuditCheckpoint.objects.get()
    assert (made.first, made.number, made.count, made.hash) == (1, 3, 3, hash_of_last)
    assert (made.until, made.at, made.actor) == (months_before(NOW, 12), NOW, "定时任务")
    assert verdict().whole


def test_purge_is_itself_in_the_trail():
    auditor = user("wushen", "吴审", role=roles.AUDITOR)
    sealed(2, at=OLD)
    purge(by=auditor, via="页面")
    row = AuditEvent.objects.get(action="purged")
    assert (row.subject, row.detail, row.actor_id) == ("审计记录 第1至2号", {"rows": 2}, auditor.pk)
    assert AuditCheckpoint.objects.get().actor == row.actor


def test_chain_goes_on_over_several_purges_and_through_emptiness():
    sealed(2, at=OLD)
    assert purge() == 2
    assert verdict(now=NOW).whole
    sealed(2, at=OLD)  # with the rows of the purge and of the verification, which are young
    assert AuditHead.objects.get().number == 6
    assert purge(now=NOW + dt.timedelta(days=800)) == 4
    assert [(one.first, one.number) for one in AuditCheckpoint.objects.all()] == [(1, 2), (3, 6)]
    assert verdict(now=NOW).whole


def test_nothing_old_means_no_checkpoint():
    sealed(2, at=NOW)
    assert purge() == 0
    assert not AuditCheckpoint.objects.exists()
    assert not AuditEvent.objects.filter(action="purged").exists()


def test_row_older_than_the_rest_but_sealed_after_a_young_one_stays_with_it():
    sealed(1, at=OLD)
    sealed(1, at=NOW)
    sealed(1, at=OLD)
    assert purge() == 1
    assert numbers() == [2, 3]


def test_unsealed_row_stays_however_old():
    sealed(1, at=OLD)
    AuditEvent.objects.create(at=OLD, action="exported")
    assert purge() == 1
    assert AuditEvent.objects.filter(at=OLD).count() == 1


def test_many_rows_go_in_several_transactions_each_with_its_checkpoint(monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    sealed(5, at=OLD)
    assert purge() == 5
    assert [(one.first, one.number) for one in AuditCheckpoint.objects.all()] == [(1, 2), (3, 4), (5, 5)]
    assert verdict(now=NOW).whole


def test_changed_row_is_not_purged_away():
    event = sealed(3, at=OLD)[1]
    forced(AuditEvent, event.pk, subject="别的")
    with pytest.raises(ChainBroken, match="第2号:内容与封存时不同"):
        purge()
    assert numbers() == [1, 2, 3]
    assert not AuditCheckpoint.objects.exists()


def test_changed_row_is_purged_for_a_reason_that_is_kept():
    sealed(4, at=OLD)
    torn_out(2)
    assert purge(reason="已查明,另有备份") == 3
    assert AuditEvent.objects.get(action="purged").reason == "已查明,另有备份"
    made = AuditCheckpoint.objects.get()
    assert (made.number, made.count, made.reason) == (4, 3, "已查明,另有备份")
    assert verdict(now=NOW).whole


@pytest.mark.parametrize("field", FIELDS)
def test_changed_field_of_a_checkpoint_is_found(field: str):
    sealed(4, at=OLD)
    sealed(1, at=NOW)
    torn_out(2)
    purge(reason="已查明")
    assert verdict().whole
    made = AuditCheckpoint.objects.get()
    value = getattr(made, field)
    forced(AuditCheckpoint, 4, **{field: value - 1 if field == "count" else another(value)})
    assert any(finding.startswith("第4号:") for finding in verdict().findings), field


@pytest.mark.parametrize("number", [3, 5])
def test_checkpoint_moved_is_found(number: int):
    sealed(4, at=OLD)
    sealed(2, at=NOW)
    purge()
    forced(AuditCheckpoint, 4, number=number, count=3)
    assert f"第{number}号:清除记录被改动" in verdict().findings


def test_checkpoint_that_is_gone_is_found():
    sealed(2, at=OLD)
    purge()
    sealed(1, at=OLD)
    gone = AuditCheckpoint.objects.all()
    gone._raw_delete(gone.db)
    assert verdict(now=NOW).findings == ["第1至2号:缺失"]


def test_checkpoint_missing_between_others_is_found(monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    sealed(6, at=OLD)
    purge()
    gone = AuditCheckpoint.objects.filter(number=4)
    gone._raw_delete(gone.db)
    assert verdict(now=NOW).findings == ["第6号:清除记录前面缺了一段"]


def test_number_that_was_purged_and_appears_again_is_found():
    sealed(2, at=OLD)
    sealed(1, at=NOW)
    purge()
    event = AuditEvent.objects.create(at=OLD, action="exported")
    AuditSeal.objects.create(
        number=1, event=event, previous="c" * 64, hash="d" * 64, form=1, key="12345678", sealed_at=OLD
    )
    assert verdict(now=NOW).findings == ["第1号:早已清除的编号又出现"]


def test_purge_during_a_verification_is_no_finding(monkeypatch):
    """The front of the chain goes while it is being read: it is read again."""
    sealed(3, at=OLD)
    sealed(2, at=NOW)
    real, calls = retention.pages, []

    def pages(after: int, upto: int | None = None):
        if not calls:
            calls.append(purge())
        return real(after, upto)

    monkeypatch.setattr("accounts.services.verifying.pages", pages)
    assert verdict(now=NOW).whole
    assert calls == [3]


@pytest.mark.parametrize("months", [0, 5])
def test_office_keeps_six_months_at_least(months: int):
    office = Office.objects.get()
    office.audit_months = months
    with pytest.raises(ValidationError, match="至少保留6个月"):
        office.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.update(audit_months=months)


def test_office_decides_how_long_it_keeps():
    sealed(1, at=NOW - dt.timedelta(days=200))
    assert purge() == 0
    Office.objects.update(audit_months=6)
    assert purge() == 1


def test_checkpoints_are_only_added():
    sealed(1, at=OLD)
    purge()
    made = AuditCheckpoint.objects.get()
    for act in (made.save, made.delete, AuditCheckpoint.objects.all().delete):
        with pytest.raises(TypeError):
            act()


def test_guard_of_the_trail_is_passed_in_one_service_only():
    assert [name(path) for path in app_files() if "_raw_delete" in text(path)] == ["accounts/services/retention.py"]
