from django.urls import URLPattern, path

from studios.views import matter_acts, matter_export, matter_month, matter_units, matters, mine, office, studio, studios
from studios.views.imports import visits_desk
from studios.views.matter_act_pages import ACTS

app_name = "studios"

UNIT_ACTS = ("accept", "keep", "approve", "reject", "withdraw")


def matter_urls(door: str, prefix: str) -> list[URLPattern]:
    """The pages of one matter behind a door, one for each act."""
    acts = ["result", "tell"] if door == "my" else list(ACTS)
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
    # the studios one runs
    path("my/studio/", studio.visits, name="my_studio"),
    path("my/studio/people/", studio.people, name="my_studio_people"),
    path("my/studio/<int:pk>/", studio.visit, name="my_studio_visit"),
    path("my/studio/accounts/", studio.accounts, name="my_studio_accounts"),
    path("my/studio/accounts/<int:pk>/key/", studio.person_key, name="person_key"),
    # every visit
    path("office/visits/", office.visits, name="office_visits"),
    path("office/visits/<int:pk>/", office.visit, name="office_visit"),
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
]
