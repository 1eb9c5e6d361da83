"""Why a model cannot be read: the place, what is wrong there, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


def gettext_noop(text: str) -> str:
    """Mark a text for the translators; the edge translates it by `TEXTS`."""
    return text


# code -> (what is wrong, the way out); the edge translates by code with the same named values.
TEXTS: Final[dict[str, tuple[str, str]]] = {
    "cannot_open": (
        gettext_noop("the file cannot be opened ({problem})"),
        gettext_noop("check its path and permissions"),
    ),
    "too_large": (
        gettext_noop("the file has more than {limit} bytes"),
        gettext_noop("split the model"),
    ),
    "doctype": (
        gettext_noop("it has a DOCTYPE, which is not read"),
        gettext_noop("remove it and write its entities out"),
    ),
    "syntax": (
        gettext_noop("this is not well-formed XML: {problem}"),
        gettext_noop("correct it; was the file cut short?"),
    ),
    "not_opsa": (
        gettext_noop("the document is <{tag}>"),
        gettext_noop("give an Open-PSA model, which is <opsa-mef>"),
    ),
    "unknown_element": (gettext_noop("<{tag}> is not read here"), gettext_noop("use {expected}")),
    "unknown_attribute": (
        gettext_noop("<{tag}> has an attribute “{name}” that is not read"),
        gettext_noop("remove it"),
    ),
    "no_name": (gettext_noop("<{tag}> has no name"), gettext_noop("give it one")),
    "private": (
        gettext_noop("“{name}” is private to its part"),
        gettext_noop("make it public under a name of its own"),
    ),
    "defined_twice": (
        gettext_noop("“{name}” is already defined on line {first}"),
        gettext_noop("rename one of them"),
    ),
    "not_defined": (
        gettext_noop("the {kind} “{name}” is not defined"),
        gettext_noop("define it or correct the name"),
    ),
    "other_kind": (
        gettext_noop("“{name}” is a {actual}, not a {kind}"),
        gettext_noop("write <{actual}>"),
    ),
    "nothing_inside": (gettext_noop("“{name}” has no {what}"), gettext_noop("give it one")),
    "several_inside": (gettext_noop("“{name}” has more than one {what}"), gettext_noop("keep one")),
    "number_of_arguments": (
        gettext_noop("“{connective}” takes {expected}, not {found}"),
        gettext_noop("correct it"),
    ),
    "threshold": (
        gettext_noop("{wanted} of {found} can never be met"),
        gettext_noop("correct the threshold"),
    ),
    "not_a_truth": (
        gettext_noop("“{found}” is not a constant"),
        gettext_noop("write “true” or “false”"),
    ),
    "not_a_number": (gettext_noop("“{found}” is not a number"), gettext_noop("write one, as 0.01")),
    "not_whole": (
        gettext_noop("“{name}” of <{tag}> is not a whole number: “{found}”"),
        gettext_noop("write one, as 2"),
    ),
    "not_a_chance": (
        gettext_noop("the probability of “{name}” is {found}"),
        gettext_noop("give one within 0 and 1"),
    ),
    "depends_on_itself": (
        gettext_noop("“{name}” depends on itself"),
        gettext_noop("take it out of what is below it"),
    ),
    "no_gate": (gettext_noop("the model defines no gate"), gettext_noop("add a fault tree")),
    "no_such_top": (gettext_noop("no gate is called “{name}”"), gettext_noop("name another top")),
    "no_top": (
        gettext_noop("every gate is used by another"),
        gettext_noop("name the top to solve"),
    ),
    "several_tops": (
        gettext_noop("no gate uses any of {names}"),
        gettext_noop("name the top to solve"),
    ),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason; `line` counts from 1, 0 for the file as a whole."""

    file: str
    line: int
    code: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def wrong(self) -> str:
        """What is wrong, in English."""
        return TEXTS[self.code][0].format(**dict(self.values))

    @property
    def way_out(self) -> str:
        """What to do, in English."""
        return TEXTS[self.code][1].format(**dict(self.values))

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
    """The file holds no fault tree that can be solved; `refusals` holds every reason, by line."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        self.refusals = refusals
        super().__init__("\n".join(str(refusal) for refusal in refusals))
