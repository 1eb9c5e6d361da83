"""Why a model of factors is refused: the words for each code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from simulacro.engines.documents import refusals
from simulacro.engines.documents.refusals import gettext_noop

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "cannot_open": (
        gettext_noop("the file cannot be opened ({problem})"),
        gettext_noop("check its path and permissions"),
    ),
    "not_text": (gettext_noop("this is not UTF-8 text"), gettext_noop("save the file as UTF-8")),
    "too_large": (
        gettext_noop("the file has more than {limit} bytes"),
        gettext_noop("split the model"),
    ),
    "not_a_line": (
        gettext_noop("“{found}” is neither a parameter nor a constraint"),
        gettext_noop("write “Name: value, value” or “IF [Name] = … THEN …;”"),
    ),
    "submodel": (
        gettext_noop("sub-models are not read"),
        gettext_noop("take this line out; ours say it under “stronger”"),
    ),
    "reused": (
        gettext_noop("values taken from another parameter ({found}) are not read"),
        gettext_noop("write the values out"),
    ),
    "late_parameter": (
        gettext_noop("the parameter “{name}” comes after a constraint"),
        gettext_noop("put every parameter first"),
    ),
    "no_values": (gettext_noop("“{name}” has no values"), gettext_noop("give it at least one")),
    "empty_name": (gettext_noop("a name is missing"), gettext_noop("write one")),
    "bad_weight": (
        gettext_noop("the weight of “{name}” is {found}"),
        gettext_noop("write a whole number from 1 to 1000000"),
    ),
    "duplicate_factor": (
        gettext_noop("the parameter “{name}” is already defined on line {first}"),
        gettext_noop("rename one of them"),
    ),
    "duplicate_value": (
        gettext_noop("“{name}” has the value “{found}” twice"),
        gettext_noop("keep one of them"),
    ),
    "too_many_factors": (
        gettext_noop("the model has more than {limit} parameters"),
        gettext_noop("split it"),
    ),
    "too_many_values": (
        gettext_noop("“{name}” has more than {limit} values"),
        gettext_noop("group those that behave alike"),
    ),
    "no_factors": (
        gettext_noop("the model has no parameter"),
        gettext_noop("write one, as “Channel: X, TikTok”"),
    ),
    "no_semicolon": (
        gettext_noop("this constraint has no end"),
        gettext_noop("close it with “;”"),
    ),
    "expected": (
        gettext_noop("found {found} where {expected} was expected"),
        gettext_noop("correct the constraint"),
    ),
    "unknown_factor": (
        gettext_noop("no parameter is called “{name}”"),
        gettext_noop("correct the name; the parameters are {known}"),
    ),
    "unknown_value": (
        gettext_noop("“{name}” has no value “{found}”"),
        gettext_noop("correct it; only the first name of a value counts"),
    ),
    "other_type": (
        gettext_noop("“{name}” and {found} are not of the same type"),
        gettext_noop("compare numbers with numbers and words with words"),
    ),
    "function": (
        gettext_noop("the function “{found}” is not read"),
        gettext_noop("name the values instead"),
    ),
    "itself": (
        gettext_noop("“{name}” is compared with itself"),
        gettext_noop("name another parameter"),
    ),
    "too_deep": (
        gettext_noop("the parentheses nest deeper than {limit}"),
        gettext_noop("split the constraint"),
    ),
}


@dataclass(frozen=True)
class Refusal(refusals.Refusal):
    """Why a model of factors is refused."""

    TEXTS = TEXTS
