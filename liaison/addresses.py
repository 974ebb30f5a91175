"""Addresses of liaison itself; ``urls.py`` is the project's table of contents."""

from django.urls import path

from liaison import views

app_name = "liaison"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("office/jobs/", views.jobs, name="jobs"),
]
