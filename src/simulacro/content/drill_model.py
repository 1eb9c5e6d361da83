"""The factor model that drills start from, its words, and what a drill trains.

A brand's own model keeps the channels that it uses; it may change anything afterwards, since ids
never change their meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
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
def _document() -> _Document:
    file = resources.files("simulacro.content").joinpath("drill_model.yaml")
    given = yaml.safe_load(file.read_text("utf-8"))
    trains = tuple((item["when"], tuple(item["capabilities"])) for item in given["trains"])
    return _Document(load_model(given["model"]), given["words"], trains)


def base_model() -> FactorModel:
    """The model with every channel.

    >>> [len(factor.values) for factor in base_model().factors]
    [12, 8, 5, 5, 4, 6, 3, 3]
    """
    return _document().model


def families() -> tuple[str, ...]:
    """The ids of the twelve families, in their order."""
    model = base_model()
    return tuple(value.id for value in model.factors[model.position(FAMILY)].values)


def brand_model(networks: Iterable[str]) -> FactorModel:
    """The model of a brand that is on these networks; with every channel where none is known.

    >>> model = brand_model(["instagram", "myspace"])
    >>> [value.id for value in model.factors[1].values]
    ['instagram', 'reviews']
    """
    model = base_model()
    at = model.position(CHANNEL)
    channels = model.factors[at]
    used = {value.id for value in channels.values} & set(networks)
    if not used:
        return model
    kept = tuple(value for value in channels.values if value.id in used | ALWAYS)
    return restricted(model, at, {value.id for value in kept})


def restricted(model: FactorModel, factor: int, values: set[str]) -> FactorModel:
    """The model with only these values of one factor; its rules hold as before.

    Rules speak of positions, so the document is read again with fewer values.
    """
    file = resources.files("simulacro.content").joinpath("drill_model.yaml")
    given = yaml.safe_load(file.read_text("utf-8"))["model"]
    name = model.factors[factor].id
    for item in given["factors"]:
        if item["id"] == name:
            item["values"] = [value for value in item["values"] if value in values]
    given["rules"] = [rule for rule in given["rules"] if _still_speaks(rule, name, values)]
    return load_model(given)


def _still_speaks(rule: Mapping[str, Any], factor: str, values: set[str]) -> bool:
    """Whether the premise of a rule names a value that is left."""
    premise = rule["if"].get(factor)
    if premise is None:
        return True
    named = premise if isinstance(premise, list) else [premise]
    return bool(values & set(named))


def factor_name(factor: str, language: str) -> str:
    """What a factor is called; its id where nobody named it.

    >>> factor_name("gap", "es"), value_name("gap", "no_signal", "es"), value_name("gap", "x", "en")
    ('Qué nos falta', 'La señal', 'x')
    """
    return str(_words(language).get(factor, {}).get("name", factor))


def value_name(factor: str, value: str, language: str) -> str:
    """What a value is called; its id where nobody named it."""
    return str(_words(language).get(factor, {}).get("values", {}).get(value, value))


def named(model: FactorModel, language: str) -> FactorModel:
    """The model with the names of a language in place of its ids, for whoever reads a file."""
    return replace(
        model,
        factors=tuple(
            replace(
                factor,
                name=factor_name(factor.id, language),
                values=tuple(
                    replace(v, names=(value_name(factor.id, v.id, language), *v.names[1:]))
                    for v in factor.values
                ),
            )
            for factor in model.factors
        ),
    )


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
