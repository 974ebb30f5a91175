from django.urls import path

from accounts.views import audit, own, people, sign_in
from accounts.views.imports import units_desk

app_name = "accounts"
urlpatterns = [
    # coming in and going out
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("logout/", sign_in.sign_out, name="logout"),
    path("enter/<str:token>/", sign_in.enter, name="enter"),
    path("again/", sign_in.again, name="again"),
    # one's own account
    path("password/", own.password, name="password"),
    path("large-text/", own.large_text, name="large_text"),
    path("office/second-step/", own.second_step, name="second_step"),
    path("office/second-step/enrol/", own.second_step_enrol, name="second_step_enrol"),
    # the people of units
    path("office/accounts/units/", people.unit_people, name="unit_people"),
    path("office/accounts/units/new/", people.unit_person_new, name="unit_person_new"),
    path("office/accounts/units/slips/", people.unit_slips, name="unit_slips"),
    path("office/accounts/units/posts/<int:pk>/end/", people.unit_post_end, name="unit_post_end"),
    *units_desk.urls("office/accounts/units/import/"),
    # one account
    path("office/accounts/<int:pk>/", people.account, name="account"),
    path("office/accounts/<int:pk>/key/", people.account_key, name="account_key"),
    path("office/accounts/<int:pk>/second-step/", people.account_reset_second_step, name="account_reset_second_step"),
    # the audit trail
    path("office/audit/", audit.trail, name="audit"),
    path("office/audit/<int:pk>/", audit.event, name="audit_event"),
    path("office/audit/chain/", audit.chain, name="audit_chain"),
    path("office/audit/export/", audit.export, name="audit_export"),
]
