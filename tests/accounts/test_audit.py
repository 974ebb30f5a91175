import pytest
from django.db import connection, transaction

from accounts import tasks
from accounts.models import AuditEvent, Office
from accounts.services import audit, audit_refusal, refusals_audited
from tests.accounts.trails import LATER, forced, sealed, written
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


class Refused(Exception):
    pass


def test_audit_rows_are_only_added():
    row = audit(AuditEvent.Action.EXPORTED, by=None, now=NOW, subject="名册")
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()
    with pytest.raises(TypeError):
        AuditEvent.objects.filter(pk=row.pk).update(subject="别的")
    with pytest.raises(TypeError):
        AuditEvent.objects.all().delete()
    assert AuditEvent.objects.get(pk=row.pk).subject == "名册"


def test_audit_row_goes_with_the_transaction_of_its_act():
    with transaction.atomic():
        audit(AuditEvent.Action.EXPORTED, by=None, now=NOW)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()


def test_audit_row_costs_its_writer_one_insert(django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        audit(AuditEvent.Action.EXPORTED, by=None, now=NOW)
    assert asked[0]["sql"].startswith("INSERT")


# Refusals


@refusals_audited(Refused, subject="改动旧账", via="页面")
@transaction.atomic
def change(*, by, now, how: type[Exception] | None):
    Office.objects.update(name="改过的")
    audit(AuditEvent.Action.CHANGED, by=by, now=now, subject="旧账")
    if how:
        raise how("旧账不能改")


def test_refusal_is_kept_though_the_act_is_rolled_back(cast: Cast):
    AuditEvent.objects.all()._raw_delete("default")
    with pytest.raises(Refused):
        change(by=cast.member, now=NOW, how=Refused)
    assert not Office.objects.filter(name="改过的").exists()
    row = AuditEvent.objects.get()
    assert (row.action, row.subject, row.reason, row.via) == ("refused", "改动旧账", "旧账不能改", "页面")
    assert (row.actor, row.actor_id, row.at) == ("韩梅(hanmei)", cast.member.pk, NOW)


def test_what_is_no_refusal_leaves_no_row(cast: Cast):
    with pytest.raises(ValueError, match="旧账"):
        change(by=cast.member, now=NOW, how=ValueError)
    change(by=cast.member, now=NOW, how=None)
    assert not AuditEvent.objects.filter(action="refused").exists()
    assert AuditEvent.objects.filter(subject="旧账").count() == 1


@pytest.mark.django_db(transaction=True)
def test_refusal_is_not_written_where_it_could_be_rolled_back():
    with pytest.raises(RuntimeError), transaction.atomic():
        audit_refusal(by=None, now=NOW, subject="导出")
    audit_refusal(by=None, now=NOW, subject="导出")
    connection.close()
    assert AuditEvent.objects.filter(action="refused").count() == 1


# Jobs


def test_sealing_job_says_how_many_or_nothing():
    written(2)
    assert tasks.seal_audit(now=LATER) == "封存审计记录2条"
    assert tasks.seal_audit(now=LATER) == ""


def test_verifying_job_says_what_it_found():
    event = sealed(2)[0]
    assert tasks.verify_audit(now=LATER) == "核验到第2号,完整"
    forced(AuditEvent, event.pk, subject="别的")
    assert tasks.verify_audit(now=LATER) == "核验到第2号,发现1处问题"
    assert AuditEvent.objects.filter(action="verified", via="定时任务").count() == 2


def test_purging_job_says_how_many_or_nothing():
    sealed(2, at=NOW.replace(year=2024))
    assert tasks.purge_audit(now=NOW) == "清除到期的审计记录2条"
    assert tasks.purge_audit(now=NOW) == ""
