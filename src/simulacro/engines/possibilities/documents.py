"""Factor models from and to documents (``simulacro.factors/1``), all mistakes at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from simulacro.engines.documents.fields import Fields, shown
from simulacro.engines.documents.mistakes import Mistakes, Path
from simulacro.engines.documents.opening import open_schema, open_source
from simulacro.engines.possibilities.carrying import Move
from simulacro.engines.possibilities.conditions import All, Among, Condition, Not, implies
from simulacro.engines.possibilities.model import (
    MAX_FACTORS,
    MAX_STRENGTH,
    Factor,
    FactorModel,
    Rule,
    Stronger,
    Value,
)

FACTORS_SCHEMA: Final = "simulacro.factors/1"


def load_model(source: str | bytes | Mapping[str, Any]) -> FactorModel:
    """The model that a document describes; see `read_factors`.

    >>> load_model({"schema": FACTORS_SCHEMA, "factors": [{"id": "a", "values": [1, 2]}]}).levels
    (2,)
    """
    return read_factors(source)[0]


def read_factors(source: str | bytes | Mapping[str, Any]) -> tuple[FactorModel, Move]:
    """The model that a YAML or JSON text, or a mapping of plain values, describes; and
    how ids moved since the version before it.

    Raises :class:`DocumentError` with every mistake, each with its place.

    >>> model, move = read_factors('''
    ... schema: simulacro.factors/1
    ... factors:
    ...   - {id: channel, name: Canal, values: [x, tiktok]}
    ...   - {id: format, values: [text, {id: video, name: Video, weight: 3}]}
    ... rules:
    ...   - {id: tiktok-is-video, if: {channel: tiktok}, then: {format: video}}
    ... moved: {values: {channel: {twitter: x}}}
    ... ''')
    >>> model.levels, model.rules[0].id, dict(move.values)
    ((2, 2), 'tiktok-is-video', {('channel', 'twitter'): 'x'})
    """
    values, mistakes = open_source(source, longest={"factors": MAX_FACTORS})
    f = open_schema(values, FACTORS_SCHEMA, mistakes)
    reader = _Reader(mistakes)
    factors = reader.factors(f)
    rules = reader.rules(f)
    stronger = reader.stronger(f)
    move = reader.moved(f)
    f.close()
    mistakes.raise_if_any()
    return FactorModel(factors, rules, stronger), move


class _Reader:
    def __init__(self, mistakes: Mistakes) -> None:
        self.mistakes = mistakes
        self.position: dict[str, int] = {}
        self.values: list[dict[str, int]] = []

    def factors(self, f: Fields) -> tuple[Factor, ...]:
        items = f.items("factors")
        if not items:
            self.mistakes.add("missing", (), field="factors")
        factors: list[Factor] = []
        for item, path in items:
            factor = self.factor(Fields(item, path, self.mistakes, "a factor"))
            if factor.id in self.position:
                self.mistakes.add("duplicate_id", path, wrong=factor.id)
            self.position.setdefault(factor.id, len(factors))
            self.values.append({v.id: i for i, v in enumerate(factor.values)})
            factors.append(factor)
        return tuple(factors)

    def factor(self, f: Fields) -> Factor:
        factor_id = f.id("id")
        if not f.has("id"):
            self.mistakes.add("missing", f.path, field="id")
        name = f.text("name", factor_id)
        values: list[Value] = []
        for item, path in f.items("values"):
            value = self.value(item, path)
            if any(value.id == other.id for other in values):
                self.mistakes.add("duplicate_id", path, wrong=value.id)
            values.append(value)
        if not values:
            self.mistakes.add("missing", f.path, field="values")
        f.close()
        return Factor(factor_id, name, tuple(values))

    def value(self, item: object, path: Path) -> Value:
        """A value in full, or its id alone."""
        if isinstance(item, (str, int, float)) and not isinstance(item, bool):
            return Value(str(item), (str(item),))
        if not isinstance(item, Mapping):
            self.mistakes.add("wrong_type", path, wrong=shown(item), expected="an id in quotes")
            return Value("", ("",))
        f = Fields(item, path, self.mistakes, "a value")
        value_id = f.id("id")
        if not f.has("id"):
            self.mistakes.add("missing", path, field="id")
        names = (f.text("name", value_id), *(word for word, _ in f.words("aliases")))
        weight = int(f.number("weight", 1, low=1, high=1e6))
        value = Value(value_id, names, weight, f.flag("negative", default=False))
        f.close()
        return value

    def rules(self, f: Fields) -> tuple[Rule, ...]:
        rules: list[Rule] = []
        for item, path in f.items("rules"):
            g = Fields(item, path, self.mistakes, "a rule")
            rule_id = g.id("id") or f"rule-{len(rules) + 1}"
            if any(rule_id == other.id for other in rules):
                self.mistakes.add("duplicate_id", path, wrong=rule_id)
            text = g.text("text")
            never, premise, then = (g.take(word) for word in ("never", "if", "then"))
            condition: Condition = All(())
            if never is not None:
                condition = Not(self.condition(never, g.at("never")))
                for word, given in (("if", premise), ("then", then)):
                    if given is not None:
                        self.mistakes.add(
                            "unknown_field",
                            g.at(word),
                            wrong=word,
                            of="a rule with “never”",
                            hint="write “never”, or “if” and “then”",
                        )
            elif premise is None or then is None:
                missing = (
                    "never, or if and then"
                    if premise is then
                    else "if"
                    if premise is None
                    else "then"
                )
                self.mistakes.add("missing", path, field=missing)
            else:
                condition = implies(
                    self.condition(premise, g.at("if")), self.condition(then, g.at("then"))
                )
            g.close()
            rules.append(Rule(rule_id, condition, text))
        return tuple(rules)

    def condition(self, given: object, path: Path) -> Condition:
        """Factor → one value, a list of them, or ``not:`` those; all of them at once."""
        if not isinstance(given, Mapping) or not given:
            self.mistakes.add("wrong_type", path, wrong=shown(given), expected="factor: value")
            return All(())
        parts: list[Condition] = []
        for name, wanted in given.items():
            here = (*path, str(name))
            factor = self.position.get(str(name))
            if factor is None:
                known = ", ".join(self.position)
                self.mistakes.add("bad_choice", here, wrong=name, expected=known)
                continue
            inverted = isinstance(wanted, Mapping)
            listed = Fields(
                wanted if inverted else {"not": wanted}, here, self.mistakes, "a condition"
            )
            values = frozenset(self.chosen(factor, listed))
            listed.close()
            among = Among(factor, values)
            parts.append(Not(among) if inverted else among)
        return All(tuple(parts))

    def chosen(self, factor: int, listed: Fields) -> list[int]:
        known = self.values[factor]
        found: list[int] = []
        for word, path in listed.words("not"):
            if word in known:
                found.append(known[word])
            else:
                self.mistakes.add("bad_choice", path, wrong=word, expected=", ".join(known))
        return found

    def moved(self, f: Fields) -> Move:
        """Old ids of factors, and of a factor's values, each with the id it has now."""
        given = f.take("moved")
        if given is None:
            return Move()
        g = Fields(given, f.at("moved"), self.mistakes, "what moved")
        factors: dict[str, str] = {}
        for old, new, path in self._pairs(g, "factors"):
            factors[old] = new
            if new not in self.position:
                known = ", ".join(self.position)
                self.mistakes.add("bad_choice", path, wrong=new, expected=known)
        values: dict[tuple[str, str], str] = {}
        of_factors = g.take("values")
        for factor in of_factors if isinstance(of_factors, Mapping) else ():
            here = g.at("values")
            if factor not in self.position:
                known = ", ".join(self.position)
                self.mistakes.add("bad_choice", (*here, factor), wrong=factor, expected=known)
                continue
            inside = Fields(of_factors, here, self.mistakes, "values that moved")
            known_values = self.values[self.position[factor]]
            for old, new, path in self._pairs(inside, factor):
                values[factor, old] = new
                if new not in known_values:
                    known = ", ".join(known_values)
                    self.mistakes.add("bad_choice", path, wrong=new, expected=known)
        g.close()
        return Move(factors, values)

    def _pairs(self, f: Fields, name: str) -> list[tuple[str, str, Path]]:
        given = f.take(name)
        if given is None:
            return []
        if not isinstance(given, Mapping):
            self.mistakes.add("wrong_type", f.at(name), wrong=shown(given), expected="old: new")
            return []
        return [(str(old), str(new), (*f.at(name), str(old))) for old, new in given.items()]

    def stronger(self, f: Fields) -> tuple[Stronger, ...]:
        groups: list[Stronger] = []
        for item, path in f.items("stronger"):
            g = Fields(item, path, self.mistakes, "a stronger group")
            members: list[str] = []
            for word, at in g.words("factors"):
                if word not in self.position:
                    known = ", ".join(self.position)
                    self.mistakes.add("bad_choice", at, wrong=word, expected=known)
                elif word in members:
                    self.mistakes.add("repeated", at, wrong=word)
                else:
                    members.append(word)
            high = min(MAX_STRENGTH, max(len(members), 1))
            strength = int(g.number("strength", 1, low=1, high=high, required=True))
            g.close()
            if members:
                groups.append(Stronger(tuple(members), strength))
        return tuple(groups)
