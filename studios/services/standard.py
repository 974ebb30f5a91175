"""The standard: what a studio shows for a line of the checklist."""

import datetime as dt
from collections.abc import Sequence
from hashlib import sha256

from django.db import transaction

from accounts.models import User
from accounts.services import store_file
from common.uploads import CleanFile
from studios.models import EvidenceEvent, EvidenceFile, StandardItem, Studio, StudioEvidence
from studios.services.studios import locked

MOST_FILES = 6  # of one line; more belong into one document


class EvidenceRefused(Exception):
    """It cannot be filled in so; the message is Chinese and says how to mend it."""


class EvidenceStale(EvidenceRefused):
    """Somebody else of the studio filled it in meanwhile. ``stored`` is what stands now."""

    def __init__(self, stored: StudioEvidence) -> None:
        super().__init__(
            f"{stored.by or '别人'}刚刚填过这一项({stored.get_met_display()})。下面是您填的,核对后再保存一次。"
        )
        self.stored = stored


@transaction.atomic
def fill_evidence(
    *,
    studio: Studio,
    item: StandardItem,
    met: str,
    note: str,
    revision: int,
    by: User | None,
    now: dt.datetime,
    files: Sequence[CleanFile] = (),
    take_away: Sequence[EvidenceFile] = (),
) -> StudioEvidence:
    """Say whether a line is met, with what can be seen. ``revision`` is that of what the form showed, 0 for nothing.

    Sent twice it is written once. Locks the studio. Raises EvidenceStale, EvidenceRefused.
    """
    held = locked(studio)
    if held.closed_on:
        raise EvidenceRefused(f"{held}已撤销,不用再填建设标准。")
    if not item.in_use:
        raise EvidenceRefused(f"“{item}”现在不要求了,不用再填。")
    now_there = StudioEvidence.objects.select_related("by").filter(studio=held, item=item).first()
    if now_there and _stands(now_there, met, note, files, take_away):
        return now_there
    if (now_there.revision if now_there else 0) != revision:
        raise EvidenceStale(now_there or StudioEvidence(studio=held, item=item))
    filled = now_there or StudioEvidence(studio=held, item=item, revision=0)
    filled.met, filled.note, filled.by, filled.at, filled.revision = met, note, by, now, filled.revision + 1
    filled.save()
    told = _change_files(filled, files, take_away, by=by, now=now)
    EvidenceEvent.objects.create(evidence=filled, at=now, by=by, met=met, note=note, files=told[:400])
    return filled


def _change_files(
    filled: StudioEvidence,
    files: Sequence[CleanFile],
    take_away: Sequence[EvidenceFile],
    *,
    by: User | None,
    now: dt.datetime,
) -> str:
    """Add and take away; returns both in words."""
    gone = list(filled.files.filter(pk__in=[one.pk for one in take_away]).select_related("file"))
    if filled.files.count() - len(gone) + len(files) > MOST_FILES:
        raise EvidenceRefused(f"一项最多{MOST_FILES}个附件,请去掉几个,或合并成一个文件。")
    said = [f"去掉{one.file.name}" for one in gone]
    EvidenceFile.objects.filter(pk__in=[one.pk for one in gone]).delete()
    for file in files:
        EvidenceFile.objects.create(evidence=filled, file=store_file(file=file, by=by, now=now))
        said.append(f"加上{file.name}")
    return "、".join(said)


def _stands(
    there: StudioEvidence, met: str, note: str, files: Sequence[CleanFile], take_away: Sequence[EvidenceFile]
) -> bool:
    """Whether exactly this is stored already. One query."""
    kept = {one.pk: one.file.sha256 for one in there.files.select_related("file")}
    return (
        (there.met, there.note) == (met, note)
        and {sha256(file.content).hexdigest() for file in files} <= set(kept.values())
        and not {one.pk for one in take_away} & kept.keys()
    )
