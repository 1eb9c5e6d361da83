"""Real tests: what the map only assumes, tried out, passed or failed, and again after a while.

A real test is data (``real_tests:`` in a pack), in the closed languages of checks.
``docs/reference/real-tests.md`` has its shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from simulacro.content.checks import (
    Known,
    about_kinds,
    effect_mistakes,
    predicate_mistakes,
    text_mistakes,
)
from simulacro.engines.access.inventory import Answer, Kind
from simulacro.engines.access.predicates import (
    Predicate,
    Scene,
    evaluate,
    read_predicate,
)
from simulacro.engines.documents.languages import LANGUAGES
from simulacro.engines.documents.mistakes import Mistakes, Path

if TYPE_CHECKING:
    from simulacro.content.packs import Item, Source

FAILED: Final = "failed"
PASSED: Final = "passed"


@dataclass(frozen=True, slots=True)
class Trying:
    """A test's words in one language; {name} is the subject's. ``passed`` says what passing is."""

    title: str
    why: str
    steps: tuple[str, ...]
    passed: str
    fix: str


@dataclass(frozen=True, slots=True)
class RealTest:
    """A real test as read. ``about`` is empty for one of the brand as a whole.

    ``proves`` are the kinds of asset used on the way. ``severity`` runs from 1 to 4, ``finding``
    from F1 to F15. It takes ``minutes`` and counts for ``again_after_days`` days.
    """

    id: str
    about: frozenset[Kind]
    proves: frozenset[Kind]
    severity: int
    finding: str
    minutes: int
    again_after_days: int
    when: Predicate | None
    effects: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, Trying]
    sources: tuple[Source, ...] = ()

    def words(self, language: str) -> Trying:
        return self.texts.get(language[:2], self.texts["es"])

    def applies(self, scene: Scene) -> bool:
        """Whether it can be tried on a subject; where nobody knows, it can."""
        asset = scene.asset
        if (asset is None) != (not self.about):
            return False
        if asset is not None and asset.kind not in self.about:
            return False
        return self.when is None or evaluate(self.when, scene) is not Answer.NO


def real_test_from(item: Item) -> RealTest:
    """The real test of an item that passed :func:`real_test_mistakes`."""
    entry = item.fields
    return RealTest(
        id=item.id,
        about=about_kinds(entry["about"], (), Mistakes()),
        proves=about_kinds(entry["proves"], (), Mistakes()),
        severity=entry["severity"],
        finding=entry["finding"],
        minutes=entry["minutes"],
        again_after_days=entry["again_after_days"],
        when=read_predicate(entry["when"], (), Mistakes()) if "when" in entry else None,
        effects={said: tuple(names) for said, names in entry.get("effects", {}).items()},
        texts={
            language: Trying(
                texts["title"], texts["why"], tuple(texts["steps"]), texts["passed"], texts["fix"]
            )
            for language, texts in ((x, item.texts[x]) for x in LANGUAGES)
        },
        sources=item.sources,
    )


def real_test_mistakes(
    entry: Mapping[str, Any], path: Path, mistakes: Mistakes, known: Known
) -> None:
    """Add what the published schema cannot say of one entry of ``real_tests``.

    What the schema said of it is among ``mistakes`` already, and is not told again.
    """
    effect_mistakes(entry, {FAILED: True, PASSED: False}, path, mistakes)
    about_kinds(entry.get("proves"), (*path, "proves"), mistakes)
    predicate_mistakes(entry, "when", path, mistakes, known)
    text_mistakes(entry, path, mistakes)
