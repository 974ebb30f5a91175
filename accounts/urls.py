from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.sign_out, name="logout"),
    path("password/", views.password, name="password"),
    path("large-text/", views.large_text, name="large_text"),
]
