from django.urls import path

from referrals.views import acts, decisions, ours, papers, unit

app_name = "referrals"

UNIT, MY, OFFICE = ({"door": name} for name in ("unit", "my", "office"))

urlpatterns = [
    # what a unit has to do
    path("unit/referrals/", unit.referrals, UNIT, name="unit_list"),
    path("unit/referrals/statistics/", unit.statistics, UNIT, name="unit_statistics"),
    path("unit/referrals/<int:pk>/", unit.referral, UNIT, name="unit_referral"),
    path("unit/referrals/<int:pk>/sign/", acts.sign, UNIT, name="sign"),
    path("unit/referrals/<int:pk>/return/", acts.ask_back, UNIT, name="ask_back"),
    path("unit/referrals/<int:pk>/answer/", acts.answer, UNIT, name="answer"),
    path("unit/referrals/<int:pk>/sign-off/", acts.sign_off, UNIT, name="sign_off"),
    path("unit/referrals/<int:pk>/take-back/", acts.take_back, UNIT, name="take_back"),
    path("unit/referrals/<int:pk>/paper/", papers.paper, UNIT, name="unit_paper"),
    path("unit/referrals/files/<int:pk>/", papers.file, UNIT, name="unit_file"),
    path("unit/referrals/files/<int:pk>/remove/", acts.remove_file, UNIT, name="remove_file"),
    # what one handed out oneself
    path("my/referrals/", ours.mine, MY, name="my_list"),
    path("my/referrals/<int:pk>/", ours.referral, MY, name="my_referral"),
    path("my/referrals/<int:pk>/return/", decisions.decide, MY, name="my_decide"),
    path("my/referrals/<int:pk>/review/", decisions.review, MY, name="my_review"),
    path("my/referrals/<int:pk>/withdraw/", decisions.withdraw, MY, name="my_withdraw"),
    path("my/referrals/<int:pk>/slip/", decisions.slip, MY, name="my_slip"),
    path("my/referrals/<int:pk>/paper/", papers.paper, MY, name="my_paper"),
    path("my/referrals/files/<int:pk>/", papers.file, MY, name="my_file"),
    # every referral
    path("office/referrals/", ours.referrals, name="office_list"),
    path("office/referrals/export/", ours.export, name="export"),
    path("office/referrals/setting/", decisions.setting, name="setting"),
    path("office/referrals/<int:pk>/", ours.referral, OFFICE, name="office_referral"),
    path("office/referrals/<int:pk>/return/", decisions.decide, OFFICE, name="office_decide"),
    path("office/referrals/<int:pk>/review/", decisions.review, OFFICE, name="office_review"),
    path("office/referrals/<int:pk>/withdraw/", decisions.withdraw, OFFICE, name="office_withdraw"),
    path("office/referrals/<int:pk>/slip/", decisions.slip, OFFICE, name="office_slip"),
    path("office/referrals/<int:pk>/allow-return/", decisions.allow_return, name="allow_return"),
    path("office/referrals/<int:pk>/paper/", papers.paper, OFFICE, name="office_paper"),
    path("office/referrals/files/<int:pk>/", papers.file, OFFICE, name="office_file"),
]
