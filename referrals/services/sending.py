"""Handing out, and taking back what was handed out."""

import datetime as dt
import re
from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import roles
from accounts.models import StoredFile, Unit, UnitPost, User
from accounts.services import next_numbers
from common.uploads import CleanFile
from deadlines.services.deadlines import SUBJECT
from notices.services import NewNotice, notify_all
from referrals import states
from referrals.models import Part, Referral, ReferralEvent, Side
from referrals.queries import the_setting
from referrals.services import clocks, texts
from referrals.services.files import keep
from referrals.services.moving import done_before, hold, move, record
from referrals.states import NotAllowed

LINK = re.compile(r"/go/[a-z]+\.[a-z_]+/[0-9]+/")


class AlreadyReferred(NotAllowed):
    """The subject is with this unit already; the message is Chinese."""


class UnitClosed(NotAllowed):
    """The unit was closed; the message is Chinese."""


@transaction.atomic
def refer(
    *,
    subject: str,
    label: str,
    link: str,
    text: str,
    unit: Unit,
    part: str,
    by: User,
    now: dt.datetime,
    urgent: bool = False,
    round: int | None = None,
    files: Iterable[CleanFile | StoredFile] = (),
    responsible_officer: User | None = None,
    office: Group | None = None,
    decided_here: bool = False,
    via: str = "page",
) -> Referral:
    """Hand something to a unit: it gets a number, the unit's people are told, the time to sign for it begins.

    ``subject`` is ``app.noun:pk``; ``label`` names no constituent, ``text`` holds no constituent's phone. ``round``
    defaults to one after those approved. A unit without accounts gets it on paper: ``responsible_officer`` (or ``by``)
    is asked to deliver it. ``office`` is the role that watches, 办公室 by default. Its returns, answers and withdrawal
    are decided on the page at ``link``, by services of its app that call ours; ``decided_here`` for an app without such
    pages. Locks the unit; takes a number of
    the year. Raises AlreadyReferred, UnitClosed.
    """
    if not SUBJECT.fullmatch(subject) or (link and not LINK.fullmatch(link)):
        raise ValueError(f"{subject!r} with {link!r} is no subject of the form app.noun:pk with its /go/ link")
    held = _open_unit(unit)
    made = Referral(
        subject=subject,
        label=label[:120],
        link=link,
        text=text,
        unit=held,
        part=Part(part),
        round=_round(subject, held, round),
        urgent=urgent,
        on_paper=not UnitPost.objects.open().filter(unit=held, user__is_active=True).exists(),
        decided_here=decided_here or not link,
        sent_by=by,
        sent_at=now,
        officer=responsible_officer,
        office_group=office or Group.objects.filter(name=roles.GENERAL_OFFICE.name).first(),
    )
    _number(made, now)
    for file in files:
        keep(made, file, side=Side.SENDER, by=by, now=now, handed_in_at=now)
    event = record(made, "send", by=by, now=now, via=via)
    clocks.start(made, clocks.SIGN_FOR, on=timezone.localdate(now), by=by, now=now)
    notify_all(notices=_sent(made, event), now=now)
    return made


def _open_unit(unit: Unit) -> Unit:
    held = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if held.closed_on:
        raise UnitClosed(f"{held}已于{held.closed_on:%Y-%m-%d}撤销,不能再交办。请选现在承担这项工作的单位。")
    return held


def _round(subject: str, unit: Unit, round: int | None) -> int:
    """Raises AlreadyReferred while one is live there."""
    earlier = Referral.objects.about(subject).filter(unit=unit)
    if live := earlier.live().first():
        raise AlreadyReferred(f"{unit}已经有这一件({live.number},{live.get_state_display()}),不用再交办。")
    approved = earlier.filter(state=states.APPROVED).order_by("-round").values_list("round", flat=True).first()
    return round or (approved or 0) + 1


def _sent(made: Referral, event: ReferralEvent) -> list[NewNotice]:
    if made.on_paper:
        ask = f"请打印{texts.named(made)}的转办单送达,取回回执后代录"
        body = f"{made.unit}还没有能登录的人。{ask};{texts.until(made)}前签收。"
        return texts.to_us(made, event, "请送纸质转办单", body)
    way = f"由你单位{made.get_part_display()}"
    body = f"{made.sent_by.name}交办{texts.named(made)},{way}。请在{texts.until(made)}前签收。"
    return texts.to_unit(made, event, "急件,请签收" if made.urgent else "请签收", body)


def _number(made: Referral, now: dt.datetime) -> None:
    """Give it the next number of the year and save it."""
    year = timezone.localdate(now).year
    made.number = the_setting().number_of(year, next_numbers(f"referral:{year}")[0])
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise NotAllowed(f"编号{made.number}已经用过。请在“交办设置”里核对编号样式,再交办一次。") from None


@transaction.atomic
def withdraw(*, referral: Referral, why: str, by: User, now: dt.datetime, via: str = "page") -> Referral:
    """Take back what the unit has not answered yet; its clocks are cancelled and it is told. Raises NotAllowed."""
    held = hold(referral)
    if done_before(held, "withdraw", by, why=why):
        return held
    event = move(held, "withdraw", by=by, now=now, via=via, why=why)
    clocks.stop(held, "cancel", by=by, now=now, why="交办已撤回")
    body = f"{texts.named(held)}已由{by.name}撤回,不用再办。原因见这一件的经过。"
    notify_all(notices=texts.to_unit(held, event, "已撤回", body), now=now)
    return held
