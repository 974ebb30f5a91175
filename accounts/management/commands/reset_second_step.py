from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from accounts.services import reset_second_step


class Command(BaseCommand):
    help = "重设一个账号的动态码(手机丢了,又没有别的管理员能重设)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="用户名")

    def handle(self, *, username: str, **options: object) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"没有“{username}”这个用户名,请核对。")
        reset_second_step(user=user, by=None, now=timezone.now())
        self.stdout.write(f"{user}的动态码已重设,下次登录时重新绑定手机。")
