from django.urls import path

from members.views import constituents, mine, people, representatives, staff, ties
from members.views.imports import roster_desk

app_name = "members"
urlpatterns = [
    # the constituents a member keeps contact with
    path("my/people/", mine.people, name="my_people"),
    path("my/people/new/", mine.new, name="my_person_new"),
    path("my/people/<int:pk>/", mine.person, name="my_person"),
    path("my/people/<int:pk>/phone/", mine.phone, name="my_person_phone"),
    path("my/people/<int:pk>/contact/", mine.contact, name="my_person_contact"),
    path("my/people/<int:pk>/edit/", mine.edit, name="my_person_edit"),
    path("my/people/<int:pk>/end/", mine.end, name="my_person_end"),
    path("my/people/<int:pk>/withdraw/", mine.withdraw, name="my_person_withdraw"),
    path("my/ties/", ties.mine, name="my_ties"),
    # those whom staff keep contact with
    path("office/my-contacts/", staff.ties, name="staff_ties"),
    path("office/my-contacts/<int:tie>/end/", staff.end, name="staff_tie_end"),
    path("office/my-contacts/people/new/", staff.new, name="staff_person_new"),
    path("office/my-contacts/people/<int:pk>/", staff.person, name="staff_person"),
    path("office/my-contacts/people/<int:pk>/phone/", staff.phone, name="staff_person_phone"),
    path("office/my-contacts/people/<int:pk>/contact/", staff.contact, name="staff_person_contact"),
    path("office/my-contacts/people/<int:pk>/edit/", staff.edit, name="staff_person_edit"),
    path("office/my-contacts/people/<int:pk>/withdraw/", staff.withdraw, name="staff_person_withdraw"),
    # every member
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
    path("office/members/<int:pk>/ties/", ties.ties, name="ties"),
    path("office/members/<int:pk>/ties/<int:tie>/end/", ties.untie, name="untie"),
    # every constituent
    path("office/people/", constituents.people, name="people"),
    path("office/people/find/", constituents.find, name="people_find"),
    path("office/people/export/", constituents.export, name="people_export"),
    path("office/people/<int:pk>/", constituents.person, name="person"),
    path("office/people/<int:pk>/phone/", constituents.phone, name="person_phone"),
    path("office/people/<int:pk>/edit/", constituents.edit, name="person_edit"),
    path("office/people/<int:pk>/withdraw/", constituents.withdraw, name="person_withdraw"),
    path("office/people/<int:pk>/ties/", constituents.tie, name="person_tie"),
    path("office/people/<int:pk>/ties/<int:tie>/end/", constituents.untie, name="person_untie"),
    # the pool of representatives
    path("office/people/<int:pk>/representative/", representatives.add, name="representative_add"),
    path("office/representatives/", representatives.pool, name="pool"),
    path("office/representatives/new/", representatives.find, name="pool_find"),
    path("office/representatives/export/", representatives.export, name="pool_export"),
    path("office/representatives/<int:pk>/", representatives.representative, name="representative"),
    path("office/representatives/<int:pk>/end/", representatives.end, name="representative_end"),
]
