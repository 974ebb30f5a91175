"""Lists and pages of matters: who sees which, filters, constant queries, and forms that keep what was typed."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEvent
from deadlines.models import Deadline
from notices.models import Notice
from referrals import services as units
from referrals.models import Referral
from studios.models import Matter, MatterReport
from studios.resources import export_matters
from tests.access import read_to_end
from tests.cast import NOW, Cast
from tests.members.people import known
from tests.studios.matters.makers import (
    TODAY,
    again,
    answered_by_unit,
    bundled,
    category,
    in_situation,
    raised,
    refer,
    referral_of,
    report,
    settled,
    told,
    village,
)


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def asked(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        text(client.get(path))
    return len(queries)


# Who sees which


def test_member_sees_what_they_carried_and_nobody_elses(cast: Cast, signed_in):
    mine = raised(cast, text="我的事")
    theirs = raised(cast, text="别人的事", user=cast.other, studio=cast.river)
    page = text(signed_in(cast.member).get("/my/matters/"))
    assert "我的事" in page
    assert "别人的事" not in page
    assert signed_in(cast.member).get(f"/my/matters/{theirs.pk}/").status_code == 404
    assert "登记" in text(signed_in(cast.member).get(f"/my/matters/{mine.pk}/"))


def test_own_list_by_month_and_by_state(cast: Cast, signed_in):
    old = settled(cast, raised(cast, text="上月的", day=dt.date(2026, 2, 26)))
    new = raised(cast, text="本月的")
    client = signed_in(cast.member)

    def found(query: str) -> set[int]:
        return {row.matter.pk for row in client.get(f"/my/matters/?{query}").context["rows"]}

    assert found("") == {old.pk, new.pk}
    assert found("month=2026-02") == {old.pk}
    assert found("state=open") == {new.pk}
    assert '<details class="more whole">' in text(client.get("/my/matters/?month=2026-02"))
    assert '<details class="more whole" open>' in text(client.get("/my/matters/?state=open"))


def test_studio_sees_its_own_and_the_office_all(cast: Cast, signed_in):
    raised(cast, text="本室的事")
    theirs = raised(cast, text="别室的事", user=cast.other, studio=cast.river)
    for user in (cast.convener, cast.liaison):
        page = text(signed_in(user).get("/my/studio/matters/"))
        assert "本室的事" in page
        assert "别室的事" not in page
        assert signed_in(user).get(f"/my/studio/matters/{theirs.pk}/").status_code == 404
    page = text(signed_in(cast.clerk).get("/office/matters/"))
    assert "本室的事" in page
    assert "别室的事" in page
    assert signed_in(cast.member).get("/my/studio/matters/").status_code == 404
    assert signed_in(cast.auditor).get("/office/matters/").status_code == 404


def test_empty_lists_say_what_to_do(cast: Cast, signed_in):
    assert "记一笔" in text(signed_in(cast.member).get("/my/matters/"))
    assert "没有待办的诉求" in text(signed_in(cast.liaison).get("/my/studio/matters/"))
    assert "还没有诉求" in text(signed_in(cast.clerk).get("/office/matters/"))
    assert "没有符合条件的" in text(signed_in(cast.clerk).get("/office/matters/?state=closed"))
    assert "还没有诉求可以统计" in text(signed_in(cast.clerk).get("/office/matters/figures/"))


def test_who_logs_nothing_and_carried_nothing_has_no_such_list(cast: Cast, signed_in):
    assert signed_in(cast.stranger).get("/my/matters/").status_code == 404
    assert signed_in(cast.auditor).get("/my/matters/").status_code == 404


def test_constituents_are_named_to_who_may_see_them_only(cast: Cast, signed_in):
    matter = raised(cast)
    matter.visit.constituents.add(known(cast, cast.member, "田秀英"))
    for user, path in [
        (cast.member, "/my/matters/"),
        (cast.liaison, "/my/studio/matters/"),
        (cast.clerk, "/office/matters/"),
    ]:
        assert "田秀英" in text(signed_in(user).get(f"{path}{matter.pk}/")), path
    page = text(signed_in(cast.leader).get(f"/office/matters/{matter.pk}/"))
    named = cast.leader.has_perm("members.see_people")
    assert ("田秀英" in page) == named
    hidden = raised(cast, user=cast.convener)
    hidden.visit.constituents.add(known(cast, cast.other, "马德福", "13812345679"))
    page = text(signed_in(cast.liaison).get(f"/my/studio/matters/{hidden.pk}/"))
    assert "马德福" not in page
    assert "1 位群众" in page


def test_repeat_is_told_without_a_name_and_read_by_who_may_read_it(cast: Cast, signed_in):
    here = {"village": village(), "category": category()}
    raised(cast, text="河东早就说过", user=cast.other, studio=cast.river, day=TODAY - dt.timedelta(days=9), **here)
    matter = raised(cast, **here)
    page = text(signed_in(cast.liaison).get(f"/my/studio/matters/{matter.pk}/"))
    assert "东关村3月11日反映过" in page
    assert "河东早就说过" not in page
    assert "河东早就说过" in text(signed_in(cast.clerk).get(f"/office/matters/{matter.pk}/"))
    for user, path in [
        (cast.member, f"/my/visits/{matter.visit_id}/"),
        (cast.liaison, f"/my/studio/{matter.visit_id}/"),
        (cast.clerk, f"/office/visits/{matter.visit_id}/"),
    ]:
        assert "3月11日反映过" in text(signed_in(user).get(path))


# Lists


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"open", "unit", "late", "answered", "reported"}),
        ("needs=todo", {"open", "late", "answered"}),
        ("needs=unit", {"unit"}),
        ("needs=reported", {"reported"}),
        ("needs=late", {"late"}),
        ("needs=check", set()),
        ("needs=any", {"open", "unit", "late", "answered", "reported", "noted"}),
        ("needs=any&state=closed", {"noted"}),
        ("outcome=reported", {"reported"}),
        ("q=机井没水", {"open"}),
        ("village=x&category=999", {"open", "unit", "late", "answered", "reported"}),
        ("needs=any&category=水利灌溉", {"noted"}),
    ],
)
def test_studio_list_by_what_is_to_be_done(cast: Cast, signed_in, query: str, found: set[str]):
    made = {
        "open": raised(cast, text="机井没水"),
        "unit": refer(cast, raised(cast)),
        "late": raised(cast),
        "answered": settled(cast, raised(cast)),
        "reported": report(cast, raised(cast, "reported")),
        "noted": raised(cast, "noted", category=category()),
    }
    Deadline.objects.about(made["late"].key).update(due_on=dt.date(2026, 1, 5))
    Deadline.objects.exclude(subject=made["late"].key).update(due_on=dt.date(2099, 1, 5))
    path = f"/my/studio/matters/?{query}".replace("=水利灌溉", f"={category().pk}")
    page = signed_in(cast.liaison).get(path)
    shown = {row.matter.pk for row in page.context["rows"]}
    assert shown == {made[name].pk for name in found}
    if query == "":
        assert page.context["rows"][0].matter.pk == made["late"].pk
        assert page.context["to_do"] == 3


def test_units_asking_back_and_answers_are_to_be_checked(cast: Cast, signed_in):
    back, answered = refer(cast, raised(cast)), refer(cast, raised(cast))
    units.ask_back(referral=referral_of(back), reason="不归我管", by=cast.handler, now=NOW)
    answered_by_unit(cast, answered)
    rows = signed_in(cast.liaison).get("/my/studio/matters/?needs=check").context["rows"]
    assert {row.needs for row in rows} == {"单位申请退回,请答复", "单位已答复,请审核"}


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("member", "/my/matters/"),
        ("liaison", "/my/studio/matters/?needs=any"),
        ("liaison", "/my/studio/matters/month/?month=2026-03"),
        ("clerk", "/office/matters/"),
        ("clerk", "/office/matters/figures/"),
    ],
)
def test_list_asks_the_same_for_one_and_for_three(cast: Cast, signed_in, who: str, path: str):
    client = signed_in(getattr(cast, who))
    refer(cast, raised(cast, village=village(), category=category()))
    asked(client, path)
    one = asked(client, path)
    for name in ("东关村", "西关村"):
        report(cast, raised(cast, "reported", village=village(name), category=category(name)))
        settled(cast, raised(cast, "opinion"), "doing")
        refer(cast, raised(cast), joint=[cast.hall])
    assert asked(client, path) == one


def test_page_of_one_asks_the_same_however_much_hangs_on_it(cast: Cast, signed_in):
    client = signed_in(cast.liaison)
    little = bundled(cast, raised(cast), raised(cast))
    refer(cast, little)
    path = f"/my/studio/matters/{little.pk}/"
    asked(client, path)
    one = asked(client, path)
    lead = bundled(cast, raised(cast), raised(cast), raised(cast), raised(cast))
    refer(cast, lead, joint=[cast.hall])
    assert asked(client, f"/my/studio/matters/{lead.pk}/") == one


def test_office_list_by_month_studio_and_result(cast: Cast, signed_in):
    old = raised(cast, text="上月的", day=dt.date(2026, 2, 26))
    river = raised(cast, text="河东的", user=cast.other, studio=cast.river)
    done = settled(cast, raised(cast, text="办了的"))
    client = signed_in(cast.clerk)

    def found(query: str) -> set[int]:
        return {row.matter.pk for row in client.get(f"/office/matters/?{query}").context["rows"]}

    assert found("month=2026-02") == {old.pk}
    assert found(f"studio={cast.river.pk}") == {river.pk}
    assert found("result=done") == {done.pk}
    assert found(f"q={river.number}") == {river.pk}
    assert found("state=open") == {old.pk, river.pk}


def test_figures_say_what_each_rate_is_of(cast: Cast, signed_in):
    raised(cast, category=category())
    told(cast, settled(cast, raised(cast, category=category())), content="mostly")
    told(cast, settled(cast, raised(cast)), content="unsatisfied")
    in_situation(cast, "dropped")
    page = text(signed_in(cast.clerk).get("/office/matters/figures/"))
    assert "3 件诉求,已办结 2 件,办结率 67%" in page
    assert "表了态的 2 件,满意和基本满意 1 件,满意率 50%" in page


def test_ledger_goes_out_with_its_statistics_and_stands_in_the_trail(cast: Cast, signed_in):
    told(cast, refer_and_settle(cast))
    raised(cast, "noted", text="=1+1")
    response = read_to_end(signed_in(cast.clerk).post("/office/matters/export/?state="))
    assert response.status_code == 200
    assert AuditEvent.objects.get(action="exported").subject == "诉求台账"
    assert signed_in(cast.leader).post("/office/matters/export/").status_code == 404


def refer_and_settle(cast: Cast) -> Matter:
    matter = refer(cast, raised(cast))
    units.withdraw(referral=referral_of(matter), why="转错了", by=cast.liaison, now=NOW)
    return settled(cast, matter)


def test_ledger_reads_as_people_would_write_it(cast: Cast):
    asked = {"asked_before": True, "asked_whom": "县水利局", "asked_when": "去年冬天", "asked_answer": "等项目"}
    matter = told(cast, settled(cast, raised(cast, village=village(), category=category(), concerned=40, **asked)))
    settled(cast, raised(cast), "doing")
    target = io.BytesIO()
    export_matters(target, matters=Matter.objects.visible_to(cast.clerk), by=cast.clerk, now=NOW)
    book = load_workbook(target)
    assert book.sheetnames == ["诉求台账", "统计"]
    row = [cell.value for cell in book["诉求台账"][4]]
    assert row[0] == matter.number
    assert row[3:8] == ["韩梅", "城关镇东关村", "水利灌溉", "村口机井坏了,浇不上地", 40]
    assert row[8] == "县水利局,去年冬天,答复:等项目"
    assert row[12:14] == ["已办结", "已办"]
    assert row[18:22] == ["赵联", "反映人本人", "电话", "满意"]
    doing = [cell.value for cell in book["诉求台账"][5]]
    assert doing[13] == "正在办"
    assert (doing[15], doing[16].date()) == ("钱主席", TODAY + dt.timedelta(days=30))
    assert [cell.value for cell in book["统计"][4]][:2] == ["水利灌溉", 1]


# Acts by their pages


ACTS = ["refer", "report", "result", "outcome", "assign"]


@pytest.mark.parametrize("act", ACTS)
def test_act_has_a_page_for_who_handles_it_and_for_nobody_else(cast: Cast, signed_in, act: str):
    matter = raised(cast)
    assert signed_in(cast.liaison).get(f"/my/studio/matters/{matter.pk}/{act}/").status_code == 200
    assert signed_in(cast.clerk).get(f"/office/matters/{matter.pk}/{act}/").status_code == 200
    assert signed_in(cast.leader).get(f"/office/matters/{matter.pk}/{act}/").status_code == 404
    assert signed_in(cast.member).get(f"/my/studio/matters/{matter.pk}/{act}/").status_code == 404


def test_act_out_of_place_leads_back_and_says_why(cast: Cast, signed_in):
    matter = in_situation(cast, "closed")
    page = signed_in(cast.liaison).get(f"/my/studio/matters/{matter.pk}/refer/", follow=True)
    assert "这件诉求现在是“已办结”,不用“转办”。" in text(page)


def test_studio_does_not_answer_or_pass_on_what_lies_with_the_office(cast: Cast, signed_in):
    at_office, at_desk = in_situation(cast, "at_office"), in_situation(cast, "at_desk")
    client = signed_in(cast.liaison)

    def send(matter: Matter, act: str, **fields: object) -> int:
        form = {"revision": matter.revision, "text": "已答复", "on": "2026-03-20", "why": "算了", **fields}
        return client.post(f"/my/studio/matters/{matter.pk}/{act}/", form).status_code

    assert send(at_office, "answer-report") == 404
    assert send(at_office, "refer", title="机井", lead=cast.water.pk) == 200
    assert send(at_desk, "take-report-back") == 200
    assert set(MatterReport.objects.values_list("state", flat=True)) == {"waiting"}
    assert not Referral.objects.exists()


def test_two_officers_at_once_one_wins_and_the_other_keeps_what_they_typed(cast: Cast, signed_in):
    matter = raised(cast)
    form = {"revision": matter.revision, "title": "机井维修", "text": "请修", "lead": cast.water.pk}
    path = f"/my/studio/matters/{matter.pk}/refer/"
    assert signed_in(cast.liaison).post(path, form).status_code == 302
    page = text(signed_in(cast.convener).post(path, form | {"text": "请尽快派人来看"}))
    assert "赵联" in page
    assert "请尽快派人来看" in page
    assert Referral.objects.count() == 1


def test_form_with_a_mistake_says_where(cast: Cast, signed_in):
    matter = raised(cast)
    client, path = signed_in(cast.liaison), f"/my/studio/matters/{matter.pk}"
    revision = {"revision": matter.revision}
    assert "请选主办单位。" in text(client.post(f"{path}/refer/", revision))
    doing = {"result": "doing", "text": "在修", "on": "2026-03-20"}
    page = text(client.post(f"{path}/result/", revision | doing))
    assert "正在办的,请选由哪位领导督办。" in page
    page = text(
        client.post(f"{path}/refer/", revision | {"title": "修", "lead": cast.water.pk, "text": "打13812345678"})
    )
    assert "不能写群众的电话号码" in page
    assert again(matter).state == "open"


def test_supervisor_is_chosen_among_the_chairpersons(cast: Cast, signed_in):
    matter = raised(cast)
    form = {
        "revision": matter.revision, "result": "doing", "text": "在修", "on": "2026-03-20",
        "supervisor": f"u{cast.leader.pk}", "next_on": f"{timezone.localdate() + dt.timedelta(days=30):%Y-%m-%d}",
    }  # fmt: skip
    assert signed_in(cast.clerk).post(f"/office/matters/{matter.pk}/result/", form).status_code == 302
    assert (again(matter).supervisor, again(matter).supervisor_name) == (cast.leader, "钱主席")


def test_supervisor_is_told_and_reads_it_by_their_own_page_then_and_afterwards(cast: Cast, signed_in):
    matter = settled(cast, raised(cast), "doing", supervisor=cast.other, supervisor_name=cast.other.name)
    assert Notice.objects.get(user=cast.other).subject == "请您督办一件诉求"
    client = signed_in(cast.other)
    page = client.get(f"/go/studios.matter/{matter.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == f"/my/matters/{matter.pk}/"
    assert "村口机井坏了" in text(page)
    assert page.context["acts"] == []
    assert client.get(f"/my/matters/{matter.pk}/tell/").status_code == 404
    assert "还没有" in text(client.get("/my/matters/"))
    settled(cast, matter, "done")
    page = client.get(f"/go/studios.matter/{matter.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == f"/my/matters/{matter.pk}/"
    assert page.context["acts"] == []
    assert client.post(f"/my/matters/{matter.pk}/tell/").status_code == 404


def test_who_supervised_one_matter_sees_none_that_others_do(cast: Cast, signed_in):
    mine = settled(cast, raised(cast), "doing", supervisor=cast.other, supervisor_name=cast.other.name)
    theirs = settled(cast, raised(cast), "doing", supervisor=cast.leader, supervisor_name=cast.leader.name)
    never = settled(cast, raised(cast))
    settled(cast, mine, "doing", supervisor=cast.leader, supervisor_name=cast.leader.name)
    assert set(Matter.objects.visible_to(cast.other)) == {mine}
    client = signed_in(cast.other)
    assert client.get(f"/my/matters/{mine.pk}/sheet/").status_code == 200
    for other in (theirs, never):
        assert client.get(f"/my/matters/{other.pk}/").status_code == 404
        assert client.get(f"/my/matters/{other.pk}/sheet/").status_code == 404


def test_who_writes_down_a_matter_is_reminded_to_promise_nothing(cast: Cast, signed_in):
    page = signed_in(cast.member).get("/my/visits/new/", follow=True)
    assert "答复不随意表态、不许诺" in text(page)


def test_studio_reports_to_the_office_and_the_office_to_the_desks(cast: Cast, signed_in):
    matter = raised(cast, "reported")
    studio = text(signed_in(cast.liaison).get(f"/my/studio/matters/{matter.pk}/report/"))
    assert "政协办公室" in studio
    assert "县委办" not in studio
    office = text(signed_in(cast.clerk).get(f"/office/matters/{matter.pk}/report/"))
    assert "县委办" in office
    form = {"revision": matter.revision, "level": "government", "text": "请协调"}
    assert signed_in(cast.clerk).post(f"/office/matters/{matter.pk}/report/", form).status_code == 302
    assert MatterReport.objects.get().level == "government"


def test_member_tells_the_person_by_their_own_page(cast: Cast, signed_in):
    matter = again(settled(cast, raised(cast), "cannot"))
    form = {
        "revision": matter.revision, "told_on": "2026-03-20", "way": "face", "whom": "self", "told_by": "韩梅",
        "words": "明年再报", "content": "mostly",
    }  # fmt: skip
    assert "解释了什么" in text(signed_in(cast.member).get(f"/my/matters/{matter.pk}/tell/"))
    assert signed_in(cast.member).post(f"/my/matters/{matter.pk}/tell/", form).status_code == 302
    assert again(matter).state == "closed"
    assert signed_in(cast.other).post(f"/my/matters/{matter.pk}/tell/", form).status_code == 404


def test_member_who_is_to_see_to_it_records_the_result(cast: Cast, signed_in):
    matter = raised(cast, studio=None)
    client = signed_in(cast.member)
    form = {"revision": matter.revision, "result": "done", "text": "已修好", "on": "2026-03-20"}
    assert "记办理结果" in text(client.get(f"/my/matters/{matter.pk}/"))
    assert client.post(f"/my/matters/{matter.pk}/result/", form).status_code == 302
    assert again(matter).state == "answered"
    theirs = raised(cast)  # the convener's to see to
    assert client.get(f"/my/matters/{theirs.pk}/result/").status_code == 404


def test_only_who_can_do_something_with_it_is_made_responsible(cast: Cast, signed_in):
    page = text(signed_in(cast.liaison).get(f"/my/studio/matters/{raised(cast).pk}/assign/"))
    for name in ("王召", "赵联", "韩梅", "周敏"):
        assert f">{name}<" in page
    assert ">李强<" not in page


def test_decisions_about_a_unit_have_their_pages(cast: Cast, signed_in):
    matter = refer(cast, raised(cast))
    referral = units.ask_back(referral=referral_of(matter), reason="归镇里", by=cast.handler, now=NOW)
    path = f"/my/studio/matters/{matter.pk}/units/{referral.pk}"
    client = signed_in(cast.liaison)
    assert "归镇里" in text(client.get(f"/my/studio/matters/{matter.pk}/"))
    assert "同意县水利局退回" in text(client.get(f"{path}/accept/"))
    assert client.get(f"{path}/approve/").status_code == 302
    assert signed_in(cast.member).get(f"{path}/accept/").status_code == 404
    assert client.post(f"{path}/accept/", {"revision": again(matter).revision}).status_code == 302
    assert referral_of(matter).state == "returned"
    other = refer(cast, raised(cast))
    elsewhere = f"/my/studio/matters/{matter.pk}/units/{referral_of(other).pk}/withdraw/"
    assert client.get(elsewhere).status_code == 404


def test_months_matters_are_sorted_and_bundled(cast: Cast, signed_in):
    one = raised(cast, text="一组没水", village=village(), category=category())
    two = raised(cast, text="二组没水", village=village(), category=category())
    raised(cast, text="别室没水", user=cast.other, studio=cast.river, village=village())
    client = signed_in(cast.convener)
    page = text(client.get("/my/studio/matters/month/?month=2026-03"))
    assert "东关村 2 件" in page
    assert "水利灌溉 2 件" in page
    assert "别室没水" not in page
    picked = f"/my/studio/matters/bundle/?m={one.pk}&m={two.pk}"
    assert "东关村水利灌溉" in text(client.get(picked))
    form = {"m": [one.pk, two.pk], "lead": one.pk, "title": "两个组机井", "outcome": "referred"}
    assert client.post("/my/studio/matters/bundle/", form).status_code == 302
    assert again(two).merged_into_id == one.pk
    alone = client.get(f"/my/studio/matters/bundle/?m={one.pk}&m=junk", follow=True)
    assert "请勾选2至30件" in text(alone)


def test_month_with_one_that_may_be_bundled_offers_no_bundling(cast: Cast, signed_in):
    client = signed_in(cast.convener)
    refer(cast, raised(cast, text="已经转办"))
    raised(cast, text="只有这一件")
    page = text(client.get("/my/studio/matters/month/?month=2026-03"))
    assert "只有这一件" in page
    assert 'type="checkbox"' not in page
    assert "合并办理" not in page
    raised(cast, text="又来一件")
    page = text(client.get("/my/studio/matters/month/?month=2026-03"))
    assert page.count('type="checkbox"') == 2
    assert "合并办理" in page


def test_matter_of_another_studio_is_not_bundled(cast: Cast, signed_in):
    mine = raised(cast)
    theirs = raised(cast, user=cast.other, studio=cast.river)
    form = {"m": [mine.pk, theirs.pk], "lead": mine.pk, "title": "合并", "outcome": "referred"}
    assert signed_in(cast.convener).post("/my/studio/matters/bundle/", form).status_code == 302
    assert again(theirs).state == "open"


def test_sheet_names_nobody_who_raised_it(cast: Cast, signed_in):
    matter = refer(cast, raised(cast))
    matter.visit.constituents.add(known(cast, cast.member, "田秀英"))
    page = text(signed_in(cast.liaison).get(f"/my/studio/matters/{matter.pk}/sheet/"))
    assert "诉求办理单" in page
    assert "县水利局" in page
    assert "田秀英" not in page


def test_link_leads_each_to_their_own_page(cast: Cast, signed_in):
    matter = raised(cast)
    where = {
        user.pk: signed_in(user).get(f"/go/studios.matter/{matter.pk}/")
        for user in (cast.member, cast.convener, cast.clerk, cast.other)
    }
    assert where[cast.member.pk].headers["Location"] == f"/my/matters/{matter.pk}/"
    assert where[cast.convener.pk].headers["Location"] == f"/my/studio/matters/{matter.pk}/"
    assert where[cast.clerk.pk].headers["Location"] == f"/office/matters/{matter.pk}/"
    assert where[cast.other.pk].status_code == 404


def test_answer_approved_on_the_pages_of_referrals_is_recorded_here(cast: Cast, signed_in):
    matter = refer(cast, raised(cast))
    units.approve(referral=answered_by_unit(cast, matter), by=cast.clerk, now=NOW)
    client = signed_in(cast.liaison)
    assert client.get("/my/studio/matters/").context["rows"][0].needs == "单位已答复并审核,请记办理结果"
    page = text(client.get(f"/my/studio/matters/{matter.pk}/result/"))
    assert "机井已经修好" in page


def test_those_merged_are_offered_to_be_told_in_one_press(cast: Cast, signed_in):
    lead, other = raised(cast), raised(cast, text="二组也没水", user=cast.convener)
    bundled(cast, lead, other)
    settled(cast, lead, "cannot")
    page = text(signed_in(cast.liaison).get(f"/my/studio/matters/{lead.pk}/tell/"))
    assert f"{other.number} 王召反映" in page
