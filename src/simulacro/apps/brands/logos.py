"""Look at a logo before it is kept: what it is, how large, and nothing beside the picture.

What a camera or a program wrote into the file (places, names, dates) is left out.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from typing import Final

from simulacro.apps.brands.looks import Logo

MAX_BYTES: Final = 300_000
MIN_SIDE: Final = 16
MAX_SIDE: Final = 2_000
PNG: Final = b"\x89PNG\r\n\x1a\n"
PNG_KEPT: Final = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB")
JPEG: Final = b"\xff\xd8"
# Baseline and progressive frames; other kinds are rare, and not every reader knows them.
FRAMES: Final = (0xC0, 0xC1, 0xC2)
START_OF_SCAN: Final = 0xDA
# Of the application segments only JFIF and Adobe's colour transform are about the picture.
APPLICATION: Final = range(0xE0, 0xF0)
ABOUT_THE_PICTURE: Final = (0xE0, 0xEE)
COMMENT: Final = 0xFE
SHEET: Final = b"#image(bytes(json(bytes(sys.inputs.logo))))"


class BadLogo(ValueError):
    """The logo was refused: `code` is "too_large", "kind", "damaged" or "sides"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def bring_logo(content: bytes) -> Logo:
    """The logo in a file that somebody brings, once it has been drawn. Raises BadLogo."""
    logo = read_logo(content)
    # What prints the reports tries it, so that none of them fails for it later.
    import typst

    try:
        typst.compile(
            SHEET,
            format="pdf",
            sys_inputs={"logo": json.dumps(list(logo.content))},
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        raise BadLogo("damaged") from error
    return logo


def read_logo(content: bytes) -> Logo:
    """The logo in a file, whose pixels are not looked at. Raises BadLogo."""
    if len(content) > MAX_BYTES:
        raise BadLogo("too_large")
    try:
        if content.startswith(PNG):
            logo = png(content)
        elif content.startswith(JPEG):
            logo = jpeg(content)
        else:
            raise BadLogo("kind")
    except (struct.error, IndexError, zlib.error) as error:
        raise BadLogo("damaged") from error
    if not all(MIN_SIDE <= side <= MAX_SIDE for side in (logo.width, logo.height)):
        raise BadLogo("sides")
    return logo


def png(content: bytes) -> Logo:
    kept, pixels = [PNG], zlib.decompressobj()
    width = height = 0
    names = []
    for name, body, whole in png_chunks(content):
        names.append(name)
        if name == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
        if name == b"IDAT":
            # At most what the sides allow, so that a small file cannot unpack without end.
            pixels.decompress(body, MAX_SIDE * (MAX_SIDE * 8 + 1))
        if name in PNG_KEPT:
            kept.append(whole)
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or not pixels.eof:
        raise BadLogo("damaged")
    return Logo(b"".join(kept), "image/png", width, height)


def png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    at = len(PNG)
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        whole = content[at : at + 12 + length]
        name, body = whole[4:8], whole[8:-4]
        if len(whole) != 12 + length or struct.unpack(">I", whole[-4:])[0] != zlib.crc32(
            name + body
        ):
            raise BadLogo("damaged")
        yield name, body, whole
        at += 12 + length
        if name == b"IEND":
            return


def jpeg(content: bytes) -> Logo:
    kept, at, sides = [JPEG], 2, None
    while True:
        mark, kind = content[at], content[at + 1]
        if mark != 0xFF:
            raise BadLogo("damaged")
        (length,) = struct.unpack_from(">H", content, at + 2)
        segment = content[at : at + 2 + length]
        if kind in FRAMES:
            height, width = struct.unpack_from(">HH", segment, 5)
            sides = (width, height)
        if kind == START_OF_SCAN:
            break
        private = kind == COMMENT or (kind in APPLICATION and kind not in ABOUT_THE_PICTURE)
        if not private:
            kept.append(segment)
        at += 2 + length
    end = content.rfind(b"\xff\xd9")
    if sides is None or end < at:
        raise BadLogo("damaged")
    kept.append(content[at : end + 2])
    return Logo(b"".join(kept), "image/jpeg", *sides)
