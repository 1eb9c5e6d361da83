"""The style guide, /_style/: every component in every state, while developing."""

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

COLOURS = [
    "paper",
    "surface",
    "sunk",
    "ink",
    "ink-soft",
    "line",
    "line-strong",
    "teal",
    "teal-soft",
    "lamp",
    "lamp-soft",
    "coral",
    "danger",
    "good",
    "good-soft",
    "severity-1",
    "severity-2",
    "severity-3",
    "severity-4",
]
ICONS = [
    "audit",
    "drills",
    "plan",
    "review",
    "antennas",
    "cycle",
    "matrix",
    "severity-1",
    "severity-2",
    "severity-3",
    "severity-4",
    "done",
    "not-yet",
    "next",
    "info",
    "warning",
    "person",
    "print",
    "copy",
    "phone",
]


class SampleForm(forms.Form):
    alias = forms.CharField(label=_("An alias is enough"), help_text=_("“The boss's phone”"))
    network = forms.ChoiceField(
        label=_("Network"),
        choices=[("a", "Instagram"), ("b", "TikTok")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea, required=False)


def style_guide(request: HttpRequest) -> HttpResponse:
    """Show each component; only where DEBUG is on."""
    if not settings.DEBUG:
        raise Http404
    context = {
        "colours": COLOURS,
        "icons": ICONS,
        "levels": (1, 2, 3, 4),
        "form": SampleForm(),
        "wrong_form": SampleForm({"alias": ""}),
        "page_of_many": Paginator(range(100), 10).page(4),
    }
    return render(request, "kit/style_guide.html", context)
