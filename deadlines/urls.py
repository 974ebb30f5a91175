from django.urls import path

from deadlines.views import actions, calendar, ladders, limits, mine, office, papers

app_name = "deadlines"

urlpatterns = [
    # what one is to see to
    path("my/deadlines/", mine.deadlines, name="mine"),
    path("my/deadlines/<int:pk>/", mine.deadline, name="my_deadline"),
    path("my/deadlines/<int:pk>/seen/", mine.seen, name="my_seen"),
    path("my/deadlines/<int:pk>/met/", mine.met, name="my_met"),
    path("my/deadlines/<int:pk>/extend/", mine.extend, name="my_extend"),
    # every deadline
    path("office/deadlines/", office.deadlines, name="office"),
    path("office/deadlines/export/", office.export, name="export"),
    path("office/deadlines/hand-over/", actions.hand_over_all, name="hand_over_all"),
    path("office/deadlines/new/", office.new, name="new"),
    path("office/deadlines/undelivered/", office.undelivered, name="undelivered"),
    path("office/deadlines/undelivered/<int:pk>/settled/", office.settled, name="settled"),
    path("office/deadlines/<int:pk>/", office.deadline, name="deadline"),
    path("office/deadlines/<int:pk>/seen/", actions.seen, name="seen"),
    path("office/deadlines/<int:pk>/met/", actions.met, name="met"),
    path("office/deadlines/<int:pk>/cancel/", actions.cancel, name="cancel"),
    path("office/deadlines/<int:pk>/extend/", actions.extend, name="extend"),
    path("office/deadlines/<int:pk>/hand-over/", actions.hand_over, name="hand_over"),
    path("office/deadlines/extensions/<int:pk>/", actions.decide, name="decide"),
    path("office/deadlines/papers/<int:pk>/", papers.paper, name="paper"),
    # the working calendar
    path("office/calendar/", calendar.this_year, name="calendar"),
    path("office/calendar/<int:year>/", calendar.year, name="calendar_year"),
    path("office/calendar/notice/", calendar.notice, name="notice"),
    path("office/calendar/day/", calendar.day, name="day"),
    # limits and ladders
    path("office/limits/", limits.limits, name="limits"),
    path("office/limits/<slug:code>/", limits.limit, name="limit"),
    path("office/ladders/", ladders.ladders, name="ladders"),
    path("office/ladders/hours/", ladders.hours, name="hours"),
    path("office/ladders/all/", ladders.ladder, {"kind": ""}, name="ladder_for_all"),
    path("office/ladders/of/<slug:kind>/", ladders.ladder, name="ladder"),
    path("office/ladders/of/<slug:kind>/drop/", ladders.drop, name="ladder_drop"),
]
