"""Why a model cannot be read: the place, what is wrong there, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from simulacro.engines.documents import refusals
from simulacro.engines.documents.refusals import gettext_noop

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
        gettext_noop("this is not well-formed XML (technical detail: {problem})"),
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


@dataclass(frozen=True)
class Refusal(refusals.Refusal):
    """Why an Open-PSA model is refused."""

    TEXTS = TEXTS
