import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from members.models import ConsentNotice, Constituent, Tie
from members.services import (
    Nameless,
    PhoneKnown,
    add_constituent,
    correct_constituent,
    record_contact,
    untie,
    withdraw_consent,
)
from members.services import constituents as services
from tests.cast import NOW, Cast
from tests.members.people import PHONE, entry, known, village

LATER = NOW + dt.timedelta(days=40)


def correct(person: Constituent, by, **changes: object) -> list[str]:
    fields = {"name": person.name, "phone": person.phone, "village": person.village, **changes}
    return correct_constituent(constituent=person, **fields, by=by, now=LATER)


def test_written_down_with_consent_notice_tie_and_term(cast: Cast) -> None:
    person = add_constituent(
        entry=entry(village=village(), consent_way="written", consented_on=dt.date(2026, 3, 1)),
        member=cast.person(cast.member),
        kind=Tie.Kind.HELP,
        by=cast.member,
        now=NOW,
    )
    person.refresh_from_db()
    assert (person.name, person.phone, person.village.name) == ("田秀英", PHONE, "东关村")
    assert (person.consent_way, person.consented_on, person.notice.version) == ("written", dt.date(2026, 3, 1), 1)
    assert (person.contacted_on, person.retain_until) == (dt.date(2026, 3, 20), dt.date(2029, 3, 20))
    assert (person.made_by, person.made_at) == (cast.member, NOW)
    tie = person.ties.get()
    assert (tie.member, tie.kind, tie.since) == (cast.person(cast.member), "help", dt.date(2026, 3, 1))


def test_notice_is_the_one_in_force_on_the_day_of_consent(cast: Cast) -> None:
    ConsentNotice.objects.create(version=2, since=dt.date(2026, 3, 10), text="第二版", years=1)
    ConsentNotice.objects.create(version=3, since=dt.date(2026, 4, 10), text="第三版", years=5)
    before = add_constituent(
        entry=entry("早", "", consented_on=dt.date(2026, 3, 9)), member=cast.person(cast.member), by=None, now=NOW
    )
    after = add_constituent(
        entry=entry("晚", "", consented_on=dt.date(2026, 3, 10)), member=cast.person(cast.member), by=None, now=NOW
    )
    assert (before.notice.version, after.notice.version) == (1, 2)
    assert after.retain_until == dt.date(2027, 3, 20)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"phone": "123"}, {"consent_way": "guess"}, {"name": "长" * 51}])
def test_what_cannot_be_written_down_leaves_nothing(cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        add_constituent(
            entry=entry(**wrong),
            member=cast.person(cast.member),
            by=cast.member,
            now=NOW,
        )
    assert not Constituent.objects.exists()
    assert not Tie.objects.exists()


def test_known_number_is_offered_to_who_may_see_whose_it_is(cast: Cast) -> None:
    person = known(cast, cast.member)
    for by in (cast.member, cast.clerk):
        with pytest.raises(PhoneKnown, match="田秀英") as error:
            add_constituent(entry=entry("别名"), member=cast.person(cast.member), by=by, now=NOW)
        assert error.value.known == person
    assert not AuditEvent.objects.filter(action="refused").exists()


def test_known_number_tells_nothing_to_anybody_else_and_the_trail_knows_who_asked(cast: Cast) -> None:
    person = known(cast, cast.member)
    with pytest.raises(PhoneKnown) as error:
        add_constituent(entry=entry("别名"), member=cast.person(cast.other), by=cast.other, now=NOW)
    assert error.value.known is None
    assert "田秀英" not in str(error.value)
    event = AuditEvent.objects.get(action="refused")
    assert (event.actor_id, event.detail) == (cast.other.pk, {"constituent": person.pk})
    assert "田秀英" not in event.subject
    assert PHONE not in str(event.__dict__)
    assert Constituent.objects.count() == 1


def test_number_of_a_tie_that_ended_is_another_s(cast: Cast) -> None:
    person = known(cast, cast.member)
    untie(tie=person.ties.get(), by=None, now=NOW)
    with pytest.raises(PhoneKnown) as error:
        known(cast, cast.member, "再来")
    assert error.value.known is None


def test_number_that_came_in_meanwhile_is_refused_in_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two at once: the second finds nothing when it looks, and the database refuses it."""
    known(cast, cast.member)
    real = services._refuse_known
    looks = []

    def late(phone: str, **who: object) -> None:
        looks.append(phone)
        if len(looks) > 1:
            real(phone, **who)

    monkeypatch.setattr(services, "_refuse_known", late)
    with pytest.raises(PhoneKnown):
        add_constituent(entry=entry("同时"), member=cast.person(cast.other), by=cast.other, now=NOW)
    assert Constituent.objects.count() == Tie.objects.count() == 1


def test_consent_to_come_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="还没有到"):
        add_constituent(
            entry=entry(consented_on=NOW.date() + dt.timedelta(days=1)),
            member=cast.person(cast.member),
            by=None,
            now=NOW,
        )


def test_correction_keeps_what_was_and_says_what_changed(cast: Cast) -> None:
    person = known(cast, cast.member)
    assert correct(person, cast.member, name="田秀珍", phone="13812345679") == ["姓名", "电话"]
    person.refresh_from_db()
    assert (person.name, person.phone) == ("田秀珍", "13812345679")
    assert Constituent.objects.with_phone("13812345679").get() == person
    assert not Constituent.objects.with_phone(PHONE).exists()
    newest, oldest = person.history.all()
    assert (oldest.name, oldest.phone, oldest.history_user_id) == ("田秀英", PHONE, cast.member.pk)
    assert (newest.name, newest.history_date) == ("田秀珍", LATER)


def test_correction_without_a_change_writes_nothing(cast: Cast) -> None:
    person = known(cast, cast.member)
    assert correct(person, cast.member) == []
    assert person.history.count() == 1


def test_correction_to_the_number_of_another_is_refused(cast: Cast) -> None:
    known(cast, cast.other)
    person = known(cast, cast.member, "石头", "13812345679")
    with pytest.raises(PhoneKnown) as error:
        correct(person, cast.member, phone=PHONE)
    assert error.value.known is None
    person.refresh_from_db()
    assert person.phone == "13812345679"


def test_contact_begins_the_time_anew_once_a_day(cast: Cast) -> None:
    person = known(cast, cast.member)
    for _ in range(2):
        record_contact(constituent=person, by=cast.member, now=LATER)
    person.refresh_from_db()
    assert (person.contacted_on, person.retain_until) == (dt.date(2026, 4, 29), dt.date(2029, 4, 29))
    assert person.history.count() == 2
    record_contact(constituent=person, by=cast.member, now=NOW)
    person.refresh_from_db()
    assert person.contacted_on == dt.date(2026, 4, 29), "an older day takes nothing back"


def test_time_that_would_end_on_29_february_ends_the_day_before(cast: Cast) -> None:
    leap = dt.datetime(2028, 2, 29, 10, tzinfo=NOW.tzinfo)
    assert known(cast, cast.member, now=leap).retain_until == dt.date(2031, 2, 28)


def test_nameless_are_neither_corrected_nor_contacted(cast: Cast) -> None:
    person = known(cast, cast.member)
    withdraw_consent(constituent=person, by=cast.member, now=NOW)
    with pytest.raises(Nameless):
        correct(person, cast.member, name="又来", phone="")
    with pytest.raises(Nameless):
        record_contact(constituent=person, by=cast.member, now=LATER)
    withdraw_consent(constituent=person, by=cast.member, now=LATER)
    person.refresh_from_db()
    assert person.anonymised_at == NOW, "forgotten twice is forgotten once"
    assert AuditEvent.objects.filter(subject__startswith="群众撤回同意").count() == 1


def test_everybody_sees_their_own_and_the_office_all(cast: Cast) -> None:
    mine, others = known(cast, cast.member), known(cast, cast.other, "石头", "13812345679")
    ended = known(cast, cast.member, "旧人", "")
    untie(tie=ended.ties.get(), by=None, now=NOW)
    staff = Tie.objects.create(user=cast.liaison, constituent=others, since=NOW.date())
    everybody = {mine, others, ended}
    expected = {
        "member": {mine},
        "other": {others},
        "convener": set(),
        "liaison": {others},
        "clerk": everybody,
        "officer": everybody,
        "leader": set(),
        "auditor": set(),
        "stranger": set(),
    }
    assert {who: set(Constituent.objects.visible_to(getattr(cast, who))) for who in expected} == expected
    untie(tie=staff, by=None, now=NOW)
    assert not Constituent.objects.visible_to(cast.liaison).exists()
