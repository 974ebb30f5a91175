"""回音: the person is told, the town and the village are told; who is not content may have it opened again."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from studios.models import Matter, MatterFeedback, MatterSetting
from studios.services.matters.checks import WordsRefused, refuse_future
from studios.services.matters.moving import done_before, hold, hold_with_followers, move, require, stamp_of
from studios.services.matters.results import NO_RESULT
from studios.states import NotAllowed
from studios.states import matters as states


@dataclass(frozen=True)
class Telling:
    """Who told whom, when, how and what; whether they are content. ``town`` and ``town_on`` go with what is done."""

    told_on: dt.date
    way: str
    whom: str
    told_by: str
    words: str
    content: str = MatterFeedback.Content.UNSAID
    note: str = ""
    town: str = ""
    town_on: dt.date | None = None


@transaction.atomic
def tell(
    *,
    matter: Matter,
    telling: Telling,
    also: Collection[int] = (),
    revision: int,
    by: User,
    now: dt.datetime,
) -> Matter:
    """Record that the person was told. While it is being done that is a word between; else it ends the matter.

    ``also`` are keys of those merged into it whose people heard the same words. What is done stays 待回音 until the
    town and the village were told too. Locks the matter and those merged. Raises NotAllowed, MatterStale, WordsRefused.
    """
    held, followers = hold_with_followers(matter)
    stamp = stamp_of("tell", by, revision, telling=telling, also=sorted(also))
    if done_before(held, stamp):
        return held
    require(held, "tell", revision)
    refuse_future(telling.told_on, now, "told_on")
    if bool(telling.town) != (telling.town_on is not None):
        raise WordsRefused("告知镇街、村(社区)的,单位和日期两样都要填;还没有告知的,两样都空着。", "town")
    _told(held, telling, by=by, now=now, stamp=stamp)
    for follower in followers:
        if follower.pk in also and follower.state == states.ANSWERED and not _final(follower):
            _told(follower, telling, by=by, now=now)
    return held


def _told(held: Matter, telling: Telling, *, by: User, now: dt.datetime, stamp: str = "") -> None:
    final = held.state == states.ANSWERED
    if final and _final(held):
        raise NotAllowed("已经告知过反映人,不用再记。还差的是告知镇街、村(社区)。")
    MatterFeedback.objects.create(
        matter=held,
        told_on=telling.told_on,
        way=telling.way,
        whom=telling.whom,
        told_by=telling.told_by,
        words=telling.words,
        content=telling.content,
        note=telling.note,
        final=final,
        round=held.reopened,
        recorded_by=by,
        recorded_at=now,
    )
    town = {}
    if final and held.result == Matter.Result.DONE and telling.town and not held.town_told_on:
        town = {"town_told": telling.town, "town_told_on": telling.town_on}
    owes_town = held.result == Matter.Result.DONE and not (held.town_told_on or town)
    end = states.CLOSED if final and not owes_town else held.state
    way = MatterFeedback.Way(telling.way).label
    said = f"{telling.told_by}{way}告知:{telling.words}"
    heard = "" if telling.content == MatterFeedback.Content.UNSAID else MatterFeedback.Content(telling.content).label
    word = "已告知反映人" + (f",反映人{heard}" if heard else "")
    changes = {"told": True, **town} if final else {}
    move(held, "tell", end, by=by, now=now, said=said, why=heard, stamp=stamp, tell=word, **changes)


@transaction.atomic
def tell_town(*, matter: Matter, town: str, on: dt.date, revision: int, by: User, now: dt.datetime) -> Matter:
    """What is done is told to the town and the village too (domain §1, document 004). Closes what else is told.

    Raises NotAllowed, MatterStale, WordsRefused.
    """
    held = hold(matter)
    stamp = stamp_of("town", by, revision, town=town, on=on)
    if done_before(held, stamp):
        return held
    require(held, "town", revision)
    refuse_future(on, now, "on")
    if held.result != Matter.Result.DONE or held.town_told_on:
        raise NotAllowed("只有已办、还没有告知镇街村(社区)的诉求要记这一项。请刷新页面看最新情况。")
    end = states.CLOSED if _final(held) else states.ANSWERED
    move(held, "town", end, by=by, now=now, said=town, stamp=stamp, tell=f"已告知{town}", town_told=town,
         town_told_on=on)  # fmt: skip
    return held


@transaction.atomic
def reopen(*, matter: Matter, why: str, revision: int, by: User, now: dt.datetime) -> Matter:
    """The person is not content: it is dealt with again, as often as the office has set. On its own, if it was merged.

    Those merged into it that were not told yet wait with it. Raises NotAllowed, MatterStale, NoLimit.
    """
    held, followers = hold_with_followers(matter)
    stamp = stamp_of("reopen", by, revision, why=why)
    if done_before(held, stamp):
        return held
    require(held, "reopen", revision)
    if not is_unhappy(held):
        raise NotAllowed("只有反映人不满意的诉求才能重新办理。")
    most = (MatterSetting.objects.first() or MatterSetting(pk=1)).reopenings
    if held.reopened >= most:
        raise NotAllowed(f"已经重新办理过{held.reopened}次,按本机关的规定不再重办。群众再来反映的,请另记一件。")
    fields = {"told": False, "town_told": "", "town_told_on": None, "merged_into": None, **NO_RESULT}
    move(held, "reopen", states.OPEN, by=by, now=now, why=why, stamp=stamp, tell="反映人不满意,重新办理",
         reopened=held.reopened + 1, **fields)  # fmt: skip
    for follower in followers:
        if follower.state == states.ANSWERED and not _final(follower):
            cleared = {"town_told": "", "town_told_on": None, **NO_RESULT}
            move(follower, "follow", states.MERGED, by=by, now=now, said=f"{held.number}重新办理", clock="cancel",
                 **cleared)  # fmt: skip
    return held


def is_unhappy(matter: Matter) -> bool:
    """Whether who raised it was not content with the answer of this round. One query."""
    final = matter.feedbacks.filter(final=True, round=matter.reopened)
    return final.filter(content=MatterFeedback.Content.UNSATISFIED).exists()


def _final(matter: Matter) -> bool:
    return matter.feedbacks.filter(final=True, round=matter.reopened).exists()
