"""The pages, for the thread pool inside `simulacro.config.asgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "simulacro.config.settings")
application = get_wsgi_application()
