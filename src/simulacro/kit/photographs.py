"""Photographs without what they tell beside the picture: no place, no device, no name.

A JPEG keeps its picture and which way is up, a PNG or WebP its picture; everything else (EXIF, XMP,
IPTC, comments, text) is left out. Nothing is decoded: the picture itself stays bit for bit.
"""

import struct
from typing import Final

MAX_BYTES: Final = 8_000_000
JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"

_PNG_SIGN: Final = b"\x89PNG\r\n\x1a\n"
# What a picture needs to be shown as it was; the rest is talk.
_PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"}
)
_WEBP_KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_TALK: Final = 0x04 | 0x08  # the flags of VP8X that announce XMP and EXIF
_SCAN, _END, _EXIF, _ADOBE = 0xDA, 0xD9, 0xE1, 0xEE
# Tables, which have a number among those of frames.
_NO_FRAME: Final = frozenset({0xC4, 0xC8, 0xCC})
_ORIENTATION: Final = 0x0112


class NotAPhotograph(ValueError):
    """Not a whole JPEG, PNG or WebP picture."""


class TooLarge(ValueError):
    """More than :data:`MAX_BYTES`."""


def bare_photograph(content: bytes) -> tuple[str, bytes]:
    """The media type and the picture without its metadata. Raises NotAPhotograph and TooLarge."""
    if len(content) > MAX_BYTES:
        raise TooLarge
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return JPEG, _bare_jpeg(content)
        if content.startswith(_PNG_SIGN):
            return PNG, _bare_png(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return WEBP, _bare_webp(content)
    except (struct.error, IndexError) as error:
        raise NotAPhotograph from error
    raise NotAPhotograph


def _bare_jpeg(content: bytes) -> bytes:
    kept, at, turn = [b"\xff\xd8"], 2, 1
    while True:
        if content[at] != 0xFF:
            raise NotAPhotograph
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        segment = content[at : at + 2 + length]
        if len(segment) != length + 2 or length < 2:
            raise NotAPhotograph
        if marker == _EXIF and segment[4:10] == b"Exif\0\0":
            turn = _which_way_up(segment[10:])
        talk = marker == 0xFE or (0xE1 <= marker <= 0xEF and marker != _ADOBE)
        if marker == _SCAN:
            end = content.rfind(b"\xff\xd9")
            if end < at:
                raise NotAPhotograph
            if turn != 1:
                kept.insert(1, _upright(turn))
            # What follows the end of the picture (a film, another picture) goes too.
            return b"".join([*kept, content[at : end + 2]])
        if not talk:
            kept.append(segment)
        at += 2 + length


def _which_way_up(tiff: bytes) -> int:
    order = "<" if tiff[:2] == b"II" else ">"
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for i in range(min(count, 200)):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * i)
        if tag == _ORIENTATION and 1 <= value <= 8:
            return int(value)
    return 1


def way_up(bare: bytes) -> int:
    """Which way is up in what :func:`bare_photograph` gave: 1 to 8, as EXIF counts."""
    tiff = bare[12:]
    return _which_way_up(tiff) if bare[2:4] == b"\xff\xe1" and bare[6:10] == b"Exif" else 1


def pixels_of(bare: bytes) -> int:
    """How many pixels a bare photograph is unpacked into; 0 where it does not say."""
    if bare.startswith(b"\xff\xd8"):
        width, height = _size_of_jpeg(bare)
    elif bare.startswith(_PNG_SIGN):
        width, height = struct.unpack_from(">II", bare, 16)
    elif bare[12:16] == b"VP8X":
        width = 1 + int.from_bytes(bare[24:27], "little")
        height = 1 + int.from_bytes(bare[27:30], "little")
    elif bare[12:16] == b"VP8L":
        bits = int.from_bytes(bare[21:25], "little")
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif bare[12:16] == b"VP8 ":
        width, height = (x & 0x3FFF for x in struct.unpack_from("<HH", bare, 26))
    else:
        return 0
    return int(width) * int(height)


def _size_of_jpeg(bare: bytes) -> tuple[int, int]:
    """What its frame says, before the picture itself begins."""
    at = 2
    while at + 9 <= len(bare) and bare[at] == 0xFF and bare[at + 1] != _SCAN:
        marker = bare[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            height, width = struct.unpack_from(">HH", bare, at + 5)
            return int(width), int(height)
        (length,) = struct.unpack_from(">H", bare, at + 2)
        at += 2 + length
    return 0, 0


def _upright(turn: int) -> bytes:
    """An EXIF segment that says which way is up and nothing else."""
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turn, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _bare_png(content: bytes) -> bytes:
    kept, at = [_PNG_SIGN], len(_PNG_SIGN)
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind, chunk = content[at + 4 : at + 8], content[at : at + 12 + length]
        if len(chunk) != length + 12:
            raise NotAPhotograph
        if kind in _PNG_KEPT:
            kept.append(chunk)
        at += 12 + length
        if kind == b"IEND":
            return b"".join(kept)
    raise NotAPhotograph


def _bare_webp(content: bytes) -> bytes:
    kept, at = [], 12
    end = 8 + int(struct.unpack_from("<I", content, 4)[0])
    if end > len(content):
        raise NotAPhotograph
    while at + 8 <= end:
        (length,) = struct.unpack_from("<I", content, at + 4)
        kind, chunk = content[at : at + 4], content[at : at + 8 + length + length % 2]
        if len(chunk) < 8 + length:
            raise NotAPhotograph
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_TALK]) + chunk[9:]
        if kind in _WEBP_KEPT:
            kept.append(chunk)
        at += len(chunk)
    body = b"WEBP" + b"".join(kept)
    if not kept:
        raise NotAPhotograph
    return b"RIFF" + struct.pack("<I", len(body)) + body
