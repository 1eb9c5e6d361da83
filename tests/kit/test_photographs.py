"""Photographs keep their picture and lose what they tell beside it."""

import struct
import zlib

import pytest

from simulacro.kit.photographs import (
    MAX_BYTES,
    NotAPhotograph,
    TooLarge,
    bare_photograph,
    pixels_of,
    way_up,
)

SCAN = b"\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00" + b"\x12\x34\xff\x00\x56"


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(turn: int = 6) -> bytes:
    """A JPEG as a phone writes it: upright by EXIF, with a place, a comment and a film behind."""
    entries = struct.pack(">HHIHH", 0x0112, 3, 1, turn, 0) + struct.pack(">HHII", 0x8825, 4, 1, 90)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 2) + entries + b"\0\0\0\0" + b"GPS 19.4326,-99.1332"
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
        + segment(0xE1, b"Exif\0\0" + tiff)
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>Ada</x>")
        + segment(0xED, b"Photoshop 3.0\0Ada")
        + segment(0xFE, b"made by Ada")
        + segment(0xDB, bytes(65))
        + SCAN
        + b"\xff\xd9"
        + b"ftypmp42 a film"
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png() -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    talk = chunk(b"tEXt", b"Author\0Ada") + chunk(b"eXIf", b"MM\0*GPS") + chunk(b"tIME", bytes(7))
    picture = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + talk + picture + chunk(b"IEND", b"") + b"more"


def webp() -> bytes:
    def part(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)

    body = b"WEBP" + part(b"VP8X", bytes([0x0C]) + bytes(9)) + part(b"VP8 ", b"picture")
    body += part(b"EXIF", b"GPS") + part(b"XMP ", b"Ada")
    return b"RIFF" + struct.pack("<I", len(body)) + body


def test_a_jpeg_keeps_its_picture_and_which_way_is_up() -> None:
    kind, bare = bare_photograph(jpeg())
    assert kind == "image/jpeg"
    for told in (b"GPS", b"Ada", b"film", b"adobe"):
        assert told not in bare
    assert SCAN in bare
    assert segment(0xDB, bytes(65)) in bare
    assert bare.count(b"Exif") == 1
    assert bare_photograph(bare) == (kind, bare), "once is enough"
    assert b"Exif" not in bare_photograph(jpeg(turn=1))[1]
    assert [way_up(bare_photograph(jpeg(turn))[1]) for turn in range(1, 9)] == [*range(1, 9)]


def test_a_png_and_a_webp_keep_their_picture_only() -> None:
    for picture, kind in ((png(), "image/png"), (webp(), "image/webp")):
        found, bare = bare_photograph(picture)
        assert found == kind
        for told in (b"GPS", b"Ada", b"Author", b"EXIF", b"XMP ", b"more"):
            assert told not in bare
        assert bare_photograph(bare) == (kind, bare)
    assert (pixels_of(png()), pixels_of(webp()), pixels_of(jpeg())) == (1, 1, 0)
    frame = segment(0xC4, bytes(5)) + segment(0xC2, b"\x08" + struct.pack(">HHB", 3000, 4000, 3))
    assert pixels_of(b"\xff\xd8" + frame + SCAN) == 12_000_000
    assert bare_photograph(webp())[1][20] == 0, "the flags announce nothing that is gone"


@pytest.mark.parametrize("wrong", [b"", b"MZ", b"<svg/>", b"\xff\xd8\xff\xe1", png()[:40], b"RIFF"])
def test_what_is_no_whole_photograph_is_refused(wrong: bytes) -> None:
    with pytest.raises(NotAPhotograph):
        bare_photograph(wrong)


def test_a_cut_photograph_never_passes() -> None:
    for whole in (jpeg(turn=1).removesuffix(b"ftypmp42 a film"), webp()):
        for end in range(1, len(whole), 7):
            with pytest.raises(NotAPhotograph):
                bare_photograph(whole[:end])


def test_a_photograph_has_a_limit() -> None:
    with pytest.raises(TooLarge):
        bare_photograph(jpeg() + bytes(MAX_BYTES))
