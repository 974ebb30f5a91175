"""The office's quotas: what stands, what is changed from when, who is how far."""

import datetime as dt
from pathlib import Path

import pytest

from accounts.models import AuditEvent
from assessment import queries, seed
from assessment.models import Quota, QuotaReminder
from assessment.queries import ProgressFilters
from assessment.services import QuotaRefused, QuotaValues, add_quota, change_quota, change_reminders
from members.models import Member, Seat
from members.services import tie, untie
from studios.models import Purpose, Studio
from tests.assessment.makers import visit
from tests.cast import NOW, Cast, seat
from tests.members.people import kept_by_staff, known, village

TODAY = NOW.date()
TABLE = Path(__file__).with_name("quota_rules.txt")


def switch(code: str, on: bool = True, *, by, now: dt.datetime = NOW, **changes: object) -> Quota:
    seen = Quota.objects.newest().get(code=code)
    names = ("name", "amount", "period", "tie_kind", "who", "source")
    values = {**{name: getattr(seen, name) for name in names}, "in_use": on, **changes}
    return change_quota(seen=seen, values=QuotaValues(**values), effective_from=TODAY, by=by, now=now)


def values(**changes: object) -> QuotaValues:
    usual = {
        "name": "走访群众", "amount": 12, "period": "year", "tie_kind": "", "who": "members", "in_use": True,
        "source": "",
    }  # fmt: skip
    return QuotaValues(**{**usual, **changes})


def change(
    by, *, seen: Quota | None = None, start: dt.date = TODAY, now: dt.datetime = NOW, **changes: object
) -> Quota:
    seen = seen or Quota.objects.newest().get(code="151-visits")
    return change_quota(seen=seen, values=values(**changes), effective_from=start, by=by, now=now)


def amount(day: dt.date) -> list[int]:
    return list(Quota.objects.on(day).filter(code="151-visits").values_list("amount", flat=True))


class TestSeed:
    def test_151_and_three_links_are_in_force_the_others_wait(self, db: None) -> None:
        seeded = {(one.code, one.in_use) for one in Quota.objects.all()}
        on = {code for code, in_use in seeded if in_use}
        assert on == {"151-contacts", "151-visits", "three-village", "three-members", "three-people"}
        assert len(seeded) == 11
        assert all(one.source for one in Quota.objects.all())
        assert queries.reminder_days() == {"month": 10, "quarter": 20, "year": 45, "standing": 45}
        assert Purpose.objects.get(code="mediate").name == "化解矛盾纠纷"

    def test_what_the_office_changed_stays(self, cast: Cast) -> None:
        change(cast.officer, in_use=False)
        QuotaReminder.objects.filter(period="month").update(days=3)
        before = list(Quota.objects.order_by("pk").values())
        seed.seed_quotas()
        assert list(Quota.objects.order_by("pk").values()) == before
        assert queries.reminder_days()["month"] == 3


class TestChange:
    def test_one_row_is_closed_and_the_next_opened_and_the_trail_says_so(self, cast: Cast) -> None:
        start = TODAY + dt.timedelta(days=11)
        change(cast.officer, start=start)
        assert (amount(start - dt.timedelta(days=1)), amount(start)) == ([10], [12])
        event = AuditEvent.objects.get(subject="定额 “151” 走访群众")
        assert event.detail == {"changes": ["全体委员每年10次→全体委员每年12次"], "effective_from": str(start)}

    def test_switched_off_it_is_asked_of_nobody(self, cast: Cast) -> None:
        change(cast.officer, in_use=False, amount=10)
        assert "151-visits" not in {one.code for one in queries.quotas_in_force(TODAY)}
        assert "151-visits" in {one.code for one in queries.quotas_in_force(TODAY - dt.timedelta(days=1))}

    def test_what_was_to_come_is_replaced_by_an_earlier_change(self, cast: Cast) -> None:
        late, early = TODAY + dt.timedelta(days=30), TODAY + dt.timedelta(days=10)
        change(cast.officer, start=late, amount=20)
        change(cast.officer, start=early, amount=15)
        assert [amount(day) for day in (TODAY, early, late)] == [[10], [15], [15]]
        assert [coming.amount for one, coming in queries.quotas_with_coming(TODAY) if coming] == [15]
        change(cast.officer, start=early, amount=16)
        change(cast.officer, start=TODAY, amount=17)
        assert [amount(day) for day in (TODAY, early, late)] == [[17], [17], [17]]
        assert Quota.objects.newest().get(code="151-visits").amount == 17

    def test_second_of_two_who_change_at_once_is_told(self, cast: Cast) -> None:
        seen = Quota.objects.newest().get(code="151-visits")
        change(cast.officer, seen=seen)
        with pytest.raises(QuotaRefused, match="刚刚有人改过"):
            change(cast.clerk, seen=seen, amount=8)
        assert amount(TODAY) == [12]

    def test_sent_twice_it_is_done_once(self, cast: Cast) -> None:
        seen = Quota.objects.newest().get(code="151-visits")
        assert change(cast.officer, seen=seen) == change(cast.officer, seen=seen)
        assert Quota.objects.filter(code="151-visits").count() == 2
        assert AuditEvent.objects.filter(subject__startswith="定额").count() == 1

    def test_nothing_changed_leaves_no_row(self, cast: Cast) -> None:
        seen = Quota.objects.newest().get(code="151-visits")
        assert change(cast.officer, amount=10, source=seen.source) == seen
        assert not AuditEvent.objects.filter(subject__startswith="定额").exists()

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"start": TODAY - dt.timedelta(days=1)}, "从今天或以后"),
            ({"period": "standing"}, "多久一次"),
            ({"who": "staff"}, "机关干部"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, cast: Cast, changes: dict[str, object], said: str) -> None:
        with pytest.raises(QuotaRefused, match=said):
            change(cast.officer, **changes)
        assert amount(TODAY) == [10]

    def test_own_quota_stands_behind_the_others_and_once(self, cast: Cast) -> None:
        given = {"scheme": "本县", "effective_from": TODAY, "by": cast.officer, "now": NOW}
        made = add_quota(measure="tied_people", values=values(tie_kind="help", amount=1), **given)
        assert add_quota(measure="tied_people", values=values(tie_kind="help", amount=1), **given) == made
        assert (made.period, made.tie_kind, Quota.objects.order_by("position").last()) == ("standing", "help", made)
        assert AuditEvent.objects.filter(subject="定额 本县 走访群众").count() == 1

    def test_reminder_days_change_with_a_row_of_the_trail(self, cast: Cast) -> None:
        days = {"month": 7, "quarter": 20, "year": 45, "standing": 0}
        assert change_reminders(days=days, by=cast.officer, now=NOW) == ["每月 10天→每月 7天", "不分期 45天→不分期 0天"]
        assert change_reminders(days=days, by=cast.officer, now=NOW) == []
        assert queries.reminder_days() == days
        assert AuditEvent.objects.filter(subject="定额提前几天提醒").count() == 1


def have(cast: Cast, member: Member) -> dict[str, int]:
    return {one.quota.code: one.have for one in queries.progress_of_member(member, TODAY)}


class TestProgress:
    def test_only_what_stands_and_was_filed_counts(self, cast: Cast) -> None:
        person = cast.person(cast.member)
        visit(person, dt.date(2026, 3, 2))
        visit(person, dt.date(2025, 12, 31))
        visit(person, dt.date(2026, 3, 3), state="draft")
        visit(person, dt.date(2026, 3, 4), state="withdrawn")
        visit(cast.person(cast.other), dt.date(2026, 3, 5))
        known(cast, cast.member)
        untie(tie=known(cast, cast.member, "不联系了", "").ties.get(), by=None, now=NOW)
        assert have(cast, person) == {"151-contacts": 1, "151-visits": 1}

    def test_each_period_counts_its_own(self, cast: Cast) -> None:
        for code in ("reception", "mediation", "headcount"):
            switch(code, by=cast.officer)
        person = cast.person(cast.member)
        visit(person, dt.date(2026, 3, 2), way="reception", headcount=4)
        visit(person, dt.date(2026, 2, 2), way="reception", headcount=3)
        settled = visit(person, dt.date(2026, 1, 5), headcount=2)
        settled.purposes.add(Purpose.objects.get(code="mediate"), Purpose.objects.get(code="help"))
        found = have(cast, person)
        assert (found["reception"], found["mediation"], found["headcount"], found["151-visits"]) == (1, 1, 9, 3)

    @pytest.mark.parametrize(("post", "asked"), [("chair", 5), ("vice_chair", 5), ("secretary", 5), ("standing", 2)])
    def test_three_links_are_asked_of_the_chairmen_s_meeting_each_apart(
        self, cast: Cast, post: str, asked: int
    ) -> None:
        person = cast.person(cast.member)
        Seat.objects.filter(member=person).update(post=post)
        tie(source=person, target=village(), kind="three_links", by=None, now=NOW)
        tie(source=person, target=cast.person(cast.other), kind="three_links", by=None, now=NOW)
        known(cast, cast.member, kind="three_links")
        known(cast, cast.member, "另一位", "13812345670")
        found = have(cast, person)
        assert len(found) == asked
        three = {"three-village": 1, "three-members": 1, "three-people": 1} if asked == 5 else {}
        assert found == {"151-contacts": 2, "151-visits": 0, **three}

    def test_convener_s_quota_is_asked_of_conveners(self, cast: Cast) -> None:
        switch("reception", by=cast.officer, who="conveners")
        assert "reception" in have(cast, cast.person(cast.convener))
        assert "reception" not in have(cast, cast.person(cast.member))
        Studio.objects.update(closed_on=TODAY)
        assert "reception" not in have(cast, cast.person(cast.convener))

    def test_staff_with_the_right_and_without_a_seat_are_listed_once_a_quota_asks(self, cast: Cast) -> None:
        assert queries.staff_progress(TODAY) == ([], [])
        switch("staff-people", by=cast.officer, amount=1)
        kept_by_staff(cast, cast.clerk)
        _, rows = queries.staff_progress(TODAY)
        assert {row.name: row.items[0].left for row in rows} == {"周敏": 0, "何联络": 1, "钱主席": 1}
        cast.member.groups.add(*cast.clerk.groups.all())
        assert len(queries.staff_progress(TODAY)[1]) == 3, "who has a seat is listed with the members"

    def test_who_left_is_not_listed(self, cast: Cast) -> None:
        Seat.objects.filter(member=cast.person(cast.member)).update(ended_on=TODAY)
        assert queries.progress_of_member(cast.person(cast.member), TODAY) == []
        assert "韩梅" not in names(cast)

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({}, ["王召", "李强", "韩梅"]),
            ({"q": "hm"}, ["韩梅"]),
            ({"studio": "town"}, ["王召", "韩梅"]),
            ({"behind": True, "quota": "151-visits"}, ["王召", "李强"]),
            ({"behind": True}, ["王召", "李强", "韩梅"]),
            ({"who": "leaders"}, ["李强"]),
            ({"quota": "three-village"}, ["李强"]),
        ],
    )
    def test_table_is_by_strokes_and_filters(self, cast: Cast, filters: dict[str, object], found: list[str]) -> None:
        switch("151-visits", by=cast.officer, amount=1)
        visit(cast.person(cast.member), TODAY)
        Seat.objects.filter(member=cast.person(cast.other)).update(post="vice_chair")
        if filters.get("studio"):
            filters = {"studio": cast.town.pk}
        assert names(cast, **filters) == found

    def test_same_queries_for_one_member_and_for_many(self, cast: Cast, django_assert_num_queries) -> None:
        switch("staff-people", by=cast.officer)

        def ask() -> None:
            asked = queries.quotas_in_force(TODAY)
            queries.members_progress(cast.officer, TODAY, ProgressFilters(), asked)
            queries.staff_progress(TODAY)
            queries.studio_progress([cast.town], TODAY)

        cast.officer.get_all_permissions()
        with django_assert_num_queries(17):
            ask()
        for number in range(3):
            person = seat(cast.term, f"委员{number}", "教育界").member
            visit(person, TODAY)
            tie(source=person, target=village(f"{number}村"), kind="fixed", by=None, now=NOW)
        with django_assert_num_queries(17):
            ask()


def names(cast: Cast, **filters: object) -> list[str]:
    asked = [one for one in queries.quotas_in_force(TODAY) if one.who != "staff"]
    return [row.name for row in queries.members_progress(cast.officer, TODAY, ProgressFilters(**filters), asked)[1]]


def rules() -> dict[str, set[str]]:
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {who: set(may) - {"-"} for who, *may in lines[1:]}


@pytest.mark.parametrize(("who", "may"), rules().items())
def test_pages_open_for_whom_the_table_says(cast: Cast, signed_in, who: str, may: set[str]) -> None:
    client = signed_in(getattr(cast, who))
    pages = {
        "see": "/office/quotas/progress/", "set": "/office/quotas/new/",
        "own": "/my/quotas/", "studio": "/my/studio/quotas/",
    }  # fmt: skip
    assert {act for act, page in pages.items() if client.get(page).status_code == 200} == may
    assert (client.get("/office/quotas/151-visits/").status_code == 200) == ("see" in may)
