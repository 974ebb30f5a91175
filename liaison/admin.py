"""The admin site for base data, in the office's own dress."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

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

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one sign-in page; who is signed in and may not come in finds nothing here."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one page on which people change their password."""
        return redirect("accounts:password")
