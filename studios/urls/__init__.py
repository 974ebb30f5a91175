"""Every address of the studios' part, a file for each noun."""

from studios.urls import duty, gaps, matters, studios, visits

app_name = "studios"

urlpatterns = [
    *visits.urlpatterns,
    *duty.urlpatterns,
    *matters.urlpatterns,
    *studios.urlpatterns,
    *gaps.urlpatterns,
]
