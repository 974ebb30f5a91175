from django.urls import URLPattern, path

from studios.views import (
    duty,
    duty_mine,
    duty_office,
    gaps,
    matter_acts,
    matter_export,
    matter_month,
    matter_units,
    matters,
    mine,
    office,
    offline,
    patterns,
    photos,
    proxy,
    shifts,
    studio,
    studio_gaps,
    studios,
    swaps,
)
from studios.views.imports import visits_desk

app_name = "studios"


def duty_desk(prefix: str, door: str) -> list[URLPattern]:
    """Duty for who arranges it: the same pages behind the member door (own studios) and the office's (all)."""
    pages = [
        ("print/", duty.printed, "duty_print"),
        ("export/", duty.export, "duty_export"),
        ("publish/", duty.publish, "publish"),
        ("patterns/", patterns.patterns, "patterns"),
        ("patterns/new/", patterns.new, "pattern_new"),
        ("patterns/<int:pk>/change/", patterns.change, "pattern_change"),
        ("patterns/<int:pk>/end/", patterns.end, "pattern_end"),
        ("new/", shifts.new, "shift_new"),
        ("<int:pk>/", shifts.shift, "shift"),
        ("<int:pk>/edit/", shifts.edit, "shift_edit"),
        ("<int:pk>/cancel/", shifts.cancel, "shift_cancel"),
        ("<int:pk>/keep/", shifts.keep, "shift_keep"),
        ("<int:pk>/record/", shifts.record, "shift_record"),
        ("turns/<int:pk>/swap/", swaps.arrange, "turn_swap"),
        ("swaps/<int:pk>/confirm/", swaps.confirm, "swap_confirm"),
        ("swaps/<int:pk>/refuse/", swaps.refuse, "swap_refuse"),
    ]
    return [path(f"{prefix}{route}", view, {"door": door}, name=f"{door}_{name}") for route, view, name in pages]


UNIT_ACTS = ("accept", "keep", "approve", "reject", "withdraw")


def matter_urls(door: str, prefix: str) -> list[URLPattern]:
    """The pages of one matter behind a door, one for each act."""
    acts = ["tell"] if door == "my" else list(matter_acts.ACTS)
    units = [] if door == "my" else UNIT_ACTS
    return [
        path(f"{prefix}<int:pk>/", matters.matter, {"door": door}, name=f"{door}_matter"),
        path(f"{prefix}<int:pk>/sheet/", matters.sheet, {"door": door}, name=f"{door}_matter_sheet"),
        *(
            path(
                f"{prefix}<int:pk>/{act.replace('_', '-')}/",
                matter_acts.act,
                {"door": door, "name": act},
                name=f"{door}_matter_{act}",
            )
            for act in acts
        ),
        *(
            path(
                f"{prefix}<int:pk>/units/<int:referral>/{act}/",
                matter_units.decide,
                {"door": door, "name": act},
                name=f"{door}_matter_unit_{act}",
            )
            for act in units
        ),
    ]


urlpatterns = [
    # a member's own visits
    path("my/visits/", mine.visits, name="visits"),
    path("my/visits/new/", mine.new, name="visit_new"),
    path("my/visits/<int:pk>/", mine.visit, name="visit"),
    path("my/visits/<int:pk>/edit/", mine.edit, name="visit_edit"),
    path("my/visits/<int:pk>/withdraw/", mine.withdraw, name="visit_withdraw"),
    path("my/visits/<int:pk>/discard/", mine.discard, name="visit_discard"),
    path("my/visits/photos/<int:pk>/", photos.mine, name="visit_photo"),
    path("my/sw.js", offline.worker, name="sw"),
    path("my/offline/", offline.offline, name="offline"),
    # the studios one runs
    path("my/studio/", studio.visits, name="my_studio"),
    path("my/studio/people/", studio.people, name="my_studio_people"),
    path("my/studio/<int:pk>/", studio.visit, name="my_studio_visit"),
    path("my/studio/<int:pk>/return/", studio.send_back, name="my_studio_return"),
    path("my/studio/<int:pk>/edit/", proxy.studio_edit, name="my_studio_edit"),
    path("my/studio/check/", studio.check, name="my_studio_check"),
    path("my/studio/visits/new/", proxy.studio_new, name="my_studio_record"),
    path("my/studio/accounts/", studio.accounts, name="my_studio_accounts"),
    path("my/studio/accounts/<int:pk>/key/", studio.person_key, name="person_key"),
    # a member's own duty
    path("my/duty/", duty_mine.mine, name="my_duty"),
    path("my/duty/<int:pk>/", duty_mine.shift, name="duty_shift"),
    path("my/duty/<int:pk>/calendar/", duty_mine.shift_ics, name="duty_shift_ics"),
    path("my/duty/turns/<int:pk>/swap/", duty_mine.swap_ask, name="duty_swap_ask"),
    path("my/duty/swaps/<int:pk>/", duty_mine.swap, name="duty_swap"),
    path("my/duty/swaps/<int:pk>/agree/", duty_mine.swap_agree, name="duty_swap_agree"),
    path("my/duty/swaps/<int:pk>/decline/", duty_mine.swap_decline, name="duty_swap_decline"),
    path("my/duty/swaps/<int:pk>/back/", duty_mine.swap_back, name="duty_swap_back"),
    path("my/duty/calendar/", duty_mine.calendar, name="duty_calendar"),
    path("my/duty/calendar/renew/", duty_mine.calendar_renew, name="duty_calendar_renew"),
    path("duty/<str:token>.ics", duty_mine.feed, name="duty_feed"),
    # duty as it is arranged
    path("my/studio/duty/", duty.roster, {"door": "my"}, name="my_roster"),
    *duty_desk("my/studio/duty/", "my"),
    path("office/duty/", duty_office.roster, name="office_roster"),
    *duty_desk("office/duty/", "office"),
    # every visit
    path("office/visits/", office.visits, name="office_visits"),
    path("office/visits/<int:pk>/", office.visit, name="office_visit"),
    path("office/visits/<int:pk>/return/", office.send_back, name="office_return"),
    path("office/visits/<int:pk>/edit/", proxy.office_edit, name="office_edit"),
    path("office/visits/check/", office.check, name="office_check"),
    path("office/visits/new/", proxy.office_new, name="office_record"),
    path("office/visits/photos/<int:pk>/", photos.office, name="office_photo"),
    path("office/visits/export/", office.export, name="visits_export"),
    *visits_desk.urls("office/visits/import/"),
    # what becomes of what was raised
    path("my/matters/", matters.mine, name="my_matters"),
    *matter_urls("my", "my/matters/"),
    path("my/studio/matters/", matters.of_studio, name="studio_matters"),
    path("my/studio/matters/month/", matter_month.month, name="studio_matters_month"),
    path("my/studio/matters/bundle/", matter_month.bundle, name="matters_bundle"),
    *matter_urls("studio", "my/studio/matters/"),
    path("office/matters/", matters.of_office, name="office_matters"),
    path("office/matters/figures/", matters.figures, name="matter_figures"),
    path("office/matters/export/", matter_export.export, name="matters_export"),
    *matter_urls("office", "office/matters/"),
    # every studio
    path("office/studios/", studios.studios, name="office_studios"),
    path("office/studios/<int:pk>/", studios.studio, name="office_studio"),
    # what is still empty
    path("my/studio/gaps/", studio_gaps.gaps, name="my_studio_gaps"),
    path("office/gaps/", gaps.gaps, name="office_gaps"),
    path("office/gaps/export/", gaps.export, name="gaps_export"),
    path("office/gaps/setting/", gaps.setting, name="gap_setting"),
    path("office/gaps/<slug:code>/", gaps.gap, name="office_gap"),
]
