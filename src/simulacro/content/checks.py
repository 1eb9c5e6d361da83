"""Checks: questions about what a brand has, with how to verify and fix each.

A check is data (``checks:`` in a pack); its predicates and effects are words of closed languages
of :mod:`simulacro.engines.access`. ``docs/reference/checks.md`` has both.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
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
from simulacro.engines.documents.fields import closest
from simulacro.engines.documents.languages import LANGUAGES
from simulacro.engines.documents.mistakes import Mistakes, Path

if TYPE_CHECKING:
    from simulacro.content.packs import Item, Source

BRAND: Final = "brand"


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
    return _read(item.id, {**item.fields, **item.texts}, item.sources, (), Mistakes())


def check_mistakes(
    entry: Mapping[str, Any], path: Path, mistakes: Mistakes, known: Container[str]
) -> None:
    """Add what the published schema cannot say of one entry of ``checks``.

    ``known`` are the ids of the pack, among which ``answered`` must find its check.
    """
    _read(entry["id"], entry, (), path, mistakes)
    for name in ("when", "decide"):
        for check in checks_named(entry.get(name)):
            if check not in known:
                mistakes.add("unknown_check", (*path, name), wrong=check)


def _read(
    check_id: str,
    entry: Mapping[str, Any],
    sources: tuple[Source, ...],
    path: Path,
    mistakes: Mistakes,
) -> Check:
    good = _answer(entry.get("good", True))
    about = about_kinds(entry["about"], (*path, "about"), mistakes)
    effects: dict[Answer, tuple[str, ...]] = {}
    for said, names in entry.get("effects", {}).items():
        answer = _answer(said)
        effects[answer] = tuple(names)
        for i, name in enumerate(names):
            check_effect(name, answer is not good, about, (*path, "effects", said, i), mistakes)
    predicates: dict[str, Predicate | None] = {
        name: read_predicate(entry[name], (*path, name), mistakes) if name in entry else None
        for name in ("when", "decide")
    }
    verified = None
    if "verified" in entry:
        try:
            verified = date.fromisoformat(entry["verified"])
        except ValueError:
            mistakes.add("bad_date", (*path, "verified"), wrong=entry["verified"])
    return Check(
        id=check_id,
        about=about,
        networks=tuple(entry.get("networks", ())),
        area=entry.get("area") or _usual_area(entry, about),
        severity=entry["severity"],
        finding=entry["finding"],
        good=good,
        when=predicates["when"],
        decide=predicates["decide"],
        effects=effects,
        verified=verified,
        fix_link=entry.get("fix_link", ""),
        texts={
            language: Wording(
                texts["question"],
                texts["why"],
                tuple(texts["verify"]),
                texts["fix"],
                tuple(texts.get("menus", ())),
            )
            for language, texts in ((x, entry[x]) for x in LANGUAGES)
        },
        sources=sources,
    )


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
    words = said if isinstance(said, list) else [said]
    if words == [BRAND]:
        return frozenset()
    kinds = {kind.value: kind for kind in Kind}
    for i, word in enumerate(words):
        if word not in kinds:
            place = (*path, i) if isinstance(said, list) else path
            mistakes.add("bad_choice", place, wrong=word, expected=", ".join((BRAND, *kinds)))
    return frozenset(kinds[word] for word in words if word in kinds)


def check_effect(
    name: str, adverse: bool, about: frozenset[Kind], path: Path, mistakes: Mistakes
) -> None:
    effect = EFFECTS.get(name)
    if effect is None:
        hint = closest(name, EFFECTS, f"the effects are: {', '.join(sorted(EFFECTS))}")
        mistakes.add("unknown_field", path, wrong=name, of="the effects", hint=hint)
        return
    if effect.adverse is not adverse:
        sort = "an adverse effect" if adverse else "a favourable effect"
        mistakes.add("wrong_type", path, wrong=f"“{name}”", expected=sort)
    strangers = about - effect.kinds
    if strangers or not about:
        kind = ", ".join(sorted(strangers)) or BRAND
        mistakes.add("not_for_kind", path, field=name, kind=kind)


def scene_answers(given: Mapping[tuple[str, str], Answer], subject: str) -> Mapping[str, Answer]:
    """The answers that predicates of a subject see: its own, and those of the brand (``""``)."""
    return {check: answer for (check, about), answer in given.items() if about in (subject, "")}
