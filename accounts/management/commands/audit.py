"""The audit trail from the command line: verify, head, seal, purge."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.chain.walking import Head
from accounts.queries import chain_state
from accounts.services import ChainBroken, purge_audit, seal_events, verify_chain

VIA = "命令行"


class Command(BaseCommand):
    help = "审计记录:核验(verify)、打印链头(head)、封存(seal)、清除到期的(purge)"

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="verify|head|seal|purge")
        verify = acts.add_parser("verify", help="核验整条链,有问题时退出码为1")
        verify.add_argument("--heads", type=Path, metavar="FILE", help="另存的链头(head 打印的各行),一并核对")
        acts.add_parser("head", help="打印链头:时间、编号、哈希,一行")
        acts.add_parser("seal", help="封存全部未封存的记录,不论多早")
        purge = acts.add_parser("purge", help="清除到期的记录")
        purge.add_argument("--anyway", default="", metavar="事由", help="核验不过也清除,写明事由")

    def handle(self, *, act: str, **options: Any) -> None:
        getattr(self, act)(options)

    def verify(self, options: dict[str, Any]) -> None:
        heads = _heads(options["heads"]) if options["heads"] else []
        verdict = verify_chain(by=None, now=timezone.now(), via=VIA, heads=heads)
        for finding in verdict.findings:
            self.stdout.write(finding)
        checked = f"核验到第{verdict.number}号,共{verdict.seen}条"
        if not verdict.whole:
            raise CommandError(f"{checked}:发现{len(verdict.findings)}处问题。", returncode=1)
        self.stdout.write(f"{checked}:完整。")

    def head(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        head = chain_state(now).head
        self.stdout.write(f"{timezone.localtime(now).isoformat(timespec='seconds')} {head.number} {head.hash}")

    def seal(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"封存{seal_events(now=timezone.now(), whole=True)}条。")

    def purge(self, options: dict[str, Any]) -> None:
        try:
            purged = purge_audit(by=None, now=timezone.now(), via=VIA, reason=options["anyway"])
        except ChainBroken as why:
            raise CommandError(str(why)) from why
        self.stdout.write(f"清除{purged}条。" if purged else "没有到期的记录。")


def _heads(file: Path) -> list[Head]:
    """The lines that ``head`` printed, one for each time. Raises CommandError."""
    try:
        lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [Head(int(number), said) for _, number, said in lines]
    except OSError as error:
        raise CommandError(f"打不开 {file},请核对路径和读取权限。") from error
    except ValueError as error:
        raise CommandError(f"{file} 里有一行不是“时间 编号 哈希”,请用 audit head 打印的原样。") from error
