from django.urls import path

from assessment.views import mine, months, rulebooks

app_name = "assessment"

urlpatterns = [
    # the month
    path("office/month/", months.newest, name="months"),
    path("office/month/<str:month>/", months.table, name="month"),
    path("office/month/<str:month>/sheet.xlsx", months.sheet, name="month_sheet"),
    path("office/month/<str:month>/close/", months.close, name="month_close"),
    path("office/month/<str:month>/<int:pk>/", months.member, name="month_member"),
    # a member's own points
    path("my/points/", mine.month, name="my_points"),
    path("my/points/<str:month>/", mine.month, name="my_month"),
    # the rulebooks
    path("office/rules/", rulebooks.versions, name="rules"),
    path("office/rules/<int:version>/", rulebooks.version, name="rule"),
    path("office/rules/<int:version>/revise/", rulebooks.revise, name="rule_revise"),
]
