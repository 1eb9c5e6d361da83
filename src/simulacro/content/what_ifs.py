"""What-ifs of the packs: things that can happen to a brand, as questions («¿Qué pasaría si…?»).

A what-if is data (``what_ifs:`` in a pack). ``docs/reference/what-ifs.md`` has its shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from simulacro.engines.documents.languages import LANGUAGES
from simulacro.engines.documents.mistakes import Mistakes, Path

if TYPE_CHECKING:
    from simulacro.content.packs import Item

OPENINGS: Final = {"es": "¿Y si ", "en": "What if "}


@dataclass(frozen=True, slots=True)
class Asked:
    """A what-if in one language: the question, why it is no fancy, what would be done first."""

    question: str
    why: str
    first: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A what-if as read. ``regions`` are ISO 3166 codes, empty for everywhere; ``combination``
    gives the factors of the drill model that the question itself decides."""

    id: str
    family: str
    texts: Mapping[str, Asked]
    combination: Mapping[str, str]
    regions: tuple[str, ...] = ()

    def words(self, language: str) -> Asked:
        return self.texts.get(language[:2], self.texts["es"])

    def concerns(self, country: str) -> bool:
        """Whether it can happen in this country; a brand that names none is asked everything."""
        return not self.regions or not country or country in self.regions


def what_if_from(item: Item) -> WhatIf:
    """The what-if of an item that passed :func:`what_if_mistakes`."""
    return WhatIf(
        id=item.id,
        family=item.fields["family"],
        texts={language: Asked(**item.texts[language]) for language in LANGUAGES},
        combination=dict(item.fields.get("combination", {})),
        regions=tuple(item.fields.get("regions", ())),
    )


def what_ifs_of(items: Iterable[Item]) -> tuple[WhatIf, ...]:
    """The what-ifs among the items of some packs; those of other sections are passed over."""
    return tuple(what_if_from(item) for item in items if item.section == "what_ifs")


def what_if_mistakes(entry: Mapping[str, Any], path: Path, mistakes: Mistakes) -> None:
    """Add what the published schema cannot say of one entry of ``what_ifs``."""
    trigger = entry.get("combination", {}).get("trigger", entry["family"])
    if trigger != entry["family"]:
        where = (*path, "combination", "trigger")
        mistakes.add("bad_choice", where, wrong=trigger, expected=entry["family"])
    for language, opening in OPENINGS.items():
        question = entry[language]["question"]
        if not question.startswith(opening) or not question.endswith("?"):
            expected = f"a question that starts with “{opening.strip()}” and ends with “?”"
            wrong = f"“{question}”"
            mistakes.add(
                "wrong_type", (*path, language, "question"), wrong=wrong, expected=expected
            )
