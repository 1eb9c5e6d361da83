"""Models written for PICT: parameters, aliases, weights, negative values and constraints.

The grammar is that of Microsoft's PICT (github.com/microsoft/pict, doc/pict.md), with its default
separators. Comparisons ignore case; a parameter is numeric where the first name of every value is
a number. Sub-models, parameters reused inside others and functions are refused with their line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from simulacro.engines.documents.refusals import UnreadableModel
from simulacro.engines.possibilities.model import (
    MAX_FACTORS,
    MAX_VALUES,
    Factor,
    FactorModel,
    Rule,
    Value,
)
from simulacro.engines.possibilities.pict_constraints import ConstraintReader
from simulacro.engines.possibilities.refusals import Refusal

MAX_BYTES: Final = 4_000_000
MAX_WEIGHT: Final = 1_000_000

_CONSTRAINT: Final = re.compile(r"\s*(IF\b(?!\s*:)|NOT\b(?!\s*:)|\[|\()", re.IGNORECASE)
_PARAMETER: Final = re.compile(r"(?P<name>[^:]*):(?P<values>.*)", re.DOTALL)
_WEIGHTED: Final = re.compile(r"(?P<name>.*)\((?P<weight>[^()]*)\)\Z", re.DOTALL)


def read_model(path: Path) -> FactorModel:
    """The model in a file. Raises :class:`UnreadableModel` with every mistake and its line."""
    file = str(path)
    try:
        with path.open("rb") as source:
            content = source.read(MAX_BYTES + 1)
    except OSError as error:
        problem = ("problem", error.strerror or type(error).__name__)
        raise UnreadableModel((Refusal(file, 0, "cannot_open", (problem,)),)) from error
    if len(content) > MAX_BYTES:
        raise UnreadableModel((Refusal(file, 0, "too_large", (("limit", str(MAX_BYTES)),)),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableModel((Refusal(file, line, "not_text"),)) from error
    return parse_model(text, file=file)


def parse_model(text: str, *, file: str = "model") -> FactorModel:
    """The model in a text; ``file`` is what refusals call it.

    Raises :class:`UnreadableModel`.

    >>> m = parse_model('A: 1, 2\\nB: x, y | z\\nIF [A] = 1 THEN [B] = "x";')
    >>> m.levels, m.factors[1].values[1].names, m.rules[0].id
    ((2, 2), ('y', 'z'), 'line 3')
    """
    return _Reader(file).read(text)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.refusals: list[Refusal] = []
        self.factors: list[Factor] = []
        self.lines: dict[str, int] = {}

    def refuse(self, line: int, code: str, **values: object) -> None:
        texts = tuple((name, str(value)[:120]) for name, value in values.items())
        self.refusals.append(Refusal(self.file, line, code, texts))

    def read(self, text: str) -> FactorModel:
        lines = [_uncommented(line) for line in text.splitlines()]
        constraints: list[tuple[int, str]] = []
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            if constraints and not constraints[-1][1].rstrip().endswith(";"):
                first, so_far = constraints[-1]
                constraints[-1] = (first, f"{so_far}\n{line}")
            elif _CONSTRAINT.match(line):
                constraints.append((number, line))
            elif line.lstrip().startswith("{"):
                self.refuse(number, "submodel")
            else:
                self.parameter(number, line, late=bool(constraints))
        if not self.factors and not self.refusals:
            self.refuse(0, "no_factors")
        if len(self.factors) > MAX_FACTORS:
            self.refuse(0, "too_many_factors", limit=MAX_FACTORS)
        rules = self.rules(constraints)
        if self.refusals:
            raise UnreadableModel(tuple(sorted(self.refusals, key=lambda r: r.line)))
        return FactorModel(tuple(self.factors), rules)

    def parameter(self, line: int, text: str, *, late: bool) -> None:
        match = _PARAMETER.match(text)
        if match is None:
            self.refuse(line, "not_a_line", found=text.strip())
            return
        name = match["name"].strip()
        if not name:
            self.refuse(line, "empty_name")
        if late:
            self.refuse(line, "late_parameter", name=name)
        values = [self.value(line, part) for part in match["values"].split(",") if part.strip()]
        if not values:
            self.refuse(line, "no_values", name=name)
        if len(values) > MAX_VALUES:
            self.refuse(line, "too_many_values", name=name, limit=MAX_VALUES)
        key = name.casefold()
        if key in self.lines:
            self.refuse(line, "duplicate_factor", name=name, first=self.lines[key])
            return
        seen: set[str] = set()
        for value in values:
            if value.id.casefold() in seen:
                self.refuse(line, "duplicate_value", name=name, found=value.id)
            seen.add(value.id.casefold())
        self.lines[key] = line
        self.factors.append(Factor(name, name, tuple(values)))

    def value(self, line: int, text: str) -> Value:
        names = [name.strip() for name in text.split("|")]
        weight = 1
        weighted = _WEIGHTED.match(names[-1])
        if weighted:
            names[-1] = weighted["name"].strip()
            given = weighted["weight"].strip()
            if given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= MAX_WEIGHT:
                weight = int(given)
            else:
                self.refuse(line, "bad_weight", name=names[0], found=given or "—")
        if names[0].startswith("<") and names[0].endswith(">"):
            self.refuse(line, "reused", found=names[0])
        negative = names[0].startswith("~")
        names[0] = names[0].removeprefix("~").strip()
        if not all(names):
            self.refuse(line, "empty_name")
        return Value(names[0], tuple(names), weight, negative)

    def rules(self, constraints: list[tuple[int, str]]) -> tuple[Rule, ...]:
        rules: list[Rule] = []
        for first, text in constraints:
            for line, part in _split(first, text):
                if part.endswith(";"):
                    reader = ConstraintReader(self.factors, self._refusing(line))
                    condition = reader.read(part[:-1])
                    if condition is not None:
                        words = " ".join(part.split())
                        rules.append(Rule(f"line {line}", condition, words, line))
                else:
                    self.refuse(line, "no_semicolon")
        return tuple(rules)

    def _refusing(self, line: int) -> Callable[..., None]:
        def refuse(below: int, code: str, **values: object) -> None:
            self.refuse(line + below, code, **values)

        return refuse


def _uncommented(line: str) -> str:
    return "" if line.lstrip().startswith("#") else line


def _split(line: int, text: str) -> list[tuple[int, str]]:
    """The constraints of a stretch of text, each with the line it starts on."""
    found: list[tuple[int, str]] = []
    start, quoted = 0, False
    for i, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            found.append((start, text[start : i + 1]))
            start = i + 1
    if text[start:].strip():
        found.append((start, text[start:]))
    placed: list[tuple[int, str]] = []
    for at, part in found:
        lead = len(part) - len(part.lstrip())
        placed.append((line + text.count("\n", 0, at + lead), part.strip()))
    return placed
