"""Filters of the inventory's pages: `{% load audit %}`."""

from django import forms, template
from django.forms import BoundField

register = template.Library()


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose words stand beside it."""
    return isinstance(field.field.widget, forms.CheckboxInput)
