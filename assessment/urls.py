from django.urls import path

from assessment.views import mine, months, progress, quotas, rulebooks, sheets

app_name = "assessment"

urlpatterns = [
    # the month
    path("office/month/", months.newest, name="months"),
    path("office/month/<str:month>/", months.table, name="month"),
    path("office/month/<str:month>/close/", months.close, name="month_close"),
    path("office/month/<str:month>/<int:pk>/", months.member, name="month_member"),
    # its workbook
    path("office/month/<str:month>/sheets/", sheets.ask, name="sheet_ask"),
    path("office/month/<str:month>/sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("office/month/<str:month>/sheets/<int:pk>/file/", sheets.download, name="sheet_file"),
    # a member's own points
    path("my/points/", mine.month, name="my_points"),
    path("my/points/<str:month>/", mine.month, name="my_month"),
    # what contact is asked of whom, and how far they are
    path("my/quotas/", progress.mine, name="my_quotas"),
    path("my/studio/quotas/", progress.studio, name="my_studio_quotas"),
    path("office/quotas/", quotas.quotas, name="quotas"),
    path("office/quotas/progress/", progress.table, name="progress"),
    path("office/quotas/progress/export/", progress.export, name="progress_export"),
    path("office/quotas/reminders/", quotas.reminders, name="quota_reminders"),
    path("office/quotas/new/", quotas.quota_new, name="quota_new"),
    path("office/quotas/<slug:code>/", quotas.quota, name="quota"),
    # the rulebooks
    path("office/rules/", rulebooks.versions, name="rules"),
    path("office/rules/<int:version>/", rulebooks.version, name="rule"),
    path("office/rules/<int:version>/revise/", rulebooks.revise, name="rule_revise"),
]
