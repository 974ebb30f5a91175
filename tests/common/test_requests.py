"""One call into services, told on the next page; a file that is written and sent."""

from typing import IO

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template import Context, Engine

from common.requests import Door, attempts, download


class Ours(Door):
    app = "deadlines"


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
    answer.file_to_stream.close()


def test_file_that_could_not_be_written_is_not_left_open():
    opened: list[IO[bytes]] = []

    def refuse_to_write(target: IO[bytes]) -> None:
        opened.append(target)
        raise Refused("没有可以导出的内容。")

    with pytest.raises(Refused):
        download(refuse_to_write, "名单.xlsx")
    assert opened[0].closed


def test_door_knows_its_frame_and_names_any_address_behind_it():
    door = Ours("my")
    assert (door.name, door.base) == ("my", "common/my.html")
    assert (door.list, door.page("list")) == ("deadlines:my_list", "deadlines:my_list")


def test_door_in_a_template_says_its_own_name():
    shown = (
        Engine().from_string("{{ door.name }} {{ door.base }} {{ door.list }}").render(Context({"door": Ours("unit")}))
    )
    assert shown == "unit common/unit.html deadlines:unit_list"
