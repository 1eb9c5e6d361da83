"""What a form that writes carries: `{% load writes %}`."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from simulacro.kit.idempotency import FIELD, new_key
from simulacro.kit.versions import VersionedForm

register = template.Library()


@register.simple_tag
def idempotency_key() -> SafeString:
    """A key by which this form, sent twice, is written once."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())


@register.simple_tag
def version_fields(form: VersionedForm) -> SafeString:
    """The version that this person sees, and the values they begin with."""
    fields = [field for field in form if field.name != "version"]
    return format_html(
        "{}{}",
        form["version"].as_widget(),
        format_html_join(
            "", "{}", ((field.as_hidden({"id": False}, only_initial=True),) for field in fields)
        ),
    )


@register.inclusion_tag("kit/parts/undo_button.html", takes_context=True)
def undo_button(context: template.Context, message: Any) -> dict[str, Any]:
    """The button that takes an act back, for a message which offers it."""
    tags = (getattr(message, "extra_tags", "") or "").split()
    record = next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:")), "")
    return {
        "record": record,
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
    }
