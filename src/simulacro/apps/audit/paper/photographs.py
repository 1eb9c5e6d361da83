"""The photos kept as evidence, small on the report: opened and drawn in memory, and few."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simulacro.apps.brands.models import Brand
from simulacro.kit.photographs import JPEG, PNG, pixels_of, way_up
from simulacro.kit.sealing import files
from simulacro.kit.sealing.errors import SealingError

logger = logging.getLogger("simulacro.audit")

MOST_PHOTOS: Final = 12
# A larger one is drawn again, as many pixels as paper shows: 36 mm at some 340 to the inch.
AS_IT_IS: Final = 400_000
SIDE: Final = 480
# Drawing takes four bytes a pixel; this is a phone's largest photo.
MOST_PIXELS: Final = 50_000_000

SHEET: Final = f"""#set page(width: {SIDE}pt, height: {SIDE}pt, margin: 0pt)
#image(bytes(sys.inputs.photo), format: "svg", width: {SIDE}pt, height: {SIDE}pt)
"""

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

    Left out is what has too many pixels. One that cannot be opened (damaged, moved from its place,
    gone) has its place all the same, with a note in it that says so.
    """
    shown: list[dict[str, str]] = []
    left = 0
    for about, photo in kept:
        if len(shown) == MOST_PHOTOS:
            left += 1
            continue
        entry = {"svg": "", "note": "", "alt": _("Photo: %(about)s") % {"about": about}}
        try:
            content = files.read_file(brand.id, UUID(str(photo["id"])))
        except (FileNotFoundError, SealingError) as error:
            logger.warning("A photo of a report could not be opened: %s", type(error).__name__)
            entry["note"] = _(
                "This photo could not be opened: its file is damaged, or is not where it was kept."
            )
        else:
            entry["svg"] = _small(str(photo["type"]), content)
            if not entry["svg"]:
                left += 1
                continue
        shown.append({**entry, "caption": about})
    if not shown:
        return None
    says = ngettext(
        "One more photo is kept and not printed here.",
        "%(count)s more photos are kept and not printed here.",
        left,
    ) % {"count": left}
    return {"title": _("Photos"), "says": says if left else "", "list": shown}


def _small(kind: str, content: bytes) -> str:
    """The photo in a square: as it is, or with fewer pixels where it is large; empty where it has
    too many to be drawn."""
    if len(content) <= AS_IT_IS and (kind == JPEG or pixels_of(content) <= MOST_PIXELS):
        return _square(kind, content)
    if pixels_of(content) > MOST_PIXELS:
        return ""
    # Typst draws it, in memory: no other library that reads photos is needed.
    import typst

    try:
        drawn = typst.compile(
            SHEET.encode("utf-8"),
            format="png",
            ppi=72.0,
            sys_inputs={"photo": _square(kind, content)},
            ignore_system_fonts=True,
        )
    except typst.TypstError:
        return ""
    return _square(PNG, drawn)


def _square(kind: str, content: bytes) -> str:
    data = base64.b64encode(content).decode("ascii")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 2 2" width="200" height="200">'
        f'<g transform="{TURNS[way_up(content)]}"><image x="-1" y="-1" width="2" height="2" '
        f'href="data:{kind};base64,{data}"/></g></svg>'
    )
