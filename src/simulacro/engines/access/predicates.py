"""The closed language in which a check says where it applies and what the inventory answers.

A predicate is a small YAML value, never code. It looks at one *subject* (an asset, or the brand as
a whole) and is yes, no or unknown (:mod:`~simulacro.engines.access.three_values`).

>>> from simulacro.engines.access.inventory import Asset, Brand, Inventory, Kind
>>> mistakes = Mistakes()
>>> has_factor = read_predicate({"trait": "second_factor"}, (), mistakes)
>>> inventory = Inventory(Brand("Café Ada"), (Asset("ig", Kind.ACCOUNT, "Instagram"),))
>>> evaluate(has_factor, Scene(inventory, "ig"))
<Answer.UNKNOWN: 'unknown'>
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final, TypeVar

from simulacro.engines.access.inventory import (
    Answer,
    Asset,
    Inventory,
    Kind,
    Level,
    Method,
    Route,
    Trait,
)
from simulacro.engines.access.rules import guards
from simulacro.engines.access.surroundings import Related, more_unlisted, related
from simulacro.engines.access.three_values import all_of, any_of, opposite, yes_or_no
from simulacro.engines.documents.fields import Fields, closest, shown
from simulacro.engines.documents.mistakes import Mistakes, Path

Choice = TypeVar("Choice", bound=StrEnum)

MAX_COUNT: Final = 2000
NOTHING: Final[Mapping[str, Answer]] = {}


class Walker(StrEnum):
    """Whose ways are meant."""

    TEAM = "team"
    ATTACKER = "attacker"


@dataclass(frozen=True, slots=True)
class Scene:
    """What a predicate looks at: an inventory, a subject's id (None: the brand), and the answers
    that were given to checks about that subject or the brand, by the check's id.

    ``known`` keeps what is said of every asset of the inventory, which no subject changes; scenes
    made from one by :meth:`of` and :meth:`about` share it.
    """

    inventory: Inventory
    subject: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=lambda: NOTHING)
    known: dict[Test, Answer] = field(default_factory=dict, repr=False, compare=False)

    @property
    def asset(self) -> Asset | None:
        return self.inventory[self.subject] if self.subject is not None else None

    def of(self, subject: str | None, answers: Mapping[str, Answer]) -> Scene:
        """The same inventory with another subject, and what was answered about it."""
        return replace(self, subject=subject, answers=answers)

    def about(self, asset_id: str) -> Scene:
        return replace(self, subject=asset_id, answers=NOTHING)


Test = Callable[[Scene], Answer]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate as read: ``said`` is its own plain value, ``test`` evaluates it."""

    said: object
    test: Test = field(compare=False)


def evaluate(predicate: Predicate, scene: Scene) -> Answer:
    """The predicate's value for one subject. Never raises."""
    return predicate.test(scene)


def read_predicate(value: object, path: Path, mistakes: Mistakes) -> Predicate:
    """The predicate that a plain value says. What is wrong is added to ``mistakes``."""
    return Predicate(value, _read(value, path, mistakes))


def _read(value: object, path: Path, mistakes: Mistakes) -> Test:
    if not isinstance(value, Mapping) or len(value) != 1:
        expected = f"one test by its name: {', '.join(_TESTS)}"
        mistakes.add("wrong_type", path, wrong=shown(value), expected=expected)
        return _unknown
    name = str(next(iter(value)))
    reader = _TESTS.get(name)
    if reader is None:
        hint = closest(name, _TESTS, f"the tests are: {', '.join(_TESTS)}")
        mistakes.add("unknown_field", (*path, name), wrong=name, of="the predicates", hint=hint)
        return _unknown
    return reader(Fields(value, path, mistakes, "a predicate"), name)


def _unknown(_scene: Scene) -> Answer:
    return Answer.UNKNOWN


def _parts(f: Fields, name: str) -> list[Test]:
    parts = [_read(item, path, f.mistakes) for item, path in f.items(name)]
    if not parts:
        f.mistakes.add("wrong_type", f.at(name), wrong="an empty list", expected="a predicate")
    return parts


def _all(f: Fields, name: str) -> Test:
    parts = _parts(f, name)
    return lambda scene: all_of(part(scene) for part in parts)


def _any(f: Fields, name: str) -> Test:
    parts = _parts(f, name)
    return lambda scene: any_of(part(scene) for part in parts)


def _not(f: Fields, name: str) -> Test:
    part = _read(f.take(name), f.at(name), f.mistakes)
    return lambda scene: opposite(part(scene))


def _sure(f: Fields, name: str) -> Test:
    """What nobody was asked does not hold."""
    part = _read(f.take(name), f.at(name), f.mistakes)
    return lambda scene: yes_or_no(part(scene) is Answer.YES)


def _choices(f: Fields, name: str, kind: type[Choice]) -> frozenset[Choice]:
    """One word or a list of them, each one of ``kind``."""
    found: set[Choice] = set()
    for word, path in f.words(name):
        try:
            found.add(kind(word))
        except ValueError:
            known = [x.value for x in kind]
            f.mistakes.add("bad_choice", path, wrong=word, expected=", ".join(known))
    return frozenset(found)


def _kind(f: Fields, name: str) -> Test:
    kinds = _choices(f, name, Kind)
    return lambda scene: yes_or_no(scene.asset is not None and scene.asset.kind in kinds)


def _network(f: Fields, name: str) -> Test:
    networks = {word for word, _ in f.words(name)}

    def test(scene: Scene) -> Answer:
        if scene.asset is not None:
            return yes_or_no((scene.asset.network or "") in networks)
        return yes_or_no(any((a.network or "") in networks for a in scene.inventory.assets))

    return test


def _trait(f: Fields, name: str) -> Test:
    trait = f.choice(name, Trait, None)

    def test(scene: Scene) -> Answer:
        given = scene.asset.answer(trait) if scene.asset is not None and trait else None
        return given or Answer.UNKNOWN

    return test


def _flag(f: Fields, name: str) -> Test:
    wanted = f.flag(name, True)

    def test(scene: Scene) -> Answer:
        if name == "solo":
            return yes_or_no(scene.inventory.brand.solo is wanted)
        return yes_or_no(scene.asset is not None and getattr(scene.asset, name) is wanted)

    return test


def _battery(f: Fields, name: str) -> Test:
    wanted = f.flag(name, True)

    def test(scene: Scene) -> Answer:
        asset = scene.asset
        return yes_or_no(asset is not None and (asset.battery is not None) is wanted)

    return test


def _answered(f: Fields, name: str) -> Test:
    g = Fields(f.take(name), f.at(name), f.mistakes, "“answered”")
    check = g.text("check", required=True)
    wanted = g.choice("is", Answer, Answer.YES)
    g.close()

    def test(scene: Scene) -> Answer:
        given = scene.answers.get(check, Answer.UNKNOWN)
        return given if given is Answer.UNKNOWN else yes_or_no(given is wanted)

    return test


def _way(f: Fields, name: str) -> Test:
    """Whether the subject has a way in of this sort."""
    g = Fields(f.take(name), f.at(name), f.mistakes, "“way”")
    routes = _choices(g, "route", Route)
    needs = _choices(g, "needs", Kind)
    lacks = _choices(g, "lacks", Kind)
    kept_by = _choices(g, "kept_by_only", Kind)
    gives = g.choice("gives", Level, None)
    walker = g.choice("for", Walker, None)
    g.close()

    def fits(inventory: Inventory, method: Method) -> Answer:
        kinds = {inventory[x].kind for x in method.requires}
        guarding = {inventory[x].kind for x in method.requires if guards(inventory[x], method)}
        plain = (
            (not routes or method.route in routes)
            and (walker is None or (method.for_team, method.for_attacker)[walker == "attacker"])
            and not (lacks & kinds)
            and (not kept_by or guarding <= kept_by)
        )
        if not plain:
            return Answer.NO
        perhaps = {inventory[x].kind for x in method.perhaps}
        parts = [Answer.UNKNOWN if method.doubtful else Answer.YES]
        if gives is Level.ADMIN and method.gives is not Level.ADMIN:
            parts.append(Answer.UNKNOWN if method.gives is None else Answer.NO)
        if not needs <= kinds:
            parts.append(Answer.UNKNOWN if needs <= kinds | perhaps else Answer.NO)
        if lacks & perhaps or (kept_by and perhaps - kept_by):
            parts.append(Answer.UNKNOWN)
        return all_of(parts)

    def test(scene: Scene) -> Answer:
        asset = scene.asset
        if asset is None:
            return Answer.UNKNOWN
        found = any_of(fits(scene.inventory, m) for m in scene.inventory.methods_of(asset.id))
        return any_of((found, Answer.UNKNOWN)) if asset.ways_unknown else found

    return test


def _around(g: Fields) -> tuple[Related, Test]:
    of = g.choice("of", Related, None)
    if of is None:
        if not g.has("of"):
            g.mistakes.add("missing", g.path, field="of")
        of = Related.WAYS_NEED
    that = g.take("that")
    test = _read(that, g.at("that"), g.mistakes) if that is not None else None
    return of, test or (lambda _scene: Answer.YES)


def _members(scene: Scene, of: Related, that: Test) -> list[tuple[Answer, Answer]]:
    """How sure each is there, and whether it is such."""
    return [
        (certain, that(scene.about(x))) for x, certain in related(scene.inventory, scene.asset, of)
    ]


def _once(of: Related, test: Test) -> Test:
    """The test; what it says of the whole brand is found once for all scenes of an inventory."""
    if of is not Related.BRAND:
        return test

    def once(scene: Scene) -> Answer:
        if test not in scene.known:
            scene.known[test] = test(scene)
        return scene.known[test]

    return once


def _some(f: Fields, name: str) -> Test:
    g = Fields(f.take(name), f.at(name), f.mistakes, f"“{name}”")
    of, that = _around(g)
    g.close()

    def test(scene: Scene) -> Answer:
        found = any_of(all_of(both) for both in _members(scene, of, that))
        return any_of((found, Answer.UNKNOWN)) if more_unlisted(scene.asset, of) else found

    return _once(of, test)


def _every(f: Fields, name: str) -> Test:
    g = Fields(f.take(name), f.at(name), f.mistakes, f"“{name}”")
    of, that = _around(g)
    g.close()

    def test(scene: Scene) -> Answer:
        members = _members(scene, of, that)
        found = all_of(any_of((opposite(there), such)) for there, such in members)
        return all_of((found, Answer.UNKNOWN)) if more_unlisted(scene.asset, of) else found

    return _once(of, test)


def _count(f: Fields, name: str) -> Test:
    g = Fields(f.take(name), f.at(name), f.mistakes, "“count”")
    of, that = _around(g)
    at_least = int(g.number("at_least", 0, high=MAX_COUNT))
    at_most = int(g.number("at_most", MAX_COUNT, high=MAX_COUNT))
    if not g.has("at_least") and not g.has("at_most"):
        g.mistakes.add("missing", g.path, field="at_least")
    g.close()

    def test(scene: Scene) -> Answer:
        such = [all_of(both) for both in _members(scene, of, that)]
        low = such.count(Answer.YES)
        high = low + such.count(Answer.UNKNOWN)
        if more_unlisted(scene.asset, of):
            high = MAX_COUNT
        if at_least <= low and high <= at_most:
            return Answer.YES
        return Answer.NO if high < at_least or low > at_most else Answer.UNKNOWN

    return _once(of, test)


_TESTS: Final[dict[str, Callable[[Fields, str], Test]]] = {
    "all": _all,
    "any": _any,
    "not": _not,
    "sure": _sure,
    "kind": _kind,
    "network": _network,
    "trait": _trait,
    "channel": _flag,
    "primary": _flag,
    "solo": _flag,
    "battery": _battery,
    "way": _way,
    "some": _some,
    "every": _every,
    "count": _count,
    "answered": _answered,
}


def checks_named(said: Any) -> Iterator[str]:
    """The ids of the checks whose answers a predicate asks for."""
    if isinstance(said, Mapping):
        for name, value in said.items():
            if name == "answered" and isinstance(value, Mapping) and "check" in value:
                yield str(value["check"])
            else:
                yield from checks_named(value)
    elif isinstance(said, list):
        for value in said:
            yield from checks_named(value)
