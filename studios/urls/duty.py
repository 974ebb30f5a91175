from django.urls import URLPattern, path

from studios.views import duty, duty_mine, duty_office, patterns, shifts, swaps


def desk(prefix: str, door: str) -> list[URLPattern]:
    """The pages of who arranges duty: the same behind the member door (own studios) and the office's (all)."""
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


urlpatterns = [
    # one's own
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
    # as it is arranged
    path("my/studio/duty/", duty.roster, {"door": "my"}, name="my_roster"),
    *desk("my/studio/duty/", "my"),
    path("office/duty/", duty_office.roster, name="office_roster"),
    *desk("office/duty/", "office"),
]
