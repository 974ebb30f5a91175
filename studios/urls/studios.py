from django.urls import path

from studios.views import book, ledger, placing, standard, studio, studios
from studios.views.imports import studios_desk

urlpatterns = [
    # the studios one runs
    path("my/studio/people/", studio.people, name="my_studio_people"),
    path("my/studio/accounts/", studio.accounts, name="my_studio_accounts"),
    path("my/studio/accounts/<int:pk>/key/", studio.person_key, name="person_key"),
    path("my/studio/facts/", studio.facts, name="my_studio_facts"),
    path("my/studio/standard/", standard.mine, name="my_standard"),
    path("my/studio/standard/<int:pk>/<int:item>/", standard.mine_fill, name="my_standard_fill"),
    # all of them
    path("office/studios/", studios.studios, name="office_studios"),
    path("office/studios/<int:pk>/", studios.studio, name="office_studio"),
    path("office/studios/<int:pk>/paper/", studios.paper, name="office_studio_paper"),
    path("office/studios/export/", ledger.export, name="studios_export"),
    *studios_desk.urls("office/studios/import/"),
    # the record of one
    path("office/studios/new/", book.new, name="office_studio_new"),
    path("office/studios/<int:pk>/edit/", book.edit, name="office_studio_edit"),
    path("office/studios/<int:pk>/close/", book.close, name="office_studio_close"),
    path("office/studios/<int:pk>/reopen/", book.reopen, name="office_studio_reopen"),
    path("office/studios/<int:pk>/honours/new/", book.honour_new, name="honour_new"),
    path("office/studios/<int:pk>/honours/<int:honour>/remove/", book.honour_remove, name="honour_remove"),
    # who is in which
    path("office/studios/placing/", placing.placing, name="placing"),
    path("office/studios/<int:pk>/officer/", placing.officer, name="office_officer"),
    path("office/studios/people/<int:pk>/part/", placing.part, name="residency_part"),
    path("office/studios/people/<int:pk>/end/", placing.end, name="residency_end"),
    # the standard
    path("office/studios/standard/", standard.matrix, name="office_standards"),
    path("office/studios/standard/export/", standard.export, name="standards_export"),
    path("office/studios/<int:pk>/standard/", standard.studio, name="office_standard"),
    path("office/studios/<int:pk>/standard/<int:item>/", standard.fill, name="office_standard_fill"),
    path("studio-files/<int:pk>/", standard.file, name="evidence_file"),
]
