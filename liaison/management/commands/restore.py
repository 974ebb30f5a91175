from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from liaison.backup import Refused, check_backup, occupied_by, restore


class Command(BaseCommand):
    help = "用备份文件恢复整个系统;先停止网站和后台任务"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.tar", help="备份文件")
        parser.add_argument("--check", action="store_true", help="只检查备份是否完好,什么也不动")
        parser.add_argument("--wipe", action="store_true", help="数据库里已有数据,全部换掉")
        parser.add_argument("--yes", action="store_true", help="与 --wipe 同用,不再询问")

    def handle(self, *, file: Path, check: bool, wipe: bool, yes: bool, **options: object) -> None:
        try:
            if check:
                manifest = check_backup(file)
            else:
                if wipe and not yes:
                    self._confirm(occupied_by())
                manifest = restore(file, wipe=wipe, now=timezone.now())
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{'备份完好' if check else '已恢复'}:{manifest.office},{manifest.made_at[:16].replace('T', ' ')} 制作"
            f"(版本 {manifest.version}),{len(manifest.tables)}张表,{manifest.rows}行,附件{len(manifest.files)}个。"
        )
        if not check:
            self.stdout.write("每张表的行数和内容、每个附件都已核对。所有人要重新登录。")

    def _confirm(self, office: str | None) -> None:
        if office is None:
            return
        self.stdout.write(f"数据库里“{office}”的数据和附件将全部换掉,不能撤销。")
        try:
            typed = input("要继续,请输入上面引号里的名称:").strip()
        except EOFError:
            raise CommandError("没有人输入名称,没有恢复。在脚本里用时请加 --yes。") from None
        if typed != office:
            raise CommandError("名称不对,没有恢复,什么也没有改动。")
