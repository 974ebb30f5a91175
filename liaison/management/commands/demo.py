from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from liaison.demo import make_county, send_messages
from liaison.demo.accounts import PASSWORD, sign_ins
from members.models import Term


class Command(BaseCommand):
    help = "载入演示县;已有数据时什么也不改,只打印演示账号"

    def handle(self, *args, **options) -> None:
        if settings.PRODUCTION:
            raise CommandError("正式环境不载入演示数据。")
        if not Term.objects.exists():
            self.stdout.write("正在载入演示县(198名委员、28个工作室、12个月的工作),约需一分半钟:")
            now = timezone.now()
            make_county(now=now, tell=self.say)
            send_messages(now=now)
        found = sign_ins()
        if not found:
            self.stdout.write("数据库里是本机关自己的数据,没有演示账号。")
            return
        self.stdout.write(f"演示账号(密码都是 {PASSWORD}):")
        for door, name, title in found:
            self.stdout.write(f"  {door}  {name}  ({title})")

    def say(self, words: str) -> None:
        """At once, also into a pipe: whoever waits sees that something happens."""
        self.stdout.write(f"  {words}")
        self.stdout.flush()
