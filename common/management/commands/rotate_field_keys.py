from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.encryption.rotation import Unreadable, rotate


class Command(BaseCommand):
    help = "把加密的字段都改用 FIELD_KEYS 的第一个密钥;中断了再执行一次就接着做"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只核对密钥,什么也不改")

    def handle(self, *, dry_run: bool, **options) -> None:
        left = 0
        try:
            for table in rotate(write=not dry_run):
                left += table.turned
                done = "还要改" if dry_run else "改了"
                self.stdout.write(f"{table.table}:{table.rows}行都能解开,{done}{table.turned}行。")
        except Unreadable as error:
            raise CommandError(f"{error}\n没有解开的行一个字也没有动。") from error
        if dry_run:
            self.stdout.write("旧密钥还不能删。" if left else "都在第一个密钥下,其余的旧密钥可以删了。")
        else:
            self.stdout.write("都已改用第一个密钥,其余的旧密钥可以删了。")
