import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from members.models import Constituent, Tie
from members.services import TieRefused, tie, untie, withdraw_consent
from tests.cast import NOW, Cast
from tests.members.people import known, village

TODAY = NOW.date()


@pytest.mark.parametrize("source", ["member", "staff"])
@pytest.mark.parametrize("target", ["constituent", "village", "other"])
def test_tie_leads_from_a_member_or_staff_to_any_of_the_three(cast: Cast, source: str, target: str) -> None:
    start = cast.person(cast.member) if source == "member" else cast.leader
    end = {
        "constituent": lambda: known(cast, cast.other),
        "village": village,
        "other": lambda: cast.person(cast.other),
    }[target]()
    made = tie(source=start, target=end, kind=Tie.Kind.THREE_LINKS, by=None, now=NOW)
    assert (made.member or made.user, getattr(made, target), made.since) == (start, end, TODAY)
    with pytest.raises(TieRefused, match="不用再登记"):
        tie(source=start, target=end, kind=Tie.Kind.HELP, by=None, now=NOW)
    untie(tie=made, by=None, now=NOW)
    assert tie(source=start, target=end, kind=Tie.Kind.HELP, by=None, now=NOW).pk != made.pk


def test_tie_ended_twice_ended_the_first_time(cast: Cast) -> None:
    made = tie(source=cast.leader, target=village(), kind="three_links", by=None, now=NOW)
    untie(tie=made, by=None, now=NOW)
    assert untie(tie=made, by=None, now=NOW + dt.timedelta(days=3)).until == TODAY


def test_trail_says_who_tied_and_untied_whom_and_names_no_constituent(cast: Cast) -> None:
    me, person = cast.person(cast.member), known(cast, cast.other)
    for target in (village(), cast.person(cast.other), person):
        made = tie(source=me, target=target, kind="three_links", by=cast.clerk, now=NOW, address="10.0.0.1")
        for _ in range(2):  # the second time nothing ends
            untie(tie=made, by=cast.officer, now=NOW)
    rows = AuditEvent.objects.filter(subject__contains="三联").order_by("at", "pk")
    whom = ["东关村", "李强", f"群众 编号 {person.pk}"]
    assert [(row.actor_id, row.subject) for row in rows] == [
        line
        for one in whom
        for line in (
            (cast.clerk.pk, f"登记三联:韩梅联系{one}"),
            (cast.officer.pk, f"结束三联:韩梅联系{one}"),
        )
    ]
    assert rows[0].address == "10.0.0.1"


def test_tie_to_come_or_to_oneself_or_to_the_nameless_is_refused(cast: Cast) -> None:
    me = cast.person(cast.member)
    with pytest.raises(TieRefused, match="还没有到"):
        tie(source=me, target=village(), kind="fixed", since=TODAY + dt.timedelta(days=1), by=None, now=NOW)
    with pytest.raises(TieRefused, match="本人"):
        tie(source=me, target=me, kind="fixed", by=None, now=NOW)
    gone = known(cast, cast.other)
    withdraw_consent(constituent=gone, by=cast.clerk, now=NOW)
    with pytest.raises(TieRefused, match="已经匿名"):
        tie(source=me, target=gone, kind="fixed", by=None, now=NOW)
    assert not Tie.objects.filter(member=me).exists()


WRONG_TIES = {
    "from nobody": lambda cast: {"village": village()},
    "from both": lambda cast: {"member": cast.person(cast.member), "user": cast.leader, "village": village()},
    "to nothing": lambda cast: {"user": cast.leader},
    "to two": lambda cast: {"user": cast.leader, "village": village(), "other": cast.person(cast.member)},
    "to oneself": lambda cast: {"member": cast.person(cast.member), "other": cast.person(cast.member)},
    "of no kind": lambda cast: {"user": cast.leader, "village": village(), "kind": "friend"},
    "backwards": lambda cast: {"user": cast.leader, "village": village(), "until": TODAY - dt.timedelta(days=1)},
}


@pytest.mark.parametrize("wrong", WRONG_TIES.values(), ids=WRONG_TIES.keys())
def test_database_refuses_a_tie_that_makes_no_sense(cast: Cast, wrong) -> None:
    Tie.objects.create(user=cast.leader, village=village("西关村"), since=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tie.objects.create(**{"since": TODAY, **wrong(cast)})


@pytest.mark.parametrize("start", ["member", "user"])
@pytest.mark.parametrize("end", ["constituent", "village", "other"])
def test_database_keeps_one_open_tie_for_a_pair(cast: Cast, start: str, end: str) -> None:
    sources = {"member": cast.person(cast.member), "user": cast.leader}
    targets = {"constituent": known(cast, cast.other), "village": village(), "other": cast.person(cast.other)}
    pair = {start: sources[start], end: targets[end], "since": TODAY}
    Tie.objects.create(**pair, until=TODAY)
    Tie.objects.create(**pair)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tie.objects.create(**pair)


def changed(cast: Cast, **changes: object) -> None:
    person = known(cast, cast.member)
    Constituent.objects.filter(pk=person.pk).update(**changes)


WRONG_PEOPLE = {
    "without a name": {"name": ""},
    "consent of no kind": {"consent_way": "guess"},
    "number that cannot be found": {"phone_hmac": ""},
    "fingerprint without a number": {"phone": ""},
    "nameless with a name": {"anonymised_at": NOW, "phone": "", "phone_hmac": ""},
    "nameless with a number": {"anonymised_at": NOW, "name": "已匿名"},
    "seen before the consent": {"contacted_on": TODAY - dt.timedelta(days=1)},
    "kept for less than no time": {"retain_until": TODAY - dt.timedelta(days=1)},
}


@pytest.mark.parametrize("changes", WRONG_PEOPLE.values(), ids=WRONG_PEOPLE.keys())
def test_database_refuses_a_constituent_that_makes_no_sense(cast: Cast, changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        changed(cast, **changes)


def test_database_takes_the_changes_that_make_sense(cast: Cast) -> None:
    changed(cast, name="已匿名", phone="", phone_hmac="", anonymised_at=NOW)
    assert Constituent.objects.get().phone == ""


def test_database_keeps_a_number_once(cast: Cast) -> None:
    first, second = known(cast, cast.member), known(cast, cast.member, "石头", "13812345679")
    with pytest.raises(IntegrityError), transaction.atomic():
        Constituent.objects.filter(pk=second.pk).update(phone_hmac=first.phone_hmac)
    known(cast, cast.member, "无号一", "")
    known(cast, cast.member, "无号二", "")
