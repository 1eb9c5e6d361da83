"""Tags of the components: `{% load kit %}`; each is shown at /_style/."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from simulacro.kit import cycle, room_parts
from simulacro.kit.contractions import contracted

register = template.Library()

# From the mildest to the gravest; the shape beside the word is the icon severity-N.
SEVERITIES = {1: _("Minor"), 2: _("Serious"), 3: _("Grave"), 4: _("Critical")}


@register.filter
def named_by(cells: Iterable[Any], heads: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Each cell of a table's row with its column's head, for a table that turns into cards.

    >>> list(named_by(["7 dic.", "Ben"], ["Para cuándo", "Quién"]))
    [('Para cuándo', '7 dic.'), ('Quién', 'Ben')]
    """
    return zip(heads, cells, strict=True)


@register.filter(name="contracted", is_safe=True)
def in_this_language(text: str) -> str:
    """ "De el chico" as "del chico" where the page is in Spanish: {% filter contracted %}."""
    return contracted(text, get_language() or "es")


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one of our icons; the words beside it say what it means."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("kit/icons.svg"),
        name,
    )


@register.simple_tag
def severity(level: int) -> SafeString:
    """Tag of a severity from 1 (minor) to 4 (critical): colour, shape and word."""
    return format_html(
        '<span class="tag severity-{}">{}{}</span>',
        level,
        icon(f"severity-{level}"),
        SEVERITIES[int(level)],
    )


@register.inclusion_tag("kit/parts/empty.html")
def empty_state(
    *, picture: str, title: str, lesson: str, example: str = "", label: str = "", url: str = ""
) -> dict[str, str]:
    """An empty place as a lesson: what it is for, one example, one button."""
    return {
        "picture": picture,
        "title": title,
        "lesson": lesson,
        "example": example,
        "label": label,
        "url": url,
    }


@register.inclusion_tag("kit/parts/progress.html")
def progress(*, id: str, label: str, value: int, of: int, said: str = "") -> dict[str, Any]:
    """How far something is: a bar, and the same in words."""
    return {"id": id, "label": label, "value": value, "of": of, "said": said}


@register.inclusion_tag("kit/parts/finding.html")
def finding_card(
    *, level: int, title: str, evidence: str = "", state: str = "", url: str = "", label: str = ""
) -> dict[str, Any]:
    """A weak point: what is true, how grave, in which state, and where it is mended."""
    return {
        "level": level,
        "title": title,
        "evidence": evidence,
        "state": state,
        "url": url,
        "label": label,
    }


@register.inclusion_tag("kit/parts/share.html")
def share(*, id: str, text: str) -> dict[str, str]:
    """A message to send oneself or others: its text, "Copy" and "WhatsApp"."""
    return {"id": id, "text": text, "whatsapp_url": f"https://wa.me/?text={quote(text)}"}


@register.simple_block_tag
def scrolling(content: SafeString, label: str) -> SafeString:
    """A table that scrolls in its own box, reachable by keyboard: {% scrolling label=_("…") %}."""
    return format_html(
        '<div class="table" tabindex="0" role="region" aria-label="{}">{}</div>', label, content
    )


@register.simple_block_tag
def figure(content: SafeString, caption: str) -> SafeString:
    """A picture and the sentence that says the same: {% figure caption=_("…") %}."""
    return format_html(
        '<figure class="figure"><div class="picture-box" tabindex="0" role="group" '
        'aria-label="{}">{}</div><figcaption>{}</figcaption></figure>',
        caption,
        content,
        caption,
    )


@register.inclusion_tag("kit/parts/rail.html", takes_context=True)
def rail(context: template.Context) -> dict[str, Any]:
    """The four steps and the antennas of the context's `brand`."""
    request = context["request"]
    brand = context["brand"]
    return {
        "brand": brand,
        "places": cycle.places(brand, request.user),
        "here": context.get("step", ""),
    }


@register.inclusion_tag("kit/parts/room_tabs.html", takes_context=True)
def room_tabs(context: template.Context, step: str, here: str) -> dict[str, Any]:
    """The parts of a room that this person may open: {% room_tabs "drills" "cases" %}."""
    room = cycle.Step(step)
    viewer = context["request"].user
    return {"step": room, "tabs": room_parts.tabs(room, context["brand"], viewer, here)}


@register.simple_tag(takes_context=True)
def my_brands(context: template.Context) -> list[Any]:
    """The brands of the person who is looking, by name."""
    person = getattr(context.get("request"), "user", None)
    if person is None or not person.is_authenticated:
        return []
    memberships = person.memberships.select_related("brand").order_by("brand__name", "brand_id")
    return [membership.brand for membership in memberships]
