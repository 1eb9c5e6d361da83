"""A short id per request: on the page of an error, in its answer and in the log.

Somebody reads the id out over the phone, and whoever runs the installation
finds the lines that go with it.
"""

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
# No vowels, so no words; no letters that sound or look alike.
LETTERS = "bcdfghjkmnpqrstvwxz23456789"
LENGTH = 8

_current: ContextVar[str] = ContextVar("request_id", default="-")


def current() -> str:
    """Return the id of the request being answered, `-` outside of one."""
    return _current.get()


class RequestIdMiddleware:
    """Give each request its id. Stands first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _current.set("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))
        try:
            response = self.get_response(request)
            response.headers[HEADER] = _current.get()
            return response
        finally:
            _current.reset(token)


class RequestIdInLog(logging.Filter):
    """Put `request_id` on every line of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _current.get()
        return True
