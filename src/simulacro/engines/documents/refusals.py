"""Why a model file cannot be read: the place, what is wrong there, and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


def gettext_noop(text: str) -> str:
    """Mark a text for the translators; the edge translates it by `Refusal.TEXTS`."""
    return text


@dataclass(frozen=True)
class Refusal:
    """One reason; `line` counts from 1, 0 for the file as a whole.

    Each kind of file has a subclass with its `TEXTS`: code -> (what is wrong, the way out).
    """

    file: str
    line: int
    code: str
    values: tuple[tuple[str, str], ...] = ()

    TEXTS: ClassVar[Mapping[str, tuple[str, str]]] = {}

    @property
    def wrong(self) -> str:
        """What is wrong, in English."""
        return self.TEXTS[self.code][0].format(**dict(self.values))

    @property
    def way_out(self) -> str:
        """What to do, in English."""
        return self.TEXTS[self.code][1].format(**dict(self.values))

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.wrong}; {self.way_out}"

    def as_dict(self) -> dict[str, object]:
        """For programs."""
        return {
            "file": self.file,
            "line": self.line,
            "code": self.code,
            "wrong": self.wrong,
            "way_out": self.way_out,
        }


class UnreadableModel(Exception):
    """The file holds no model that can be solved; `refusals` holds every reason, by line."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        self.refusals = refusals
        super().__init__("\n".join(str(refusal) for refusal in refusals))
