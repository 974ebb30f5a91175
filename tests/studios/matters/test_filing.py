"""Matters begin when their visit is filed, change with it while nobody has taken them up, and go with it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Counter
from deadlines.models import Deadline, Part
from notices.models import Notice
from studios.models import Matter, MatterEvent, MatterSetting
from studios.services import MatterEntry, correct, save_draft, withdraw
from studios.services.matters import MatterMoved
from tests.cast import NOW, Cast
from tests.studios.makers import entry, filed
from tests.studios.matters.makers import again, bundled, clocks, in_situation, moves, raised, refer, report, settled


def corrected(matter: Matter, *matters: MatterEntry, now: dt.datetime = NOW) -> None:
    visit = again(matter).visit
    author = visit.member.user
    written = entry(visit.occurred_on, studio=visit.studio, matters=matters)
    correct(visit=visit, entry=written, revision=visit.revision, by=author, now=now)


@pytest.mark.parametrize(
    ("outcome", "told", "state", "kind"),
    [
        ("settled", True, "closed", ""),
        ("settled", False, "answered", "echo"),
        ("explained", True, "closed", ""),
        ("explained", False, "answered", "echo"),
        ("guided", False, "closed", ""),
        ("history", False, "closed", ""),
        ("noted", False, "closed", ""),
        ("referred", True, "open", "matter"),
        ("reported", False, "open", "matter"),
        ("topic", False, "open", "matter"),
        ("opinion", False, "open", "matter"),
        ("proposal", False, "open", "matter"),
    ],
)
def test_matter_begins_where_its_outcome_says(cast: Cast, outcome: str, told: bool, state: str, kind: str):
    matter = raised(cast, outcome, told=told)
    assert matter.state == state
    assert (matter.closed_at is not None) == (state == "closed")
    assert clocks(matter) == ([(kind, "open")] if kind else [])
    assert moves(matter) == [("begin", state)]


def test_matters_are_numbered_by_the_offices_pattern_without_gaps(cast: Cast):
    MatterSetting.objects.update_or_create(pk=1, defaults={"number_pattern": "民情{year}-{number}"})
    visit = filed(cast, cast.member, matters=(MatterEntry("一"), MatterEntry("二")))
    assert list(visit.matters.values_list("number", flat=True)) == ["民情2026-1", "民情2026-2"]
    assert raised(cast).number == "民情2026-3"
    assert Counter.objects.get(key="matter:2026").value == 3


def test_draft_has_no_number_and_begins_nothing(cast: Cast):
    visit = save_draft(
        member=cast.person(cast.member), entry=entry(matters=(MatterEntry("一"),)), by=cast.member, now=NOW
    )
    matter = visit.matters.get()
    assert (matter.state, matter.number, moves(matter)) == ("written", "", [])
    assert not Deadline.objects.exists()


def test_convener_is_responsible_at_first_and_without_a_studio_the_member(cast: Cast):
    assert raised(cast).responsible == cast.convener
    assert raised(cast, studio=None).responsible == cast.member


def test_clock_tells_who_is_responsible_who_runs_the_studio_and_the_office(cast: Cast):
    deadline = Deadline.objects.open().about(raised(cast).key).with_parties().get()
    told = {part: sorted(str(one) for one in deadline.parties.all() if one.part == part) for part in Part.values}
    assert told == {"responsible": ["王召"], "head": ["王召", "赵联"], "office": ["办公室"], "leader": []}


def test_label_names_village_and_category_and_never_what_was_said(cast: Cast):
    raised(cast, text="张三家的机井坏了")
    assert not Deadline.objects.filter(label__contains="张三").exists()
    refer(cast, Matter.objects.get())
    assert not Notice.objects.filter(body__contains="张三").exists()


def test_correcting_before_anybody_took_it_up_places_it_anew(cast: Cast):
    matter = raised(cast)
    corrected(matter, MatterEntry("改了字", "", "noted"))
    matter = again(matter)
    assert (matter.state, matter.text) == ("closed", "改了字")
    assert clocks(matter) == [("matter", "cancelled")]
    corrected(matter, MatterEntry("改了字", "", "settled"), MatterEntry("又一件", "", "referred"))
    assert again(matter).state == "answered"
    assert Matter.objects.get(text="又一件").state == "open"
    assert moves(matter) == [("begin", "open"), ("correct", "closed"), ("correct", "answered")]


def test_matter_taken_out_before_anybody_took_it_up_is_gone_with_its_clock(cast: Cast):
    matter = raised(cast)
    key = matter.key
    corrected(matter)
    assert not Matter.objects.exists()
    assert [one.state for one in Deadline.objects.about(key)] == ["cancelled"]


@pytest.mark.parametrize(
    "matters",
    [(), (MatterEntry("村口机井坏了,浇不上地", "", "noted"),), (MatterEntry("别的事", "", "referred"),)],
)
def test_matter_that_moved_on_stays_as_it_was_said(cast: Cast, matters: tuple[MatterEntry, ...]):
    matter = refer(cast, raised(cast))
    with pytest.raises(MatterMoved, match="已经在办"):
        corrected(matter, *matters)
    assert again(matter).text == "村口机井坏了,浇不上地"


def test_rest_of_a_visit_may_be_corrected_while_a_matter_moves(cast: Cast):
    matter = refer(cast, raised(cast))
    corrected(matter, MatterEntry("村口机井坏了,浇不上地", "已告诉村里", "referred"), MatterEntry("又一件"))
    assert again(matter).answer == "已告诉村里"
    assert Matter.objects.get(text="又一件").state == "closed"


def test_old_form_does_not_unsay_that_the_person_was_told(cast: Cast):
    matter = in_situation(cast, "closed")
    corrected(matter, MatterEntry(matter.text, "补一句", "referred", told=False))
    assert again(matter).told


def test_matters_of_a_withdrawn_visit_go_with_it(cast: Cast):
    matter = raised(cast)
    withdraw(visit=matter.visit, why="记错了", by=cast.member, now=NOW)
    assert again(matter).state == "dropped"
    assert clocks(matter) == [("matter", "cancelled")]
    assert moves(matter)[-1] == ("drop", "dropped")


def test_result_known_goes_with_a_withdrawn_visit_too(cast: Cast):
    for code in ("done", "doing"):
        matter = settled(cast, raised(cast), code)
        withdraw(visit=again(matter).visit, why="记错了", by=cast.member, now=NOW)
        assert again(matter).state == "dropped"


def test_visit_is_not_withdrawn_while_somebody_has_its_matter(cast: Cast):
    for matter, why in [
        (refer(cast, raised(cast)), "先在这件诉求里撤回转办"),
        (report(cast, raised(cast, "reported")), "先在这件诉求里撤回上报"),
        (bundled(cast, raised(cast), raised(cast, text="二")), "先解除合并"),
    ]:
        with pytest.raises(MatterMoved, match=why):
            withdraw(visit=again(matter).visit, why="记错了", by=cast.member, now=NOW)
        assert again(matter).state == "open"
        assert again(matter).visit.state == "filed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"level": "moon"},
        {"number": ""},
        {"result": "done"},
        {"result": "done", "result_text": "好了", "result_on": NOW.date()},  # while it is open
        {"state": "doing"},
        {"state": "merged"},
        {"state": "closed"},
        {"town_told": "东关村"},
        {"reopened": 6},
        {"state": "closed", "closed_at": NOW, "result": "done", "result_text": "好了", "result_on": NOW.date()},
    ],
)
def test_database_refuses_what_no_step_leads_to(cast: Cast, wrong: dict[str, object]):
    matter = raised(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.filter(pk=matter.pk).update(**wrong)


def test_two_matters_never_have_one_number(cast: Cast):
    first, second = raised(cast), raised(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.filter(pk=second.pk).update(number=first.number)


def test_event_of_the_beginning_says_who_filed(cast: Cast):
    raised(cast)
    event = MatterEvent.objects.get()
    assert (event.by, event.via, event.from_state) == (cast.member, "page", "written")
