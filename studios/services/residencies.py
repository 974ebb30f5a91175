"""Who is in a studio, in which part, from when: many placed at once, one moved, one ended."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from members.models import Member, Seat, Term
from studios.models import Residency, Studio
from studios.services.placing_notices import PAGE, tell_ended, tell_placed
from studios.services.story import named, note
from studios.services.studios import locked


class PlacingRefused(Exception):
    """The person cannot be placed so; the message is Chinese and says how to mend it."""


@dataclass
class Placed:
    """What became of those who were to be placed. ``elsewhere`` says where somebody else placed them meanwhile."""

    new: list[Residency] = field(default_factory=list)
    already: list[Member] = field(default_factory=list)
    elsewhere: list[tuple[Member, str]] = field(default_factory=list)


@transaction.atomic
def place(
    *,
    members: Sequence[Member],
    studio: Studio,
    part: str,
    since: dt.date | None,
    by: User | None,
    now: dt.datetime,
    only_unplaced: bool = False,
    via: str = PAGE,
) -> Placed:
    """Members into a studio, in one part, all or none. Who is in it in that part already stays as they are.

    ``since`` is None where nobody knows any more. ``only_unplaced`` leaves out whoever is in another studio by now, and
    says where: two clerks may be placing from the same list. Locks the studio, then the members. Four queries and an
    insert each. Raises PlacingRefused.
    """
    held = _standing(studio, since, now)
    wanted = Member.objects.filter(pk__in=[member.pk for member in members]).select_related("user")
    people = list(wanted.select_for_update(of=("self",)).order_by("pk"))
    _refuse_without_seat(people)
    inside = {r.member_id: r for r in Residency.objects.in_studios([held]).filter(member__in=people)}
    others = _in_other_studios(people, held) if only_unplaced else {}
    done = Placed()
    for member in people:
        there = inside.get(member.pk)
        if there and there.part == part:
            done.already.append(member)
        elif there:
            raise PlacingRefused(
                f"{member}已是{held}的{there.get_part_display()}。要换身份,请在{held}的人员名单里点“换身份”。"
            )
        elif member.pk in others:
            done.elsewhere.append((member, others[member.pk]))
        else:
            done.new.append(Residency.objects.create(studio=held, member=member, part=part, since=since))
    if done.new:
        names = named([str(one.member) for one in done.new])
        word = Residency.Part(part).label
        note(held, f"编入{word}:{names}", by=by, now=now, via=via, why=_from(since))
        if via == PAGE:
            tell_placed(held, done.new, now=now)
    return done


@transaction.atomic
def place_officer(
    *,
    user: User,
    studio: Studio,
    part: str,
    since: dt.date | None,
    by: User | None,
    now: dt.datetime,
    via: str = PAGE,
) -> Residency:
    """Somebody with an account and no seat, most often the liaison officer. In it already in that part, they stay.

    Locks the studio. Raises PlacingRefused for a member, who is placed as one, for a closed account, another part.
    """
    held = _standing(studio, since, now)
    if Member.objects.of_user(user).exists():
        raise PlacingRefused(f"{user.name}是委员,请在“编入委员”里选这位委员。")
    if not user.is_active:
        raise PlacingRefused(f"{user.name}的账号已停用,请先恢复账号,或选别人。")
    if part == Residency.Part.RESIDENT:
        raise PlacingRefused("驻室委员须是委员。不是委员的,可以做召集人或联络员。")
    there = Residency.objects.in_studios([held]).filter(user=user).first()
    if there and there.part == part:
        return there
    if there:
        raise PlacingRefused(f"{user.name}已是{held}的{there.get_part_display()}。要换身份,请点“换身份”。")
    made = Residency.objects.create(studio=held, user=user, part=part, since=since)
    note(held, f"编入{made.get_part_display()}:{user.name}", by=by, now=now, via=via, why=_from(since))
    if via == PAGE:
        tell_placed(held, [made], now=now)
    return made


@transaction.atomic
def change_part(
    *, residency: Residency, part: str, on: dt.date, by: User | None, now: dt.datetime, via: str = PAGE
) -> Residency:
    """Another part from a day on: closes one and opens the next. In that part already, nothing is done.

    Locks the studio. Raises PlacingRefused when the person left meanwhile or the day cannot be.
    """
    held = _standing(residency.studio, on, now)
    old = Residency.objects.select_related("member__user", "user").get(pk=residency.pk)
    if old.until:
        again = Residency.objects.in_studios([held]).filter(member=old.member, user=old.user, part=part).first()
        if again:
            return again
        raise PlacingRefused(_gone(old))
    if old.part == part:
        return old
    if part == Residency.Part.RESIDENT and old.member is None:
        raise PlacingRefused("驻室委员须是委员。不是委员的,可以做召集人或联络员。")
    _end(old, on, "换身份")
    opened = Residency.objects.create(studio=held, member=old.member, user=old.user, part=part, since=on)
    pair = (str(old.get_part_display()), str(opened.get_part_display()))
    who = str(old.member or old.user)
    note(held, f"换身份:{who}", by=by, now=now, via=via, why=f"从{on:%Y-%m-%d}起", changes={who: pair})
    if via == PAGE:
        tell_placed(held, [opened], moved=True, now=now)
    return opened


@transaction.atomic
def correct_since(
    *, residency: Residency, since: dt.date, by: User | None, now: dt.datetime, via: str = PAGE
) -> Residency:
    """Put right, or fill in, the day from which somebody is in a studio. Locks the studio. Raises PlacingRefused."""
    held = _standing(residency.studio, since, now)
    old = Residency.objects.select_related("member__user", "user").get(pk=residency.pk)
    if old.until:
        raise PlacingRefused(_gone(old))
    if old.since != since:
        before, old.since = old.since, since
        old.save(update_fields=["since"])
        who = str(old.member or old.user)
        pair = (f"{before:%Y-%m-%d}" if before else "—", f"{since:%Y-%m-%d}")
        note(held, f"更正驻室日期:{who}", by=by, now=now, via=via, changes={who: pair})
    return old


@transaction.atomic
def end_residency(
    *, residency: Residency, on: dt.date, why: str, by: User | None, now: dt.datetime, via: str = PAGE
) -> Residency:
    """Somebody leaves a studio. Ended already on that day, nothing is done. Locks the studio. Raises PlacingRefused."""
    held = locked(residency.studio)
    old = Residency.objects.select_related("member__user", "user").get(pk=residency.pk)
    if old.until == on:
        return old
    if old.until:
        raise PlacingRefused(_gone(old))
    if on > timezone.localdate(now):
        raise PlacingRefused("结束日期还没有到,请到那一天再登记。")
    _end(old, on, why)
    who = f"{old.get_part_display()}{old.member or old.user}"
    note(held, f"结束驻室:{who}({on:%Y-%m-%d})", by=by, now=now, via=via, why=why)
    if via == PAGE:
        tell_ended(held, [old], now=now)
    return old


def _standing(studio: Studio, since: dt.date | None, now: dt.datetime) -> Studio:
    held = locked(studio)
    if held.closed_on:
        raise PlacingRefused(f"{held}已于{held.closed_on:%Y-%m-%d}撤销,不能再编入人员。")
    if since and since > timezone.localdate(now):
        raise PlacingRefused("日期还没有到,请填今天或以前的日期。")
    return held


def _refuse_without_seat(people: list[Member]) -> None:
    seated = set(
        Seat.objects.open().filter(term=Term.objects.current(), member__in=people).values_list("member_id", flat=True)
    )
    if gone := [member.name for member in people if member.pk not in seated]:
        raise PlacingRefused(f"{named(gone)}已不是本届在任委员,不能编入工作室。")


def _in_other_studios(people: list[Member], studio: Studio) -> dict[int, str]:
    held = Residency.objects.in_standing().filter(member__in=people).exclude(studio=studio).select_related("studio")
    return {one.member_id: one.studio.name for one in held if one.member_id}


def _end(old: Residency, on: dt.date, why: str) -> None:
    if old.since and on < old.since:
        raise PlacingRefused(f"日期早于{old.member or old.user}编入的日期({old.since:%Y-%m-%d}),请改正。")
    old.until, old.end_reason = on, why
    old.save(update_fields=["until", "end_reason"])


def _from(since: dt.date | None) -> str:
    return f"从{since:%Y-%m-%d}起" if since else ""


def _gone(old: Residency) -> str:
    return f"{old.member or old.user}的{old.get_part_display()}身份已于{old.until:%Y-%m-%d}结束,请刷新页面后再看。"
