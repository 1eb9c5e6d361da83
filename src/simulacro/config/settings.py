"""Django's settings, read from the environment (docs/reference/settings.md)."""

from pathlib import Path

from csp.constants import NONE, SELF

from simulacro.config.database import database_from_url
from simulacro.config.environment import data_dir, read_flag, read_int, read_list, read_text
from simulacro.config.mail_server import mail_settings
from simulacro.config.public_address import host_of, public_origin
from simulacro.config.secret_files import read_or_create
from simulacro.config.static_version import is_immutable, static_version

PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = data_dir()

DEBUG = read_flag("SIMULACRO_DEBUG")
SECRET_KEY = read_text("SIMULACRO_SECRET_KEY") or read_or_create(DATA_DIR / "keys" / "secret.key")
MASTER_KEY = read_text("SIMULACRO_MASTER_KEY")
PUBLIC_URL = public_origin(read_text("SIMULACRO_PUBLIC_URL"))
ALLOWED_HOSTS = [
    *read_list("SIMULACRO_ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]")),
    *host_of(PUBLIC_URL),
]
# Told by `simulacro serve --share` when it knows them: the address on the local
# network, and the certificate made here.
SHARED_URL = SHARED_FINGERPRINT = SHARED_AUTHORITY = ""
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

INSTALLED_APPS = [
    "simulacro.apps.home",
    "simulacro.apps.audit",
    "simulacro.apps.drills",
    "simulacro.apps.exercises",
    "simulacro.apps.availability",
    "simulacro.apps.whatifs",
    "simulacro.apps.foresight",
    "simulacro.apps.packs",
    "simulacro.apps.pairing",
    "simulacro.apps.people",
    "simulacro.apps.brands",
    "simulacro.kit",
    "simulacro.kit.live",
    "simulacro.kit.jobs",
    "simulacro.kit.undo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "simulacro.kit.request_ids.RequestIdMiddleware",
    "simulacro.config.secure_cookies.SecureCookiesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "simulacro.kit.preferences.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simulacro.apps.people.private_pages.PrivatePagesMiddleware",
    "simulacro.apps.people.second_factor.SecondFactorMiddleware",
]

ROOT_URLCONF = "simulacro.config.urls"
WSGI_APPLICATION = "simulacro.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["simulacro.kit.templatetags.writes"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "simulacro.kit.preferences.page_context",
            ],
        },
    }
]

DATABASES = {"default": database_from_url(read_text("DATABASE_URL"), data_dir=DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "simulacro.apps.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# People come in by invitation; there is no open sign-up to confirm an address for.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# After so long a sensitive page asks for the second factor again; 0 never.
SECOND_FACTOR_MINUTES = read_int("SIMULACRO_SECOND_FACTOR_MINUTES", 60)
MFA_ADAPTER = "simulacro.apps.people.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "simulacro.apps.people.passkey_forms.AddPasskeyForm",
    "edit_webauthn": "simulacro.apps.people.passkey_forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Simulacro"
MFA_TOTP_TOLERANCE = 1
# Browsers call http://localhost a secure place, and so do we.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# Counts the tries to sign in, for all processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "simulacro_cache",
    }
}

# Nothing is sent anywhere unless somebody configured a server for it.
SENDS_MAIL = bool(read_text("SIMULACRO_MAIL_URL"))
globals().update(mail_settings(read_text("SIMULACRO_MAIL_URL"), read_text("SIMULACRO_MAIL_FROM")))

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale", PACKAGE_DIR / "kit" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/" if DEBUG else f"/static/{static_version(PACKAGE_DIR)}/"
# Served from where they lie: there is nothing to collect.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
if not DEBUG:
    WHITENOISE_IMMUTABLE_FILE_TEST = is_immutable

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Asked only where a person allows it: a service of ranges, or a file.
LEAK_SERVICE = read_text("SIMULACRO_LEAK_SERVICE", "https://api.pwnedpasswords.com")
LEAK_FILTER = read_text("SIMULACRO_LEAK_FILTER")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
CSRF_FAILURE_VIEW = "simulacro.kit.errors.form_expired"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = read_flag("SIMULACRO_BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

DEFAULT_EXCEPTION_REPORTER_FILTER = "simulacro.kit.error_reports.NoValues"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request": {"()": "simulacro.kit.request_ids.RequestIdInLog"},
        "patterns": {"()": "simulacro.kit.request_log.PatternsInLog"},
    },
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s"}
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request", "patterns"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"simulacro": {"level": "INFO"}},
}
