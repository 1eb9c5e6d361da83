"""The photos kept as evidence, small on the report: opened in memory, few and not large."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simulacro.apps.brands.models import Brand
from simulacro.kit.photographs import pixels_of, way_up
from simulacro.kit.sealing import files

MOST_PHOTOS: Final = 12
MOST_BYTES: Final = 3_000_000
MOST_BYTES_TOGETHER: Final = 12_000_000
MOST_PIXELS: Final = 30_000_000

Kept = tuple[str, Mapping[str, Any]]
"""What a photo is evidence of, in words, and the id and type of its sealed file."""

# How each way up of EXIF is turned within a square of 2 by 2 around the middle.
TURNS: Final = {
    1: "",
    2: "scale(-1 1)",
    3: "rotate(180)",
    4: "scale(1 -1)",
    5: "rotate(90) scale(1 -1)",
    6: "rotate(90)",
    7: "rotate(-90) scale(1 -1)",
    8: "rotate(-90)",
}


def photographs_on_paper(brand: Brand, kept: Iterable[Kept]) -> dict[str, Any] | None:
    """At most twelve photos, each in an SVG square, and how many are left out; None without any.

    Left out is what is too large to be carried along, and what can no longer be found.
    """
    shown: list[dict[str, str]] = []
    left, together = 0, 0
    for about, photo in kept:
        content = _opened(brand, photo) if len(shown) < MOST_PHOTOS else None
        if content is None or together + len(content) > MOST_BYTES_TOGETHER:
            left += 1
            continue
        together += len(content)
        shown.append(
            {
                "svg": _square(str(photo["type"]), content),
                "alt": _("Photo: %(about)s") % {"about": about},
                "caption": about,
            }
        )
    if not shown:
        return None
    says = ngettext(
        "One more photo is kept and not printed here.",
        "%(count)s more photos are kept and not printed here.",
        left,
    ) % {"count": left}
    return {"title": _("Photos"), "says": says if left else "", "list": shown}


def _opened(brand: Brand, photo: Mapping[str, Any]) -> bytes | None:
    try:
        content = files.read_file(brand.id, UUID(str(photo["id"])))
    except FileNotFoundError:
        return None
    if len(content) > MOST_BYTES or pixels_of(content) > MOST_PIXELS:
        return None
    return content


def _square(kind: str, content: bytes) -> str:
    data = base64.b64encode(content).decode("ascii")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 2 2" width="200" height="200">'
        f'<g transform="{TURNS[way_up(content)]}"><image x="-1" y="-1" width="2" height="2" '
        f'href="data:{kind};base64,{data}"/></g></svg>'
    )
