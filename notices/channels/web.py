"""One JSON document posted, and the answer read."""

import json
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError

from django.conf import settings

from notices.channels.base import NotSent

LONGEST_ANSWER = 64 * 1024


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Followed, a post becomes a get, and the token goes to somebody else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(NoRedirect)


def post(url: str, document: dict[str, Any], *, token: str = "") -> dict[str, Any]:
    """Post ``document`` and return what was answered, empty when that is no JSON object. Raises NotSent."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, json.dumps(document).encode(), headers)  # noqa: S310  (the office's own setting)
    try:
        with _opener.open(request, timeout=settings.NOTICE_TIMEOUT) as response:
            text = response.read(LONGEST_ANSWER)
    except HTTPError as error:
        error.close()
        raise NotSent(f"对方服务器没有接受({error.code})", everybody=error.code != 400)
    except TimeoutError:
        raise NotSent("对方服务器很久没有回音", everybody=True)
    except (OSError, HTTPException) as error:  # a name not found, a port closed, an answer cut off
        slow = isinstance(getattr(error, "reason", None), TimeoutError)
        raise NotSent("对方服务器很久没有回音" if slow else "连不上对方服务器", everybody=True)
    try:
        answer = json.loads(text)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
