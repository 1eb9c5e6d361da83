"""`{% live_line events %}`: put once in a page, it keeps the page's parts up to date."""

from django import template

from simulacro.kit.live import outbox

register = template.Library()


@register.inclusion_tag("live/line.html")
def live_line(events: str) -> dict[str, str]:
    """The status of the line; `events` is the address that the page's script follows.

    The position is that of the moment of rendering: what happens between that
    and the opening of the stream is replayed.
    """
    return {"events": events, "position": str(outbox.current_position())}
