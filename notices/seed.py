"""The channels, and who takes care of what was not delivered."""

from accounts import roles
from accounts.seed import grant
from notices.models import ChannelSetting

ON = [ChannelSetting.Code.EMAIL]  # where the environment has an address; the others an office switches on


def seed() -> None:
    for code in ChannelSetting.Code.values:
        ChannelSetting.objects.get_or_create(code=code, defaults={"on": code in ON})
    grant([roles.GENERAL_OFFICE, roles.SYSTEM_ADMIN], ["notices.see_deliveries"])
    grant([roles.SYSTEM_ADMIN], ["notices.view_channelsetting", "notices.change_channelsetting"])
