"""What the phone keeps for where there is no connection."""

import json
import re

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import Cast


def test_worker_names_the_files_it_keeps_and_is_asked_for_again_each_time(db):
    answer = Client().get("/my/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    code = answer.content.decode()
    files = json.loads(re.search(r"var FILES = (\[.*\]);", code)[1])
    assert files[-1] == "/my/offline/"
    for script in ("outbox", "visits"):
        assert [file for file in files if re.fullmatch(rf"/static/js/{script}(\.\w+)?\.js", file)]
    assert re.search(r'var VERSION = "[0-9a-f]{12}";', code)


def test_page_shown_without_a_connection_holds_nobodys_data(db):
    page = Client().get("/my/offline/").content.decode()
    assert "没有网络" in page
    for place in ("/my/visits/new/", "/my/outbox/"):
        assert place in page


def test_pages_allow_a_worker_of_our_own(db):
    assert "worker-src 'self'" in Client().get("/").headers["Content-Security-Policy"]


def test_first_page_of_the_phone_brings_the_token_before_a_script_asks_for_another(cast: Cast, signed_in):
    for page in ("/my/", "/my/visits/", "/my/duty/", "/my/outbox/"):
        assert "csrftoken" in signed_in(cast.member).get(page).cookies


@pytest.mark.parametrize("page", ["/my/visits/new/", "/my/outbox/"])
def test_page_that_the_phone_keeps_has_no_token_and_no_name_of_a_form(page: str, cast: Cast, signed_in):
    answer = signed_in(cast.member).get(f"{page}?kept=1")
    assert answer.status_code == 200
    assert "csrftoken" not in answer.cookies
    shown = answer.content.decode()
    assert "csrfmiddlewaretoken" not in shown
    assert not re.search(r'name="client_id"[^>]*value', shown)
    assert f'data-user="{cast.member.pk}"' in shown


def test_worker_keeps_no_page_that_the_server_answers():
    """Pages are put in by the page that asks for them without a token; the worker writes the shell alone."""
    code = (settings.BASE_DIR / "static/js/sw.js").read_text(encoding="utf-8")
    assert "cache.put" not in code
    assert code.count("addAll") == 1


def test_outbox_is_for_who_keeps_a_log(cast: Cast, signed_in):
    for user in (cast.member, cast.liaison, cast.leader):
        assert "手机里的记录" in signed_in(user).get("/my/outbox/").content.decode()
    assert signed_in(cast.handler).get("/my/outbox/").status_code == 404
    assert Client().get("/my/outbox/").status_code == 302
