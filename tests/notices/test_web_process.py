"""What serves pages has nothing of the channels' machinery in memory, and sends nothing."""

import subprocess
import sys

from django.conf import settings

PROBE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
from liaison.wsgi import application
from django.urls import get_resolver
get_resolver().url_patterns
import notices.views.inbox, notices.views.deliveries
print([name for name in ("notices.channels.mail", "notices.channels.web", "notices.channels.groups", "smtplib",
                         "apprise", "requests") if name in sys.modules])
"""


def test_web_process_imports_no_channel() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
