"""Every list and every first page, against the demo office made in this run; part of ``make bench``.

Prints a table for `docs/performance.md`: queries and median time in process, and their ratio to a page with a small
form measured in the same run. A ratio travels between machines; milliseconds do not.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIMES = 9
SMALL_FORM = "accounts:password"

# door → who looks → the names of the addresses: all that list something, and where each door opens
CLERK, OFFICER, AUDITOR, KEEPER = "bangongshi", "kaohe", "shenji", "xitong"
CONVENER, LIAISON, HANDLER, HEAD = "convener", "lianluoyuan", "shuilijingban", "shuilifuze"
PAGES: dict[str, list[str]] = {
    CLERK: [
        "portal:office",
        "portal:accounts",
        "members:list",
        "members:people",
        "members:pool",
        "members:staff_ties",
        "studios:office_studios",
        "studios:office_standards",
        "studios:placing",
        "studios:office_visits",
        "studios:office_matters",
        "studios:matter_figures",
        "studios:office_gaps",
        "studios:office_roster",
        "studios:office_duty_print",
        "studios:office_patterns",
        "referrals:office_list",
        "deadlines:office",
        "deadlines:undelivered",
        "deadlines:calendar",
        "deadlines:limits",
        "deadlines:ladders",
        "assessment:months",
        "assessment:rules",
        "assessment:quotas",
        "assessment:progress",
        "notices:deliveries",
        "notices:office_inbox",
    ],
    KEEPER: ["accounts:unit_people", "liaison:jobs"],
    AUDITOR: ["accounts:audit"],
    CONVENER: [
        "portal:my",
        "portal:me",
        "members:my_people",
        "members:my_ties",
        "studios:visits",
        "studios:visits_print",
        "studios:visit_new",
        "studios:my_matters",
        "studios:my_studio",
        "studios:my_studio_print",
        "studios:my_studio_people",
        "studios:my_studio_accounts",
        "studios:my_studio_facts",
        "studios:my_studio_gaps",
        "studios:my_studio_record",
        "studios:my_duty",
        "studios:my_roster",
        "studios:my_duty_print",
        "studios:my_patterns",
        "studios:my_standard",
        "studios:studio_matters",
        "studios:studio_matters_month",
        "assessment:my_points",
        "assessment:my_quotas",
        "assessment:my_studio_quotas",
        "deadlines:my_list",
        "notices:my_inbox",
    ],
    LIAISON: ["referrals:my_list"],
    HANDLER: ["portal:unit", "portal:unit_own", "referrals:unit_list", "deadlines:unit_list", "notices:unit_inbox"],
    HEAD: ["referrals:unit_statistics"],
}
# Pages without arguments that list nothing: forms, choices, confirmations, what is downloaded or posted.
NO_LISTS = {
    *("accounts:again", "accounts:audit_chain", "accounts:audit_export", "accounts:large_text", "accounts:login"),
    *("accounts:logout", "accounts:password", "accounts:second_step", "accounts:second_step_enrol"),
    *("accounts:unit_person_new", "accounts:unit_slips", "accounts:units_import", "accounts:units_template"),
    *("admin:index", "assessment:progress_export", "assessment:quota_new", "assessment:quota_reminders"),
    *("deadlines:day", "deadlines:export", "deadlines:hand_over_all", "deadlines:hours", "deadlines:ladder_for_all"),
    *("deadlines:new", "deadlines:notice", "liaison:healthz", "liaison:readyz"),
    *("members:export", "members:my_person_new", "members:new", "members:people_export", "members:people_find"),
    *("members:pool_export", "members:pool_find", "members:roster_import", "members:roster_template"),
    *("members:staff_person_new", "notices:my_choice", "notices:my_read_all", "notices:office_choice"),
    *("notices:office_read_all", "notices:retry_all", "notices:unit_choice", "notices:unit_read_all"),
    *("portal:home", "portal:slips", "referrals:export", "referrals:setting"),
    *("studios:duty_calendar", "studios:duty_calendar_renew", "studios:my_duty_export", "studios:my_pattern_new"),
    *("studios:my_publish", "studios:my_shift_new", "studios:office_duty_export", "studios:office_pattern_new"),
    *("studios:office_publish", "studios:office_shift_new", "studios:offline", "studios:sw"),
    *("studios:blank_log", "studios:blank_register", "studios:office_blank_log", "studios:office_blank_register"),
    *(
        "studios:outbox",
        "studios:gap_setting",
        "studios:gaps_export",
        "studios:matters_bundle",
        "studios:matters_export",
    ),
    *("studios:my_studio_check", "studios:office_check", "studios:office_record", "studios:office_studio_new"),
    *("studios:standards_export", "studios:studios_export", "studios:studios_import", "studios:studios_template"),
    *("studios:visits_export", "studios:visits_import", "studios:visits_template"),
}


def main() -> None:
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        import django
        from django.conf import settings

        settings.FILES_DIR = Path(folder) / "files"
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        make_office()
        made = time.perf_counter() - began
        rows = [row for who, names in PAGES.items() for row in measured(who, names)]
    print(f"the demo office, made in {made:.0f} s, SQLite, median of {TIMES}\n")
    print("| who | page | queries | time | to a page with a small form |\n|---|---|---|---|---|")
    for who, path, queries, took, floor in rows:
        print(f"| {who} | `{path}` | {queries} | {took * 1000:.0f} ms | {took / floor:.1f} |")


def make_office() -> None:
    from django.utils import timezone

    from liaison.demo import make_county, send_messages

    now = timezone.now()
    make_county(now=now)
    send_messages(now=now)


def measured(who: str, names: list[str]) -> list[tuple[str, str, int, float, float]]:
    """Who, address, queries, seconds, and the floor measured between the same pages."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    user = find_user(who)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)

    def get(path: str) -> None:
        answer = client.get(path)
        assert answer.status_code == 200, f"{path} for {who}: {answer.status_code}"  # noqa: S101

    rows = []
    for name in names:
        led = client.get(reverse(name), follow=True).redirect_chain  # to a month, a year, a form of its own
        path = led[-1][0] if led else reverse(name)
        with CaptureQueriesContext(connection) as asked:
            get(path)
        queries = len(asked)
        floor = seconds(lambda: get(reverse(SMALL_FORM)))
        rows.append((title(who, user), path.split("?")[0], queries, seconds(lambda path=path: get(path)), floor))
    return rows


def find_user(who: str):
    from accounts.models import User
    from studios.models import Residency

    if who != CONVENER:
        return User.objects.get(username=who)
    held = Residency.objects.open().filter(studio__number=1, part=Residency.Part.CONVENER)
    return held.select_related("member__user").get().member.user


def title(who: str, user) -> str:
    words = {CLERK: "office", KEEPER: "system administrator", AUDITOR: "auditor", CONVENER: "convener"}
    return words.get(who) or {LIAISON: "liaison officer", HANDLER: "unit", HEAD: "head of a unit"}.get(who, user.name)


def seconds(run: Callable[[], object]) -> float:
    """The median time of a few runs."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
