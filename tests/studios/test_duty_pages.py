"""The pages of who arranges duty, behind both doors."""

import datetime as dt
import io
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEvent
from deadlines.models import DayOff
from studios.models import DutyPattern, DutyShift, Swap, VisitLog
from studios.services import agree_swap, end_pattern, publish_shifts
from tests.cast import Cast
from tests.studios import duty

TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=3)
GONE = TODAY - dt.timedelta(days=1)
PAST = timezone.now() - dt.timedelta(days=60)


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def shift(cast: Cast, *members, day: dt.date = SOON, **values) -> DutyShift:
    return duty.shift(cast, *members, day=day, now=PAST, **values)


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def month(day: dt.date) -> str:
    return f"?month={day:%Y-%m}"


# The roster


@pytest.mark.parametrize(("who", "door"), [("convener", "my/studio"), ("liaison", "my/studio"), ("clerk", "office")])
def test_roster_shows_the_months_shifts_of_own_studios(cast: Cast, signed_in, who: str, door: str):
    shift(cast, theme="医保政策")
    duty.shift(cast, cast.person(cast.other), day=SOON, studio=cast.river, now=PAST, theme="河东的班")
    page = text(signed_in(getattr(cast, who)).get(f"/{door}/duty/{month(SOON)}"))
    assert "医保政策" in page
    assert "韩梅" in page
    assert ("河东的班" in page) == (who == "clerk")


def test_roster_without_anything_says_what_to_do(cast: Cast, signed_in):
    assert "定值班安排" in text(signed_in(cast.convener).get("/my/studio/duty/"))
    assert "定值班安排" in text(signed_in(cast.clerk).get("/office/duty/"))
    assert "定值班安排" not in text(signed_in(cast.leader).get("/office/duty/"))


def test_month_is_published_with_one_press_and_a_second_press_says_so(cast: Cast, signed_in):
    made = [shift(cast, day=SOON, published=False, starts=dt.time(8 + n), ends=dt.time(9 + n)) for n in range(2)]
    client = signed_in(cast.convener)
    page = text(client.get(f"/my/studio/duty/{month(SOON)}"))
    assert "发布这 2 班" in page
    sent = {"shift": [one.pk for one in made], "next": f"/my/studio/duty/{month(SOON)}"}
    page = text(client.post("/my/studio/duty/publish/", sent, follow=True))
    assert "已发布2班" in page
    assert "已经发布过" in text(client.post("/my/studio/duty/publish/", sent, follow=True))


def test_nobody_publishes_the_shift_of_another_studio(cast: Cast, signed_in):
    other = duty.shift(cast, cast.person(cast.other), day=SOON, studio=cast.river, now=PAST, published=False)
    signed_in(cast.convener).post("/my/studio/duty/publish/", {"shift": other.pk})
    other.refresh_from_db()
    assert other.state == "planned"


@pytest.mark.parametrize(
    "path", ["/my/studio/duty/{pk}/", "/my/studio/duty/{pk}/edit/", "/my/studio/duty/{pk}/record/"]
)
def test_shift_of_another_studio_is_404(cast: Cast, signed_in, path: str):
    other = duty.shift(cast, cast.person(cast.other), day=GONE, studio=cast.river, now=PAST)
    for user in (cast.convener, cast.liaison, cast.member):
        assert signed_in(user).get(path.format(pk=other.pk)).status_code == 404


@pytest.mark.parametrize(("who", "door"), [("convener", "my/studio"), ("clerk", "office")])
def test_page_of_a_shift_that_a_changed_pattern_removed_leads_to_the_roster(cast: Cast, signed_in, who, door: str):
    pattern = duty.fridays(cast, now=timezone.now())
    made = DutyShift.objects.filter(pattern=pattern).latest("day")
    path, client = f"/{door}/duty/{made.pk}/edit/", signed_in(getattr(cast, who))
    assert "修改" in text(client.get(path))
    end_pattern(pattern=pattern, until=TODAY, seen_until=None, by=cast.liaison, now=timezone.now())
    for page in (client.get(path, follow=True), client.post(path, {"theme": "医保"}, follow=True)):
        assert page.redirect_chain == [(f"/{door}/duty/", 302)]
        assert "这一班已经因值班安排变化撤掉了" in text(page)
    assert "刚才填的没有保存" in text(page)
    assert signed_in(cast.member).get(path).status_code == 404


def test_calendar_that_has_moved_a_published_shift_asks_the_convener(cast: Cast, signed_in):
    day = TODAY + dt.timedelta(days=(4 - TODAY.weekday()) % 7 + 7)  # a Friday
    DayOff.objects.filter(date__range=(day, day + dt.timedelta(days=9))).delete()
    duty.fridays(cast, now=timezone.now(), day_off="skip")
    made = DutyShift.objects.get(day=day)
    publish_shifts(shifts=[made], by=cast.convener, now=timezone.now())
    client = signed_in(cast.convener)
    assert "请您定一下" not in text(client.get("/my/studio/duty/"))
    DayOff.objects.create(date=day, name="县庆", source="本机关录入")
    assert "逢县庆放假,这一次不值班" in text(client.get("/my/studio/duty/"))
    assert "逢县庆放假,这一次不值班" in text(signed_in(cast.clerk).get("/office/duty/"))
    assert "请您定一下" not in text(signed_in(cast.leader).get("/office/duty/"))
    page = text(client.get(f"/my/studio/duty/{made.pk}/"))
    for button in ("照原定日期", "改日期", "取消这一班"):
        assert button in page
    client.post(f"/my/studio/duty/{made.pk}/keep/")
    assert "请您定一下" not in text(client.get("/my/studio/duty/"))


def asks_the_same(client, path: str, add) -> None:
    """One row and three ask the same queries."""
    counts = []
    for number in range(4):
        add(number)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert len(set(counts[1:])) == 1, counts  # the first request fills what is kept of the session


def later(cast: Cast, number: int, **values) -> DutyShift:
    """Another in the same month, with two people, told of in the roster."""
    duty.resident(cast, f"丁{number}")
    people = (cast.person(cast.member), cast.person(cast.convener))
    return shift(
        cast, *people, day=SOON, starts=dt.time(8 + number), ends=dt.time(9 + number), theme=f"{number}", **values
    )


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("convener", "/my/studio/duty/{month}"),
        ("convener", "/my/studio/duty/print/{month}"),
        ("convener", "/my/studio/duty/patterns/"),
        ("clerk", "/office/duty/{month}"),
        ("clerk", "/office/duty/print/{month}"),
        ("member", "/my/duty/"),
    ],
)
def test_lists_ask_the_same_queries_for_one_shift_and_three(cast: Cast, signed_in, who: str, path: str):
    duty.resident(cast, "戊", account=True)
    asks_the_same(signed_in(getattr(cast, who)), path.format(month=month(SOON)), lambda n: later(cast, n))


def test_past_shifts_without_outcome_and_swaps_ask_the_same_for_one_and_three(cast: Cast, signed_in):
    def add(number: int) -> None:
        hours = {"starts": dt.time(8 + number), "ends": dt.time(9 + number), "theme": f"{number}"}
        shift(cast, day=GONE, **hours)
        duty.asked(cast, shift(cast, day=SOON, **hours))

    asks_the_same(signed_in(cast.convener), f"/my/studio/duty/{month(SOON)}", add)


# Print and workbook


def test_printed_roster_names_who_when_where_and_what_for(cast: Cast, signed_in):
    hanmei = cast.person(cast.member)
    hanmei.specialty = "医疗保险"
    hanmei.save()
    shift(cast, place="东关村委会", theme="医保政策", guests="县医保局王科长")
    shift(cast, day=SOON, starts=dt.time(14), ends=dt.time(15), theme="已经取消的", published=False)
    DutyShift.objects.filter(theme="已经取消的").update(state="cancelled")
    page = text(signed_in(cast.convener).get(f"/my/studio/duty/print/{month(SOON)}"))
    words = (
        "城关工作室",
        "韩梅",
        "工商联界",
        "医疗保险",
        "东关村委会",
        "医保政策",
        "县医保局王科长",
        "联络员 赵联",
        "召集人 王召",
    )
    for word in words:
        assert word in page
    assert "已经取消的" not in page


def test_workbook_has_a_row_for_each_shift_and_is_audited(cast: Cast, signed_in):
    shift(cast, cast.person(cast.member), cast.person(cast.convener), theme="医保政策")
    answer = signed_in(cast.convener).post(f"/my/studio/duty/export/{month(SOON)}")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    shown = next(row for row in rows if row[3] == "城关工作室")
    assert shown[0].date() == SOON
    assert shown[2:5] == ["9:00至11:30", "城关工作室", "王召、韩梅"]
    event = AuditEvent.objects.get(action="exported", actor_id=cast.convener.pk)
    assert event.detail == {"rows": 1}


def test_leader_reads_and_prints_but_arranges_and_exports_nothing(cast: Cast, signed_in):
    made = shift(cast)
    client = signed_in(cast.leader)
    for path in ("/office/duty/", f"/office/duty/{made.pk}/", "/office/duty/print/"):
        assert text(client.get(path))
    assert "换人" not in text(client.get(f"/office/duty/{made.pk}/"))
    for path in (f"/office/duty/{made.pk}/edit/", "/office/duty/patterns/", "/office/duty/new/"):
        assert client.get(path).status_code == 404
    assert client.post("/office/duty/export/").status_code == 404
    assert AuditEvent.objects.filter(action="refused", actor_id=cast.leader.pk, subject="导出值班表").exists()


def test_office_finds_what_is_past_without_outcome_in_any_month(cast: Cast, signed_in):
    shift(cast, day=GONE - dt.timedelta(days=50), theme="忘了登记的")
    client = signed_in(cast.clerk)
    assert "有 1 班过去了还没有成果" in text(client.get("/office/duty/"))
    assert "忘了登记的" in text(client.get("/office/duty/?month=&state=gap"))
    shift(cast, theme="下周的")
    assert "下周的" not in text(client.get("/office/duty/?month=&state=gap"))


# Patterns


PATTERN = {
    "rhythm": "weekly", "weekday": "4", "nth": "", "day": "", "starts": "09:00", "ends": "11:30", "people": "2",
    "day_off": "move", "makeup": "keep", "place": "",
}  # fmt: skip


def sent(cast: Cast, **changes) -> dict[str, str]:
    return PATTERN | {"studio": str(cast.town.pk), "since": f"{TODAY:%Y-%m-%d}", "act": "save"} | changes


def test_preview_says_the_next_dates_and_saves_nothing(cast: Cast, signed_in):
    client = signed_in(cast.convener)
    page = text(client.post("/my/studio/duty/patterns/new/", sent(cast, act="preview")))
    assert "每周五 9:00至11:30" in page
    assert "逢国家放假顺延到下一个工作日" in page
    assert "就这样定" in page
    assert not DutyPattern.objects.exists()
    page = text(client.post("/my/studio/duty/patterns/new/", sent(cast), follow=True))
    assert "都还没有发布" in page
    assert DutyShift.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weekday": ""}, "请选星期几"),
        ({"rhythm": "monthly"}, "请填几号"),
        ({"rhythm": "nth"}, "请选第几个"),
        ({"rhythm": "monthly", "day": "32"}, "请填1到31"),
        ({"ends": "08:00"}, "结束要在开始以后"),
        ({"since": "2020-01-01"}, "已经过去"),
        ({"people": "0"}, "至少1人"),
    ],
)
def test_pattern_with_a_mistake_says_how_to_mend_it(cast: Cast, signed_in, changes, words: str):
    page = text(signed_in(cast.convener).post("/my/studio/duty/patterns/new/", sent(cast, place="村部", **changes)))
    assert words in page
    assert 'value="村部"' in page
    assert not DutyPattern.objects.exists()


def test_pattern_is_read_by_its_rhythm_whatever_stands_in_the_other_fields(cast: Cast, signed_in):
    asked = sent(cast, day="99", nth="x")
    assert "都还没有发布" in text(signed_in(cast.convener).post("/my/studio/duty/patterns/new/", asked, follow=True))
    made = DutyPattern.objects.get()
    assert (made.weekday, made.day, made.nth) == (4, None, None)


def test_office_publishes_for_one_studio_at_a_time(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    page = text(client.post("/office/duty/patterns/new/", sent(cast), follow=True))
    first = DutyShift.objects.in_order().first()
    waiting = DutyShift.objects.in_month(first.day.replace(day=1))
    assert f"发布这 {len(waiting)} 班" in page
    assert "发布这" not in text(client.get(f"/office/duty/?month={first.day:%Y-%m}"))
    asked = {"shift": [one.pk for one in waiting], "next": "/office/duty/"}
    assert f"已发布{len(waiting)}班" in text(client.post("/office/duty/publish/", asked, follow=True))


def test_pattern_is_made_in_own_studios_only(cast: Cast, signed_in):
    client = signed_in(cast.convener)
    text(client.post("/my/studio/duty/patterns/new/", sent(cast, studio=str(cast.river.pk))))
    assert not DutyPattern.objects.exists()
    signed_in(cast.clerk).post("/office/duty/patterns/new/", sent(cast, studio=str(cast.river.pk)))
    assert DutyPattern.objects.get().studio == cast.river


def test_two_who_change_a_pattern_at_once_one_is_told_and_keeps_what_was_typed(cast: Cast, signed_in):
    made = duty.fridays(cast, now=timezone.now())
    path = f"/my/studio/duty/patterns/{made.pk}/change/"
    first, second = signed_in(cast.convener), signed_in(cast.liaison)
    text(first.get(path)), text(second.get(path))
    assert first.post(path, sent(cast, weekday="5", seen="")).status_code == 302
    page = text(second.post(path, sent(cast, weekday="2", place="村部", seen="")))
    assert "刚刚有人改过或停用" in page
    assert 'value="村部"' in page
    assert "已经停用或改过" in text(second.get(path, follow=True))
    assert DutyPattern.objects.filter(place="村部").count() == 0


# A shift


def form_of(made: DutyShift, **changes) -> dict[str, object]:
    own = {"day": f"{made.day:%Y-%m-%d}", "starts": "09:00", "ends": "11:30", "place": made.place, "theme": made.theme}
    members = [turn.member_id for turn in made.turns.standing()]
    return own | {"guests": made.guests, "members": members, "revision": made.revision} | changes


def test_shift_is_changed_with_sectors_guests_and_another_place(cast: Cast, signed_in):
    made = shift(cast)
    sector = cast.seat(cast.other).sector
    values = form_of(made, place="东关村委会", theme="医保", guests="王科长", sectors=[sector.pk])
    page = text(signed_in(cast.convener).post(f"/my/studio/duty/{made.pk}/edit/", values, follow=True))
    for word in ("东关村委会", "医保", "王科长", "教育界"):
        assert word in page


def test_stale_form_shows_what_stands_keeps_what_was_typed_and_wins_when_pressed_again(cast: Cast, signed_in):
    made = shift(cast)
    old = form_of(made, theme="我写的")
    path = f"/my/studio/duty/{made.pk}/edit/"
    signed_in(cast.liaison).post(path, form_of(made, theme="别人写的"))
    client = signed_in(cast.convener)
    page = text(client.post(path, old))
    assert "现在的安排" in page
    assert "别人写的" in page
    assert 'value="我写的"' in page
    client.post(path, old | {"revision": hidden(page, "revision")})
    made.refresh_from_db()
    assert made.theme == "我写的"


def test_extra_shift_of_whoever_runs_several_studios_asks_for_which(cast: Cast, signed_in):
    page = text(signed_in(cast.clerk).get("/office/duty/new/"))
    assert f"?studio={cast.river.pk}" in page
    values = {"day": f"{SOON:%Y-%m-%d}", "starts": "14:00", "ends": "16:00", "members": [cast.person(cast.other).pk]}
    signed_in(cast.clerk).post(f"/office/duty/new/?studio={cast.river.pk}", values)
    assert DutyShift.objects.get().studio == cast.river


def test_cancelling_asks_first_and_wants_a_reason(cast: Cast, signed_in):
    made = shift(cast)
    client = signed_in(cast.convener)
    path = f"/my/studio/duty/{made.pk}/cancel/"
    assert "不能恢复" in text(client.get(path))
    assert "请写明原因" in text(client.post(path, {"why": ""}))
    page = text(client.post(path, {"why": "防汛"}, follow=True))
    assert "已取消" in page
    assert "防汛" in page


# Recording


def record(made: DutyShift, user, client, came: str = "came", **changes):
    pk = duty.turn(made, user).pk
    made.refresh_from_db()
    own = {f"came-{pk}": came, f"arrived-{pk}": "09:05", f"left-{pk}": "11:30", "revision": made.revision}
    return client.post(f"/my/studio/duty/{made.pk}/record/", own | changes, follow=True)


def test_who_came_and_no_visitors_make_it_held(cast: Cast, signed_in):
    made = shift(cast, day=GONE)
    client = signed_in(cast.liaison)
    page = text(record(made, cast.member, client, no_visitors="on"))
    assert "请写明这一班做了什么" in page
    page = text(record(made, cast.member, client, no_visitors="on", instead="走访5户"))
    assert "已登记,这一班已完成" in page
    assert "9:05到岗,11:30离岗" in page
    assert "走访5户" in page


def test_entry_of_the_log_is_the_outcome_and_its_withdrawal_is_seen(cast: Cast, signed_in):
    made = shift(cast, day=GONE)
    entry = VisitLog.objects.create(
        member=cast.person(cast.member), studio=cast.town, shift=made, occurred_on=GONE, way="reception",
        state="filed", recorded_at=PAST, client_id=uuid.uuid4(),
    )  # fmt: skip
    client = signed_in(cast.liaison)
    assert "这一班已完成" in text(record(made, cast.member, client))
    assert "民情日志 1 条" in text(client.get(f"/my/studio/duty/{made.pk}/"))
    VisitLog.objects.filter(pk=entry.pk).update(state="withdrawn")
    assert "日志都撤回了" in text(client.get(f"/my/studio/duty/{made.pk}/"))


def test_correction_without_a_reason_keeps_what_was_typed(cast: Cast, signed_in):
    made = shift(cast, day=GONE)
    client = signed_in(cast.liaison)
    record(made, cast.member, client)
    page = text(record(made, cast.member, client, came="absent"))
    assert "请写明为什么改" in page
    page = text(record(made, cast.member, client, came="absent", why="本人没有到,记错了"))
    assert "缺席" in page
    assert "本人没有到,记错了" in page
    assert "已更正。还差成果" in page
    assert "已登记" not in page


def test_two_who_record_at_once_the_second_sees_what_the_first_wrote(cast: Cast, signed_in):
    made = shift(cast, day=GONE)
    old = made.revision
    record(made, cast.member, signed_in(cast.liaison))
    page = text(record(made, cast.member, signed_in(cast.convener), came="absent", revision=old, why="没看见"))
    assert "现在登记的" in page
    assert "9:05到岗" in page
    assert 'value="没看见"' in page


def test_arrival_without_a_time_and_leaving_before_it_are_refused(cast: Cast, signed_in):
    made = shift(cast, day=GONE)
    pk = duty.turn(made, cast.member).pk
    client = signed_in(cast.liaison)
    assert "请填几点到岗" in text(record(made, cast.member, client, **{f"arrived-{pk}": ""}))
    assert "离岗要在到岗以后" in text(record(made, cast.member, client, **{f"left-{pk}": "08:00"}))


# Swaps at the desk


def test_officer_arranges_a_swap_in_one_step(cast: Cast, signed_in):
    made = shift(cast)
    path = f"/my/studio/duty/turns/{duty.turn(made, cast.member).pk}/swap/"
    client = signed_in(cast.liaison)
    assert "王召" in text(client.get(path))
    sent = {"member": cast.person(cast.convener).pk, "why": "住院", "act": "arrange"}
    assert "值班表已改为王召" in text(client.post(path, sent, follow=True))
    assert duty.people(made) == ["王召"]


def test_swap_that_was_agreed_to_is_confirmed_or_not(cast: Cast, signed_in):
    for act in ("confirm", "refuse"):
        made = shift(cast, day=SOON + dt.timedelta(days=1 if act == "confirm" else 2))
        swap = agree_swap(swap=duty.asked(cast, made), by=cast.convener, now=timezone.now())
        client = signed_in(cast.liaison)
        page = text(client.get(f"/my/studio/duty/{made.pk}/"))
        assert "确认调剂" in page
        page = text(client.post(f"/my/studio/duty/swaps/{swap.pk}/{act}/", {"why": "那天要您到"}, follow=True))
        assert ("已确认" if act == "confirm" else "没有确认") in page
    assert sorted(Swap.objects.values_list("state", flat=True)) == ["confirmed", "refused"]


def test_swap_of_another_studio_is_404(cast: Cast, signed_in):
    second = duty.resident(cast, "丁二", cast.river, account=True)
    made = duty.shift(cast, cast.person(cast.other), day=SOON, studio=cast.river, now=PAST)
    swap = Swap.objects.create(
        turn=duty.turn(made, cast.other), member=second, why="x", asked_by=cast.other, asked_at=PAST
    )  # fmt: skip
    for user in (cast.liaison, cast.member):
        assert signed_in(user).post(f"/my/studio/duty/swaps/{swap.pk}/confirm/").status_code == 404
        assert signed_in(user).get(f"/my/duty/swaps/{swap.pk}/").status_code == 404
