from django.urls import path

from portal.views import accounts, doors

app_name = "portal"
urlpatterns = [
    path("", doors.home, name="home"),
    path("office/", doors.office, name="office"),
    path("my/", doors.my, name="my"),
    path("my/me/", doors.me, name="me"),
    path("unit/", doors.unit, name="unit"),
    path("unit/own/", doors.unit_own, name="unit_own"),
    path("office/accounts/", accounts.accounts, name="accounts"),
    path("office/accounts/slips/", accounts.slips, name="slips"),
    path("go/<str:kind>/<int:pk>/", doors.go, name="go"),
]
