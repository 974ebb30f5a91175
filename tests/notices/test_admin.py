"""Channels are switched on in the base data."""

from notices.models import ChannelSetting
from tests.cast import Cast

LIST = "/admin/notices/channelsetting/"


def test_system_administrator_switches_a_channel_on_and_nobody_adds_or_deletes_one(cast: Cast, signed_in):
    admin = signed_in(cast.keeper)
    sms = ChannelSetting.objects.get(code="sms")
    assert "短信" in admin.get(LIST).content.decode()
    role = cast.clerk.groups.get()
    assert admin.post(f"{LIST}{sms.pk}/change/", {"on": "on", "roles": [role.pk]}).status_code == 302
    sms.refresh_from_db()
    assert (sms.on, sms.code, sms.roles.get()) == (True, "sms", role)
    assert admin.get(f"{LIST}add/").status_code == 403
    assert admin.get(f"{LIST}{sms.pk}/delete/").status_code == 403


def test_clerk_has_no_channels(cast: Cast, signed_in):
    assert signed_in(cast.clerk).get(LIST).status_code == 403
