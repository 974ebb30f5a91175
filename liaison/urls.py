"""Every address, by door."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("accounts.urls")),
    path("", include("notices.urls")),
    path("", include("deadlines.urls")),
    path("", include("referrals.urls")),
    path("", include("members.urls")),
    path("", include("studios.urls")),
    path("", include("assessment.urls")),
    path("", include("liaison.addresses")),
    path("admin/", admin.site.urls),
]
