"""What the phone keeps for where there is no connection."""

import json
import re

from django.test import Client


def test_worker_names_the_files_it_keeps_and_is_asked_for_again_each_time(db):
    answer = Client().get("/my/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    code = answer.content.decode()
    files = json.loads(re.search(r"var FILES = (\[.*\]);", code)[1])
    assert files[-1] == "/my/offline/"
    assert [file for file in files if re.fullmatch(r"/static/js/visits(\.\w+)?\.js", file)]
    assert re.search(r'var VERSION = "[0-9a-f]{12}";', code)


def test_page_shown_without_a_connection_holds_nobodys_data(db):
    page = Client().get("/my/offline/").content.decode()
    assert "没有网络" in page
    assert "/my/visits/new/" in page


def test_pages_allow_a_worker_of_our_own(db):
    assert "worker-src 'self'" in Client().get("/").headers["Content-Security-Policy"]
