import signal
import threading
from types import FrameType

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from liaison.embedded import run_due, run_until
from liaison.engine import Ended


class Command(BaseCommand):
    help = "做后台任务,直到停止(Ctrl+C);加 --once 只把到了时间的做一遍"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help="只把到了时间的任务做一遍,说明做了什么")
        parser.add_argument("--beside", type=int, metavar="PID", help="由哪个进程启动;那个进程结束,它也结束")

    def handle(self, *, once: bool, beside: int | None, **options) -> None:
        if once:
            self._once()
        else:
            run_until(_stopped_by_signals(), parent=beside)

    def _once(self) -> None:
        ended = run_due(timezone.now())
        for one in ended:
            self.stdout.write(f"{one.job.name}:{_words(one)}")
        if not ended:
            self.stdout.write("没有到时间的任务。")
        if any(one.error for one in ended):
            raise CommandError("有任务没有做成。")


def _words(ended: Ended) -> str:
    return ended.error or ended.did or "没有要做的"


def _stopped_by_signals() -> threading.Event:
    """Set by the first signal to stop; a second one ends the process at once, and the job is taken up again later."""
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    return stop
