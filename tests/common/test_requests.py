"""One call into services, told on the next page; a file that is written and sent."""

from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest

from common.requests import attempts, download


class Refused(Exception):
    pass


def asked() -> HttpRequest:
    request = HttpRequest()
    request._messages = CookieStorage(request)
    return request


def said(request: HttpRequest) -> list[tuple[str, str]]:
    return [(one.level_tag, str(one)) for one in get_messages(request)]


def refuse() -> None:
    raise Refused("期限已过,请先申请延期。")


def test_what_was_done_is_said_on_the_next_page():
    request = asked()
    assert attempts(Refused)(request, lambda: None, "已办结。")
    assert said(request) == [("success", "已办结。")]


def test_refusal_is_said_in_its_own_words():
    request = asked()
    assert not attempts(Refused)(request, refuse, "已办结。")
    assert said(request) == [("error", "期限已过,请先申请延期。")]


def test_download_holds_what_was_written_from_its_beginning():
    answer = download(lambda target, *, text: target.write(text), "名单.xlsx", text=b"rows")
    assert b"".join(answer.streaming_content) == b"rows"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    answer.close()
