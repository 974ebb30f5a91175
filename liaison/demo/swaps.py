"""Swaps in the demo county's duty: one in eight turns is asked for, and it goes in every way it can."""

import datetime as dt

from django.utils import timezone

from liaison.demo.diary import Act, moment
from liaison.demo.world import County
from studios.models import DutyShift, ShiftTurn, Swap
from studios.queries.duty import colleagues_for
from studios.services import (
    agree_swap,
    arrange_swap,
    ask_swap,
    confirm_swap,
    decline_swap,
    refuse_swap,
    take_back_swap,
)
from studios.states import shifts as states

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
WHYS = ["出差", "照顾老人", "单位开会", "身体不适", "孩子家长会"]
# how a swap goes, and how often
WAYS = {"confirm": 40, "arrange": 15, "decline": 12, "refuse": 8, "take_back": 8, "forget": 8, "wait": 9}


class Swapping:
    def __init__(self, county: County) -> None:
        self.county = county
        self.chance = county.chance("swaps")

    def plan(self, shift: DutyShift) -> None:
        if self.chance.random() < 0.15:
            at = moment(shift.day - DAY * self.chance.randint(2, 6), 10)
            self.county.diary.on(max(at, shift.changed_at + HOUR), self._begin(shift))

    def plan_last(self) -> None:
        """Of the next shifts one is asked for and not answered, another agreed to and not confirmed."""

        def act(now: dt.datetime) -> None:
            coming = DutyShift.objects.published().coming(self.county.today + DAY)
            free = coming.exclude(turns__swaps__in=Swap.objects.running()).in_order().distinct()
            for shift, way in zip(free, ["wait", "forget"], strict=False):
                self._begin(shift, way)(now)

        self.county.diary.on(self.county.now - HOUR * 9, act)

    def _begin(self, shift: DutyShift, way: str = "") -> Act:
        way = way or self.chance.choices(list(WAYS), list(WAYS.values()))[0]

        def act(now: dt.datetime) -> None:
            turns = ShiftTurn.objects.standing().filter(shift=shift, shift__state=states.PUBLISHED)
            turns = turns.exclude(swaps__in=Swap.objects.running())
            turn = turns.select_related("shift__studio", "member__user").order_by("pk").first()
            others = list(colleagues_for(turn)) if turn else []
            asked = [one for one in others if one.user]
            if turn is None or not asked or turn.member.user is None or timezone.localdate(now) >= shift.day:
                return
            other = self.chance.choice(asked)
            said = {"turn": turn, "member": other, "why": self.chance.choice(WHYS), "now": now}
            if way == "arrange":
                arrange_swap(**said, by=self.county.runner(turn.shift.studio))
            else:
                self._go_on(ask_swap(**said, by=turn.member.user), way)

        return act

    def _go_on(self, swap: Swap, way: str) -> None:
        """What the colleague, then who runs the studio, says to it; some nobody answers in time."""
        runner, colleague = self.county.runner(swap.turn.shift.studio), swap.member.user
        steps = {
            "confirm": [
                lambda one, now: agree_swap(swap=one, by=colleague, now=now),
                lambda one, now: confirm_swap(swap=one, by=runner, now=now),
            ],
            "decline": [lambda one, now: decline_swap(swap=one, answer="那天也有事", by=colleague, now=now)],
            "refuse": [
                lambda one, now: agree_swap(swap=one, by=colleague, now=now),
                lambda one, now: refuse_swap(swap=one, answer="那天有主题值班,请本人到", by=runner, now=now),
            ],
            "take_back": [lambda one, now: take_back_swap(swap=one, by=swap.asked_by, now=now)],
            "forget": [lambda one, now: agree_swap(swap=one, by=colleague, now=now)],
            "wait": [],
        }
        for hours, step in enumerate(steps[way], start=1):
            self.county.diary.on(swap.asked_at + HOUR * 5 * hours, self._if_running(swap, step))

    def _if_running(self, swap: Swap, step) -> Act:
        def act(now: dt.datetime) -> None:
            found = Swap.objects.running().filter(pk=swap.pk).with_people().first()
            if found:
                step(found, now)

        return act
