"""`{% live_line brand %}`: put once in a page, it keeps the page's parts up to date."""

from typing import Any

from django import template

from simulacro.kit.live import outbox

register = template.Library()


@register.inclusion_tag("live/line.html")
def live_line(brand: Any) -> dict[str, Any]:
    """The status of the line, and from where the page's script follows it.

    The position is that of the moment of rendering: what happens between that
    and the opening of the stream is replayed.
    """
    return {"brand": brand, "position": str(outbox.current_position())}
