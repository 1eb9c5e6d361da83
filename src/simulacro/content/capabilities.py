"""Core capabilities and their critical tasks (HSEEP), against which drills are rated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Capability:
    """``tasks`` are whole ids such as ``answer.first``; ``title`` and ``target`` by language."""

    id: str
    tasks: tuple[str, ...]
    titles: dict[str, str]
    targets: dict[str, str]

    def title(self, language: str) -> str:
        return self.titles.get(language[:2], self.titles["es"])

    def target(self, language: str) -> str:
        return self.targets.get(language[:2], self.targets["es"])


@cache
def capabilities() -> tuple[Capability, ...]:
    """Every core capability, in the order in which a crisis asks for them."""
    file = resources.files("simulacro.content").joinpath("capabilities.yaml")
    given = yaml.safe_load(file.read_text("utf-8"))["capabilities"]
    return tuple(
        Capability(
            item["id"],
            tuple(f"{item['id']}.{task}" for task in item["tasks"]),
            {language: item[language]["title"] for language in ("es", "en")},
            {language: item[language]["target"] for language in ("es", "en")},
        )
        for item in given
    )


def capability_ids() -> tuple[str, ...]:
    """
    >>> capability_ids()[:3]
    ('detect', 'alert', 'access')
    """
    return tuple(capability.id for capability in capabilities())


def capability_of(task: str) -> str:
    """The capability of a critical task.

    >>> capability_of("answer.first")
    'answer'
    """
    return task.partition(".")[0]
