"""Asks the web process on this machine whether it answers: exit code 0, or 1 with the reason.

It comes by the name that visitors use, for the site answers to no other.
"""

import os
import sys
import urllib.request

PORT = 8000


def host() -> str:
    """The first of ALLOWED_HOSTS; ``.example.cn`` and ``*`` are patterns that any such name fits."""
    first = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip()
    return first.lstrip(".") if first not in ("", "*") else "localhost"


def main(port: int = PORT) -> int:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host()})
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310
            return 0 if answer.status == 200 else 1
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
