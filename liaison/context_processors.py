"""``alerts``: what whoever looks after the machinery must know on whichever office page they are."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from common.templatetags.chinese import moment
from liaison.queries import Board, job_board
from liaison.rules import can_see_jobs


@dataclass(frozen=True)
class Alert:
    text: str
    url: str
    link: str


def alerts(request: HttpRequest) -> dict[str, object]:
    """Lazily, for office pages alone print them. One query for who may see jobs, none for anybody else."""
    return {"alerts": SimpleLazyObject(lambda: _alerts(request))}


def _alerts(request: HttpRequest) -> list[Alert]:
    page = reverse("liaison:jobs")
    if request.path == page or not can_see_jobs(request.user):
        return []
    text = _words(job_board(timezone.now()))
    return [Alert(text, page, "查看后台任务")] if text else []


def _words(board: Board) -> str:
    if board.looked_at is None:
        return "后台任务还没有启动,夜间的清理和整理不会进行。"
    if board.silent:
        return f"后台任务已经停了,最后一次运行是{moment(board.looked_at)}。"
    late = [line.job.name for line in board.lines if line.late]
    failed = [line.job.name for line in board.lines if line.failed and not line.late]
    said = [f"没有按时运行:{'、'.join(late)}。"] if late else []
    said += [f"上次没有做成:{'、'.join(failed)}。"] if failed else []
    return f"后台任务{' '.join(said)}" if said else ""
