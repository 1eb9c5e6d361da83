"""How alike two short sentences are, and which of many say nearly the same.

For ideas of a brainstorm, in Spanish, English or both: no dictionary and no model, so that the
same ideas give the same suggestions on every machine. A sentence is *folded* (no case, accents,
marks or openings such as "what if"), its words are cut to stems, and two sentences are compared by
the stems they share (what is said) and by the trigrams within their stems (what is misspelt or
inflected otherwise). Each is a Dice coefficient, twice what is shared over what both hold
(Dice 1945); the likeness is the larger part stems, the smaller part trigrams.

    >>> likeness("¿Y si roban la cuenta?", "Roban las cuentas")
    1.0
    >>> likeness("roban la cuenta", "se va la luz")
    0.0
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

SAME: Final = 0.72
"""From here on two ideas are told to be near duplicates; chosen on the pairs of its test."""

OF_STEMS: Final = 0.6
"""The share of the stems in the likeness; the trigrams have the rest."""

SHORTEST_STEM: Final = 3

# What carries no meaning of its own, in the languages of the screen.
_EMPTY: Final = """
    a al algo alguien ante aqui asi con como cual cuando de del desde donde dos e el ella ellos en
    entre era eran es esa ese eso esta estan estaba este esto fue ha han hay la las le les lo los
    mas me mi mis muy ni no nos nuestra nuestras nuestro nuestros o os para pasa pasaria pasar pero
    por porque puede que quien se sea sean ser si sin sobre son su sus te tu tus u un una uno unos
    unas va y ya
    about am an and any are as at be been but by can could did do does for from get gets had has
    have he her here him his how i if in into is it its just me my of off on or our out she so some
    somebody someone something that the their them then there they this to up us was we were what
    when where which while who will with would you your
"""
EMPTY_WORDS: Final = frozenset(_EMPTY.split())

_ENDINGS: Final = """
    amientos amiento imientos imiento aciones acion iciones icion ciones cion adores ador adoras
    adora idades idad amente mente ando iendo aron ieron aban aria arian ados adas ado ada idos
    idas ido ida amos emos imos ar er ir aba an en as es os a e o n s
    ations ation ings ing edly ed ers er ly
"""
# The longest first; what is left must still be a word.
ENDINGS: Final = tuple(sorted(_ENDINGS.split(), key=lambda ending: (-len(ending), ending)))

# How one Spanish stem is spelt before other vowels, or under the stress (pierden, perder).
ALTERNATIONS: Final = (("qu", "c"), ("gu", "g"), ("ier", "er"), ("ieb", "eb"), ("uev", "ov"))

# The accents of Latin, Greek and Cyrillic, once they stand by themselves.
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]+")
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """The words of a text in lower case without accents, one space between them.

    >>> folded("¿Qué pasaría, si…?")
    'que pasaria si'
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return " ".join(_WORD.findall(plain))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A folded word without its ending, at least three letters of it.

    >>> [stem(word) for word in ("clientes", "publicaron", "publique", "pierden", "hacked")]
    ['client', 'public', 'public', 'perd', 'hack']
    """
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= max(SHORTEST_STEM, len(ending)):
            word = word[: -len(ending)]
            break
    for written, meant in ALTERNATIONS:
        word = word.replace(written, meant)
    return word


def stems(text: str) -> frozenset[str]:
    """The stems of what a text says; of all its words where it says nothing else."""
    words = folded(text).split()
    telling = [word for word in words if word not in EMPTY_WORDS]
    return frozenset(stem(word) for word in telling or words)


def trigrams(words: Iterable[str]) -> frozenset[str]:
    """Three letters at a time within each word, its edges marked: order of words says nothing."""
    return frozenset(f"^{word}$"[i : i + 3] for word in words for i in range(len(word)))


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0.0 to 1.0: 1.0 where they fold to the same words in any order.

    Symmetric. A text without a letter or digit is like nothing, itself included.
    """
    a, b = stems(one), stems(other)
    return _together(_dice(a, b), _dice(trigrams(a), trigrams(b)))


class Shelf:
    """Texts to be asked again and again which of them is most like another.

    >>> Shelf(["Se va la luz", "Roban la cuenta"]).nearest("¿Y si nos roban las cuentas?")
    (1, 1.0)
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._bits: dict[str, int] = {}
        self._texts = [self._signature(text, grow=True) for text in texts]

    def nearest(self, text: str) -> tuple[int, float]:
        """The position of the text that is most alike, the first of equals, and its likeness;
        (-1, 0.0) where none is alike at all."""
        of_stems, of_trigrams = self._signature(text, grow=False)
        best, value = -1, 0.0
        for i, (their_stems, their_trigrams) in enumerate(self._texts):
            found = _together(
                _dice_of(of_stems, their_stems), _dice_of(of_trigrams, their_trigrams)
            )
            if found > value:
                best, value = i, found
        return best, value

    def _signature(self, text: str, *, grow: bool) -> tuple[tuple[int, int], tuple[int, int]]:
        words = stems(text)
        return self._mask(words, "", grow), self._mask(trigrams(words), "^", grow)

    def _mask(self, members: frozenset[str], kind: str, grow: bool) -> tuple[int, int]:
        """As a number with a bit for each member; one that no text holds counts in the size."""
        mask = 0
        for member in members:
            bit = self._bits.get(kind + member)
            if bit is None and grow:
                bit = self._bits[kind + member] = len(self._bits)
            if bit is not None:
                mask |= 1 << bit
        return mask, len(members)


@dataclass(frozen=True, slots=True)
class Alike:
    """Ideas that say nearly the same: their ids in the order given, the least alike two's value."""

    ids: tuple[str, ...]
    likeness: float


def near_duplicates(texts: Mapping[str, str], *, least: float = SAME) -> tuple[Alike, ...]:
    """Sets of texts of which every two are alike by at least ``least``; no text is in two sets.

    The most alike are put together first, and a set grows only by what is like all of it, so that
    no chain of small steps ties what has nothing in common. Two hundred texts take some 20 ms.

    >>> [found.ids for found in near_duplicates(
    ...     {"a": "Roban la cuenta", "b": "Se va la luz", "c": "¿Y si roban las cuentas?"})]
    [('a', 'c')]
    """
    ids = list(texts)
    said = [stems(text) for text in texts.values()]
    masks = _masks(said)
    shapes = _masks([trigrams(words) for words in said])
    # Most pairs share no word: whatever their letters, they are not alike enough.
    fewest = (least - (1 - OF_STEMS)) / OF_STEMS - 1e-9
    pairs: dict[tuple[int, int], float] = {}
    for i in range(len(ids)):
        for j in range(i + 1, len(ids)):
            of_stems = _dice_of(masks[i], masks[j])
            if of_stems < fewest:
                continue
            value = _together(of_stems, _dice_of(shapes[i], shapes[j]))
            if value >= least:
                pairs[i, j] = value
    sets: dict[int, tuple[list[int], float]] = {i: ([i], 1.0) for i in range(len(ids))}
    home = list(range(len(ids)))
    for (i, j), value in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
        here, there = home[i], home[j]
        if here == there:
            continue
        (mine, floor), (theirs, other_floor) = sets[here], sets[there]
        across = [pairs.get((min(a, b), max(a, b))) for a in mine for b in theirs]
        if any(found is None for found in across):
            continue
        found = min(value, floor, other_floor, *(v for v in across if v is not None))
        sets[here] = (mine + theirs, found)
        for member in sets.pop(there)[0]:
            home[member] = here
    return tuple(
        Alike(tuple(ids[i] for i in sorted(members)), value)
        for members, value in sorted(sets.values(), key=lambda found: min(found[0]))
        if len(members) > 1
    )


def _together(of_stems: float, of_trigrams: float) -> float:
    return round(OF_STEMS * of_stems + (1 - OF_STEMS) * of_trigrams, 9)


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def _masks(sets: list[frozenset[str]]) -> list[tuple[int, int]]:
    """Each set as a number with a bit for each member, and its size: one AND compares two."""
    bits: dict[str, int] = {}
    masks = []
    for members in sets:
        mask = 0
        for member in members:
            mask |= 1 << bits.setdefault(member, len(bits))
        masks.append((mask, len(members)))
    return masks


def _dice_of(a: tuple[int, int], b: tuple[int, int]) -> float:
    size = a[1] + b[1]
    return 2 * (a[0] & b[0]).bit_count() / size if size else 0.0
