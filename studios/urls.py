from django.urls import path

from studios.views import book, ledger, mine, office, placing, standard, studio, studios
from studios.views.imports import studios_desk, visits_desk

app_name = "studios"

urlpatterns = [
    # a member's own visits
    path("my/visits/", mine.visits, name="visits"),
    path("my/visits/new/", mine.new, name="visit_new"),
    path("my/visits/<int:pk>/", mine.visit, name="visit"),
    path("my/visits/<int:pk>/edit/", mine.edit, name="visit_edit"),
    path("my/visits/<int:pk>/withdraw/", mine.withdraw, name="visit_withdraw"),
    path("my/visits/<int:pk>/discard/", mine.discard, name="visit_discard"),
    # the studios one runs
    path("my/studio/", studio.visits, name="my_studio"),
    path("my/studio/people/", studio.people, name="my_studio_people"),
    path("my/studio/<int:pk>/", studio.visit, name="my_studio_visit"),
    path("my/studio/accounts/", studio.accounts, name="my_studio_accounts"),
    path("my/studio/accounts/<int:pk>/key/", studio.person_key, name="person_key"),
    path("my/studio/facts/", studio.facts, name="my_studio_facts"),
    path("my/studio/standard/", standard.mine, name="my_standard"),
    path("my/studio/standard/<int:pk>/<int:item>/", standard.mine_fill, name="my_standard_fill"),
    path("studio-files/<int:pk>/", standard.file, name="evidence_file"),
    # every visit
    path("office/visits/", office.visits, name="office_visits"),
    path("office/visits/<int:pk>/", office.visit, name="office_visit"),
    path("office/visits/export/", office.export, name="visits_export"),
    *visits_desk.urls("office/visits/import/"),
    # every studio
    path("office/studios/", studios.studios, name="office_studios"),
    path("office/studios/<int:pk>/", studios.studio, name="office_studio"),
    path("office/studios/<int:pk>/paper/", studios.paper, name="office_studio_paper"),
    # a studio's record
    path("office/studios/new/", book.new, name="office_studio_new"),
    path("office/studios/<int:pk>/edit/", book.edit, name="office_studio_edit"),
    path("office/studios/<int:pk>/close/", book.close, name="office_studio_close"),
    path("office/studios/<int:pk>/reopen/", book.reopen, name="office_studio_reopen"),
    path("office/studios/<int:pk>/honours/new/", book.honour_new, name="honour_new"),
    path("office/studios/<int:pk>/honours/<int:honour>/remove/", book.honour_remove, name="honour_remove"),
    # who is in which studio
    path("office/studios/placing/", placing.placing, name="placing"),
    path("office/studios/<int:pk>/officer/", placing.officer, name="office_officer"),
    path("office/studios/people/<int:pk>/part/", placing.part, name="residency_part"),
    path("office/studios/people/<int:pk>/end/", placing.end, name="residency_end"),
    # the standard
    path("office/studios/standard/", standard.matrix, name="office_standards"),
    path("office/studios/standard/export/", standard.export, name="standards_export"),
    path("office/studios/<int:pk>/standard/", standard.studio, name="office_standard"),
    path("office/studios/<int:pk>/standard/<int:item>/", standard.fill, name="office_standard_fill"),
    # studios and their people as a workbook
    path("office/studios/export/", ledger.export, name="studios_export"),
    *studios_desk.urls("office/studios/import/"),
]
