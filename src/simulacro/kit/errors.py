"""The pages for when something did not work: calm, no secrets, and what to do."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from simulacro.kit import request_ids


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "403", 403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token does not match: usually a page that stood open for long."""
    return _page(request, "expired", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever broke may be the database or the session, so this page asks neither."""
    context = {"request_id": request_ids.current()}
    return HttpResponseServerError(render_to_string("kit/errors/500.html", context))


def _page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    context = {"request_id": request_ids.current()}
    return render(request, f"kit/errors/{name}.html", context, status=status)
