from django.urls import URLPattern, path

from studios.views import matter_acts, matter_export, matter_month, matter_units, matters
from studios.views.matter_act_pages import ACTS

UNIT_ACTS = ("accept", "keep", "approve", "reject", "withdraw")


def one(door: str, prefix: str) -> list[URLPattern]:
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
    # what one raised
    path("my/matters/", matters.mine, name="my_matters"),
    *one("my", "my/matters/"),
    # those of the studios one runs
    path("my/studio/matters/", matters.of_studio, name="studio_matters"),
    path("my/studio/matters/month/", matter_month.month, name="studio_matters_month"),
    path("my/studio/matters/bundle/", matter_month.bundle, name="matters_bundle"),
    *one("studio", "my/studio/matters/"),
    # all of them
    path("office/matters/", matters.of_office, name="office_matters"),
    path("office/matters/figures/", matters.figures, name="matter_figures"),
    path("office/matters/export/", matter_export.export, name="matters_export"),
    *one("office", "office/matters/"),
]
