from django.urls import path

from accounts.views import audit, sign_in

app_name = "accounts"
urlpatterns = [
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("logout/", sign_in.sign_out, name="logout"),
    path("password/", sign_in.password, name="password"),
    path("large-text/", sign_in.large_text, name="large_text"),
    path("office/audit/", audit.trail, name="audit"),
    path("office/audit/<int:pk>/", audit.event, name="audit_event"),
    path("office/audit/chain/", audit.chain, name="audit_chain"),
    path("office/audit/export/", audit.export, name="audit_export"),
]
