from django.urls import path

from studios.views import mine, office, offline, photos, prints, proxy, studio
from studios.views.imports import visits_desk

urlpatterns = [
    # one's own
    path("my/visits/", mine.visits, name="visits"),
    path("my/visits/new/", mine.new, name="visit_new"),
    path("my/visits/<int:pk>/", mine.visit, name="visit"),
    path("my/visits/<int:pk>/edit/", mine.edit, name="visit_edit"),
    path("my/visits/<int:pk>/withdraw/", mine.withdraw, name="visit_withdraw"),
    path("my/visits/<int:pk>/discard/", mine.discard, name="visit_discard"),
    path("my/visits/photos/<int:pk>/", photos.mine, name="visit_photo"),
    path("my/visits/print/", prints.my_month, name="visits_print"),
    path("my/visits/print/log/", prints.my_blank_log, name="blank_log"),
    path("my/visits/print/register/", prints.my_blank_register, name="blank_register"),
    # without a connection
    path("my/sw.js", offline.worker, name="sw"),
    path("my/offline/", offline.offline, name="offline"),
    path("my/outbox/", offline.outbox, name="outbox"),
    # those of the studios one runs
    path("my/studio/", studio.visits, name="my_studio"),
    path("my/studio/<int:pk>/", studio.visit, name="my_studio_visit"),
    path("my/studio/<int:pk>/return/", studio.send_back, name="my_studio_return"),
    path("my/studio/<int:pk>/edit/", proxy.studio_edit, name="my_studio_edit"),
    path("my/studio/print/", prints.studio_month, name="my_studio_print"),
    path("my/studio/check/", studio.check, name="my_studio_check"),
    path("my/studio/visits/new/", proxy.studio_new, name="my_studio_record"),
    # all of them
    path("office/visits/", office.visits, name="office_visits"),
    path("office/visits/<int:pk>/", office.visit, name="office_visit"),
    path("office/visits/<int:pk>/return/", office.send_back, name="office_return"),
    path("office/visits/<int:pk>/edit/", proxy.office_edit, name="office_edit"),
    path("office/visits/check/", office.check, name="office_check"),
    path("office/visits/new/", proxy.office_new, name="office_record"),
    path("office/visits/photos/<int:pk>/", photos.office, name="office_photo"),
    path("office/visits/print/log/", prints.office_blank_log, name="office_blank_log"),
    path("office/visits/print/register/", prints.office_blank_register, name="office_blank_register"),
    path("office/visits/print/member/<int:pk>/", prints.office_member_month, name="office_member_print"),
    path("office/studios/<int:pk>/print/", prints.office_studio_month, name="office_studio_print"),
    path("office/visits/export/", office.export, name="visits_export"),
    *visits_desk.urls("office/visits/import/"),
]
