from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from liaison.backup import Refused, make_backup, place_for, prune


def positive(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise CommandError(f"看不懂份数“{text}”,请写成 30 这样的数字。")
    return int(text)


class Command(BaseCommand):
    help = "把整个系统(数据库和附件)备份成一个文件;网站不用停"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", nargs="?", type=Path, metavar="OUT", help="写到哪个文件或目录,不写就是 var/backups")
        parser.add_argument("--keep", type=positive, metavar="N", help="同一目录里只留最新的 N 份,更早的删去")

    def handle(self, *, out: Path | None, keep: int | None, **options: object) -> None:
        now = timezone.localtime()
        path = place_for(out, now)
        try:
            made = make_backup(path, now=now)
        except Refused as error:
            raise CommandError(str(error)) from error
        size = path.stat().st_size / 1024 / 1024
        self.stdout.write(
            f"已备份到 {path}:{len(made.tables)}张表,{made.rows}行,附件{len(made.files)}个,共{size:.1f} MB。"
        )
        for old in prune(path.parent, keep=keep) if keep else []:
            self.stdout.write(f"已删去较早的 {old.name}。")
        self.stdout.write("备份里没有密钥,请另存一份 .env(单机方式为 var/ 里的密钥文件),不要和备份放在一处。")
