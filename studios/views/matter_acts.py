"""What is done with one matter, each act a page of its own behind each door."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from common.forms import has_seen
from common.requests import form_page
from deadlines.services import NoLimit
from referrals.states import NotAllowed as UnitNotAllowed
from studios import queries, rules
from studios.models import Matter
from studios.requests import MatterDoor, matter_page
from studios.services import matters as services
from studios.states import RETURNED, NotAllowed
from studios.states.matters import DOING
from studios.views.matter_act_pages import ACTS, Act, Asked

REFUSALS = (NotAllowed, UnitNotAllowed, NoLimit)


@dataclass(frozen=True)
class Link:
    """A button of a matter's page; ``tone`` is primary for the next step and danger for what takes back."""

    label: str
    url: str
    tone: str


# what the author has asked for comes first
_NEXT = frozenset({"refer", "report", "answer_report", "result", "tell", "town", "reopen"})
_FIRST: dict[str, str] = {Matter.Outcome.REFERRED: "refer", Matter.Outcome.REPORTED: "report"}


def act_links(door: MatterDoor, matter: Matter, may: list[str]) -> list[Link]:
    """The buttons of a matter's page: behind the member's own door the result and telling."""
    shown = [act for act in may if door.name != "my" or act in ("tell", "result")]
    first = "result" if matter.state == DOING else _FIRST.get(matter.outcome)
    shown.sort(key=lambda act: act != first)
    tones = dict.fromkeys(("take_report_back", "unbundle"), "danger")
    if shown and shown[0] in _NEXT:
        tones[shown[0]] = "primary"
    return [Link(ACTS[act].title, reverse(door.page(act), args=[matter.pk]), tones.get(act, "")) for act in shown]


@matter_page
@form_page
def act(request: HttpRequest, door: MatterDoor, matter: Matter, name: str) -> HttpResponse:
    """The page of an act; for who could never do it with this matter it does not exist (404)."""
    asked = asked_of(request, door, matter)
    if not rules.may_ever(asked.place, name):
        raise Http404
    allowed = rules.MATTER_RULES[name](asked.place, matter, asked.whole.situation(queries.the_matter_setting()))
    why_not = "" if allowed else _out_of_place(matter, name)
    if why_not and asked.data is None:
        messages.error(request, why_not)
        return redirect(door.matter, matter.pk)
    return answered(asked, ACTS[name], why_not)


def _out_of_place(matter: Matter, name: str) -> str:
    if matter.visit.state == RETURNED and name in ("refer", "report"):
        return f"这条走访记录已退回,等委员改好再{ACTS[name].title}。"
    return f"这件诉求现在是“{matter.get_state_display()}”,不用“{ACTS[name].title}”。"


def asked_of(request: HttpRequest, door: MatterDoor, matter: Matter) -> Asked:
    place = rules.place_of(request.user, matter, queries.runs_of(request.user))
    return Asked(request, door, matter, queries.whole(matter), place, timezone.now())


def answered(asked: Asked, page: Act, why_not: str = "", **context: Any) -> HttpResponse:
    """The form; or, sent and in order, the matter's page. What is refused is said above what was typed.

    ``why_not``: the act has no place as things stand. Of a form loaded before the last step the service says who was
    first.
    """
    form = page.form(asked)
    if form.is_bound and form.is_valid() and why_not and form.seen == asked.matter.revision:
        form.add_error(None, why_not)
    elif form.is_bound and form.is_valid():
        try:
            page.call(asked, form)
        except REFUSALS as why:
            refused(form, why, asked.door.matters(asked.request.user).revision_of(asked.matter.pk))
        else:
            messages.success(asked.request, page.done)
            return redirect(asked.door.matter, asked.matter.pk)
    said = {"door": asked.door, "matter": asked.matter, "whole": asked.whole, "form": form, "act": page}
    return render(asked.request, "studios/matter_act.html", said | context)


def refused(form: Form, why: Exception, revision: int) -> None:
    """Say why; pressed again, the form has seen what stands now."""
    field = getattr(why, "field", None)
    form.add_error(field if field in form.fields else None, str(why))
    if isinstance(why, services.MatterStale):
        has_seen(form, revision=revision)
