"""The page on which a visit is written, whoever writes and whosever it is."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from common.forms import has_seen
from members.models import ConsentNotice
from studios import services, states
from studios.forms import VisitPaper
from studios.models import VisitLog
from studios.models.visits import Author


@dataclass(frozen=True)
class Desk:
    """Where a visit is written: whose it is, the addresses of the record, of a new form and of a correction, in names.

    ``held`` is the visit as loaded, null for a new one; ``proxy``: written down for somebody else.
    """

    author: Author
    page: str
    new: str
    edit: str
    held: VisitLog | None = None
    proxy: bool = False
    template: str = "studios/my_form.html"
    whose: str = ""  # in the address, for who writes for others

    def action(self, visit: VisitLog | None) -> str:
        """Where the form is sent: the correction of ``visit``, or what makes a new one."""
        if visit:
            return reverse(self.edit, args=[visit.pk])
        return reverse(self.new) + (f"?for={self.whose}" if self.whose else "")


def written(request: HttpRequest, desk: Desk, paper: VisitPaper, now: dt.datetime) -> HttpResponse:
    """The form's page; or, when it was sent and is in order, the visit as written."""
    stored = None
    if paper.sent and paper.is_valid():
        try:
            saved = _save(request, desk, paper, now)
        except services.Stale as stale:
            paper.visit.add_error(None, str(stale))
            stored = stale.stored
            if stored:
                has_seen(paper.visit, revision=stored.revision)
        except (services.MonthClosed, services.WrongDay) as why:
            paper.visit.add_error("occurred_on", str(why))
        except services.NumberTaken as why:
            _newcomer(paper, why.place).add_error("phone", str(why))
        except services.TooManyPhotos as why:
            paper.visit.add_error("photos", str(why))
        except (services.VisitRefused, states.NotAllowed) as why:
            paper.visit.add_error(None, str(why))
        else:
            return _done(request, desk, saved)
    return form_shown(request, desk, paper, stored=stored)


def _done(request: HttpRequest, desk: Desk, saved: VisitLog) -> HttpResponse:
    """On to the record. A script that sent the form is told where that is, and tells itself of what waited."""
    sender = request.headers.get("X-Phone", "")
    if sender != "outbox":
        messages.success(request, _what_happened(desk, saved))
    if not sender:
        return redirect(desk.page, saved.pk)
    return HttpResponse(status=201, headers={"Location": reverse(desk.page, args=[saved.pk])})


def _newcomer(paper: VisitPaper, place: int) -> Any:
    """The form of the newcomer in this place among those written down."""
    return [form for form in paper.newcomers.forms if form.cleaned_data.get("name")][place]


def form_shown(request: HttpRequest, desk: Desk, paper: VisitPaper, **more: Any) -> HttpResponse:
    """``stored``: what somebody else saved meanwhile; ``sent``: this very form was sent before."""
    visit = more.get("stored") or desk.held
    context = {
        "desk": desk,
        "paper": paper,
        "form": paper.visit,
        "matters": paper.matters,
        "newcomers": paper.newcomers,
        "visit": visit,
        "action": desk.action(visit),
        "draft": visit is None or visit.state == states.DRAFT,
        "notice": ConsentNotice.objects.in_force(timezone.localdate()),
        "shift": _shift(paper),
        **more,
    }
    return render(request, desk.template, context)


def _shift(paper: VisitPaper) -> Any:
    key = paper.visit["shift"].value()
    return paper.visit.fields["shift"].queryset.filter(pk=key).first() if str(key or "").isdecimal() else None


def _save(request: HttpRequest, desk: Desk, paper: VisitPaper, now: dt.datetime) -> VisitLog:
    sent = {"entry": paper.entry(), "by": request.user, "now": now}
    if desk.held is None:
        sent |= {"member": desk.author, "client_id": paper.visit.cleaned_data["client_id"]}
    else:
        sent |= {"visit": desk.held, "revision": paper.visit.cleaned_data["revision"]}
    if desk.held is not None and desk.held.state != states.DRAFT:
        return services.correct(**sent)
    if paper.act == "draft" and not desk.proxy:
        return services.save_draft(**sent)
    return services.file(**sent, proxy=desk.proxy)


def _what_happened(desk: Desk, visit: VisitLog) -> str:
    month = f"{visit.occurred_on.month}月"
    if visit.state == states.DRAFT:
        return "已存为草稿,只有您自己看得到。写完请按“提交”。"
    if desk.proxy and desk.held is None:
        return f"已替{visit.author.name}录入,并通知本人。核实后计入履职记录。"
    if desk.held is not None and desk.held.state in (states.CHECKED, states.RETURNED):
        return "已更正。要重新核实,核实后计入履职记录。"
    if desk.held is not None and desk.held.state == states.FILED:
        return f"已更正。{month}结账前都可以再改。"
    return f"已提交。{month}结账前都可以更正。核实后计入履职记录。"
