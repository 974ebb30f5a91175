"""The whole page on which a visit is written: the visit, who was met for the first time, what was raised."""

import datetime as dt
from typing import Any

from members.models import Area, Member
from members.queries import area_of
from studios.forms.matters import initial_of_matter, matter_forms, offers_for
from studios.forms.people import newcomer_forms
from studios.forms.visits import VisitForm, initial_of
from studios.models import Studio, VisitLog
from studios.models.visits import Author
from studios.services import VisitEntry

AGAIN = ("find", "more_matters", "more_people")


class VisitPaper:
    """Three forms sent as one. The buttons of ``AGAIN`` give the page back as typed, with an empty block of each."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        author: Author,
        today: dt.date,
        held: VisitLog | None = None,
        initial: dict[str, Any] | None = None,
        proxy: bool = False,
        within: list[Studio] | None = None,
    ) -> None:
        self.proxy = proxy
        area: Area | None = area_of(author) if isinstance(author, Member) else None
        matters = [initial_of_matter(one) for one in held.matters.all()] if held else []
        offers = offers_for(area, [one["category"] for one in matters if one["category"]])
        act = data.get("act", "") if data else ""
        again = act in AGAIN
        start = (initial_of(held) if held else {}) | (initial or {})
        usual = {"author": author, "held": held, "proxy": proxy, "today": today, "within": within}
        self.visit = VisitForm(None if again else data, None if again else files, initial=start, **usual)
        self.matters = matter_forms(None if again else data, matters, offers=offers)
        self.newcomers = newcomer_forms(None if again else data, [], offers=offers)
        self.act = act
        self.sent = data is not None and not again
        if again:
            self.visit.initial = _typed(self.visit, data)
            self.matters = matter_forms(None, _typed_blocks(self.matters, data), offers=offers)
            self.newcomers = newcomer_forms(None, _typed_blocks(self.newcomers, data), offers=offers)

    def is_valid(self) -> bool:
        """Each form says what is wrong with it, all at once."""
        return all([self.visit.is_valid(), self.matters.is_valid(), self.newcomers.is_valid()])

    @property
    def wrong(self) -> bool:
        return self.sent and bool(
            self.visit.errors or self.matters.total_error_count() or self.newcomers.total_error_count()
        )

    def entry(self) -> VisitEntry:
        """Heads are at least those who are named."""
        told = self.visit.fields_of_entry()
        newcomers = tuple(one for form in self.newcomers.forms if (one := form.entry(told["occurred_on"])) is not None)
        named = len(told["constituents"]) + len(newcomers)
        return VisitEntry(
            **told,
            headcount=max(self.visit.cleaned_data["headcount"], named),
            newcomers=newcomers,
            matters=self.matters.entries(),
        )


def _typed(form: Any, data: Any) -> dict[str, Any]:
    """What was typed into a form, unchecked."""
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name)) for name, field in form.fields.items()
    }


def _typed_blocks(formset: Any, data: Any) -> list[dict[str, Any]]:
    """What was typed into the blocks of a formset, those left empty out."""
    try:
        total = min(int(data.get(f"{formset.prefix}-TOTAL_FORMS", 0)), formset.absolute_max)
    except ValueError:
        total = 0
    found = []
    for place in range(total):
        block = formset.form(prefix=f"{formset.prefix}-{place}", **formset.form_kwargs)
        typed = _typed(block, data)
        if typed.get("text") or typed.get("name"):
            found.append(typed)
    return found
