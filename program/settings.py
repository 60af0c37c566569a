"""Every setting, read from the environment (.env.example lists the variables)."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.csp import CSP

from program import payment_settings
from program.environment import ROOT, read

# --- The installation
DEBUG: bool = read("bool", "DEBUG", False)
SECRET_KEY: str = read("str", "SECRET_KEY", *(["not-secret" * 6] if DEBUG else []))
LINK_SCHEME: str = read("str", "LINK_SCHEME", "https")
if LINK_SCHEME not in ("http", "https"):
    raise SystemExit("LINK_SCHEME: expected http or https. See .env.example.")
LINK_PORT: str = read("str", "LINK_PORT", "")
ALLOWED_HOSTS = ["*"]  # ProgramMiddleware knows the hosts; they change while we run.
ROOT_URLCONF = "program.urls"
WSGI_APPLICATION = "program.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TRUSTED_PROXY_COUNT: int = read("int", "TRUSTED_PROXY_COUNT", 0)

INSTALLED_APPS = [
    "program.apps.ProgramConfig",
    "program.mail",
    "program.audit",
    "members",
    "curriculum",
    "roundtables",
    "program.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",  # full-text search
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "program.tenancy.middleware.ProgramMiddleware",
    "program.public_pages.PublicPageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "members.accounts.middleware.MembershipMiddleware",
    "program.reader.ReaderMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "program.reader.page_context",
            ],
            "builtins": [
                "django.templatetags.cache",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "program.templatetags.words",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


# --- Where things are kept
def _database() -> dict[str, object]:
    found: dict[str, object] = read("dj_db_url", "DATABASE_URL")
    if "postgresql" not in str(found.get("ENGINE", "")):
        raise SystemExit("DATABASE_URL: expected postgresql://user:password@host/name. See .env.example.")
    pooled = read("bool", "DATABASE_POOLED", False)  # PgBouncer in transaction mode stands between.
    return {
        **found,
        "ENGINE": "program.tenancy.database",
        "CONN_MAX_AGE": 0 if pooled else 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
    }


DATABASES = {"default": _database()}
OWNER_DATABASE_URL: str = read("str", "DATABASE_OWNER_URL", "")

REDIS_URL: str = read("str", "REDIS_URL")
if urlsplit(REDIS_URL).scheme not in ("redis", "rediss", "unix"):
    raise SystemExit("REDIS_URL: expected redis://host:6379 or unix:///path/to/socket. See .env.example.")
# As Celery writes it, whose command reads this variable, too.
BROKER_URL: str = read("str", "BROKER_URL", REDIS_URL.replace("unix://", "redis+socket://", 1))
if urlsplit(BROKER_URL).scheme not in ("redis", "rediss", "redis+socket"):
    raise SystemExit("BROKER_URL: expected redis://host:6379 or redis+socket:///path/to/socket. See .env.example.")
_VALKEY = {
    "BACKEND": "program.valkey.ValkeyCache",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": "fm",
    "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
}
CACHES = {
    "default": {**_VALKEY, "KEY_FUNCTION": "program.tenancy.cache_keys.program_key"},
    "sessions": {**_VALKEY, "KEY_FUNCTION": "program.tenancy.cache_keys.session_key"},
    # Parts of pages stay in the process: asking Valkey takes as long as rendering one.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template fragments",
        "KEY_FUNCTION": "program.tenancy.cache_keys.program_key",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
SESSION_CACHE_ALIAS = "sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

MEDIA_ROOT: Path = read("path", "MEDIA_ROOT", ROOT / "var/media")
STATIC_ROOT: Path = read("path", "STATIC_ROOT", ROOT / "var/static")
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "program.static_names.RememberingStaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# --- Words, dates, money
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("pt-br", "Português (Brasil)")]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_NAME = "language"

# --- Mail
MAIL_FROM: str = read("str", "MAIL_FROM", "First Million <hello@localhost>")
MAIL_URL: str = read("str", "MAIL_URL", "")
DEV_MAILBOX: str = read("str", "DEV_MAILBOX", "")
MAIL_BOUNCES: str = read("str", "MAIL_BOUNCES", "")
if not re.fullmatch(r"|[^\s@<>]+@[^\s@<>]+", MAIL_BOUNCES):
    raise SystemExit("MAIL_BOUNCES: expected an address and nothing else, like bounces@example.org. See .env.example.")
MAIL_WEBHOOK_SECRET: str = read("str", "MAIL_WEBHOOK_SECRET", "")
if not re.fullmatch(r"|[\w-]{16,}", MAIL_WEBHOOK_SECRET, re.ASCII):  # It stands in an address.
    raise SystemExit("MAIL_WEBHOOK_SECRET: expected sixteen letters and digits or more. See .env.example.")
# Mail goes out by SMTP whatever is set here: anymail only reads what services report.
ANYMAIL = {"WEBHOOK_SECRET": f"reports:{MAIL_WEBHOOK_SECRET}"} if MAIL_WEBHOOK_SECRET else {}
MAIL_LEASE_SECONDS: int = read("int", "MAIL_LEASE_SECONDS", 300)
if MAIL_LEASE_SECONDS < 1:
    raise SystemExit("MAIL_LEASE_SECONDS: expected 1 or more. See .env.example.")
MAIL_SWEEP_SECONDS: int = read("int", "MAIL_SWEEP_SECONDS", 15)
if MAIL_SWEEP_SECONDS < 1:
    raise SystemExit("MAIL_SWEEP_SECONDS: expected 1 or more. See .env.example.")


def _mailer() -> dict[str, object]:
    if not MAIL_URL:
        if not DEV_MAILBOX:
            raise SystemExit("MAIL_URL: required, unless DEV_MAILBOX names a folder for mails. See .env.example.")
        return {"BACKEND": "program.mail.dev_mailbox.MailboxBackend", "OPTIONS": {"file_path": DEV_MAILBOX}}
    parts = urlsplit(MAIL_URL)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SystemExit("MAIL_URL: expected smtp://user:password@host:587?tls=true. See .env.example.")
    options = {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": "tls=true" in parts.query,
        "use_ssl": parts.scheme == "smtps",
        "timeout": 10,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


MAILERS = {"default": _mailer()}

# --- Background work: rows in the outbox are due, the broker only carries hints.
CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    "unacked_restore_throttle": 1,
    "global_keyprefix": "fm:celery:",
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULE_FILENAME = str(ROOT / "var/beat-schedule")
EVERY = {
    "program.mail.tasks.sweep": MAIL_SWEEP_SECONDS,
    "members.billing.hearing.tasks.sweep": 15,
    "members.billing.hearing.tasks.look_after": 30,
    "members.billing.hearing.tasks.send_refunds": 30,
    "members.billing.hearing.tasks.close_transfers": 3600,
    "members.billing.hearing.tasks.read_again": 3600,
    "members.billing.hearing.tasks.reconcile": 3600,
    "members.billing.rolling.tasks.look_at_prices": 3600,
    "roundtables.tasks.look_after": 30,
    "roundtables.rooms.tasks.sweep": 30,
}
"""Seconds. What could not begin by its next time is left to that one."""
CELERY_BEAT_SCHEDULE = {
    task: {"task": task, "schedule": float(seconds), "options": {"expires": seconds}}
    for task, seconds in EVERY.items()
}

# --- Safety
HTTPS = LINK_SCHEME == "https"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^tls/allowed$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# HSTS covers the host alone: the rest of an operator's domain is not ours to bind.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "program.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"

# --- Payments: off without keys; then only staff grant premium.
_stripe = payment_settings.stripe(deployed=HTTPS and not DEBUG)
STRIPE_SECRET_KEY: str = _stripe.secret_key
STRIPE_WEBHOOK_SECRET: str = _stripe.webhook_secret
STRIPE_API_URL: str = _stripe.api_url
STRIPE_TIMEOUT: int = _stripe.timeout
STRIPE_IS_SANDBOX: bool = _stripe.is_sandbox  # A stand-in answers there: pages say that no money moves.

# --- What pages may load, and where their forms may end
# A redirect that answers a form counts as part of it: these hosts end our own forms.
FORM_TARGETS = [*_stripe.form_targets, "https://accounts.google.com", "https://www.linkedin.com"]
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF, *FORM_TARGETS],
}

# --- Accounts
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["members.accounts.backend.MemberBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "members.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "members.accounts.names.NameForm"
ACCOUNT_FORMS = {
    name: f"members.accounts.forms.{form}"
    for name, form in {
        "signup": "SignUpForm",
        "login": "SignInForm",
        "request_login_code": "RequestCodeForm",
        "confirm_login_code": "SignInCodeForm",
        "confirm_email_verification_code": "EmailCodeForm",
        "reset_password": "ForgottenPasswordForm",
        "confirm_password_reset_code": "PasswordCodeForm",
        "reset_password_from_key": "NewPasswordForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "add_email": "ChangeEmailForm",
        "reauthenticate": "ConfirmPasswordForm",
    }.items()
}
# A hall full of founders shares one address; an account is guarded by its own limits.
ACCOUNT_RATE_LIMITS = {
    "signup": "60/m/ip",
    "login": "60/m/ip",
    "invite": "300/m/ip",
    "guest_mail": "300/m/ip,5/10m/key",
    "redeem": "300/m/ip,10/10m/user",
}
ACCOUNT_LOGIN_TIMEOUT = 1800  # Three codes, one after the other.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Offering to correct the address would tell a new one from a known one: only a new account could be changed.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = LINK_SCHEME
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_ADAPTER = "members.accounts.mfa.MFAAdapter"
MFA_FORMS = {
    "authenticate": "members.accounts.mfa.SecondFactorForm",
    "reauthenticate": "members.accounts.mfa.ConfirmSecondFactorForm",
    "activate_totp": "members.accounts.mfa.ActivateAppForm",
    "add_webauthn": "members.accounts.mfa.AddPasskeyForm",
    "edit_webauthn": "members.accounts.mfa.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "members.accounts.adapter.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "members.accounts.forms.SocialSignUpForm"}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_QUERY_EMAIL = True


def _social() -> dict[str, dict[str, list[object]]]:
    """Google and LinkedIn appear once their keys are set."""
    google = {"client_id": read("str", "GOOGLE_CLIENT_ID", ""), "secret": read("str", "GOOGLE_CLIENT_SECRET", "")}
    linkedin = {
        "provider_id": "linkedin",
        "name": "LinkedIn",
        "client_id": read("str", "LINKEDIN_CLIENT_ID", ""),
        "secret": read("str", "LINKEDIN_CLIENT_SECRET", ""),
        "settings": {"server_url": "https://www.linkedin.com/oauth"},
    }
    return {
        "google": {"APPS": [google] if google["client_id"] else [], "SCOPE": ["profile", "email"]},
        "openid_connect": {"APPS": [linkedin] if linkedin["client_id"] else []},
    }


SOCIALACCOUNT_PROVIDERS = _social()
# A provider without its keys has no addresses at all.
INSTALLED_APPS += [
    f"allauth.socialaccount.providers.{name}" for name, said in SOCIALACCOUNT_PROVIDERS.items() if said["APPS"]
]

# --- Rooms: where Zoom answers; another address is a stand-in's.
ZOOM_API_URL: str = read("str", "ZOOM_API_URL", "https://api.zoom.us")
ZOOM_OAUTH_URL: str = read("str", "ZOOM_OAUTH_URL", "https://zoom.us")
for _name, _url in (("ZOOM_API_URL", ZOOM_API_URL), ("ZOOM_OAUTH_URL", ZOOM_OAUTH_URL)):
    if urlsplit(_url).scheme not in ("http", "https"):
        raise SystemExit(f"{_name}: expected https://host. See .env.example.")

# --- Logs
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"stripe": {"level": "WARNING"}},  # It tells of every call, with ids of customers.
    "root": {"handlers": ["console"], "level": read("str", "LOG_LEVEL", "INFO").upper()},
}
