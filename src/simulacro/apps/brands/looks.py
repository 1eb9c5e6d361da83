"""An agency's own look on what it hands to its clients: a name, two colours, a logo.

The colours are for words and rules on white paper, and for white words on them; both need the
same contrast, so one measure serves both.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from typing import Final

# WCAG 2.2, success criterion 1.4.3 (level AA) for text of normal size.
ENOUGH: Final = 4.5
WHITE: Final = "#ffffff"
COLOUR: Final = re.compile(r"#?(?:[0-9a-f]{3}|[0-9a-f]{6})\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture, PNG or JPEG, ``width`` × ``height`` pixels."""

    content: bytes
    media_type: str
    width: int
    height: int

    @property
    def address(self) -> str:
        """The picture as a ``data:`` address, for a page whose reader may have no account."""
        return f"data:{self.media_type};base64,{b64encode(self.content).decode()}"


@dataclass(frozen=True, slots=True)
class Look:
    """How an agency signs a report: ``colour`` for headings and rules, ``accent`` for marks.

    Both are ``#rrggbb`` with at least 4.5:1 against white.
    """

    name: str
    colour: str
    accent: str
    logo: Logo | None = None


def as_colour(text: str) -> str:
    """The colour as ``#rrggbb`` in lower case. Raises ValueError for anything else.

    >>> as_colour("0A7"), as_colour("#B00020")
    ('#00aa77', '#b00020')
    """
    plain = text.strip()
    if not COLOUR.match(plain):
        raise ValueError(f"not a colour: {text!r}")
    digits = plain.lstrip("#").lower()
    return "#" + ("".join(2 * digit for digit in digits) if len(digits) == 3 else digits)


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str = WHITE) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it.

    >>> contrast("#000000"), round(contrast("#777777"), 2)
    (21.0, 4.48)
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def darkened(colour: str) -> str:
    """The nearest darker shade of a colour that has enough contrast with white.

    >>> darkened("#777777"), darkened("#005f56")
    ('#767676', '#005f56')
    """
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    for step in range(256):
        shade = "#" + "".join(f"{round(part * (255 - step) / 255):02x}" for part in parts)
        if contrast(shade) >= ENOUGH:
            return shade
    return "#000000"
