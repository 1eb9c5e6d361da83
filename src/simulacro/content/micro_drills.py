"""Micro drills: three minutes on a phone, a choice at each step, and what comes of it.

A micro drill is data (``micro_drills:`` in a pack) and speaks of no brand: anybody plays it, with
or without an account. ``docs/reference/micro-drills.md`` has its shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from simulacro.content.capabilities import capabilities
from simulacro.engines.documents.languages import LANGUAGES
from simulacro.engines.documents.mistakes import Mistakes, Path

if TYPE_CHECKING:
    from simulacro.content.packs import Item

MINUTES: Final = 3
BEST: Final = "P"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something one may do, how well that goes (P, S, M or U), and what happens then."""

    id: str
    rating: str
    text: str
    then: str


@dataclass(frozen=True, slots=True)
class MicroStep:
    """A moment with its choices, in the order in which they are shown; one at least is rated P."""

    id: str
    task: str
    ask: str
    choices: tuple[Choice, ...]

    def choice(self, choice_id: str) -> Choice | None:
        return next((c for c in self.choices if c.id == choice_id), None)

    @property
    def best(self) -> Choice:
        return next(c for c in self.choices if c.rating == BEST)


@dataclass(frozen=True, slots=True)
class MicroDrill:
    """A micro drill in one language."""

    id: str
    family: str
    combination: Mapping[str, str]
    title: str
    scene: str
    steps: tuple[MicroStep, ...]
    learned: str

    def played(self, choice_ids: Sequence[str]) -> tuple[Choice, ...] | None:
        """What was chosen at the first steps, in their order; None where somebody made it up."""
        if len(choice_ids) > len(self.steps):
            return None
        found = [step.choice(c) for step, c in zip(self.steps, choice_ids, strict=False)]
        chosen = tuple(choice for choice in found if choice is not None)
        return chosen if len(chosen) == len(choice_ids) else None


def micro_drill(item: Item, language: str) -> MicroDrill:
    """The micro drill of an item that passed :func:`micro_drill_mistakes`."""
    fields, words = item.fields, item.texts.get(language[:2], item.texts["es"])
    return MicroDrill(
        id=item.id,
        family=fields["family"],
        combination=dict(fields["combination"]),
        title=words["title"],
        scene=words["scene"],
        steps=tuple(_step(step, words["steps"][step["id"]]) for step in fields["steps"]),
        learned=words["learned"],
    )


def micro_drills_of(items: Iterable[Item], language: str) -> tuple[MicroDrill, ...]:
    """The micro drills among the items of some packs, in their order."""
    return tuple(micro_drill(item, language) for item in items if item.section == "micro_drills")


def micro_drill_mistakes(entry: Mapping[str, Any], path: Path, mistakes: Mistakes) -> None:
    """Add what the published schema cannot say of one entry of ``micro_drills``."""
    trigger = entry["combination"].get("trigger", entry["family"])
    if trigger != entry["family"]:
        where = (*path, "combination", "trigger")
        mistakes.add("bad_choice", where, wrong=trigger, expected=entry["family"])
    tasks = {task for capability in capabilities() for task in capability.tasks}
    for i, step in enumerate(entry["steps"]):
        where = (*path, "steps", i)
        if step["task"] not in tasks:
            expected = ", ".join(sorted(tasks))
            mistakes.add("bad_choice", (*where, "task"), wrong=step["task"], expected=expected)
        if BEST not in step["choices"].values():
            mistakes.add("missing", (*where, "choices"), field=f"…: {BEST}")
        for language in LANGUAGES:
            _check_words(step, entry[language]["steps"], (*path, language, "steps"), mistakes)
    ids = [step["id"] for step in entry["steps"]]
    for i, step_id in enumerate(ids):
        if step_id in ids[:i]:
            mistakes.add("duplicate_id", (*path, "steps", i, "id"), wrong=step_id)
    for language in LANGUAGES:
        for unknown in sorted(set(entry[language]["steps"]) - set(ids)):
            where = (*path, language, "steps", unknown)
            hint = f"the steps are: {', '.join(ids)}"
            mistakes.add("unknown_field", where, wrong=unknown, of="steps", hint=hint)


def _check_words(
    step: Mapping[str, Any], words: Mapping[str, Any], path: Path, mistakes: Mistakes
) -> None:
    """A step has its words, and so has each of its choices."""
    said = words.get(step["id"])
    if said is None:
        mistakes.add("missing", path, field=step["id"])
        return
    where = (*path, step["id"], "choices")
    for choice in step["choices"]:
        if choice not in said["choices"]:
            mistakes.add("missing", where, field=choice)
    for unknown in sorted(set(said["choices"]) - set(step["choices"])):
        hint = f"the choices are: {', '.join(step['choices'])}"
        mistakes.add("unknown_field", (*where, unknown), wrong=unknown, of="choices", hint=hint)


def _step(step: Mapping[str, Any], words: Mapping[str, Any]) -> MicroStep:
    said = words["choices"]
    return MicroStep(
        id=step["id"],
        task=step["task"],
        ask=words["ask"],
        choices=tuple(
            Choice(choice, rating, said[choice]["text"], said[choice]["then"])
            for choice, rating in step["choices"].items()
        ),
    )
