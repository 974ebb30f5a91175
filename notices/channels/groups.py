"""Robots of group chats: 企业微信, 钉钉, 飞书. All answer 200 to what they refuse, and say so in the answer."""

import base64
import hashlib
import hmac
import time
from typing import Any
from urllib.parse import quote

from notices.channels.base import Message, NotSent
from notices.channels.web import post


def _digest(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def wecom(url: str, secret: str, text: str) -> tuple[str, dict[str, Any]]:
    return url, {"msgtype": "text", "text": {"content": text}}


def dingtalk(url: str, secret: str, text: str) -> tuple[str, dict[str, Any]]:
    if secret:
        stamp = str(round(time.time() * 1000))
        sign = quote(_digest(secret, f"{stamp}\n{secret}"), safe="")
        url = f"{url}&timestamp={stamp}&sign={sign}"
    return url, {"msgtype": "text", "text": {"content": text}}


def feishu(url: str, secret: str, text: str) -> tuple[str, dict[str, Any]]:
    document: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if secret:
        stamp = str(int(time.time()))
        document |= {"timestamp": stamp, "sign": _digest(f"{stamp}\n{secret}", "")}
    return url, document


# code → how to say it, and where the answer says whether it was taken (0) or not
ROBOTS = {"wecom": (wecom, "errcode"), "dingtalk": (dingtalk, "errcode"), "feishu": (feishu, "code")}


class Robot:
    def __init__(self, code: str, url: str, secret: str) -> None:
        self.speak, self.told = ROBOTS[code]
        self.url, self.secret = url, secret

    def send(self, message: Message) -> None:
        answer = post(*self.speak(self.url, self.secret, message.body))
        if answer.get(self.told) != 0:
            said = answer.get(self.told, "没有说明")
            raise NotSent(f"群机器人没有接受({said})", everybody=True)  # asked too often, removed, a wrong signature

    def close(self) -> None:
        pass
