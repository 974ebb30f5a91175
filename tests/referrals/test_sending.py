"""Handing out: numbers, people told, clocks, paper; and taking back."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import roles
from accounts.models import StoredFile, Unit, UnitPost
from accounts.services import end_post, store_file
from deadlines.models import Deadline
from notices.models import Notice
from referrals import services, states
from referrals.models import Part, Referral, ReferralSetting, Side
from referrals.queries import subject_of
from referrals.services import AlreadyReferred, NotAllowed, UnitClosed
from tests.cast import NOW, Cast, post, user
from tests.deadlines.makers import at, day, group
from tests.referrals.makers import ANSWERED, LATER, SENT, attachment, in_state, moved, referred, village


def running(referral: Referral) -> dict[str, object]:
    """Kind → last day of what runs for it."""
    return dict(Deadline.objects.open().about(subject_of(referral)).values_list("kind", "due_on"))


def parties(referral: Referral) -> set[tuple[str, str]]:
    return {(party.part, str(party)) for party in referral.deadline.parties.all()}


def told(referral: Referral) -> set[tuple[str, str]]:
    """Who was told what last."""
    last = referral.events.order_by("-at", "-pk").first()
    found = Notice.objects.filter(key=f"referral:{referral.pk}:{last.pk}").select_related("user")
    return {(one.user.name, one.subject.partition(":")[0]) for one in found}


def test_referral_gets_a_number_a_clock_and_its_people_are_told(cast: Cast):
    made = referred(cast)
    assert (made.number, made.state, made.round, made.on_paper) == ("转办〔2026〕1号", states.WAITING, 1, False)
    assert running(made) == {"sign_for": day("2026-03-05")}
    assert parties(made) == {
        ("responsible", "县水利局"), ("head", "县水利局"), ("office", "办公室"), ("office", "赵联"),
        ("leader", "秘书长"),
    }  # fmt: skip
    assert told(made) == {("马经办", "请签收"), ("郑局长", "请签收")}
    notice = Notice.objects.filter(user=cast.handler).get()
    assert notice.body == f"赵联交办转办〔2026〕1号“{made.label}”,由你单位主办。请在2026年3月5日(周四)24时前签收。"
    assert notice.link == f"/go/referrals.referral/{made.pk}/"
    assert moved(made) == [("send", "waiting", cast.liaison)]
    assert referred(cast).number == "转办〔2026〕2号"


def test_number_begins_anew_with_the_year_and_follows_the_pattern(cast: Cast):
    referred(cast)
    ReferralSetting.objects.update(number_pattern="政协转〔{year}〕第{number}号")
    assert referred(cast, at("2027-01-04")).number == "政协转〔2027〕第1号"


def test_pattern_that_gives_a_number_again_is_refused_in_words(cast: Cast):
    made = referred(cast)
    Referral.objects.filter(pk=made.pk).update(number="转办〔2026〕2号")
    with pytest.raises(NotAllowed, match="核对编号样式"):
        referred(cast)


def test_officer_and_watching_role_are_those_named(cast: Cast):
    made = referred(cast, by=cast.member, responsible_officer=cast.liaison, office=group(roles.PROPOSALS))
    assert ("office", "提案委") in parties(made)
    assert ("office", "赵联") in parties(made)
    assert ("office", "韩梅") not in parties(made)


def test_one_subject_is_live_once_in_a_unit(cast: Cast):
    made = referred(cast)
    with pytest.raises(AlreadyReferred, match=r"转办〔2026〕1号,待签收"):
        referred(cast, subject=made.subject)
    assert referred(cast, subject=made.subject, unit=cast.hall, part=Part.JOINT).round == 1
    row = Referral.objects.get(pk=made.pk)
    row.pk, row.number = None, "另号"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(("state", "round"), [("returned", 1), ("withdrawn", 1), ("approved", 2)])
def test_what_is_over_may_go_there_again(cast: Cast, state: str, round: int):
    over = in_state(cast, state)
    assert referred(cast, LATER, subject=over.subject).round == round


def test_it_is_decided_where_its_link_leads_unless_it_has_none(cast: Cast):
    assert not referred(cast, decided_here=False).decided_here
    assert referred(cast, decided_here=False, link="").decided_here


def test_closed_unit_gets_nothing(cast: Cast):
    Unit.objects.filter(pk=cast.water.pk).update(closed_on=day("2026-01-01"))
    with pytest.raises(UnitClosed, match="2026-01-01撤销"):
        referred(cast)


@pytest.mark.parametrize("wrong", [{"subject": "matter 1"}, {"link": "http://x/"}])
def test_subject_and_link_have_their_form(cast: Cast, wrong: dict[str, str]):
    with pytest.raises(ValueError, match="no subject of the form"):
        referred(cast, **wrong)


def test_unit_without_people_gets_paper_and_the_officer_sees_to_it(cast: Cast):
    made = referred(cast, unit=village(), by=cast.member, responsible_officer=cast.liaison)
    assert made.on_paper
    assert {("responsible", "赵联"), ("office", "办公室")} <= parties(made)
    assert "head" not in dict(parties(made))
    assert told(made) == {("赵联", "请送纸质转办单"), ("周敏", "请送纸质转办单")}


def test_unit_with_a_head_only_is_reminded_by_the_head(cast: Cast):
    end_post(post=UnitPost.objects.get(user=cast.handler), by=cast.keeper, now=NOW)
    made = referred(cast)
    assert {("responsible", "郑局长"), ("head", "县水利局")} <= parties(made)


def test_who_signs_in_for_the_unit_later_sees_it(cast: Cast):
    east = village()
    made = referred(cast, unit=east)
    chief = user("cunzhang", "村主任")
    assert not Referral.objects.visible_to(chief).exists()
    post(chief, east)
    assert Referral.objects.of_units_of(chief).get() == made


def test_files_go_along_new_or_stored(cast: Cast, files_dir):
    stored = store_file(file=attachment(), by=cast.member, now=SENT)
    made = referred(cast, files=[attachment("图.png"), stored])
    assert [(one.side, str(one), one.handed_in_at) for one in made.files.all()] == [
        (Side.SENDER, "图.jpg", SENT), (Side.SENDER, "现场.jpg", SENT),
    ]  # fmt: skip
    assert StoredFile.objects.count() == 2


def test_refusal_takes_no_number_and_leaves_nothing(cast: Cast):
    made = referred(cast)
    with pytest.raises(AlreadyReferred):
        referred(cast, subject=made.subject)
    assert referred(cast).number == "转办〔2026〕2号"


def test_withdrawing_stops_the_clock_and_tells_the_unit_once(cast: Cast):
    made = referred(cast)
    for _ in range(2):
        services.withdraw(referral=made, why="群众已撤回诉求", by=cast.liaison, now=LATER)
    made.refresh_from_db()
    assert (made.state, running(made)) == (states.WITHDRAWN, {})
    assert Deadline.objects.about(subject_of(made)).get().state == "cancelled"
    assert moved(made)[1:] == [("withdraw", "withdrawn", cast.liaison)]
    assert told(made) == {("马经办", "已撤回"), ("郑局长", "已撤回")}


def test_notice_names_the_matter_and_quotes_nobody(cast: Cast):
    """Reasons and answers may name a constituent; a notice must not."""
    held = in_state(cast, states.SIGNED)
    services.ask_back(referral=held, reason="张三家门口的灯归路灯所管", by=cast.handler, now=ANSWERED)
    services.refuse_return(referral=held, why="张三说的灯在渠边", by=cast.liaison, now=ANSWERED)
    assert not Notice.objects.filter(body__contains="张三").exists()
    assert not Deadline.objects.filter(label__contains="张三").exists()


def test_sending_asks_as_much_for_the_third_as_for_the_first(cast: Cast):
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as asked:
            referred(cast)
        counts.append(len(asked))
    assert counts[1] == counts[2]
    assert counts[2] < 60
