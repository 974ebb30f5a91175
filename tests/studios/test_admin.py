"""Base data of studios: what is changed there stands in the trail."""

from accounts.models import AuditEvent
from studios.models import DutySetting, MatterSetting
from tests.cast import Cast
from tests.twice import Act, once, told

DUTY = {"weeks_ahead": "6", "reminder_hour": "17", "unpublished_days": "5"}
ACTS = [
    Act("set the numbers of duty", lambda cast: "/admin/studios/dutysetting/1/change/", ("clerk", "clerk"), DUTY,
        "刚刚有人改过,现在是:提前几周排班 6", {"weeks_ahead": "11"}, 'value="11"'),
]  # fmt: skip


test_same_form_sent_twice_does_it_once = once(ACTS)
test_second_of_two_hears_what_it_is_now_and_keeps_what_they_typed = told(ACTS)


def test_numbers_of_duty_changed_are_audited_with_old_and_new(cast: Cast, signed_in):
    values = {"weeks_ahead": 6, "reminder_hour": 17, "unpublished_days": 5}
    client = signed_in(cast.clerk)
    for _ in range(2):  # the second time nothing is changed
        assert client.post("/admin/studios/dutysetting/1/change/", values).status_code == 302
    assert DutySetting.objects.get().reminder_hour == 17
    row = AuditEvent.objects.get(action="changed", subject="值班设置")
    assert row.detail == {
        "before": {"提前几周排班": "8", "前一天几点提醒值班人": "18"},
        "after": {"提前几周排班": "6", "前一天几点提醒值班人": "17"},
    }
    assert row.actor_id == cast.clerk.pk


def test_numbers_of_matters_changed_are_audited_with_old_and_new(cast: Cast, signed_in):
    held = MatterSetting.objects.get()
    fields = {field.name: getattr(held, field.name) for field in MatterSetting._meta.concrete_fields}
    signed_in(cast.clerk).post("/admin/studios/mattersetting/1/change/", fields | {"reopenings": 3})
    row = AuditEvent.objects.get(action="changed", subject="诉求办理设置")
    assert list(row.detail["after"].values()) == ["3"]
