import pytest

from accounts.models import AuditEvent
from accounts.services import audit
from tests.cast import NOW


def test_audit_rows_are_only_added(db):
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
