"""Tags of the components: `{% load kit %}`; each is shown at /_style/."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from simulacro.kit import cycle

register = template.Library()

# From the mildest to the gravest; the shape beside the word is the icon severity-N.
SEVERITIES = {1: _("Minor"), 2: _("Serious"), 3: _("Grave"), 4: _("Critical")}


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


@register.simple_tag(takes_context=True)
def my_brands(context: template.Context) -> list[Any]:
    """The brands of the person who is looking, by name."""
    person = getattr(context.get("request"), "user", None)
    if person is None or not person.is_authenticated:
        return []
    memberships = person.memberships.select_related("brand").order_by("brand__name", "brand_id")
    return [membership.brand for membership in memberships]
