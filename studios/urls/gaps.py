from django.urls import path

from studios.views import gaps, studio_gaps

urlpatterns = [
    path("my/studio/gaps/", studio_gaps.gaps, name="my_studio_gaps"),
    path("office/gaps/", gaps.gaps, name="office_gaps"),
    path("office/gaps/export/", gaps.export, name="gaps_export"),
    path("office/gaps/setting/", gaps.setting, name="gap_setting"),
    path("office/gaps/<slug:code>/", gaps.gap, name="office_gap"),
]
