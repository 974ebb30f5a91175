"""Somebody with a browser: signs in, opens pages, sends forms. Standard library alone."""

import http.cookiejar
import re
import urllib.parse
import urllib.request


class Visitor:
    def __init__(self, port: int) -> None:
        self.site = f"http://127.0.0.1:{port}"
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def get(self, path: str) -> str:
        """The page at ``path``, redirects followed; raises HTTPError for anything but an answer."""
        with self.opener.open(self.site + path, timeout=60) as answer:
            return answer.read().decode()

    def post(self, path: str, **fields: object) -> str:
        """Send the form at ``path`` with its hidden fields and these."""
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.get(path)))
        sent = urllib.parse.urlencode({**hidden, **fields}).encode()
        with self.opener.open(self.site + path, sent, timeout=60) as answer:
            return answer.read().decode()

    def sign_in(self, username: str, password: str) -> None:
        self.post("/login/", username=username, password=password)
