"""The factor model that drills start from, its words, and what a drill trains.

A brand's own model keeps the channels that it uses; it may change anything afterwards, since ids
never change their meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

import yaml

from simulacro.engines.possibilities import FactorModel, load_model

FAMILY: Final = "trigger"
CHANNEL: Final = "channel"
ALWAYS: Final = frozenset({"reviews"})
"""Anybody can be reviewed, whatever networks they use."""

EVERY_DRILL: Final = "answer"
"""The capability that every drill trains."""

Combination = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Document:
    model: FactorModel
    words: Mapping[str, Mapping[str, Any]]
    trains: tuple[tuple[Mapping[str, list[str]], tuple[str, ...]], ...]


@cache
def _given() -> Any:
    file = resources.files("simulacro.content").joinpath("drill_model.yaml")
    return yaml.safe_load(file.read_text("utf-8"))


@cache
def _document() -> _Document:
    given = _given()
    trains = tuple((item["when"], tuple(item["capabilities"])) for item in given["trains"])
    return _Document(load_model(given["model"]), given["words"], trains)


def base_model() -> FactorModel:
    """The model with every channel.

    >>> [len(factor.values) for factor in base_model().factors]
    [12, 8, 5, 5, 4, 6, 3, 3]
    """
    return _document().model


@cache
def families() -> tuple[str, ...]:
    """The ids of the twelve families, in their order."""
    model = base_model()
    return tuple(value.id for value in model.factors[model.position(FAMILY)].values)


def family_factor(model: FactorModel) -> str:
    """The factor whose values are the families: ``trigger``, or the first one of a model without.

    >>> family_factor(base_model())
    'trigger'
    """
    ids = [factor.id for factor in model.factors]
    return FAMILY if FAMILY in ids else ids[0]


def brand_document(networks: Iterable[str], language: str) -> dict[str, Any]:
    """The document of the model of a brand that is on these networks, with names in a language;
    with every channel where none is known.

    >>> document = brand_document(["instagram", "myspace"], "es")
    >>> document["factors"][1]["values"]
    [{'id': 'instagram', 'name': 'Instagram'}, {'id': 'reviews', 'name': 'Reseñas'}]
    """
    given = _given()["model"]
    words = _words(language)
    used = {v for f in given["factors"] if f["id"] == CHANNEL for v in f["values"]} & set(networks)
    factors = [
        {
            "id": factor["id"],
            "name": words[factor["id"]]["name"],
            "values": [
                {"id": value, "name": words[factor["id"]]["values"][value]}
                for value in factor["values"]
                if factor["id"] != CHANNEL or not used or value in used | ALWAYS
            ],
        }
        for factor in given["factors"]
    ]
    kept = {factor["id"]: {v["id"] for v in factor["values"]} for factor in factors}
    rules = [rule for rule in given["rules"] if _still_speaks(rule, kept)]
    return {"schema": given["schema"], "factors": factors, "rules": rules}


def brand_model(networks: Iterable[str]) -> FactorModel:
    """The model of a brand that is on these networks; with every channel where none is known.

    >>> model = brand_model(["instagram", "myspace"])
    >>> [value.id for value in model.factors[1].values]
    ['instagram', 'reviews']
    """
    return _brand_model(frozenset(networks) & _channels())


@lru_cache(maxsize=64)
def _brand_model(networks: frozenset[str]) -> FactorModel:
    return load_model(brand_document(networks, "es"))


@cache
def _channels() -> frozenset[str]:
    """Every channel that the model knows."""
    model = base_model()
    return frozenset(value.id for value in model.factors[model.position(CHANNEL)].values)


def _still_speaks(rule: Mapping[str, Any], kept: Mapping[str, set[str]]) -> bool:
    """Whether every condition of a rule's premise names a value that is left."""
    return all(
        bool(kept[factor] & set(named if isinstance(named, list) else [named]))
        for factor, named in rule["if"].items()
    )


@dataclass(frozen=True, slots=True)
class FactorWords:
    """What factors and values are called in a language: ``own`` ones of a brand first (factor id →
    its name, and value id → name), then those of the base model, then the id."""

    language: str
    own: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)

    def factor(self, factor: str) -> str:
        """
        >>> words = FactorWords("es", {"dish": ("Plato", {})})
        >>> words.factor("gap"), words.factor("dish")
        ('Qué nos falta', 'Plato')
        """
        return self.own[factor][0] if factor in self.own else factor_name(factor, self.language)

    def knows(self, factor: str, value: str) -> bool:
        """Whether the brand itself names this value."""
        return value in self.own.get(factor, ("", {}))[1]

    def value(self, factor: str, value: str) -> str:
        """
        >>> words = FactorWords("es", {"gap": ("Falta", {"cook": "La cocinera"})})
        >>> words.value("gap", "cook"), words.value("gap", "no_signal"), words.value("x", "y")
        ('La cocinera', 'La señal', 'y')
        """
        known = self.own.get(factor, ("", {}))[1]
        return known[value] if value in known else value_name(factor, value, self.language)


def factor_name(factor: str, language: str) -> str:
    """What a factor is called; its id where nobody named it.

    >>> factor_name("gap", "es"), value_name("gap", "no_signal", "es"), value_name("gap", "x", "en")
    ('Qué nos falta', 'La señal', 'x')
    """
    return str(_words(language).get(factor, {}).get("name", factor))


def value_name(factor: str, value: str, language: str) -> str:
    """What a value is called; its id where nobody named it."""
    return str(_words(language).get(factor, {}).get("values", {}).get(value, value))


def trained_by(combination: Combination) -> frozenset[str]:
    """The core capabilities that a drill of this combination trains.

    >>> sorted(trained_by({"trigger": "trolls", "gap": "lead_away"}))
    ['alert', 'answer', 'care', 'record']
    """
    found = {EVERY_DRILL}
    for when, capabilities in _document().trains:
        if all(combination.get(factor) in values for factor, values in when.items()):
            found.update(capabilities)
    return frozenset(found)


def _words(language: str) -> Mapping[str, Any]:
    words = _document().words
    return words.get(language[:2], words["es"])
