"""The sample office's roster, person by person."""

import json

import pytest

from common.imports import Mode, Outcome
from members.models import Area, Member, Membership, Seat, Sector
from tests.members.rosters import DATA, errors, everything, take_file

ANSWERS = json.loads((DATA / "答案.json").read_text(encoding="utf-8"))
GOOD = {one["phone"]: one for one in ANSWERS["members"] if not one["error"]}
ROSTER = (DATA / "委员名册.xlsx").read_bytes()

pytestmark = pytest.mark.django_db


def held() -> dict[str, dict[str, object]]:
    return {
        seat.member.phone: {
            "name": seat.member.name,
            "gender": seat.member.get_gender_display(),
            "birth": f"{seat.member.birth_month:%Y-%m}",
            "ethnic": seat.member.ethnicity,
            "party": seat.member.party,
            "sector": seat.sector.name,
            "area": seat.area.name if seat.area else None,
            "no": int(seat.number),
        }
        for seat in Seat.objects.open().select_related("member", "sector", "area")
    }


def test_every_person_is_held_exactly():
    take_file(ROSTER)
    wanted = {
        phone: {field: one[field] for field in ("name", "gender", "birth", "ethnic", "party", "sector", "area", "no")}
        for phone, one in GOOD.items()
    }
    assert held() == wanted


def test_report_names_each_row_that_is_wrong():
    report = take_file(ROSTER).as_dict()
    assert {(error["row"], error["column"]) for error in report["errors"]} == {(92, "手机号码"), (163, "界别")}
    assert [(twice["row"], twice["name"]) for twice in report["duplicates"]] == [(117, "钱康磊")]
    assert (report["created"], report["updated"], report["unchanged"]) == (len(GOOD), 0, 0)
    assert report["sheet"] == "委员名册"
    assert report["saved"]
    messages = {error["row"]: error["message"] for error in report["errors"]}
    assert "这里是10位" in messages[92]
    assert "“经济界”标题下" in messages[163]
    assert "民族一栏空着的" in "".join(report["notes"])


def test_posts_committees_and_what_follows_are_made():
    take_file(ROSTER)
    chair = Seat.objects.get(post=Seat.Post.CHAIR)
    assert (chair.member.name, chair.member.employer) == ("韩安芳", "东山乡水厂院长")
    assert [m.group.name for m in Membership.objects.filter(member=chair.member)] == ["教科卫体委"]
    assert Seat.objects.filter(post=Seat.Post.VICE_CHAIR).count() == 4
    assert set(ANSWERS["sectors"]) <= set(Sector.objects.values_list("name", flat=True))
    assert Area.objects.filter(name="高新园区").exists()
    assert Member.objects.get(name="毛德新").note == "连任"


def test_two_of_one_name_stay_two():
    take_file(ROSTER)
    namesakes = Member.objects.filter(name="邵康")
    assert {person.phone for person in namesakes} == {"19900010284", "19900010844"}


def test_second_import_changes_nothing():
    take_file(ROSTER)
    before = everything()
    report = take_file(ROSTER)
    after = everything()
    assert len(report.of(Outcome.UNCHANGED)) == len(GOOD)
    assert not report.of(Outcome.NEW, Outcome.CHANGED)
    assert len(after.pop("accounts.AuditEvent")) == len(before.pop("accounts.AuditEvent")) + 1
    assert after == before


def test_file_with_errors_is_refused_whole_unless_asked():
    before = everything()
    report = take_file(ROSTER, mode=Mode.ALL)
    assert everything() == before
    assert not report.saved
    assert report.as_dict()["created"] == 0
    assert set(errors(report)) == {92, 163}


def test_preview_says_the_same_and_saves_nothing():
    before = everything()
    preview = take_file(ROSTER, mode=Mode.PREVIEW)
    assert everything() == before
    assert not preview.saved
    assert preview.rows == take_file(ROSTER).rows


def test_preview_of_a_changed_roster_saves_nothing():
    take_file(ROSTER)
    Member.objects.update(party="无")
    before = everything()
    assert len(take_file(ROSTER, mode=Mode.PREVIEW).of(Outcome.CHANGED)) == len(GOOD)
    assert everything() == before
