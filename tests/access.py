"""Every address, the things that addresses speak of, and the table of who gets what (``access.txt``)."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import AuditEvent, ImportFile, UnitPost, User
from accounts.services import audit, issue_key, seal_events
from assessment.models import MonthlySheet
from assessment.resources import write_month_sheet
from assessment.services import ask_sheet, make_asked_sheets
from common.imports import ImportReport, for_page
from common.uploads import ATTACHMENTS, clean_file
from deadlines.models import Deadline, Firing, Part
from deadlines.services import RungValues, ask_extension, change_ladder, open_general
from members.services import tie
from notices.services import Phone, notify, send_due
from referrals.models import Referral, ReferralSetting
from referrals.services import Answer, ask_back, refer, save_answer_draft, sign, submit_answer
from studios.models import DutyShift, Matter, Residency, StandardItem, StudioEvidence, VisitLog
from studios.services import (
    MatterEntry,
    PhotoEntry,
    VisitEntry,
    add_honour,
    close_studio,
    file,
    fill_evidence,
    renew_feed,
    save_draft,
)
from tests.cast import NOW, Cast, post
from tests.common.files import PDF
from tests.common.files import picture as picture_bytes
from tests.members.people import kept_by_staff, known, representative, village
from tests.studios import duty
from tests.studios.makers import picture
from tests.studios.matters.things import THINGS as MATTERS

TABLE = Path(__file__).with_name("access.txt")
PAST = NOW - dt.timedelta(days=700)  # before any day that the real today may be
WHO = [
    "anonymous",
    "stranger",
    "member",
    "other",
    "convener",
    "liaison",
    "handler",
    "head",
    "clerk",
    "officer",
    "leader",
    "auditor",
    "keeper",
]
HEAD = """\
# Who gets what at every address: the answer to GET / to POST with nothing in it.
# "login" sends to the sign-in page, 302 elsewhere. 404: for them there is no such page. 405: not in this way.
# After a change, print today's answers into this file and read the difference line by line:
#   ACCESS=write .venv/bin/pytest -q -p no:randomly tests/test_access.py && git diff tests/access.txt
"""


@dataclass(frozen=True)
class Address:
    name: str
    arguments: tuple[str, ...] = ()


def addresses() -> list[Address]:
    """Every named address of ours; of the admin its front page, which stands for its door."""
    return sorted({*_walk(get_resolver()), Address("admin:index")}, key=lambda address: address.name)


def _walk(resolver: URLResolver, namespace: str = "", arguments: tuple[str, ...] = ()) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        taken = (*arguments, *entry.pattern.converters)
        if isinstance(entry, URLPattern):
            assert entry.name, f"{entry} has no name"
            yield Address(f"{namespace}:{entry.name}", taken)
        elif entry.app_name != "admin":
            yield from _walk(entry, entry.namespace or namespace, taken)


def path_to(address: Address, cast: Cast) -> str:
    """The address of a thing that some of the cast may see and others may not; makes the thing."""
    if not address.arguments:
        return reverse(address.name)
    make = THINGS.get(address.name) or _usual(address)
    assert make, f"tests/access.py: THINGS does not say what {address.name} {address.arguments} speaks of"
    return reverse(address.name, kwargs=dict(zip(address.arguments, make(cast), strict=True)))


def answer(user: User | AnonymousUser, method: str, path: str) -> str:
    client = Client(raise_request_exception=False)
    if user.is_authenticated:
        client.force_login(user)
    return _word(read_to_end(getattr(client, method)(path)))


def read_to_end(response: HttpResponse) -> HttpResponse:
    """A download is made while it is read, and closed at its end."""
    if response.streaming:
        b"".join(response.streaming_content)
    return response


def _word(response: HttpResponse) -> str:
    if response.status_code == 302 and response.headers["Location"].startswith(reverse("accounts:login")):
        return "login"
    return str(response.status_code)


def who_is(who: str, cast: Cast) -> User | AnonymousUser:
    return AnonymousUser() if who == "anonymous" else getattr(cast, who)


def read_table() -> dict[str, list[str]]:
    rows = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert rows[0] == ["address", *WHO], "access.txt has other columns than tests/access.py"
    return {name: cells for name, *cells in rows[1:]}


def write_line(name: str, cells: list[str]) -> None:
    table = {**(read_table() if TABLE.exists() else {}), name: cells}
    known = {address.name for address in addresses()}
    rows = [["address", *WHO], *([row, *table[row]] for row in sorted(table) if row in known)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    TABLE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


# What an address speaks of: its arguments in order. Most are told by namespace and argument.

Make = Callable[[Cast], tuple[object, ...]]


def imported_file(kind: str) -> Make:
    """A file that the clerk, or who keeps accounts, uploaded and imported."""

    def make(cast: Cast) -> tuple[object, ...]:
        by = cast.keeper if kind == "units" else cast.clerk
        report = for_page(ImportReport(sheet="名册", saved=True))
        upload = ImportFile.objects.create(
            kind=kind, name="名册.xlsx", report=report, uploaded_by=by, uploaded_at=NOW, used_at=NOW
        )
        return (upload.pk,)

    return make


def member(cast: Cast) -> tuple[object, ...]:
    return (cast.person(cast.member).pk,)


def filed_visit(cast: Cast) -> tuple[object, ...]:
    """Of the member, in the town studio: the convener's and the liaison officer's too, not the other member's."""
    return (file(member=cast.person(cast.member), entry=_entry(cast), by=cast.member, now=NOW).pk,)


def recorded_visit(cast: Cast) -> tuple[object, ...]:
    """Written down for the member by the clerk, in the town studio."""
    entry = _entry(cast)
    return (file(member=cast.person(cast.member), entry=entry, by=cast.clerk, now=NOW, proxy=True).pk,)


def visit_photo(cast: Cast) -> tuple[object, ...]:
    entry = replace(_entry(cast), photos=(PhotoEntry(picture()),))
    visit = file(member=cast.person(cast.member), entry=entry, by=cast.member, now=NOW)
    return (visit.photos.get().pk,)


def draft_visit(cast: Cast) -> tuple[object, ...]:
    return (save_draft(member=cast.person(cast.member), entry=_entry(cast), by=cast.member, now=NOW).pk,)


def todays_visit(cast: Cast) -> VisitLog:
    """Of the real today, so that lists which open on this month have a row."""
    now = timezone.now()
    entry = _entry(cast, timezone.localdate(now))
    return file(member=cast.person(cast.member), entry=entry, by=cast.member, now=now)


def waiting_notices(cast: Cast) -> None:
    """So that inboxes and the list of what did not get through have a row, each as wide as they come."""
    for who in ("clerk", "convener", "member"):
        notice_to(who)(cast)
    failed_delivery(cast)


def _entry(cast: Cast, day: dt.date | None = None) -> VisitEntry:
    """With a long matter: no page may grow wider than its screen by it."""
    matter = MatterEntry("村口路灯坏了两个月,晚上出行不便,孩子放学回家也不放心" * 4, outcome=Matter.Outcome.REFERRED)
    return VisitEntry(
        occurred_on=day or NOW.date(),
        way=VisitLog.Way.VISIT,
        headcount=3,
        place="东关村",
        studio=cast.town,
        matters=(matter,),
    )


def asked_sheet(cast: Cast) -> MonthlySheet:
    return ask_sheet(month=dt.date(2026, 3, 1), by=cast.clerk, now=NOW)


def made_sheet(cast: Cast) -> MonthlySheet:
    asked_sheet(cast)
    return make_asked_sheets(write=write_month_sheet, clock=lambda: NOW)[0]


def audited(cast: Cast) -> tuple[object, ...]:
    """A row of the trail, sealed."""
    row = audit(AuditEvent.Action.EXPORTED, by=cast.clerk, now=NOW, subject="委员名册", detail={"count": 3})
    seal_events(now=NOW)
    return (row.pk,)


def constituent(cast: Cast) -> tuple[object, ...]:
    """Whom the member keeps contact with: of the office's too, not of the other member's."""
    return (known(cast, cast.member).pk,)


def tied(cast: Cast) -> tuple[object, ...]:
    person = known(cast, cast.member)
    return (person.pk, person.ties.get().pk)


def one_time_key(cast: Cast) -> tuple[object, ...]:
    """The token of a key that the clerk gave the member just now."""
    return (issue_key(user=cast.member, by=cast.clerk, now=timezone.now(), vouched=True).token,)


def resident(cast: Cast) -> tuple[object, ...]:
    return (Residency.objects.get(member__user=cast.member).pk,)


def studio(cast: Cast) -> tuple[object, ...]:
    return (cast.town.pk,)


def closed_studio(cast: Cast) -> tuple[object, ...]:
    close_studio(studio=cast.river, on=NOW.date(), why="并入城关工作室", by=cast.clerk, now=NOW)
    return (cast.river.pk,)


def honour(cast: Cast) -> tuple[object, ...]:
    made = add_honour(studio=cast.town, year=2025, title="五星级委员工作室", given_by="市政协", by=cast.clerk, now=NOW)
    return (cast.town.pk, made.pk)


def standard_line(cast: Cast) -> tuple[object, ...]:
    """A line of the town studio that its convener filled in, with a file."""
    return (cast.town.pk, shown_evidence(cast).item_id)


def shown_evidence(cast: Cast) -> StudioEvidence:
    line = StandardItem.objects.asked().first()
    paper = clean_file(PDF, "门牌照片和平面图.pdf", ATTACHMENTS)
    said = {"met": "partly", "note": LONG, "revision": 0, "files": [paper]}
    return fill_evidence(studio=cast.town, item=line, **said, by=cast.convener, now=NOW)


def notice_to(who: str) -> Make:
    def make(cast: Cast) -> tuple[object, ...]:
        said = {
            "subject": "您的走访记录已退回,请补充地点后再提交" * 3,
            "body": "请补充地点。\n" * 3,
            "link": "/go/studios.visit/1/",
        }
        return (notify(to=getattr(cast, who), key="access", **said, now=NOW).pk,)

    return make


def failed_delivery(cast: Cast) -> tuple[object, ...]:
    """To somebody without an account, by a channel that the office has not got."""
    notice = notify(to=Phone("13900000009"), key="access", subject="请来开会" * 9, body="3月23日", now=NOW)
    send_due(now=NOW)
    return (notice.deliveries.get().pk,)


LONG = "报送全年工作总结和明年工作打算,附驻室委员名单、接待记录、群众意见办理情况" * 2


def running_deadline(cast: Cast) -> tuple[object, ...]:
    """A general one, the member's and a unit's to see to, the convener its head; of the real today, once reminded."""
    now = timezone.now()
    made = open_general(
        label=LONG, started_on=timezone.localdate(now), due_on=timezone.localdate(now) + dt.timedelta(days=2),
        parties={Part.RESPONSIBLE: [cast.member, cast.water], Part.HEAD: [cast.convener]}, by=cast.clerk, now=now,
    )  # fmt: skip
    told = {"level": "remind", "at": now, "due_on": made.due_on, "told": 2}
    Firing.objects.get_or_create(deadline=made, leg=1, offset=-1, defaults=told)  # asked for twice, it is one
    return (made.pk,)


def undelivered_rung(cast: Cast) -> Firing:
    """A numbered rung that found nobody."""
    made = Deadline.objects.get(pk=running_deadline(cast)[0])
    found = {"level": "urge", "at": NOW, "due_on": made.due_on, "year": 2026, "number": 1}
    return Firing.objects.get_or_create(deadline=made, leg=1, offset=0, defaults=found)[0]


def waiting_extension(cast: Cast) -> tuple[object, ...]:
    """Asked by the member; nobody of the cast may grant it."""
    made, now = Deadline.objects.get(pk=running_deadline(cast)[0]), timezone.now()
    until = made.due_on + dt.timedelta(days=10)
    return (ask_extension(deadline=made, until_on=until, reason=LONG, by=cast.member, now=now).pk,)


def own_ladder(cast: Cast) -> tuple[object, ...]:
    change_ladder(kind="general", rungs=[RungValues(-1, "remind", ["head"])], by=None, now=NOW)
    return ("general",)


def in_pool(cast: Cast) -> tuple[object, ...]:
    """A representative whom the member keeps contact with."""
    return (representative(cast, known(cast, cast.member)).pk,)


def kept_by_clerk(cast: Cast) -> tuple[object, ...]:
    """A constituent of the clerk's own, as staff: the office's with the right too, nobody else's."""
    return (kept_by_staff(cast, cast.clerk).pk,)


def member_with_village(cast: Cast) -> tuple[object, ...]:
    """The member, who keeps contact with a village."""
    person = cast.person(cast.member)
    return (person.pk, tie(source=person, target=village(), kind="three_links", by=None, now=NOW).pk)


def referral(state: str = "waiting") -> Make:
    """To the convener's unit, sent by the member: the office's too, not the other unit's. Late, with long words."""

    def make(cast: Cast) -> tuple[object, ...]:
        return (referral_of(cast, state).pk,)

    return make


def referral_of(cast: Cast, state: str) -> Referral:
    UnitPost.objects.filter(user=cast.convener).update(part=UnitPost.Part.HEAD)
    sent = refer(
        subject="studios.matter:1", label=LONG, link="/go/studios.matter/1/", text=LONG, unit=cast.hall, part="lead",
        by=cast.member, now=NOW, files=[clean_file(picture_bytes(), "现场照片.png", ATTACHMENTS)],
    )  # fmt: skip
    if state != "waiting":
        sent = sign(referral=sent, by=cast.convener, now=NOW)
    if state == "signed":
        draft = Answer("已派人查看", "doing")
        files = [clean_file(picture_bytes(), "答复附件.png", ATTACHMENTS)]
        said = {"revision": sent.revision, "by": cast.convener, "now": NOW}
        return save_answer_draft(referral=sent, answer=draft, files=files, **said)
    if state == "for_head":
        ReferralSetting.objects.update(head_signs_off=True)
        post(cast.stranger, cast.hall)
        said = {"revision": sent.revision, "by": cast.stranger, "now": NOW}
        return submit_answer(referral=sent, answer=Answer(LONG, "done", "王召", "王召", "0700-1234567"), **said)
    if state == "answered":
        said = {"revision": sent.revision, "by": cast.convener, "now": NOW}
        return submit_answer(referral=sent, answer=Answer(LONG, "done", "王召", "王召", "0700-1234567"), **said)
    return ask_back(referral=sent, reason=LONG, by=cast.convener, now=NOW) if state == "asked_back" else sent


def sent_file(cast: Cast) -> tuple[object, ...]:
    return (referral_of(cast, "waiting").files.get().pk,)


def draft_file(cast: Cast) -> tuple[object, ...]:
    return (referral_of(cast, "signed").files.get(side="unit").pk,)


PEOPLE = ["person", "person_phone", "person_edit", "person_withdraw", "person_tie", "representative_add"]
STAFF_PEOPLE = [f"staff_person{act}" for act in ("", "_phone", "_contact", "_edit", "_withdraw")]
MY_PEOPLE = [f"my_person{act}" for act in ("", "_phone", "_contact", "_edit", "_end", "_withdraw")]
STUDIO_PAGES = ["studio", "studio_paper", "studio_edit", "studio_close", "officer", "standard"]


def past_shift(cast: Cast) -> tuple[object, ...]:
    """Of the real yesterday, the member's: published, without outcome. The other member is in another studio."""
    return (duty.shift(cast, day=timezone.localdate() - dt.timedelta(days=1), theme="医保政策咨询", now=PAST).pk,)


def coming_shift(cast: Cast) -> tuple[object, ...]:
    return (coming(cast).pk,)


def coming(cast: Cast) -> DutyShift:
    """The member's, in a fortnight of the real today; long words, so that no page grows wider than its screen."""
    fields = {"guests": "县医保局王科长、县人民医院李医生、司法所张律师" * 3, "place": "东关村党群服务中心二楼会议室"}
    return duty.shift(cast, day=timezone.localdate() + dt.timedelta(days=14), theme="医保政策咨询", now=PAST, **fields)


def coming_turn(cast: Cast) -> tuple[object, ...]:
    return (duty.turn(coming(cast), cast.member).pk,)


def running_swap(cast: Cast) -> tuple[object, ...]:
    """The member asks the convener."""
    return (duty.asked(cast, coming(cast)).pk,)


def duty_pattern(cast: Cast) -> tuple[object, ...]:
    return (duty.fridays(cast, now=timezone.now()).pk,)


def duty_feed(cast: Cast) -> tuple[object, ...]:
    coming(cast)
    return (renew_feed(by=cast.member, now=NOW).token,)


DUTY = {
    "shift": coming_shift,
    "shift_edit": coming_shift,
    "shift_cancel": coming_shift,
    "shift_keep": coming_shift,
    "shift_record": past_shift,
    "turn_swap": coming_turn,
    "swap_confirm": running_swap,
    "swap_refuse": running_swap,
    "pattern_change": duty_pattern,
    "pattern_end": duty_pattern,
}

USUAL: dict[tuple[str, ...], Make] = {
    ("accounts", "token"): one_time_key,
    ("accounts", "pk"): lambda cast: (cast.handler.pk,),
    ("deadlines", "pk"): running_deadline,
    ("deadlines", "year"): lambda cast: (2026,),
    ("deadlines", "code"): lambda cast: ("general",),
    ("deadlines", "kind"): own_ladder,
    ("members", "pk"): member,
    ("notices", "pk"): failed_delivery,
    ("referrals", "pk"): referral(),
    ("studios", "pk"): filed_visit,
    ("studios", "code"): lambda cast: ("silent",),
    ("assessment", "month"): lambda cast: ("2026-03",),
    ("assessment", "month", "pk"): lambda cast: ("2026-03", *member(cast)),
    ("assessment", "version"): lambda cast: (1,),
    ("assessment", "code"): lambda cast: ("three-village",),
}
THINGS: dict[str, Make] = {
    **MATTERS,
    "accounts:audit_event": audited,
    "accounts:unit_post_end": lambda cast: (UnitPost.objects.get(user=cast.handler).pk,),
    "studios:person_key": resident,
    "deadlines:decide": waiting_extension,
    "deadlines:paper": lambda cast: (undelivered_rung(cast).pk,),
    "deadlines:settled": lambda cast: (undelivered_rung(cast).deadline_id,),
    "notices:my_read": notice_to("member"),
    "notices:office_read": notice_to("clerk"),
    "notices:unit_read": notice_to("handler"),
    "portal:go": lambda cast: ("studios.visit", *filed_visit(cast)),
    "referrals:answer": referral("signed"),
    "referrals:sign_off": referral("for_head"),
    "referrals:take_back": referral("for_head"),
    "referrals:unit_referral": referral("signed"),
    "referrals:my_referral": referral("asked_back"),
    "referrals:office_referral": referral("answered"),
    "referrals:my_decide": referral("asked_back"),
    "referrals:office_decide": referral("asked_back"),
    "referrals:my_review": referral("answered"),
    "referrals:office_review": referral("answered"),
    "referrals:unit_file": sent_file,
    "referrals:my_file": sent_file,
    "referrals:office_file": sent_file,
    "referrals:remove_file": draft_file,
    **{f"studios:{door}_{name}": make for name, make in DUTY.items() for door in ("my", "office")},
    "studios:duty_shift": coming_shift,
    "studios:duty_shift_ics": coming_shift,
    "studios:duty_swap_ask": coming_turn,
    **{f"studios:duty_swap{act}": running_swap for act in ("", "_agree", "_decline", "_back")},
    "studios:duty_feed": duty_feed,
    "studios:visit_discard": draft_visit,
    "studios:visit_photo": visit_photo,
    "studios:office_photo": visit_photo,
    "studios:office_edit": recorded_visit,
    "studios:office_studio": lambda cast: (cast.town.pk,),
    **{f"studios:office_{page}": studio for page in STUDIO_PAGES},
    "studios:office_studio_reopen": closed_studio,
    "studios:honour_new": studio,
    "studios:honour_remove": honour,
    "studios:residency_part": resident,
    "studios:residency_end": resident,
    "studios:my_standard_fill": standard_line,
    "studios:office_standard_fill": standard_line,
    "studios:evidence_file": lambda cast: (shown_evidence(cast).files.get().pk,),
    "studios:office_studio_print": studio,
    "studios:office_member_print": member,
    "assessment:sheet": lambda cast: ("2026-03", asked_sheet(cast).pk),
    "assessment:sheet_file": lambda cast: ("2026-03", made_sheet(cast).pk),
    "members:person_untie": tied,
    **MATTERS,
    "members:untie": member_with_village,
    "members:representative": in_pool,
    "members:representative_end": in_pool,
    "members:staff_tie_end": lambda cast: (kept_by_staff(cast, cast.clerk).ties.get().pk,),
    **{f"members:{name}": constituent for name in (*PEOPLE, *MY_PEOPLE)},
    **{f"members:{name}": kept_by_clerk for name in STAFF_PEOPLE},
}


def _usual(address: Address) -> Make | None:
    namespace, short = address.name.split(":")
    if short.endswith("_preview"):
        return imported_file(short.removesuffix("_preview"))
    return USUAL.get((namespace, *address.arguments))
