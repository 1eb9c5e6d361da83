"""Reads plain values field by field, collecting every mistake with its place."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from simulacro.engines.documents.mistakes import Mistakes, Path

Choice = TypeVar("Choice", bound=StrEnum)

_ID: Final = re.compile(r"[^\s:/]{1,80}\Z")


def shown(value: object) -> str:
    """A wrong value as the message quotes it."""
    if isinstance(value, dict):
        return "a group of fields"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    return f"“{value}”" if isinstance(value, str) else str(value).lower()


def closest(word: str, known: Iterable[str], otherwise: str) -> str:
    """“did you mean …?”, or ``otherwise`` where nothing is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean “{near[0]}”?" if near else otherwise


def known_zone(name: str) -> bool:
    """Whether ``name`` is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


class Fields:
    """One group of fields. Each method takes a field out; :meth:`close` names what is left over."""

    def __init__(self, value: object, path: Path, mistakes: Mistakes, of: str) -> None:
        self.path = path
        self.mistakes = mistakes
        self.of = of
        self.known: list[str] = []
        self.values: dict[str, Any] = {}
        if isinstance(value, Mapping):
            for key, item in value.items():
                if isinstance(key, str):
                    self.values[key] = item
                else:
                    mistakes.add("key_not_text", path)
        elif value is not None:
            mistakes.add("wrong_type", path, wrong=shown(value), expected="a group of fields")

    def at(self, name: str) -> Path:
        return (*self.path, name)

    def take(self, name: str) -> Any:
        self.known.append(name)
        return self.values.get(name)

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None

    def close(self) -> None:
        known = ", ".join(self.known)
        for name in self.values:
            if name not in self.known:
                hint = closest(name, self.known, f"the fields are: {known}")
                self.mistakes.add("unknown_field", self.at(name), wrong=name, of=self.of, hint=hint)

    def text(self, name: str, default: str = "", *, required: bool = False) -> str:
        value = self.take(name)
        if value is None:
            if required:
                self.mistakes.add("missing", self.path, field=name)
            return default
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return str(value).strip() or default
        self.mistakes.add("wrong_type", self.at(name), wrong=shown(value), expected="text")
        return default

    def id(self, name: str) -> str:
        value = self.text(name)
        if value and not _ID.match(value):
            self.mistakes.add("bad_id", self.at(name), wrong=value)
        return value

    def flag(self, name: str, default: bool) -> bool:
        value = self.take(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        self.mistakes.add("wrong_type", self.at(name), wrong=shown(value), expected="yes or no")
        return default

    def number(
        self,
        name: str,
        default: float = 0.0,
        *,
        low: float = 0.0,
        high: float = 1e9,
        above: bool = False,
        required: bool = False,
    ) -> float:
        """A finite number in [low, high]; ``above`` leaves out ``low`` itself."""
        value = self.take(name)
        if value is None:
            if required:
                self.mistakes.add("missing", self.path, field=name)
            return default
        return number(value, self.at(name), self.mistakes, default, low, high, above=above)

    def choice(self, name: str, kind: type[Choice], default: Choice | None) -> Choice | None:
        value = self.take(name)
        if value is None:
            return default
        word = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        if isinstance(word, str):
            try:
                return kind(word.strip().lower())
            except ValueError:
                pass
        elif not isinstance(word, bool):
            self.mistakes.add("wrong_type", self.at(name), wrong=shown(value), expected="one word")
            return default
        self.mistakes.add(
            "bad_choice", self.at(name), wrong=value, expected=", ".join(x.value for x in kind)
        )
        return default

    def words(self, name: str) -> list[tuple[str, Path]]:
        """A list of names with their places; a single name counts as a list of one."""
        return words(self.take(name), self.at(name), self.mistakes)

    def items(self, name: str) -> list[tuple[object, Path]]:
        """The members of a list with their places; nothing where it is left out."""
        value = self.take(name)
        if value is None:
            return []
        if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
            return [(item, (*self.at(name), i)) for i, item in enumerate(value)]
        self.mistakes.add("wrong_type", self.at(name), wrong=shown(value), expected="a list")
        return []


def number(
    value: object,
    path: Path,
    mistakes: Mistakes,
    default: float,
    low: float = 0.0,
    high: float = 1e9,
    *,
    above: bool = False,
) -> float:
    """``value`` as a finite number in [low, high], or ``default`` and a mistake."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        mistakes.add("wrong_type", path, wrong=shown(value), expected="a number")
        return default
    if not math.isfinite(value) or not low <= value <= high or (above and value == low):
        span = (
            f"above {low:.12g} and up to {high:.12g}"
            if above
            else f"from {low:.12g} to {high:.12g}"
        )
        mistakes.add("bad_number", path, wrong=value, expected=span)
        return default
    return float(value)


def numbers(value: object, path: Path, mistakes: Mistakes, count: int, high: float) -> list[float]:
    """Exactly ``count`` numbers in [0, high]; empty and a mistake otherwise."""
    if not isinstance(value, (list, tuple)) or len(value) != count:
        mistakes.add("wrong_type", path, wrong=shown(value), expected=f"a list of {count} numbers")
        return []
    return [number(x, (*path, i), mistakes, 0.0, 0.0, high) for i, x in enumerate(value)]


def words(value: object, path: Path, mistakes: Mistakes) -> list[tuple[str, Path]]:
    if value is None:
        return []
    if isinstance(value, str):
        return [(value.strip(), path)]
    if not isinstance(value, (list, tuple)):
        mistakes.add("wrong_type", path, wrong=shown(value), expected="a list of names")
        return []
    found: list[tuple[str, Path]] = []
    for i, item in enumerate(value):
        if isinstance(item, bool) or not isinstance(item, (str, int, float)):
            mistakes.add("wrong_type", (*path, i), wrong=shown(item), expected="a name")
        else:
            found.append((str(item).strip(), (*path, i)))
    return found


def names(value: object, path: Path, mistakes: Mistakes) -> list[str]:
    return [word for word, _ in words(value, path, mistakes)]
