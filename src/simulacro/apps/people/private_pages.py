"""What a signed-in person sees stays out of the browser's cache on disk."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class PrivatePagesMiddleware:
    """Mark answers to signed-in people `no-store`, unless the view said otherwise.

    The inventory is sealed on the server; a copy of its pages in the cache of a
    borrowed phone would undo that. Offline copies are made on purpose, elsewhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
