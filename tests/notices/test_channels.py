"""The robots of group chats: what they are sent, and that a refusal with 200 is one."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from urllib.parse import parse_qs, urlparse

import pytest

from notices.channels import Message, NotSent
from notices.channels.groups import Robot
from notices.channels.web import post
from tests.notices.servers import Gateway, serving

SAID = Message("notice-1", "", "标题", "【云陵县政协】请值班")


@pytest.fixture
def server(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    settings.NOTICE_TIMEOUT = 0.3
    with serving(Gateway()) as server:
        yield server


def mac(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


@pytest.mark.parametrize("code", ["wecom", "dingtalk"])
def test_text_goes_to_the_robots_own_address(server: Gateway, code: str):
    Robot(code, f"{server.url}?key=abc", "").send(SAID)
    assert server.asked == [{"msgtype": "text", "text": {"content": SAID.body}}]
    assert server.paths == ["/send?key=abc"]


def test_feishu_text_is_of_its_own_form(server: Gateway):
    Robot("feishu", server.url, "").send(SAID)
    assert server.asked == [{"msg_type": "text", "content": {"text": SAID.body}}]


def test_dingtalk_signs_in_the_address(server: Gateway):
    Robot("dingtalk", f"{server.url}?access_token=abc", "SECret").send(SAID)
    sent = parse_qs(urlparse(server.paths[0]).query)
    assert sent["access_token"] == ["abc"]
    assert sent["sign"] == [mac("SECret", f"{sent['timestamp'][0]}\nSECret")]


def test_feishu_signs_in_the_document(server: Gateway):
    Robot("feishu", server.url, "SECret").send(SAID)
    [sent] = server.asked
    assert sent["sign"] == mac(f"{sent['timestamp']}\nSECret", "")


@pytest.mark.parametrize(
    ("code", "answer", "said"),
    [
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, "93000"),
        ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, "45009"),
        ("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}, "310000"),
        ("feishu", {"code": 19021, "msg": "sign match fail"}, "19021"),
        ("wecom", {}, "没有说明"),
        ("feishu", 500, "500"),
    ],
)
def test_refusal_is_not_taken_for_a_delivery(server: Gateway, code: str, answer: object, said: str):
    server.will(answer)
    with pytest.raises(NotSent, match=said) as error:
        Robot(code, server.url, "").send(SAID)
    assert error.value.everybody


def test_token_follows_no_redirect(server: Gateway):
    server.will(302)
    with pytest.raises(NotSent, match="302"):
        post(server.url, {"id": "1"}, token="secret")
    assert len(server.asked) == 1
