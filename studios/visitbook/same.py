"""When two visits, or two studios, are the same."""

import datetime as dt
import hashlib
import json

from common.text import squeeze


def fingerprint(member: int, day: dt.date | None, *texts: str) -> str:
    """What makes a visit the same one again, whatever was corrected in it since. Kept for ever: never change it."""
    parts = [str(member), day.isoformat() if day else "", *(squeeze(text) for text in texts)]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def studio_key(name: str) -> str:
    """A studio's name as two are compared: 城关委员工作室, 城关工作室 and 城关 are one."""
    key = squeeze(name)
    for tail in ("委员工作室", "工作室", "工作站", "议事室"):
        key = key.removesuffix(tail) or key
    return key
