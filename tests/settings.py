"""Settings of the suite: the project's own, with what makes tests quick and repeatable."""

import tempfile
from pathlib import Path

from liaison.settings import *  # noqa: F403
from liaison.settings import DATABASES, STORAGES

SECRET_KEY = "only for tests"
FIELD_KEYS = ["only for tests, too: thirty-two characters and more"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in an office: in memory, locks and threads behave otherwise.
    DATABASES["default"]["TEST"] = {"NAME": Path(tempfile.gettempdir()) / "liaison-test.sqlite3"}
