from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("office/", views.office, name="office"),
    path("my/", views.my, name="my"),
    path("my/me/", views.me, name="me"),
    path("go/<str:kind>/<int:pk>/", views.go, name="go"),
]
