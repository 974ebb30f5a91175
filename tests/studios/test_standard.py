"""The standard: its lines, and what a studio shows for each."""

import pytest

from accounts.models import StoredFile
from common.uploads import ATTACHMENTS, CleanFile, clean_file
from studios.models import EvidenceEvent, EvidenceFile, StandardItem, StudioEvidence
from studios.seed import STANDARD, seed
from studios.services import EvidenceRefused, EvidenceStale, close_studio, fill_evidence
from tests.cast import NOW, Cast
from tests.common.files import PDF


def item(code: str = "has-place") -> StandardItem:
    return StandardItem.objects.get(code=code)


def paper(name: str = "照片.pdf", more: bytes = b"") -> CleanFile:
    return clean_file(PDF + more, name, ATTACHMENTS)


def filled(cast: Cast, met: str = "yes", note: str = "二楼", revision: int = 0, **more) -> StudioEvidence:
    given = {"studio": cast.town, "item": item(), "by": cast.convener, **more}
    return fill_evidence(**given, met=met, note=note, revision=revision, now=NOW)


def test_seed_has_the_labels_of_the_domain_and_leaves_what_an_office_changed(cast: Cast):
    assert {label: len(items) for label, (_, items) in STANDARD.items()} == {
        "五有": 5,
        "六有": 6,
        "五上墙": 5,
        "台账": 7,
    }
    assert set(StandardItem.objects.asked().values_list("label", flat=True)) == {"五有", "五上墙", "台账"}
    line = item()
    line.name, line.in_use, line.position = "有阵地", False, 99
    line.save()
    before = list(StandardItem.objects.values())
    seed()
    assert list(StandardItem.objects.values()) == before


def test_line_is_filled_in_with_its_story(cast: Cast, files_dir):
    first = filled(cast, met="partly", files=[paper()])
    second = filled(
        cast, revision=1, by=cast.liaison, take_away=list(first.files.all()), files=[paper("门牌.pdf", b" ")]
    )
    assert first == second
    assert (second.met, second.by, second.revision) == ("yes", cast.liaison, 2)
    assert [file.file.name for file in second.files.all()] == ["门牌.pdf"]
    assert list(EvidenceEvent.objects.values_list("by", "met", "files")) == [
        (cast.liaison.pk, "yes", "去掉照片.pdf、加上门牌.pdf"),
        (cast.convener.pk, "partly", "加上照片.pdf"),
    ]


def test_line_sent_twice_is_written_once(cast: Cast, files_dir):
    for _ in range(2):
        filled(cast, files=[paper()])
    assert EvidenceEvent.objects.count() == EvidenceFile.objects.count() == StoredFile.objects.count() == 1


def test_two_of_a_studio_at_once_the_second_is_told(cast: Cast):
    filled(cast)
    with pytest.raises(EvidenceStale, match="王召刚刚填过这一项"):
        filled(cast, met="no", by=cast.liaison)
    assert StudioEvidence.objects.get().met == "yes"


def test_line_out_of_use_too_many_files_and_a_closed_studio_are_refused(cast: Cast, files_dir):
    with pytest.raises(EvidenceRefused, match="现在不要求了"):
        filled(cast, item=item("six-base"))
    with pytest.raises(EvidenceRefused, match="最多6个附件"):
        filled(cast, files=[paper(more=b" " * n) for n in range(7)])
    close_studio(studio=cast.town, on=NOW.date(), why="", by=cast.clerk, now=NOW)
    with pytest.raises(EvidenceRefused, match="已撤销"):
        filled(cast)
    assert not StudioEvidence.objects.exists()
    assert not EvidenceFile.objects.exists()
