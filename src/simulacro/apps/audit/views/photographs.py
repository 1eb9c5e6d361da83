"""A photo that was kept as evidence, shown to whoever may see what it is evidence of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.cache import add_never_cache_headers

from simulacro.apps.brands.models import Brand
from simulacro.kit.sealing import files


def photograph(brand: Brand, photos: Sequence[Mapping[str, Any]], index: int) -> HttpResponse:
    """The photo with that number; 404 where there is none."""
    if not 0 <= index < len(photos):
        raise Http404
    found = photos[index]
    try:
        content = files.read_file(brand.id, UUID(found["id"]))
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=found["type"])
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response
