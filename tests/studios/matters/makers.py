"""Matters in each of their states, as their people would have brought them there. Of 韩梅, in 城关工作室."""

import datetime as dt
from typing import Any

from accounts.models import User
from deadlines.models import Deadline
from members.models import Area, Village
from referrals import services as units
from referrals.models import Referral
from studios.models import Matter, MatterCategory
from studios.services import MatterEntry, withdraw
from studios.services import matters as services
from studios.services.matters import Result, Telling
from tests.cast import NOW, Cast
from tests.referrals.makers import answer
from tests.studios.makers import filed

LATER = NOW + dt.timedelta(days=3)
TODAY = NOW.date()


def village(name: str = "东关村") -> Village:
    area = Area.objects.get_or_create(name="城关镇")[0]
    return Village.objects.get_or_create(area=area, name=name)[0]


def category(name: str = "水利灌溉") -> MatterCategory:
    return MatterCategory.objects.get_or_create(name=name, defaults={"code": f"c{len(name)}{ord(name[0])}"})[0]


def raised(cast: Cast, outcome: str = "referred", *, told: bool = False, day: dt.date = TODAY, **fields: Any) -> Matter:
    """A matter as filing begins it; ``fields`` of the row itself, as the form would have written them."""
    user = fields.pop("user", cast.member)
    text = fields.pop("text", "村口机井坏了,浇不上地")
    studio = fields.pop("studio", cast.town)
    visit = filed(cast, user, day, studio=studio, matters=(MatterEntry(text, "", outcome, told),))
    if fields:
        Matter.objects.filter(visit=visit).update(**fields)
    return again(visit.matters.get())


def again(matter: Matter) -> Matter:
    return Matter.objects.with_details().get(pk=matter.pk)


def refer(cast: Cast, matter: Matter, by: User | None = None, now: dt.datetime = NOW, **changes: Any) -> Matter:
    said = {"title": "东关村机井维修", "text": "请维修机井", "lead": cast.water, "revision": again(matter).revision}
    return services.refer_matter(matter=matter, **(said | changes), by=by or cast.liaison, now=now)


def referral_of(matter: Matter) -> Referral:
    return Referral.objects.about(matter.key).order_by("-pk").first()


def answered_by_unit(cast: Cast, matter: Matter, result: str = "done", now: dt.datetime = NOW) -> Referral:
    signed = units.sign(referral=referral_of(matter), by=cast.handler, now=now)
    said = answer("机井已经修好", result=result)
    return units.submit_answer(referral=signed, answer=said, revision=signed.revision, by=cast.handler, now=now)


def result(code: str = "done", **changes: Any) -> Result:
    said: dict[str, Any] = {"result": code, "text": "机井已经修好", "on": TODAY}
    if code == "doing":
        said |= {"supervisor_name": "钱主席", "next_on": TODAY + dt.timedelta(days=30)}
    return Result(**(said | changes))


def settled(cast: Cast, matter: Matter, code: str = "done", now: dt.datetime = NOW, **changes: Any) -> Matter:
    return services.record_result(
        matter=matter, result=result(code, **changes), revision=again(matter).revision, by=cast.liaison, now=now
    )


def telling(**changes: Any) -> Telling:
    said: dict[str, Any] = {
        "told_on": TODAY, "way": "phone", "whom": "self", "told_by": "赵联", "words": "机井修好了",
        "content": "satisfied", "town": "东关村村委会", "town_on": TODAY,
    }  # fmt: skip
    return Telling(**(said | changes))


def told(cast: Cast, matter: Matter, now: dt.datetime = NOW, **changes: Any) -> Matter:
    return services.tell(
        matter=matter, telling=telling(**changes), revision=again(matter).revision, by=cast.liaison, now=now
    )


def report(cast: Cast, matter: Matter, level: str = "office", by: User | None = None, now: dt.datetime = NOW) -> Matter:
    desk = {"office": "政协办公室", "party": "县委办", "government": "县政府办"}[level]
    return services.report_matter(
        matter=matter, level=level, desk=desk, text="请协调", revision=again(matter).revision, by=by or cast.liaison,
        now=now,
    )  # fmt: skip


def bundled(cast: Cast, lead: Matter, *others: Matter, title: str = "三个村机井维修") -> Matter:
    keys = [lead.pk, *(one.pk for one in others)]
    return services.bundle(matters=keys, lead=lead.pk, title=title, outcome="referred", by=cast.convener, now=NOW)


def in_situation(cast: Cast, name: str) -> Matter:
    """A matter in the situation that the table of rules calls so."""
    make = {
        "open": lambda: raised(cast),
        "at_unit": lambda: refer(cast, raised(cast)),
        "at_office": lambda: report(cast, raised(cast, "reported")),
        "at_desk": lambda: report(cast, raised(cast, "reported"), "government", by=cast.clerk),
        "doing": lambda: settled(cast, raised(cast), "doing"),
        "answered": lambda: settled(cast, raised(cast)),
        "closed": lambda: told(cast, settled(cast, raised(cast))),
        "noted": lambda: raised(cast, "noted"),
        "unhappy": lambda: told(cast, settled(cast, raised(cast)), content="unsatisfied"),
        "leads": lambda: bundled(cast, raised(cast), raised(cast, text="机井也坏了")),
        "merged": lambda: _merged(cast),
        "dropped": lambda: _dropped(cast),
    }
    return again(make[name]())


def _merged(cast: Cast) -> Matter:
    other = raised(cast, text="机井也坏了")
    bundled(cast, raised(cast), other)
    return other


def _dropped(cast: Cast) -> Matter:
    matter = raised(cast)
    withdraw(visit=matter.visit, why="记错了", by=cast.member, now=NOW)
    return matter


def moves(matter: Matter) -> list[tuple[str, str]]:
    return [(event.action, event.to_state) for event in matter.events.order_by("at", "pk")]


def clocks(matter: Matter) -> list[tuple[str, str]]:
    """Kind and state of every deadline it ever had."""
    return list(Deadline.objects.about(matter.key).order_by("pk").values_list("kind", "state"))
