"""The audit that a page is about, opened, and the frame of its pages."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from simulacro.apps.audit import queries
from simulacro.apps.audit.models import Audit
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.opened import PARTS
from simulacro.apps.audit.reading import Reading
from simulacro.apps.people.pages import BrandRequest
from simulacro.engines.access.inventory import Inventory


@dataclass(frozen=True, slots=True)
class Open:
    """The audit that a page is about, opened."""

    audit: Audit
    inventory: Inventory
    reading: Reading
    stale: bool

    @property
    def region(self) -> str:
        return self.inventory.brand.region


def opened(request: BrandRequest, number: int | None = None) -> Open | None:
    """The latest audit, or the one with ``number``; None before the first. 404 for no such."""
    audit = (
        queries.latest_audit(request.brand)
        if number is None
        else get_object_or_404(queries.audits(request.brand), number=number)
    )
    if audit is None:
        return None
    current = queries.current_revision(request.brand)
    return Open(
        audit,
        queries.inventory_of(audit.revision),
        queries.reading_of_audit(audit),
        current is not None and current.pk != audit.revision_id,
    )


def part(
    it: Open, template: str, make: Callable[[], Mapping[str, Any]], *also: Hashable
) -> SafeString:
    """A part of a page that only the audit, the language and what is in `also` make.

    It is written once and kept in memory, as the audit that it is of.
    """
    key = (it.audit.pk, template, get_language(), *also)
    return PARTS.get(key, lambda: render_to_string(template, dict(make())))


def page(
    request: BrandRequest, tab: str, template: str, it: Open | None, **context: Any
) -> HttpResponse:
    """A page of the audit; where nothing was audited yet, the lesson on how to begin."""
    every = {
        "brand": request.brand,
        "step": "audit",
        "tab": tab,
        "it": it,
        "may_run": POLICY.allows(request.user, "run_audit", request.brand),
        "may_edit": POLICY.allows(request.user, "edit_inventory", request.brand),
        "has_inventory": it is not None or queries.current_revision(request.brand) is not None,
        **context,
    }
    response = render(request, template if it else "audit/results_empty.html", every)
    add_never_cache_headers(response)
    return response
