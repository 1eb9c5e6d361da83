"""A photo that was kept as evidence, shown to whoever may see what it is evidence of."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from simulacro.apps.brands.models import Brand
from simulacro.kit.sealing import files
from simulacro.kit.sealing.errors import SealingError

logger = logging.getLogger("simulacro.audit")


def photograph(brand: Brand, photos: Sequence[Mapping[str, Any]], index: int) -> HttpResponse:
    """The photo with that number; 404 where there is none, and words where it cannot be opened."""
    if not 0 <= index < len(photos):
        raise Http404
    found = photos[index]
    try:
        content = files.read_file(brand.id, UUID(found["id"]))
    except FileNotFoundError as error:
        raise Http404 from error
    except SealingError as error:
        logger.warning("A photo could not be opened: %s", type(error).__name__)
        words = _(
            "This photo could not be opened: its file is damaged, or is not where it was kept."
        )
        return HttpResponse(words, status=410, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type=found["type"])
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response
