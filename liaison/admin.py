"""The admin site for base data, in the office's own dress."""

from django.contrib import admin


class LiaisonAdminSite(admin.AdminSite):
    site_header = "基础数据"
    site_title = "基础数据"
    index_title = "基础数据维护"
    enable_nav_sidebar = True
