"""The same write sent twice happens once, and both are answered alike.

A double tap, a phone that sends again when the line is back, the Back button:

    <form method="post">{% csrf_token %}{% idempotency_key %} … </form>

    @brand_page(POLICY, "edit")
    def rename(request): ...; return redirect(...)

The decorators of `apps.people.pages` send every view once; another view says
`@send_once` itself. One that may well happen twice says so, and why:
`@harmless_to_repeat("shows a picture, keeps nothing")`.

The same write is the same key *and* the same content from the same person. A
person who goes back, changes a word and sends again has written something new.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

from django.contrib.messages import add_message, get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.crypto import salted_hmac

from simulacro.kit.audit_log.chain import INSTALLATION
from simulacro.kit.sealing import SealedJSONField

FIELD = "idempotency_key"
HEADER = "Idempotency-Key"
# The page's script learns by it that what it kept has arrived, and forgets it.
SENT_COOKIE = "simulacro_sent"
KEPT_FOR = timedelta(days=7)
REDIRECTS = (301, 302, 303, 307, 308)
# By which an htmx request is sent elsewhere.
HTMX_ADDRESSES = ("HX-Redirect", "HX-Location")
# Left on a view: that it is sent once, or why it may happen twice.
SENT_ONCE, HARMLESS = "sent_once", "harmless_to_repeat"

View = TypeVar("View", bound=Callable[..., Any])
Said = list[tuple[int, str, str]]


class IdempotencyKey(models.Model):
    """One write that has happened, and where its sender was sent afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Of person, key and content: nothing can be read back from it.
    digest = models.CharField(max_length=64, unique=True)
    status = models.PositiveSmallIntegerField(default=0)
    header = models.CharField(max_length=20, blank=True)
    address = models.TextField(blank=True)
    # What the person was told, such as the offer to undo: level, words, tags.
    said = SealedJSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.digest[:8]} · {self.address}"

    def sealing_scope(self) -> uuid.UUID:
        return INSTALLATION

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer as the first time, and say the same: that answer may never have arrived."""
        waiting = {told.message for told in look_at_messages(request)}
        for level, words, tags in self.said or []:
            if words not in waiting:
                add_message(request, level, words, extra_tags=tags, fail_silently=True)
        return HttpResponse(status=self.status, headers={self.header: self.address})


def new_key() -> str:
    return uuid.uuid4().hex


def harmless_to_repeat(why: str) -> Callable[[View], View]:
    """Say of a view that nobody is harmed where the same form is sent twice, and why."""

    def say(view: View) -> View:
        view.__dict__[HARMLESS] = why
        return view

    return say


def send_once(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Run a view's POST once per key and content, in one transaction with its key.

    Only an answer that sends the browser elsewhere counts as written; a form
    shown again with its mistakes leaves no trace and may be sent again. Two
    equal requests at the same moment: the second waits for the first.
    """

    @wraps(view)
    def once(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = request.POST.get(FIELD) or request.headers.get(HEADER, "")
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        digest = digest_of(request, key)
        told_before = len(get_messages(request))
        try:
            with transaction.atomic():
                with transaction.atomic():
                    row = IdempotencyKey.objects.create(digest=digest)
                response = view(request, *args, **kwargs)
                header = sends_elsewhere(response)
                if header:
                    row.status, row.header = response.status_code, header
                    row.address = response.headers[header]
                    row.said = said_since(request, told_before)
                    row.save()
                else:
                    row.delete()
        except IntegrityError:
            earlier = IdempotencyKey.objects.filter(digest=digest).first()
            if earlier is None:
                # The mistake was the view's own.
                raise
            response, header = earlier.answer(request), earlier.header
        if header:
            tell_it_arrived(request, response, key)
        return response

    once.__dict__[SENT_ONCE] = True
    return once


def look_at_messages(request: HttpRequest) -> list[Any]:
    """The messages that wait for the next page, left waiting."""
    waiting = get_messages(request)
    messages = list(waiting)
    if isinstance(waiting, BaseStorage):
        waiting.used = False
    return messages


def said_since(request: HttpRequest, count: int) -> Said | None:
    """What was said to the person after the first `count` messages."""
    said = [
        (m.level, str(m.message), str(m.extra_tags or ""))
        for m in look_at_messages(request)[count:]
    ]
    return said or None


def digest_of(request: HttpRequest, key: str) -> str:
    person = getattr(request, "user", None)
    parts = [str(getattr(person, "pk", None)), request.method or "", request.path, key]
    for name in sorted(request.POST):
        if name not in (FIELD, "csrfmiddlewaretoken"):
            parts += [name, *request.POST.getlist(name)]
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            parts += [name, str(file.name), str(file.size)]
    message = "\0".join(f"{len(part)}:{part}" for part in parts)
    return salted_hmac("simulacro.kit.idempotency", message, algorithm="sha256").hexdigest()


def sends_elsewhere(response: HttpResponseBase) -> str:
    """Return the header with the address, or nothing."""
    if response.status_code in REDIRECTS:
        return "Location"
    return next((name for name in HTMX_ADDRESSES if name in response.headers), "")


def tell_it_arrived(request: HttpRequest, response: HttpResponseBase, key: str) -> None:
    response.set_cookie(
        SENT_COOKIE, key[:64], max_age=600, samesite="Strict", secure=request.is_secure()
    )


def prune(now: datetime) -> int:
    """Forget old keys; return how many."""
    deleted, _ = IdempotencyKey.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return deleted
