"""Lines of the log about requests name the page's pattern, never the address itself.

An address holds ids made of aliases ("person-el-chico-de-la-agencia") and tokens of links, and a
log is read by many and kept for long.
"""

import logging
from http import HTTPStatus

ABOUT_REQUESTS = ("django.request", "django.security")


class PatternsInLog(logging.Filter):
    """Say method, status and pattern; a traceback only where we are at fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(ABOUT_REQUESTS):
            return True
        request = getattr(record, "request", None)
        if request is not None:
            status = getattr(record, "status_code", 0)
            match = getattr(request, "resolver_match", None)
            pattern = f"/{match.route}" if match else "an address that is no page"
            record.msg, record.args = "%s %s: %s", (request.method, status or "-", pattern)
        if getattr(record, "status_code", 0) < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = record.exc_text = None
        return True
