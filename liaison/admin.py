"""The admin site for base data, in the office's own dress."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.rules import can_use_office


class LiaisonAdminSite(admin.AdminSite):
    site_header = "基础数据"
    site_title = "基础数据"
    index_title = "基础数据维护"
    site_url = "/office/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever may use the office door; what they see behind it their role's rights decide."""
        return request.user.is_active and can_use_office(request.user)
