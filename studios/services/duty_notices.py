"""What people are told of duty, in words. Who has no account is told by phone, who has neither by the page alone."""

import datetime as dt
from collections.abc import Iterable, Sequence

from accounts.models import User
from common.dates import chinese_date
from common.phones import BadPhone
from notices.services import NewNotice, Phone, notify_all
from studios.models import DutyShift, Residency, ShiftTurn, Swap
from studios.queries.duty import runners_of

Person = User | Phone
Place = ShiftTurn | Swap | Residency


def when(shift: DutyShift) -> str:
    """2026年3月27日(周五)9:00至11:30"""
    return f"{chinese_date(shift.day)}{shift.starts:%-H:%M}至{shift.ends:%-H:%M}"


def short_day(shift: DutyShift) -> str:
    return f"{shift.day.month}月{shift.day.day}日"


def where(shift: DutyShift) -> str:
    return shift.place or shift.studio.address or shift.studio.name


def person_of(place: Place) -> Person | None:
    """Who is to be told of a turn or a swap: an account in use, else the member's phone. Both must be loaded."""
    user = place.user or (place.member.user if place.member else None)
    if user and user.is_active:
        return user
    try:
        return Phone(place.member.phone) if place.member and place.member.phone else None
    except BadPhone:
        return None


def runners(shift: DutyShift) -> list[Person]:
    """The liaison officers and conveners of its studio. One query."""
    return [who for one in runners_of([shift.studio]).get(shift.studio_id, []) if (who := person_of(one))]


def tell(
    people: Iterable[Person | None],
    shift: DutyShift,
    *,
    what: str,
    subject: str,
    body: str,
    now: dt.datetime,
    but: User | None = None,
) -> None:
    """Tell each once, but not who did it. ``what`` and the shift name the thing told."""
    told = {_who(one): one for one in people if one and one != but}
    key, link = f"duty:{shift.pk}:{what}", f"/go/studios.dutyshift/{shift.pk}/"
    notify_all(notices=[NewNotice(to, key, subject, body, link) for to in told.values()], now=now)


def _who(person: Person) -> object:
    return person.pk if isinstance(person, User) else person.number


def facts(shift: DutyShift) -> str:
    """When, where, about what, with whom, as every notice of a shift says it."""
    said = [f"时间:{when(shift)}{'(暂定)' if shift.provisional else ''}", f"地点:{where(shift)}"]
    if shift.theme:
        said.append(f"主题:{shift.theme}")
    if shift.guests:
        said.append(f"另请:{shift.guests}")
    return f"{shift.studio}值班。{';'.join(said)}。"


CANNOT_COME = "不能到的,请提前在“值班”里申请调剂,或告诉联络员。"


def tell_published(turns: Sequence[ShiftTurn], *, now: dt.datetime) -> None:
    """Each person once for all their shifts that were just published; ``turns`` come in the order of their days."""
    theirs: dict[object, list[ShiftTurn]] = {}
    for turn in turns:
        if who := person_of(turn):
            theirs.setdefault(_who(who), []).append(turn)
    notices = []
    for mine in theirs.values():
        first, to = mine[0].shift, person_of(mine[0])
        if to is None:
            continue
        key = f"duty:{first.pk}:published:{first.revision}:{len(mine)}"
        subject = f"{first.studio}值班:{'、'.join(short_day(turn.shift) for turn in mine)}"
        listed = "\n".join(facts(turn.shift) for turn in mine)
        link = f"/go/studios.dutyshift/{first.pk}/"
        body = f"{listed}\n{CANNOT_COME}在“值班”里还能把值班加进手机日历。"
        notices.append(NewNotice(to, key, subject[:120], body, link))
    notify_all(notices=notices, now=now)


def tell_changed(
    shift: DutyShift, *, stay: Sequence[ShiftTurn], come: Sequence[ShiftTurn], go: Sequence[ShiftTurn],
    changed: Sequence[str], by: User | None, now: dt.datetime,
) -> None:  # fmt: skip
    """After a published shift was changed: who stays in it, who comes to it, who is out of it."""
    what = f"changed:{shift.revision}"
    if changed:
        subject = f"{shift.studio}{short_day(shift)}的值班有改动"
        body = f"改动:{'、'.join(changed)}。现在是:{facts(shift)}{CANNOT_COME}"
        tell(map(person_of, stay), shift, what=what, subject=subject, body=body, now=now, but=by)
    subject = f"{shift.studio}值班:{short_day(shift)}"
    tell(map(person_of, come), shift, what=what, subject=subject, body=f"{facts(shift)}{CANNOT_COME}", now=now, but=by)
    subject = f"{shift.studio}{short_day(shift)}的值班不用您到了"
    body = f"{when(shift)}的值班改由其他委员到岗。"
    tell(map(person_of, go), shift, what=f"{what}:out", subject=subject, body=body, now=now, but=by)


def tell_cancelled(
    shift: DutyShift, turns: Sequence[ShiftTurn], *, why: str, by: User | None, now: dt.datetime
) -> None:
    people = [*map(person_of, turns), *runners(shift)]
    subject = f"{shift.studio}{short_day(shift)}的值班取消了"
    body = f"{when(shift)}的值班取消,不用到岗。原因:{why}。"
    tell(people, shift, what="cancelled", subject=subject, body=body, now=now, but=by)


def tell_asked(swap: Swap, *, by: User, now: dt.datetime) -> None:
    shift = swap.turn.shift
    subject = f"{swap.turn}请您代{short_day(shift)}的值班"
    body = f"{facts(shift)}原因:{swap.why}。请在“值班”里答复:同意,或者不方便。"
    tell([person_of(swap)], shift, what=f"swap:{swap.pk}:asked", subject=subject, body=body, now=now, but=by)
    subject = f"已替您请{swap.member or swap.user}代{short_day(shift)}的值班"
    body = f"{by.name}替您去问了。{when(shift)}的值班,改了值班表以前还是您的;自己能到的,请在“值班”里收回。"
    tell([person_of(swap.turn)], shift, what=f"swap:{swap.pk}:asked", subject=subject, body=body, now=now, but=by)


def tell_agreed(swap: Swap, *, by: User, now: dt.datetime) -> None:
    """Those who confirm, and the holder."""
    shift, who = swap.turn.shift, swap.member or swap.user
    subject = f"{shift.studio}{short_day(shift)}值班调剂待确认:{swap.turn}换{who}"
    body = f"{when(shift)},{who}同意代{swap.turn}值班。原因:{swap.why}。请联络员在“值班”里确认,确认后值班表才改。"
    tell(runners(shift), shift, what=f"swap:{swap.pk}:agreed", subject=subject, body=body, now=now, but=by)
    body = f"{when(shift)}的值班,{who}同意代您。联络员确认以后就不用您到了,确认前请先不要走开。"
    subject = f"{who}同意代您{short_day(shift)}的值班"
    tell([person_of(swap.turn)], shift, what=f"swap:{swap.pk}:agreed", subject=subject, body=body, now=now, but=by)


def tell_not_swapped(swap: Swap, *, subject: str, body: str, by: User | None, now: dt.datetime) -> None:
    """The holder, the colleague and who asked: declined, refused, taken back, lapsed; the turn stays where it was."""
    shift = swap.turn.shift
    people = [person_of(swap.turn), person_of(swap), swap.asked_by]
    tell(people, shift, what=f"swap:{swap.pk}:{swap.state}", subject=subject, body=body, now=now, but=by)


def tell_lapsed(swaps: Iterable[Swap], *, why: str, by: User | None, now: dt.datetime) -> None:
    for swap in swaps:
        shift = swap.turn.shift
        subject = f"{short_day(shift)}值班的调剂失效了"
        tell_not_swapped(swap, subject=subject, body=f"{when(shift)},{swap.turn}的调剂不再有效:{why}。", by=by, now=now)


def tell_swapped(swap: Swap, turns: Sequence[ShiftTurn], *, by: User, now: dt.datetime) -> None:
    """The roster has changed: the two, the others of the shift, who runs the studio."""
    shift, who = swap.turn.shift, swap.member or swap.user
    key = f"swap:{swap.pk}:confirmed"
    subject = f"{shift.studio}值班:{short_day(shift)}由您代{swap.turn}"
    tell([person_of(swap)], shift, what=key, subject=subject, body=f"{facts(shift)}{CANNOT_COME}", now=now, but=by)
    subject = f"{short_day(shift)}的值班已由{who}代您"
    body = f"{when(shift)}的值班调剂好了,由{who}到岗,不用您到了。"
    tell([person_of(swap.turn)], shift, what=key, subject=subject, body=body, now=now, but=by)
    two = {_who(one) for one in (person_of(swap.turn), person_of(swap)) if one}
    others = [one for one in (*map(person_of, turns), *runners(shift)) if one and _who(one) not in two]
    subject = f"{shift.studio}{short_day(shift)}值班表有变动"
    body = f"{when(shift)},{swap.turn}的值班由{who}代。"
    tell(others, shift, what=key, subject=subject, body=body, now=now, but=by)
