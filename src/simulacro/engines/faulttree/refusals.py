"""Why a model cannot be read: the place, what is wrong there, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# code -> (what is wrong, the way out); the edge translates by code with the same named values.
TEXTS: Final[dict[str, tuple[str, str]]] = {
    "cannot_open": ("the file cannot be opened ({problem})", "check its path and permissions"),
    "too_large": ("the file has more than {limit} bytes", "split the model"),
    "doctype": ("it has a DOCTYPE, which is not read", "remove it and write its entities out"),
    "syntax": ("this is not well-formed XML: {problem}", "correct it; was the file cut short?"),
    "not_opsa": ("the document is <{tag}>", "give an Open-PSA model, which is <opsa-mef>"),
    "unknown_element": ("<{tag}> is not read here", "use {expected}"),
    "unknown_attribute": ("<{tag}> has an attribute “{name}” that is not read", "remove it"),
    "no_name": ("<{tag}> has no name", "give it one"),
    "private": ("“{name}” is private to its part", "make it public under a name of its own"),
    "defined_twice": ("“{name}” is already defined on line {first}", "rename one of them"),
    "not_defined": ("the {kind} “{name}” is not defined", "define it or correct the name"),
    "other_kind": ("“{name}” is a {actual}, not a {kind}", "write <{actual}>"),
    "nothing_inside": ("“{name}” has no {what}", "give it one"),
    "several_inside": ("“{name}” has more than one {what}", "keep one"),
    "number_of_arguments": ("“{connective}” takes {expected}, not {found}", "correct it"),
    "threshold": ("{wanted} of {found} can never be met", "correct the threshold"),
    "not_a_truth": ("“{found}” is not a constant", "write “true” or “false”"),
    "not_a_number": ("“{found}” is not a number", "write one, as 0.01"),
    "not_whole": ("“{name}” of <{tag}> is not a whole number: “{found}”", "write one, as 2"),
    "not_a_chance": ("the probability of “{name}” is {found}", "give one within 0 and 1"),
    "depends_on_itself": ("“{name}” depends on itself", "take it out of what is below it"),
    "no_gate": ("the model defines no gate", "add a fault tree"),
    "no_such_top": ("no gate is called “{name}”", "name another top"),
    "no_top": ("every gate is used by another", "name the top to solve"),
    "several_tops": ("no gate uses any of {names}", "name the top to solve"),
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
