import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import AuditEvent
from assessment.forms import RulebookForm
from assessment.models import Rulebook
from assessment.queries import rulebooks
from tests.assessment.makers import sample
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")

RULE = "/office/rules/1/"


def ticked(version: int = 1, **changes: str) -> dict[str, str]:
    """The page filled in as it stands, everything ticked; ``changes`` by item code and field: visits_points."""
    form = RulebookForm(rulebook=rulebooks().get(version=version))
    data = {}
    for name, field in form.fields.items():
        data[name] = "on" if name.endswith("-ok") else str(field.initial)
    for item in form.items:
        for field in ("required", "points", "cap"):
            if (key := f"{item.code.replace('-', '_')}_{field}") in changes:
                data[f"items-{item.pk}-{field}"] = changes[key]
    return data


def field(code: str, name: str) -> str:
    return f"items-{sample().items.get(code=code).pk}-{name}"


def text_of(response) -> str:
    return response.content.decode()


def test_list_shows_versions_and_their_state(cast: Cast, signed_in):
    page = text_of(signed_in(cast.leader).get("/office/rules/"))
    assert "委员履职考核办法 第1版" in page
    assert "示例,待确认" in page
    assert "核对确认" not in page
    assert "核对确认" in text_of(signed_in(cast.officer).get("/office/rules/"))


def test_every_number_has_an_input_and_a_tick(cast: Cast, signed_in):
    page = text_of(signed_in(cast.officer).get(RULE))
    # 10 items of 3 numbers, 4 thresholds, 2 prerequisites of 2
    assert page.count('type="number"') == page.count('type="checkbox"') - 1 == 38  # and whether the unchecked count
    assert "出处:保康“151”:每年走访10次" in page


def test_reader_sees_the_numbers_without_inputs(cast: Cast, signed_in):
    page = text_of(signed_in(cast.leader).get(RULE))
    assert "全年应完成10次,完成得20分" in page
    assert 'type="number"' not in page
    assert signed_in(cast.leader).post(RULE, ticked()).status_code == 404
    assert not sample().confirmed_at


@pytest.mark.parametrize("who", ["auditor", "member", "convener", "stranger"])
@pytest.mark.parametrize("path", ["", "1/", "1/revise/"])
def test_rules_do_not_exist_for_others(cast: Cast, signed_in, who: str, path: str):
    assert signed_in(getattr(cast, who)).get(f"/office/rules/{path}").status_code == 404


def test_leader_cannot_revise(cast: Cast, signed_in):
    assert signed_in(cast.leader).get("/office/rules/1/revise/").status_code == 404


def test_unknown_version_does_not_exist(cast: Cast, signed_in):
    assert signed_in(cast.officer).get("/office/rules/9/").status_code == 404


def test_confirming_saves_the_numbers_and_closes_the_page(cast: Cast, signed_in):
    client = signed_in(cast.officer)
    answer = client.post(RULE, ticked(visits_points="25.5", visits_cap="25.5"), follow=True)
    assert "已确认" in text_of(answer)
    assert 'type="number"' not in text_of(answer)
    book = sample()
    assert (book.is_sample, book.confirmed_by) == (False, cast.officer)
    assert book.items.get(code="visits").points == Decimal("25.5")
    assert AuditEvent.objects.filter(subject__startswith="确认考核办法", actor_id=cast.officer.pk).exists()


def test_confirming_twice_changes_nothing(cast: Cast, signed_in):
    first, second = ticked(), ticked(visits_points="1")
    signed_in(cast.officer).post(RULE, first)
    answer = signed_in(cast.clerk).post(RULE, second, follow=True)
    assert "何联络已经确认过这一版,您填的没有保存" in text_of(answer)
    assert 'value="1"' in text_of(answer)
    assert "这一版已经确认过" in text_of(signed_in(cast.officer).post(RULE, first, follow=True))
    assert sample().items.get(code="visits").points == 20


def test_one_tick_missing_refuses_all_and_keeps_what_was_typed(cast: Cast, signed_in):
    data = ticked(visits_points="17", visits_cap="19")
    del data[f"{field('visits', 'cap')}-ok"]
    page = text_of(signed_in(cast.officer).post(RULE, data))
    assert "还有 1 处没有核对或填得不对" in page
    assert "请核对后打勾" in page
    assert 'value="17"' in page
    assert not sample().confirmed_at


@pytest.mark.parametrize(
    ("changes", "code", "name", "words"),
    [
        ({"visits_points": ""}, "visits", "points", "请填0到1000的分数"),
        ({"visits_points": "-1"}, "visits", "points", "请填0到1000的分数"),
        ({"visits_points": "1.234"}, "visits", "points", "请填0到1000的分数"),
        ({"visits_points": "99999"}, "visits", "points", "请填0到1000的分数"),
        ({"visits_points": "NaN"}, "visits", "points", "请填0到1000的分数"),
        ({"visits_points": "1e3"}, "visits", "cap", "封顶不能小于一次的分值1000"),
        ({"visits_required": "0"}, "visits", "required", "请填1到10000的整数"),
        ({"visits_required": "1.5"}, "visits", "required", "请填1到10000的整数"),
        ({"visits_cap": "5"}, "visits", "cap", "封顶不能小于一次的分值20"),
    ],
)
def test_wrong_number_is_named_at_its_field(cast: Cast, signed_in, changes, code: str, name: str, words: str):
    response = signed_in(cast.officer).post(RULE, ticked(**changes))
    assert words in str(response.context["form"].errors[field(code, name)])
    assert not sample().confirmed_at
    assert sample().items.get(code="visits").points == 20


@pytest.mark.parametrize(
    ("name", "percent", "words"),
    [("良好", "95", "要小于上一等次的90"), ("不合格", "5", "请填0"), ("优秀", "101", "请填0到100的整数")],
)
def test_thresholds_that_make_no_sense_are_named(cast: Cast, signed_in, name: str, percent: str, words: str):
    key = f"grades-{sample().grades.get(name=name).pk}-from_percent"
    response = signed_in(cast.officer).post(RULE, {**ticked(), key: percent})
    assert words in str(response.context["form"].errors[key])
    assert not sample().confirmed_at


def test_revision_offers_open_months_and_copies(cast: Cast, signed_in):
    client = signed_in(cast.officer)
    client.post(RULE, ticked())
    assert "/office/rules/1/revise/" in text_of(client.get(RULE))
    page = text_of(client.get("/office/rules/1/revise/"))
    assert "2026年4月1日起" in page
    assert "2026年3月1日起" not in page
    answer = client.post("/office/rules/1/revise/", {"month": "2026-06-01"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/office/rules/2/"
    assert "已照第1版抄出第2版" in text_of(answer)
    assert Rulebook.objects.get(version=1).effective_to == dt.date(2026, 5, 31)
    assert "/office/rules/1/revise/" not in text_of(client.get(RULE))
    client.post("/office/rules/2/", ticked(2))
    assert Rulebook.objects.get(version=2).confirmed_at


def test_revision_from_a_month_not_offered_is_refused(cast: Cast, signed_in):
    client = signed_in(cast.officer)
    client.post(RULE, ticked())
    page = text_of(client.post("/office/rules/1/revise/", {"month": "2026-03-01"}))
    assert "这个月份不能选" in page
    assert "请选择月份" in text_of(client.post("/office/rules/1/revise/", {}))
    assert Rulebook.objects.count() == 1


def test_unconfirmed_version_is_not_revised(cast: Cast, signed_in):
    answer = signed_in(cast.officer).post("/office/rules/1/revise/", {"month": "2026-06-01"}, follow=True)
    assert "还没有确认" in text_of(answer)
    assert Rulebook.objects.count() == 1
