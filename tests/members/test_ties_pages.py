"""Ties on pages: of a member as the office sets them, on the member's phone, and of staff themselves."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent
from members.models import Constituent, Member, Tie
from members.services import tie
from tests.cast import NOW, Cast, seat
from tests.members.people import PHONE, kept_by_staff, known, village
from tests.members.test_pages import text

OWN = "/office/my-contacts/"


def ties_of(cast: Cast, who: str = "member") -> str:
    return f"/office/members/{cast.person(getattr(cast, who)).pk}/ties/"


def sent(**changes: str) -> dict[str, str]:
    return {"kind": "three_links", "since": f"{timezone.localdate()}", **changes}


class TestOfficePage:
    def test_office_sets_village_member_and_constituent_and_ends_them(self, cast: Cast, signed_in) -> None:
        client, member = signed_in(cast.clerk), cast.person(cast.member)
        person = known(cast, cast.other)
        client.post(ties_of(cast), sent(village=f"{village().pk}", since="2026-01-05"))
        client.post(ties_of(cast), sent(other="李强"))
        client.post(ties_of(cast), sent(person="田秀英"))
        made = list(Tie.objects.of_member(member).with_ends())
        assert [one.village or one.other or one.constituent for one in made] == [
            village(), cast.person(cast.other), person,
        ]  # fmt: skip
        assert made[0].since == dt.date(2026, 1, 5)
        page = text(client.get(ties_of(cast)))
        for said in ("城关镇 东关村", "李强</a>委员", "田秀英", "三联", "联系中"):
            assert said in page
        assert "韩梅</a> 三联" in text(client.get(ties_of(cast, "other")))
        client.post(f"{ties_of(cast)}{made[0].pk}/end/")
        assert "结束,没有变动" in text(client.post(f"{ties_of(cast)}{made[0].pk}/end/", follow=True))
        assert Tie.objects.open().of_member(member).count() == 2

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({}, "请填其中一项"),
            ({"other": "李强", "person": "田秀英"}, "请填其中一项"),
            ({"other": "没有此人"}, "本届没有这位委员"),
            ({"other": "韩梅"}, "联系的不能是本人"),
            ({"person": "没有此人"}, "没有登记过这位群众"),
            ({"person": "同名"}, "请改填编号"),
            ({"other": "李强", "since": "2099-01-01"}, "日期还没有到"),
            ({"other": "李强", "since": ""}, "请填日期"),
        ],
    )
    def test_what_was_typed_wrong_is_told_and_kept(self, cast: Cast, signed_in, fields: dict, said: str) -> None:
        known(cast, cast.other)
        known(cast, cast.other, "同名", "")
        known(cast, cast.other, "同名", "13812345670")
        page = text(signed_in(cast.clerk).post(ties_of(cast), sent(**fields)))
        assert said in page
        assert all(f'value="{typed}"' in page for name, typed in fields.items() if typed and name != "since")
        assert not Tie.objects.of_member(cast.person(cast.member)).exists()

    def test_same_name_is_told_apart_by_number(self, cast: Cast, signed_in) -> None:
        known(cast, cast.other, "同名", "")
        second = known(cast, cast.other, "同名", "13812345670")
        signed_in(cast.clerk).post(ties_of(cast), sent(person=f"{second.pk}"))
        assert Tie.objects.of_member(cast.person(cast.member)).get().constituent == second

    def test_sent_twice_it_stands_once(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.clerk)
        client.post(ties_of(cast), sent(other="李强"))
        assert "已经在联系李强,不用再登记" in text(client.post(ties_of(cast), sent(other="李强")))
        assert Tie.objects.count() == 1

    def test_who_may_not_see_constituents_is_told_only_that_there_is_one(self, cast: Cast, signed_in) -> None:
        known(cast, cast.member)
        page = text(signed_in(cast.leader).get(ties_of(cast)))
        assert "一名群众" in page
        assert "田秀英" not in page
        assert "登记一项联系" not in page

    def test_without_the_right_nothing_is_set_and_the_trail_says_who_tried(self, cast: Cast, signed_in) -> None:
        held = tie(source=cast.person(cast.member), target=village(), kind="three_links", by=None, now=NOW)
        client = signed_in(cast.leader)
        assert client.post(ties_of(cast), sent(other="李强")).status_code == 404
        assert client.post(f"{ties_of(cast)}{held.pk}/end/").status_code == 404
        refused = AuditEvent.objects.filter(action="refused").values_list("subject", flat=True)
        assert set(refused) == {"登记委员的联系", "结束委员的联系"}
        assert Tie.objects.open().get() == held

    def test_constituents_are_tied_only_with_the_right_on_people(self, cast: Cast, signed_in) -> None:
        person = known(cast, cast.other)
        mine = known(cast, cast.member, "石头", "")
        Group.objects.get(name="办公室").permissions.remove(Permission.objects.get(codename="edit_people"))
        client = signed_in(cast.clerk)
        assert "请填其中一项" in text(client.post(ties_of(cast), sent(person=f"{person.pk}")))
        assert client.post(f"{ties_of(cast)}{mine.ties.get().pk}/end/").status_code == 404

    def test_tie_of_another_member_is_not_found(self, cast: Cast, signed_in) -> None:
        held = tie(source=cast.person(cast.other), target=village(), kind="three_links", by=None, now=NOW)
        assert signed_in(cast.clerk).post(f"{ties_of(cast)}{held.pk}/end/").status_code == 404

    def test_member_s_page_leads_there(self, cast: Cast, signed_in) -> None:
        assert ties_of(cast) in text(signed_in(cast.leader).get(ties_of(cast).removesuffix("ties/")))


class TestMyPage:
    def test_member_reads_whom_they_link_and_who_links_them(self, cast: Cast, signed_in) -> None:
        tie(source=cast.person(cast.member), target=village(), kind="three_links", by=None, now=NOW)
        tie(source=cast.person(cast.convener), target=cast.person(cast.member), kind="three_links", by=None, now=NOW)
        tie(source=cast.leader, target=cast.person(cast.member), kind="three_links", by=None, now=NOW)
        tie(source=cast.person(cast.convener), target=cast.person(cast.other), kind="three_links", by=None, now=NOW)
        page = text(signed_in(cast.member).get("/my/ties/"))
        for said in ("城关镇 东关村", "王召", "钱主席", "谁在联系我"):
            assert said in page
        assert "李强" not in page
        assert "还没有登记" in text(signed_in(cast.other).get("/my/ties/"))


class TestStaff:
    def test_staff_write_down_constituents_with_consent(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.leader)
        new = {
            "name": "石老师", "phone": PHONE, "kind": "three_links", "consent_way": "spoken",
            "consented_on": f"{timezone.localdate()}",
        }  # fmt: skip
        assert "没有本人同意不能登记" in text(client.post(f"{OWN}people/new/", new))
        client.post(f"{OWN}people/new/", {**new, "agreed": "on"})
        made = Constituent.objects.get()
        assert (made.ties.get().user, made.made_by) == (cast.leader, cast.leader)
        page = text(client.get(OWN))
        assert "石老师" in page
        assert "138****5678" in page
        assert PHONE not in page
        answer = text(client.post(f"{OWN}people/new/", {**new, "agreed": "on"}))
        assert "已经登记在石老师名下" in answer

    def test_staff_see_correct_call_and_end_their_own(self, cast: Cast, signed_in) -> None:
        person, client = kept_by_staff(cast, cast.leader), signed_in(cast.leader)
        address = f"{OWN}people/{person.pk}/"
        assert "13812340099" not in text(client.get(address))
        assert "13812340099" in text(client.post(f"{address}phone/"))
        assert AuditEvent.objects.get(action="revealed").actor_id == cast.leader.pk
        client.post(f"{address}contact/")
        client.post(f"{address}edit/", {"name": "石老师傅", "phone": ""})
        person.refresh_from_db()
        assert (person.name, person.contacted_on) == ("石老师傅", timezone.localdate())
        held = person.ties.get()
        assert "结束与石老师傅的联系" in text(client.get(f"{OWN}{held.pk}/end/")).replace("\n", "")
        client.post(f"{OWN}{held.pk}/end/")
        assert client.get(address).status_code == 404
        assert "结束,没有变动" in text(client.post(f"{OWN}{held.pk}/end/", follow=True))

    def test_withdrawn_consent_clears_the_name(self, cast: Cast, signed_in) -> None:
        person, client = kept_by_staff(cast, cast.leader), signed_in(cast.leader)
        assert "不能恢复" in text(client.get(f"{OWN}people/{person.pk}/withdraw/"))
        client.post(f"{OWN}people/{person.pk}/withdraw/")
        person.refresh_from_db()
        assert person.anonymised_at

    @pytest.mark.parametrize("act", ["", "phone/", "contact/", "edit/", "withdraw/"])
    def test_another_s_constituent_is_not_found(self, cast: Cast, signed_in, act: str) -> None:
        person = kept_by_staff(cast, cast.officer)
        client = signed_in(cast.leader)
        assert client.get(f"{OWN}people/{person.pk}/{act}").status_code in (404, 405)
        assert client.post(f"{OWN}people/{person.pk}/{act}").status_code in (404, 405)
        assert client.post(f"{OWN}{person.ties.get().pk}/end/").status_code == 404
        person.refresh_from_db()
        assert person.name == "石老师"

    def test_staff_keep_a_village_and_a_member_and_who_has_a_seat_does_as_member(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.officer)
        client.post(OWN, sent(village=f"{village().pk}"))
        client.post(OWN, sent(other="李强"))
        assert {str(one.village or one.other) for one in Tie.objects.filter(user=cast.officer)} == {"东关村", "李强"}
        assert "请填其中一项" in text(client.post(OWN, sent()))
        assert "不用再登记" in text(client.post(OWN, sent(other="李强")))
        person = cast.person(cast.other)
        Member.objects.filter(pk=person.pk).update(user=cast.leader)
        signed_in(cast.leader).post(OWN, sent(village=f"{village().pk}"))
        assert Tie.objects.get(member=person).village == village()

    def test_pages_ask_the_same_for_one_and_for_three(self, cast: Cast, signed_in) -> None:
        staff, office, member = signed_in(cast.leader), signed_in(cast.clerk), signed_in(cast.member)
        counts = []
        for number in range(3):
            kept_by_staff(cast, cast.leader, f"群众{number}", f"1381234010{number}")
            other = seat(cast.term, f"委员{number}", "教育界").member
            for source in (cast.leader, cast.person(cast.member)):
                tie(source=source, target=village(f"{number}村"), kind="three_links", by=None, now=NOW)
                tie(source=source, target=other, kind="three_links", by=None, now=NOW)
            tie(source=other, target=cast.person(cast.member), kind="three_links", by=None, now=NOW)
            known(cast, cast.member, f"我的群众{number}", "")
            with CaptureQueriesContext(connection) as asked:
                text(staff.get(OWN))
                text(office.get(ties_of(cast)))
                text(member.get("/my/ties/"))
            counts.append(len(asked))
        assert counts == [counts[0]] * 3
