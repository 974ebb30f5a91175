from django.contrib import admin
from django.http import HttpRequest

from common.admin import BaseDataAdmin
from notices.channels import configured
from notices.models import ChannelSetting


@admin.register(ChannelSetting)
class ChannelSettingAdmin(BaseDataAdmin):
    """Which channels the office uses; their addresses and secrets are in the environment."""

    list_display = ["code", "on", "has_address"]
    readonly_fields = ["code", "has_address"]
    fields = ["code", "on", "has_address", "roles"]
    filter_horizontal = ["roles"]

    @admin.display(description="服务器上已填好地址", boolean=True)
    def has_address(self, setting: ChannelSetting) -> bool:
        return configured(setting.code)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
