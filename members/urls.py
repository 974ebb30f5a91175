from django.urls import path

from members.views import people
from members.views.imports import roster_desk

app_name = "members"
urlpatterns = [
    path("office/members/", people.member_list, name="list"),
    path("office/members/export/", people.member_export, name="export"),
    path("office/members/new/", people.member_new, name="new"),
    *roster_desk.urls("office/members/import/"),
    path("office/members/<int:pk>/", people.member_detail, name="detail"),
    path("office/members/<int:pk>/edit/", people.member_edit, name="edit"),
    path("office/members/<int:pk>/seat/", people.seat_change, name="seat_change"),
    path("office/members/<int:pk>/leave/", people.seat_end, name="seat_end"),
    path("office/members/<int:pk>/phone/", people.member_phone, name="phone"),
    path("office/members/<int:pk>/account/", people.member_account, name="account"),
]
