"""One process, one port: pages in a bounded pool of threads."""

from typing import cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp

from simulacro.config.wsgi import application as pages

application = WSGIMiddleware(cast(WSGIApp, pages), workers=8)
