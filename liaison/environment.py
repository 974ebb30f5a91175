"""What the settings ask of the environment before Django starts."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

REQUIRED_IN_PRODUCTION = {
    "SECRET_KEY": "密钥,一长串随机字符",
    "ALLOWED_HOSTS": "网站域名或 IP,多个用逗号隔开",
    "DATABASE_URL": "数据库地址,如 postgres://用户:密码@主机:5432/库名",
}

SHORTEST_KEY = 32


def production_values(env: environ.Env) -> None:
    """Refuse to start in production while a value is missing; the error names every missing one."""
    missing = [name for name in REQUIRED_IN_PRODUCTION if not env(name, default="").strip()]
    if missing:
        lines = "".join(f"\n  {name} —— {REQUIRED_IN_PRODUCTION[name]}" for name in missing)
        raise ImproperlyConfigured(f"LIAISON_ENV=production 还缺少环境变量:{lines}\n各变量的说明见 .env.example。")


def secret_key_from_file(path: Path) -> str:
    """The embedded engine's own key: made once, kept readable by its owner only.

    Two processes starting together agree: the whole file is linked into place, and the loser reads the winner's.
    """
    if not path.exists():
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    return path.read_text().strip()


def field_keys(given: list[str], *, own: str) -> list[str]:
    """The secrets of encrypted fields, the one that writes first. Our ``own`` is read with to the end.

    So an office that begins to set FIELD_KEYS still reads what was written before.
    """
    keys = [key.strip() for key in given if key.strip()]
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise ImproperlyConfigured(
            f"FIELD_KEYS 里有密钥不到{SHORTEST_KEY}个字符,容易被猜出。生成的办法见 .env.example。"
        )
    return [*keys, own]


def hours(text: str) -> tuple[int, int]:
    """``8-20`` → (8, 20): from when until when. Refuses what leaves no hour."""
    opens, _, closes = text.partition("-")
    if opens.isdecimal() and closes.isdecimal() and int(opens) < int(closes) <= 24:
        return int(opens), int(closes)
    raise ImproperlyConfigured(f"LIAISON_NOTICE_HOURS={text} 看不懂,请写成 8-20 这样,表示8点到20点。")


def site_url(hosts: list[str], *, https: bool, production: bool) -> str:
    """The address that links in mails begin with, when the environment names none."""
    host = next((host.lstrip(".") for host in hosts if host != "*"), "127.0.0.1")
    return f"{'https' if https else 'http'}://{host}" + ("" if production else ":8000")


def sender_is_an_address(sender: str) -> None:
    """Refuse to start with a mailbox from which no mail could come."""
    if "@" not in sender:
        raise ImproperlyConfigured("LIAISON_MAIL_URL 里的用户名不是邮箱地址,请另填 LIAISON_MAIL_FROM 作发件人。")
