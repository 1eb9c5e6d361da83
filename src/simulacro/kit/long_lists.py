"""Lists to choose from that are written at once.

Django writes each option of a list by a template of its own: with the zones of the world, or
thousands of things, a page would take a second. Here the choices are pairs in no groups.
"""

from __future__ import annotations

from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString


class LongList(forms.Select):
    """A list to choose one from."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return _written(self, name, value, attrs)


class LongListOfSeveral(forms.SelectMultiple):
    """A list to choose several from."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return _written(self, name, value, {**(attrs or {}), "multiple": True, "size": 8})


def _written(widget: forms.Select, name: str, value: Any, attrs: Any) -> SafeString:
    chosen = set(widget.format_value(value))
    # Django's escaping asks of each text whether it is safe already: most of the time here.
    options = "".join(
        f'<option value="{escape(str(key))}"{" selected" if str(key) in chosen else ""}>'
        f"{escape(str(label))}</option>"
        for key, label in widget.choices
    )
    given = flatatt(widget.build_attrs(widget.attrs, {**(attrs or {}), "name": name}))
    return format_html("<select{}>{}</select>", given, SafeString(options))
