"""PICT's constraints: ``IF … THEN … ELSE …`` and invariants, resolved to sets of values.

``NOT`` binds tightest, then ``AND``, then ``OR``; parentheses change it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import translate
from typing import Final, NamedTuple

from simulacro.engines.possibilities.conditions import (
    All,
    Among,
    Any,
    Condition,
    Not,
    Related,
    implies,
)
from simulacro.engines.possibilities.model import Factor

MAX_DEPTH: Final = 60

_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
    |(?P<factor>\[[^\]\n]*\])
    |(?P<text>"[^"\n]*")
    |(?P<relation><>|<=|>=|=|<|>)
    |(?P<mark>[(){},])
    |(?P<number>[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?(?![\w.]))
    |(?P<word>[^\W\d]\w*)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
# Which outcomes of comparing left with right (-1 below, 0 equal, 1 above) a relation accepts.
_RELATIONS: Final[dict[str, frozenset[int]]] = {
    "=": frozenset({0}),
    "<>": frozenset({-1, 1}),
    "<": frozenset({-1}),
    "<=": frozenset({-1, 0}),
    ">": frozenset({1}),
    ">=": frozenset({0, 1}),
}
_KEYWORDS: Final = frozenset({"if", "then", "else", "and", "or", "not", "in", "like"})

Refuse = Callable[..., None]
"""Called with the lines below the constraint's first, a code, and the named values of its words."""


class _Token(NamedTuple):
    kind: str
    text: str
    below: int

    def __str__(self) -> str:
        return f"“{self.text or ';'}”"


class _Wrong(Exception):
    """The constraint was refused; nothing more of it can be read."""


class ConstraintReader:
    """Reads one constraint over ``factors``; mistakes go to ``refuse``."""

    def __init__(self, factors: Sequence[Factor], refuse: Refuse) -> None:
        self.factors = factors
        self.refuse = refuse
        self.position = {f.name.casefold(): i for i, f in enumerate(factors)}
        self.numeric = [all(_number(v.name) is not None for v in f.values) for f in factors]
        self.refused = False

    def read(self, text: str) -> Condition | None:
        """The condition, or None where something was refused."""
        self.tokens = _tokens(text)
        self.at = 0
        try:
            condition = self._constraint()
            if self._peek().kind != "end":
                self._expected("AND OR ;")
        except _Wrong:
            return None
        return None if self.refused else condition

    def _constraint(self) -> Condition:
        if not self._word("if"):
            return self._either(0)
        premise = self._either(0)
        if not self._word("then"):
            self._expected("THEN")
        conclusion = self._either(0)
        if self._word("else"):
            return All((implies(premise, conclusion), Any((premise, self._either(0)))))
        return implies(premise, conclusion)

    def _either(self, depth: int) -> Condition:
        parts = [self._both(depth)]
        while self._word("or"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _both(self, depth: int) -> Condition:
        parts = [self._clause(depth)]
        while self._word("and"):
            parts.append(self._clause(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _clause(self, depth: int) -> Condition:
        if depth > MAX_DEPTH:
            self._stop("too_deep", limit=MAX_DEPTH)
        if self._word("not"):
            return Not(self._clause(depth + 1))
        if self._mark("("):
            inner = self._either(depth + 1)
            if not self._mark(")"):
                self._expected(")")
            return inner
        return self._term()

    def _term(self) -> Condition:
        token = self._peek()
        if token.kind == "word" and token.text.casefold() not in _KEYWORDS:
            self._stop("function", found=token.text)
        if token.kind != "factor":
            self._expected("[…]")
        self.at += 1
        factor = self._factor(token)
        if self._word("in"):
            return self._listed(factor)
        if self._word("like"):
            return self._alike(factor)
        relation = self._peek()
        if relation.kind != "relation":
            self._expected("= <> < <= > >= IN LIKE")
        self.at += 1
        accepted = _RELATIONS[relation.text]
        other = self._peek()
        if other.kind == "factor":
            self.at += 1
            return self._compared(factor, accepted, self._factor(other), other)
        value = self._value()
        if factor is None or value is None:
            return All(())
        if relation.text in ("=", "<>"):
            self._known(factor, value, other)
        sign = self._signs(factor, value, other)
        return Among(factor, frozenset(i for i, s in enumerate(sign) if s in accepted))

    def _compared(
        self, left: int | None, accepted: frozenset[int], right: int | None, token: _Token
    ) -> Condition:
        if left is None or right is None:
            return All(())
        if left == right:
            self._wrong(token, "itself", name=self.factors[left].name)
            return All(())
        if self.numeric[left] != self.numeric[right]:
            self._wrong(token, "other_type", name=self.factors[left].name, found=token)
            return All(())
        keys = [[self._key(f, v.name) for v in self.factors[f].values] for f in (left, right)]
        pairs = (
            (i, j)
            for i, a in enumerate(keys[0])
            for j, b in enumerate(keys[1])
            if _sign(a, b) in accepted
        )
        return Related(left, right, frozenset(pairs))

    def _listed(self, factor: int | None) -> Condition:
        if not self._mark("{"):
            self._expected("{")
        values: set[int] = set()
        while True:
            token = self._peek()
            value = self._value()
            if factor is not None and value is not None:
                self._known(factor, value, token)
                signs = self._signs(factor, value, token)
                values |= {i for i, sign in enumerate(signs) if sign == 0}
            if self._mark("}"):
                break
            if not self._mark(","):
                self._expected(", }")
        return All(()) if factor is None else Among(factor, frozenset(values))

    def _alike(self, factor: int | None) -> Condition:
        token = self._peek()
        if token.kind != "text":
            self._expected('"…"')
        self.at += 1
        if factor is None:
            return All(())
        # PICT knows only * and ?, so brackets are plain characters.
        plain = token.text[1:-1].casefold().replace("[", "[[]")
        pattern = re.compile(translate(plain))
        names = (v.name.casefold() for v in self.factors[factor].values)
        return Among(factor, frozenset(i for i, name in enumerate(names) if pattern.match(name)))

    def _factor(self, token: _Token) -> int | None:
        name = token.text[1:-1].strip()
        found = self.position.get(name.casefold())
        if found is None:
            known = ", ".join(f.name for f in self.factors)
            self._wrong(token, "unknown_factor", name=name, known=known)
        return found

    def _value(self) -> str | None:
        token = self._peek()
        if token.kind not in ("text", "number"):
            self._expected('"…" 123')
        self.at += 1
        return token.text[1:-1] if token.kind == "text" else token.text

    def _known(self, factor: int, value: str, token: _Token) -> None:
        """Refuse what no value equals: such a constraint would silently do nothing."""
        if 0 not in self._signs(factor, value, token) and not self.refused:
            self._wrong(token, "unknown_value", name=self.factors[factor].name, found=value)

    def _signs(self, factor: int, value: str, token: _Token) -> list[int]:
        """How each value of the factor compares with ``value``; numbers as numbers."""
        if self.numeric[factor] and _number(value) is None:
            self._wrong(token, "other_type", name=self.factors[factor].name, found=token)
            return []
        key = self._key(factor, value)
        return [_sign(self._key(factor, v.name), key) for v in self.factors[factor].values]

    def _key(self, factor: int, name: str) -> float | str:
        number = _number(name) if self.numeric[factor] else None
        return name.strip().casefold() if number is None else number

    def _peek(self) -> _Token:
        return self.tokens[self.at]

    def _word(self, word: str) -> bool:
        return self._takes("word", word)

    def _mark(self, mark: str) -> bool:
        return self._takes("mark", mark)

    def _takes(self, kind: str, text: str) -> bool:
        token = self._peek()
        taken = token.kind == kind and token.text.casefold() == text
        self.at += taken
        return taken

    def _wrong(self, token: _Token, code: str, **values: object) -> None:
        self.refused = True
        self.refuse(token.below, code, **values)

    def _stop(self, code: str, **values: object) -> None:
        self._wrong(self._peek(), code, **values)
        raise _Wrong

    def _expected(self, expected: str) -> None:
        self._stop("expected", found=self._peek(), expected=expected)


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind != "space":
            found.append(_Token(_kind(match), match[0], text.count("\n", 0, match.start())))
    found.append(_Token("end", "", text.count("\n")))
    return found


def _kind(match: re.Match[str]) -> str:
    """The outer group that matched; numbers have groups inside."""
    return next(kind for kind, text in match.groupdict().items() if text is not None)


def _number(text: str) -> float | None:
    try:
        return float(text) if text.isascii() else None
    except ValueError:
        return None


def _sign(a: float | str, b: float | str) -> int:
    if isinstance(a, str) or isinstance(b, str):
        return (str(a) > str(b)) - (str(a) < str(b))
    return (a > b) - (a < b)
