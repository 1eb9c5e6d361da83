"""Cookies of an HTTPS request go back over HTTPS only.

One process serves this machine over HTTP and the local network over HTTPS, so
Django's one setting for both cannot say it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class SecureCookiesMiddleware:
    """Marks every cookie of an answer over HTTPS as `Secure`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response
