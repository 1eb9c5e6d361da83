"""Checks: questions about what a brand has, with how to verify and fix each.

A check is data (``checks:`` in a pack); its predicates and effects are words of closed languages
of :mod:`simulacro.engines.access`. ``docs/reference/checks.md`` has both.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from simulacro.engines.access.effect_vocabulary import EFFECTS
from simulacro.engines.access.inventory import Answer, Kind
from simulacro.engines.access.predicates import (
    Predicate,
    Scene,
    checks_named,
    evaluate,
    read_predicate,
)
from simulacro.engines.access.three_values import opposite
from simulacro.engines.documents.fields import closest, words
from simulacro.engines.documents.languages import LANGUAGES
from simulacro.engines.documents.mistakes import Mistakes, Path

if TYPE_CHECKING:
    from simulacro.content.packs import Item, Source

BRAND: Final = "brand"
NAME: Final = "{name}"
_PLACE: Final = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """A check's words in one language. In ``question`` and ``fix``, {name} is the subject's."""

    question: str
    why: str
    verify: tuple[str, ...]
    fix: str
    menus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A check as read. ``about`` is empty for one asked of the brand as a whole.

    ``severity`` runs from 1 (minor) to 4 (critical), ``finding`` from F1 to F15. ``good`` is the
    answer that is no weak point. ``verified`` is the day somebody last followed its steps, or None.
    """

    id: str
    about: frozenset[Kind]
    networks: tuple[str, ...]
    area: str
    severity: int
    finding: str
    good: Answer
    when: Predicate | None
    decide: Predicate | None
    effects: Mapping[Answer, tuple[str, ...]]
    verified: date | None
    fix_link: str
    texts: Mapping[str, Wording]
    sources: tuple[Source, ...] = ()

    @property
    def bad(self) -> Answer:
        return opposite(self.good)

    def words(self, language: str) -> Wording:
        return self.texts.get(language[:2], self.texts["es"])

    @property
    def effect_names(self) -> tuple[str, ...]:
        """Every effect that some answer has."""
        return tuple(dict.fromkeys(name for names in self.effects.values() for name in names))

    def applies(self, scene: Scene) -> Answer:
        """Whether it is asked of a subject; unknown counts as asked."""
        asset = scene.asset
        if asset is None:
            if self.about:
                return Answer.NO
        elif asset.kind not in self.about:
            return Answer.NO
        if self.networks and not self._on_its_networks(scene):
            return Answer.NO
        return evaluate(self.when, scene) if self.when else Answer.YES

    def _on_its_networks(self, scene: Scene) -> bool:
        """Whether the subject is of one of the check's networks; of what has no network, such as a
        person: whether the brand has something there."""
        asset = scene.asset
        if asset is not None and has_network(asset.kind):
            return (asset.network or "") in self.networks
        return evaluate(_something_on(self.networks), scene) is Answer.YES

    def decided(self, scene: Scene) -> Answer:
        """What the inventory answers by itself; unknown where it does not."""
        return evaluate(self.decide, scene) if self.decide else Answer.UNKNOWN


def check_from(item: Item) -> Check:
    """The check of an item that passed :func:`check_mistakes`."""
    entry = item.fields
    about = about_kinds(entry["about"], (), Mistakes())
    predicates = {
        name: read_predicate(entry[name], (), Mistakes())
        for name in ("when", "decide")
        if name in entry
    }
    return Check(
        id=item.id,
        about=about,
        networks=tuple(entry.get("networks", ())),
        area=entry.get("area") or _usual_area(entry, about),
        severity=entry["severity"],
        finding=entry["finding"],
        good=_answer(entry.get("good", True)),
        when=predicates.get("when"),
        decide=predicates.get("decide"),
        effects={_answer(said): tuple(names) for said, names in entry.get("effects", {}).items()},
        verified=date.fromisoformat(entry["verified"]) if "verified" in entry else None,
        fix_link=entry.get("fix_link", ""),
        texts={
            language: Wording(
                texts["question"],
                texts["why"],
                tuple(texts["verify"]),
                texts["fix"],
                tuple(texts.get("menus", ())),
            )
            for language, texts in ((x, item.texts[x]) for x in LANGUAGES)
        },
        sources=item.sources,
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What an entry of a pack may name: ``ids`` of its items, and the words of ``networks``.

    Either is None where part of the pack could not be read, so that nothing is missed there.
    """

    ids: Container[str] | None
    networks: frozenset[str] | None


def check_mistakes(entry: Mapping[str, Any], path: Path, mistakes: Mistakes, known: Known) -> None:
    """Add what the published schema cannot say of one entry of ``checks``.

    What the schema said of it is among ``mistakes`` already, and is not told again.
    """
    good_is_told = any(mistake.path == (*path, "good") for mistake in mistakes.found)
    good = _answer(entry.get("good", True))
    effect_mistakes(
        entry,
        {} if good_is_told else {"yes": good is Answer.NO, "no": good is Answer.YES},
        path,
        mistakes,
    )
    for name in ("when", "decide"):
        predicate_mistakes(entry, name, path, mistakes, known)
    network_mistakes(entry.get("networks"), (*path, "networks"), mistakes, known)
    where = (*path, "verified")
    if "verified" in entry and all(mistake.path != where for mistake in mistakes.found):
        try:
            date.fromisoformat(entry["verified"])
        except ValueError:
            mistakes.add("bad_date", where, wrong=entry["verified"])
    text_mistakes(entry, path, mistakes)


def has_network(kind: Kind) -> bool:
    """Whether a thing of the kind may say of which network it is."""
    return kind.opened or kind is Kind.PLATFORM


@cache
def _something_on(networks: tuple[str, ...]) -> Predicate:
    """Whether the brand has something on one of these: found once for all scenes of a brand."""
    said = {"some": {"of": "brand", "that": {"network": list(networks)}}}
    return read_predicate(said, (), Mistakes())


def _usual_area(entry: Mapping[str, Any], about: frozenset[Kind]) -> str:
    return "network" if entry.get("networks") or Kind.ACCOUNT in about else "people"


def _answer(said: object) -> Answer:
    return Answer.YES if said in (True, "yes") else Answer.NO


def about_kinds(said: object, path: Path, mistakes: Mistakes) -> frozenset[Kind]:
    """The kinds that are named; none for the brand."""
    if _is_brand(said):
        return frozenset()
    kinds = {kind.value: kind for kind in Kind}
    # What is no word at all is for the schema to say.
    named = words(said, path, Mistakes())
    for word, place in named:
        if word not in kinds:
            mistakes.add("bad_choice", place, wrong=word, expected=", ".join((BRAND, *kinds)))
    return frozenset(kinds[word] for word, _ in named if word in kinds)


def _is_brand(said: object) -> bool:
    return said in (BRAND, [BRAND])


def effect_mistakes(
    entry: Mapping[str, Any], adverse: Mapping[str, bool], path: Path, mistakes: Mistakes
) -> None:
    """Add what is wrong in ``about`` and in the effects of it under each answer.

    ``adverse`` tells the answers whose effects are bad from those whose effects are good; of an
    answer that it does not have, neither is asked.
    """
    about = about_kinds(entry.get("about"), (*path, "about"), mistakes)
    effects = entry.get("effects")
    for said, names in effects.items() if isinstance(effects, Mapping) else ():
        for name, where in words(names, (*path, "effects", said), Mistakes()):
            effect = EFFECTS.get(name)
            if effect is None:
                hint = closest(name, EFFECTS, f"the effects are: {', '.join(sorted(EFFECTS))}")
                mistakes.add("unknown_field", where, wrong=name, of="the effects", hint=hint)
                continue
            if effect.adverse is not adverse.get(said, effect.adverse):
                sort = "a favourable effect" if effect.adverse else "an adverse effect"
                mistakes.add("wrong_type", where, wrong=f"“{name}”", expected=sort)
            kind = ", ".join(sorted(about - effect.kinds))
            if _is_brand(entry.get("about")):
                kind = BRAND
            if kind:
                mistakes.add("not_for_kind", where, field=name, kind=kind)


def predicate_mistakes(
    entry: Mapping[str, Any], name: str, path: Path, mistakes: Mistakes, known: Known
) -> None:
    """Add what is wrong in the predicate that an entry has under ``name``, if it has one."""
    said, path = entry.get(name), (*path, name)
    if not isinstance(said, Mapping):
        return
    read_predicate(said, path, mistakes)
    for test, value, where in _tests(said, path):
        if test == "network":
            network_mistakes(value, where, mistakes, known)
        elif test == "count" and isinstance(value, Mapping):
            least, most = value.get("at_least"), value.get("at_most")
            if isinstance(least, int) and isinstance(most, int) and most < least:
                mistakes.add(
                    "bad_number", (*where, "at_most"), wrong=most, expected=f"from {least}"
                )
    for check in checks_named(said):
        if known.ids is not None and check not in known.ids:
            mistakes.add("unknown_check", path, wrong=check)


def _tests(said: object, path: Path) -> Iterator[tuple[str, object, Path]]:
    """Every name in a predicate, with what stands under it and its place."""
    if isinstance(said, Mapping):
        for name, value in said.items():
            yield str(name), value, (*path, name)
            yield from _tests(value, (*path, name))
    elif isinstance(said, list):
        for i, value in enumerate(said):
            yield from _tests(value, (*path, i))


def network_mistakes(said: object, path: Path, mistakes: Mistakes, known: Known) -> None:
    """Add each word of one or a list that is no known network."""
    if known.networks is None:
        return
    for word, where in words(said, path, Mistakes()):
        if word not in known.networks:
            every = ", ".join(sorted(known.networks))
            hint = closest(word, known.networks, f"the networks are: {every}")
            mistakes.add("unknown_network", where, wrong=word, hint=hint)


def text_mistakes(entry: Mapping[str, Any], path: Path, mistakes: Mistakes) -> None:
    """Add what stands in braces in the texts of an entry and is not {name}."""
    for language in LANGUAGES:
        for text, where in _texts(entry.get(language), (*path, language)):
            for wrong in dict.fromkeys(_PLACE.findall(text)):
                if wrong != NAME:
                    hint = f"write {NAME}, or no braces"
                    mistakes.add("unknown_field", where, wrong=wrong, of="the texts", hint=hint)


def _texts(said: object, path: Path) -> Iterator[tuple[str, Path]]:
    if isinstance(said, str):
        yield said, path
    elif isinstance(said, Mapping):
        for name, value in said.items():
            yield from _texts(value, (*path, name))
    elif isinstance(said, list):
        for i, value in enumerate(said):
            yield from _texts(value, (*path, i))


def scene_answers(given: Mapping[tuple[str, str], Answer], subject: str) -> Mapping[str, Answer]:
    """The answers that predicates of a subject see: its own, and those of the brand (``""``)."""
    return {check: answer for (check, about), answer in given.items() if about in (subject, "")}
