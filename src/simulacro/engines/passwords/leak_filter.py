"""A file that says, without the network, whether a digest is listed: small, and rarely wrong.

Layout, all numbers little-endian (``docs/reference/leak-filter.md``):

- 32 bytes: ``SIMULACRO-LEAKS1``, count of digests (8), bits of a bucket's number (1), hex digits
  of a rest (1), Rice parameter (1), zeros;
- one offset of 8 bytes for each bucket and one for the end, from the start of the data;
- for each bucket its listed values in ascending order, as the gaps between them in Golomb-Rice
  codes (Golomb 1966, Rice 1979), padded to whole bytes; 4 bytes with their count come first.

A bucket's number is the first bits of the digest and a value is the bits after them, up to the
last kept hex digit. About 10 to 14 bits a digest; a digest that is not listed is called listed at
most once in 256 times, one that is listed always.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from simulacro.engines.passwords.leaks import DIGEST_DIGITS, PREFIX_DIGITS

MAGIC: Final = b"SIMULACRO-LEAKS1"
_HEADER: Final = struct.Struct("<16sQBBB5x")
_OFFSET: Final = struct.Struct("<Q")
_COUNT: Final = struct.Struct("<I")
PREFIX_BITS: Final = 4 * PREFIX_DIGITS
MOST_BUCKET_BITS: Final = PREFIX_BITS
FALSE_ALARM_BITS: Final = 8


class BadFilter(ValueError):
    """The bytes are no filter file, or a cut one."""


class BadList(ValueError):
    """A line of the list is no SHA-1, or out of order; ``line`` counts from 1."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem


def digests_of_list(lines: Iterable[bytes]) -> Iterator[int]:
    """The digests of a list in ascending order, each once: lines of ``SHA1`` or ``SHA1:COUNT``.

    Raises :class:`BadList` with "not_sha1" or "not_sorted".
    """
    before = -1
    for number, line in enumerate(lines, 1):
        digest, _, _ = line.strip().partition(b":")
        if not digest:
            continue
        try:
            value = int(digest, 16) if len(digest) == DIGEST_DIGITS else -1
        except ValueError:
            value = -1
        if value < 0:
            raise BadList(number, "not_sha1")
        if value < before:
            raise BadList(number, "not_sorted")
        if value > before:
            yield value
        before = value


def write_filter(digests: Iterable[int], count: int, out: BinaryIO) -> int:
    """Write the filter of ascending ``digests`` to a seekable file; returns how many there were.

    ``count`` is about how many will come (from 1); it sets the sizes, so that a wrong one costs
    room or false alarms and nothing else.
    """
    bucket_bits = min(MOST_BUCKET_BITS, max(0, round(math.log2(max(1, count) / 1024))))
    value_bits = FALSE_ALARM_BITS + math.ceil(math.log2(max(1.0, count / 2**bucket_bits)))
    # Rests are told in hex digits, and at least one of them.
    digits = max(math.ceil((bucket_bits + value_bits) / 4), PREFIX_DIGITS + 1)
    value_bits = 4 * digits - bucket_bits
    parameter = max(0, value_bits - math.ceil(math.log2(max(1.0, count / 2**bucket_bits))) - 1)
    buckets = 2**bucket_bits
    offsets = bytearray(_OFFSET.size * (buckets + 1))
    start = _HEADER.size + len(offsets)
    out.seek(start)
    written, position, bucket = 0, 0, 0
    values: list[int] = []
    shift, mask = 4 * (DIGEST_DIGITS - digits), 2**value_bits - 1

    def close(upto: int) -> None:
        nonlocal position, bucket, written
        while bucket < upto:
            _OFFSET.pack_into(offsets, _OFFSET.size * bucket, position)
            if values:
                data = _COUNT.pack(len(values)) + _encoded(values, parameter)
                out.write(data)
                position += len(data)
                written += len(values)
                values.clear()
            bucket += 1

    for digest in digests:
        kept = digest >> shift
        if kept >> value_bits != bucket:
            close(kept >> value_bits)
        value = kept & mask
        if not values or values[-1] != value:
            values.append(value)
    close(buckets)
    _OFFSET.pack_into(offsets, _OFFSET.size * buckets, position)
    out.seek(0)
    out.write(_HEADER.pack(MAGIC, written, bucket_bits, digits, parameter))
    out.write(offsets)
    return written


def _encoded(values: list[int], parameter: int) -> bytes:
    """Ascending values as the Golomb-Rice codes of their gaps."""
    codes: list[str] = []
    before = 0
    for value in values:
        gap = value - before
        codes.append("1" * (gap >> parameter) + "0")
        if parameter:
            codes.append(f"{gap & (2**parameter - 1):0{parameter}b}")
        before = value
    text = "".join(codes)
    size = -(-len(text) // 8)
    return int(text.ljust(8 * size, "0"), 2).to_bytes(size, "big")


class LeakFilter:
    """Answers ranges from the bytes of a filter file (a memory map will do).

    Raises :class:`BadFilter` where they are none.
    """

    def __init__(self, data: bytes | memoryview) -> None:
        self._data = memoryview(data)
        if len(self._data) < _HEADER.size or bytes(self._data[:16]) != MAGIC:
            raise BadFilter("no filter")
        _, self.count, self._bucket_bits, self._digits, self._parameter = _HEADER.unpack_from(
            self._data
        )
        if (
            self._bucket_bits > MOST_BUCKET_BITS
            or not PREFIX_DIGITS < self._digits <= DIGEST_DIGITS
            or self._parameter > 4 * self._digits
        ):
            raise BadFilter("no filter")
        self._start = _HEADER.size + _OFFSET.size * (2**self._bucket_bits + 1)
        if len(self._data) < self._start or len(self._data) < self._start + self._offset(
            2**self._bucket_bits
        ):
            raise BadFilter("cut short")

    def _offset(self, bucket: int) -> int:
        (value,) = _OFFSET.unpack_from(self._data, _HEADER.size + _OFFSET.size * bucket)
        return int(value)

    def rests(self, prefix: str) -> Iterator[str]:
        """The shortened rests of the listed digests that begin with the 5 hex digits."""
        wanted = int(prefix, 16)
        below = PREFIX_BITS - self._bucket_bits
        value_bits = 4 * self._digits - self._bucket_bits
        digits = self._digits - PREFIX_DIGITS
        for value in self._values(wanted >> below):
            if value >> (value_bits - below) == wanted & (2**below - 1):
                yield f"{value & (2 ** (4 * digits) - 1):0{digits}X}"

    def _values(self, bucket: int) -> list[int]:
        begin, end = self._offset(bucket), self._offset(bucket + 1)
        data = self._data[self._start + begin : self._start + end]
        if not len(data):
            return []
        try:
            (count,) = _COUNT.unpack_from(data)
            return _decoded(bytes(data[_COUNT.size :]), count, self._parameter)
        except (ValueError, struct.error):
            raise BadFilter("damaged") from None


def _decoded(codes: bytes, count: int, parameter: int) -> list[int]:
    """What :func:`_encoded` was given. Raises ValueError where the codes end too early."""
    text = f"{int.from_bytes(codes, 'big'):0{8 * len(codes)}b}"
    place, value = 0, 0
    values: list[int] = []
    for _ in range(count):
        zero = text.index("0", place)
        after = zero + 1 + parameter
        low = int(text[zero + 1 : after], 2) if parameter else 0
        value += ((zero - place) << parameter) | low
        place = after
        values.append(value)
    return values
