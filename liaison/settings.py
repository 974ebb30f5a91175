"""Settings, all from the environment (``.env.example`` names every variable).

With no variable at all Liaison runs embedded: SQLite under ``var/``, one process, no broker.
``LIAISON_ENV=production`` and nothing else makes it production.
"""

from pathlib import Path

import environ

from liaison.environment import (
    field_keys,
    hours,
    production_values,
    secret_key_from_file,
    sender_is_an_address,
    site_url,
)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

PRODUCTION = env("LIAISON_ENV", default="embedded") == "production"
DEBUG = env.bool("LIAISON_DEBUG", default=False) and not PRODUCTION

if PRODUCTION:
    production_values(env)

VAR_DIR.mkdir(exist_ok=True)
SECRET_KEY = env("SECRET_KEY", default="") or secret_key_from_file(VAR_DIR / "secret_key")
# The newest first; with none, the audit trail is sealed with a key made from SECRET_KEY.
AUDIT_KEYS = env.list("LIAISON_AUDIT_KEYS", default=[])
# A key file of one machine would be another key on the next: in production only what all processes are given counts.
FIELD_KEYS = field_keys(
    env.list("FIELD_KEYS", default=[]), own=SECRET_KEY if PRODUCTION else secret_key_from_file(VAR_DIR / "field_key")
)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'liaison.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock at BEGIN: two writers wait for one another instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Highest floor first; tests hold this list, the import contracts and the folders equal.
LOCAL_APPS = [
    "liaison",
    "portal",
    "assessment",
    "studios",
    "members",
    "referrals",
    "deadlines",
    "notices",
    "accounts",
    "common",
]
INSTALLED_APPS = [
    *LOCAL_APPS,
    "liaison.apps.LiaisonAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "common.middleware.no_store",
    "accounts.middleware.Gates",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "liaison.urls"
WSGI_APPLICATION = "liaison.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["common.templatetags.chinese"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.office",
                "portal.context_processors.menu",
                "liaison.context_processors.alerts",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.NameOrPhoneBackend"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# The doors behind which somebody sits at a desk: left alone for a while, they ask for the password again.
DESK_DOORS = ("/office/", "/admin/", "/unit/")

# Who guesses passwords is locked out for a while: an account from one address, so that a stranger cannot lock a member
# out everywhere by knowing their number; an address only after many failures, for a mobile network puts thousands of
# people behind one. The numbers are the office's (``Office``), read by these functions.
AXES_HANDLER = "accounts.backends.SignInLock"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_FAILURE_LIMIT = "accounts.backends.failure_limit"
AXES_COOLOFF_TIME = "accounts.backends.cool_off"
AXES_USERNAME_CALLABLE = "accounts.backends.account_tried"
AXES_CLIENT_IP_CALLABLE = "accounts.backends.address_tried"
AXES_LOCKOUT_CALLABLE = "accounts.views.sign_in.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or the page could not say how long
AXES_DISABLE_ACCESS_LOG = True  # the audit trail has it
AXES_ENABLE_ADMIN = False  # the audit trail has it, in Chinese
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "委员履职工作台"  # what the phone's list of codes calls this site

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS: list[Path] = []

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# An upload is a roster or a ledger: a few hundred kilobytes. Anything larger is a mistake or an attack.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Files that people upload and the system makes; no web server may serve this folder.
FILES_DIR = Path(env("LIAISON_FILES_DIR", default=str(VAR_DIR / "files")))
BACKUP_DIR = VAR_DIR / "backups"
PICTURE_MAX_MB = env.int("LIAISON_PICTURE_MB", default=10)
DOCUMENT_MAX_MB = env.int("LIAISON_DOCUMENT_MB", default=20)
PICTURE_MAX_PIXELS = 50_000_000  # what a good telephone takes; decoded it is 150 MB
PICTURE_KEPT_EDGE = 2_000  # points: a page of paper stays readable

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12

# An office may run behind plain http inside its own network; production is https unless it says otherwise.
HTTPS = env.bool("LIAISON_HTTPS", default=PRODUCTION)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come over plain http from the same machine
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("LIAISON_BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The engine (docs/adr/0006): how often each job is looked at, how long a worker that died keeps what it held, how long
# the history stays.
JOB_LOOK_SECONDS = 60
JOB_LEASE_SECONDS = 120
JOB_RUNS_KEPT_DAYS = env.int("LIAISON_JOB_RUNS_KEPT_DAYS", default=90)

# Redis carries tasks only, and they carry no data: what is lost there is asked for again a minute later.
REDIS_URL = env("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # for ever: an office's Redis may be away for a weekend
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # keeps no file: the rows know what ran
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # a long job holds back no message that another worker could take
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 3600  # seconds; a job that hangs is ended, and told as broken off

# Notices. Addresses and secrets of channels are here; what is switched on is a row (notices.ChannelSetting).
SITE_URL = env("LIAISON_SITE_URL", default="").rstrip("/") or site_url(
    ALLOWED_HOSTS, https=HTTPS, production=PRODUCTION
)
# Door → who may enter. Notices know no members, so they are told whom to ask.
INBOX_DOORS = {
    "office": "accounts.rules.can_use_office",
    "my": "portal.doors.has_member_door",
    "unit": "accounts.queries.has_unit",
}
NOTICE_HOURS = hours(env("LIAISON_NOTICE_HOURS", default="8-20"))
NOTICE_DIGEST_HOUR = env.int("LIAISON_DIGEST_HOUR", default=8)
NOTICE_RETRY_MINUTES = [1, 5, 30, 120, 360, 360, 360]  # after the last of them the office is asked to telephone
NOTICE_LEASE_MINUTES = 10  # longer than any one message may take: every wait for a server is bounded below
NOTICE_TIMEOUT = 15
NOTICE_RUN_SECONDS = 20  # then the worker gives way to other jobs, and goes on at its next turn
NOTICE_MAIL = env("LIAISON_MAIL_URL", default="")
if NOTICE_MAIL:
    vars().update(env.email_url_config(NOTICE_MAIL))
DEFAULT_FROM_EMAIL = env("LIAISON_MAIL_FROM", default="") or globals().get("EMAIL_HOST_USER") or ""
if NOTICE_MAIL:
    sender_is_an_address(DEFAULT_FROM_EMAIL)
EMAIL_TIMEOUT = NOTICE_TIMEOUT
NOTICE_SMS_URL = env("LIAISON_SMS_URL", default="")
NOTICE_SMS_TOKEN = env("LIAISON_SMS_TOKEN", default="")
NOTICE_GROUPS = {  # code → address of the robot as its group shows it, secret of its signature
    "wecom": (env("LIAISON_WECOM_ROBOT", default=""), ""),
    "dingtalk": (env("LIAISON_DINGTALK_ROBOT", default=""), env("LIAISON_DINGTALK_SECRET", default="")),
    "feishu": (env("LIAISON_FEISHU_ROBOT", default=""), env("LIAISON_FEISHU_SECRET", default="")),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LIAISON_LOG_LEVEL", default="WARNING")},
    "loggers": {"axes": {"level": "ERROR"}},  # failed sign-ins stand in the audit trail
}
