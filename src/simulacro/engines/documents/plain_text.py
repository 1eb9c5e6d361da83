"""YAML or JSON text as plain values that remember their line and column.

A small, closed part of YAML: no anchors, aliases or tags (hence no bomb), no duplicate keys,
times and dates stay text. What is too large is refused while it is read, not after.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

import yaml

from simulacro.engines.documents.mistakes import DocumentError, Mistakes, Path

MAX_CHARACTERS: Final = 8_000_000
MAX_VALUES: Final = 600_000
MAX_DEPTH: Final = 20

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: Final[dict[str, object]] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "yes": True,
    "false": False,
    "no": False,
}
_QUOTED: Final = ("'", '"', "|", ">")
# What only its own sign closes. A block has none: where the file ends, it ends too.
_OPEN_TO_THE_END: Final = re.compile(
    r"while (?:parsing|scanning) (a (?:flow (?:mapping|sequence|node)|quoted scalar))"
)
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,18}\Z")
_NUMBER: Final = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?\Z")


def read_text(
    text: str | bytes, *, longest: Mapping[str, int] | None = None
) -> tuple[object, dict[Path, tuple[int, int]]]:
    """The values of a YAML or JSON text, and the (line, column) of each path, from 1.

    Raises :class:`DocumentError` for what cannot be read at all, is too large or gives a key
    twice. A text that starts with ``{`` is read as JSON. ``longest`` bounds lists at the top by
    their name.
    """
    problems = Mistakes()
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            problems.add("not_text", ())
            raise _refused(problems) from error
    if len(text) > MAX_CHARACTERS:
        problems.add("too_long", (), limit=f"{MAX_CHARACTERS:,}")
        problems.raise_if_any()
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return _read_json(text.lstrip("\ufeff"))
    values = _Builder(problems, longest or {}).read(text)
    problems.raise_if_any()
    return values, problems.places


def _read_json(text: str) -> tuple[object, dict[Path, tuple[int, int]]]:
    problems = Mistakes()

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in items:
            if key in found:
                problems.add("duplicate_key", (), wrong=key)
            found[key] = value
        return found

    try:
        values = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        problems.places[()] = (error.lineno, error.colno)
        if error.pos >= len(text.rstrip()):
            problems.add("cut_short", (), inside="a value")
        else:
            problems.add("syntax", (), problem=error.msg)
        raise _refused(problems) from error
    except (RecursionError, ValueError) as error:
        problems.add("too_deep", (), limit=MAX_DEPTH)
        raise _refused(problems) from error
    problems.raise_if_any()
    return values, {}


def _refused(problems: Mistakes) -> DocumentError:
    return DocumentError(list(problems.found))


class _Builder:
    """Builds values from the parser's events, with a stack of its own."""

    def __init__(self, problems: Mistakes, longest: Mapping[str, int]) -> None:
        self.longest = longest
        self.problems = problems
        self.places = problems.places
        self.count = 0

    def read(self, text: str) -> object:
        stack: list[_Open] = []
        root: object = None
        documents = 0
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self._fatal("syntax", (), event, problem="a second document starts here")
                elif isinstance(event, yaml.NodeEvent):
                    path = stack[-1].path_of_next() if stack else ()
                    value = self._value(event, path, stack)
                    if isinstance(event, yaml.CollectionStartEvent):
                        stack.append(_Open(path, value))
                    elif not stack:
                        root = value
                    else:
                        self._put(stack, value, event)
                elif isinstance(event, yaml.CollectionEndEvent):
                    done = stack.pop()
                    if stack:
                        self._put(stack, done.value, event)
                    else:
                        root = done.value
        except yaml.MarkedYAMLError as error:
            inside = _OPEN_TO_THE_END.fullmatch(error.context or "")
            # A word without its colon is only missed after it: what is wrong is the word.
            wordless = error.context == "while scanning a simple key"
            mark = error.context_mark if wordless else error.problem_mark
            if mark is not None:
                self.places[()] = (mark.line + 1, mark.column + 1)
            if inside and mark is not None and _is_at_the_end(mark, text):
                # Where it begins, which may be long before: the end is no place to look at.
                begun = error.context_mark or mark
                self.places[()] = (begun.line + 1, begun.column + 1)
                self.problems.add("cut_short", (), inside=inside[1])
            else:
                message = str(error.problem or error.context or "this is not YAML")
                self.problems.add("syntax", (), problem=message)
            raise _refused(self.problems) from error
        except yaml.YAMLError as error:
            self.problems.add("syntax", (), problem=str(error).splitlines()[0])
            raise _refused(self.problems) from error
        return root

    def _value(self, event: Any, path: Path, stack: list[_Open]) -> object:
        self.places.setdefault(path, (event.start_mark.line + 1, event.start_mark.column + 1))
        self.count += 1
        if self.count > MAX_VALUES:
            self._fatal("too_much", path, event, limit=f"{MAX_VALUES:,}")
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self._fatal("alias", path, event, wrong=event.anchor)
        if event.tag is not None and not (
            isinstance(event, yaml.ScalarEvent) and event.tag == "!" and event.style in _QUOTED
        ):
            self._fatal("alias", path, event, wrong=event.tag)
        if len(path) > 1 and path[-1] == self.longest.get(str(path[-2]), -1):
            self._fatal("too_many", path[:-1], event, limit=f"{path[-1]:,}", what=path[-2])
        if isinstance(event, yaml.CollectionStartEvent):
            if len(stack) >= MAX_DEPTH:
                self._fatal("too_deep", path, event, limit=MAX_DEPTH)
            return {} if isinstance(event, yaml.MappingStartEvent) else []
        return event.value if event.style in _QUOTED else _plain(event.value)

    def _put(self, stack: list[_Open], value: object, event: Any) -> None:
        top = stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        elif top.key is None:
            if isinstance(value, (dict, list)):
                self._fatal("key_not_text", top.path, event)
            # `no: …` is a key called “no”, whatever the word means as a value.
            key = event.value
            self.places[(*top.path, key)] = (event.start_mark.line + 1, event.start_mark.column + 1)
            if key in top.value:
                self.problems.add("duplicate_key", (*top.path, key), wrong=key)
            top.key = key
        else:
            top.value[top.key] = value
            top.key = None

    def _fatal(self, code: str, path: Path, event: Any, **values: object) -> None:
        self.places[path] = (event.start_mark.line + 1, event.start_mark.column + 1)
        self.problems.add(code, path, **values)
        raise _refused(self.problems)


def _is_at_the_end(mark: Any, text: str) -> bool:
    """Whether nothing but blanks comes after the place ``mark``."""
    lines = text.rstrip().splitlines() or [""]
    return bool((mark.line, mark.column) >= (len(lines) - 1, len(lines[-1])))


class _Open:
    """A mapping or list still being filled."""

    def __init__(self, path: Path, value: Any) -> None:
        self.path = path
        self.value = value
        self.key: str | None = None

    def path_of_next(self) -> Path:
        if isinstance(self.value, list):
            return (*self.path, len(self.value))
        return self.path if self.key is None else (*self.path, self.key)


def _plain(word: str) -> object:
    """A plain scalar: null, yes/no, a number, or text."""
    if word.lower() in _WORDS:
        return _WORDS[word.lower()]
    if _INTEGER.match(word):
        return int(word)
    if _NUMBER.match(word):
        return float(word)
    return word
