from django.urls import path

from assessment.views import mine, months, rulebooks, sheets

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
    # the rulebooks
    path("office/rules/", rulebooks.versions, name="rules"),
    path("office/rules/<int:version>/", rulebooks.version, name="rule"),
    path("office/rules/<int:version>/revise/", rulebooks.revise, name="rule_revise"),
]
