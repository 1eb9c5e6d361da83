"""The events of a scope for a server without an event loop, and the right to follow them.

`simulacro.kit.live.asgi` asks here whether a person may follow. Under a plain
WSGI server the same address answers what was missed and ends; the browser's
EventSource comes back for more by itself.
"""

import time
import uuid

from django.http import HttpRequest, HttpResponse

from simulacro.kit.live import outbox
from simulacro.kit.live.asgi import ANSWER_HEADER, QUESTION, RETRY_MS
from simulacro.kit.live.hub import encode, encode_word


def follow_events(request: HttpRequest, scope: uuid.UUID) -> HttpResponse:
    """Answer for a person who may follow `scope`: the caller has checked it."""
    if request.META.get("asgi.scope", {}).get(QUESTION):
        return HttpResponse(status=204, headers={ANSWER_HEADER.decode(): str(scope)})
    now = outbox.current_position()
    text = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    asked = outbox.Position.parse(text)
    missed = outbox.replay(scope, asked, now=int(time.time())) if asked else []
    frames = [f"retry: {RETRY_MS}\n".encode()]
    if missed is None or (text and asked is None):
        frames.append(encode_word("resync", now))
    else:
        frames += [encode(event, asked or now) for event in missed]
        frames.append(encode_word("ready", now))
    response = HttpResponse(b"".join(frames), content_type="text/event-stream; charset=utf-8")
    response["Cache-Control"] = "no-cache, no-transform"
    return response
