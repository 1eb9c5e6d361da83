"""What is wrong in a YAML or JSON file, in the reader's language: what, and the way out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from simulacro.engines.documents.mistakes import Mistake

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Pair = tuple["_StrPromise", "_StrPromise"]

# The codes of `engines.documents.mistakes`; a room adds those of its own files.
WORDS: Final[Mapping[str, Pair]] = {
    "not_text": (_("this is not UTF-8 text"), _("save the file as UTF-8")),
    "too_long": (
        _("the file has more than {limit} characters"),
        _("split it"),
    ),
    "syntax": (
        _("the file cannot be read from here on: {problem}"),
        _("look at the line before too; was the file cut short?"),
    ),
    "cut_short": (
        _("the file ends in the middle of something"),
        _("close it, or get the whole file again"),
    ),
    "alias": (
        _("“{wrong}” is a YAML anchor, alias or tag"),
        _("write the value out in full"),
    ),
    "duplicate_key": (_("“{wrong}” is given twice"), _("keep one of them")),
    "key_not_text": (
        _("a key must be a word"),
        _("write a name before the colon"),
    ),
    "too_deep": (
        _("it nests deeper than {limit} levels"),
        _("follow the documented shape"),
    ),
    "too_many": (
        _("there are more than {limit} {what}"),
        _("split the inventory by brand; at most {limit} a brand are solved"),
    ),
    "too_much": (
        _("it holds more than {limit} values"),
        _("split the inventory by brand"),
    ),
    "empty": (
        _("there is nothing here"),
        _("start with “{expected}”"),
    ),
    "schema": (_("the schema is “{wrong}”"), _("write “schema: {expected}”")),
    "missing": (_("“{field}” is missing"), _("add it")),
    "unknown_field": (_("“{wrong}” is not a field here"), _("{hint}")),
    "wrong_type": (_("{wrong} does not fit here"), _("write {expected}")),
    "bad_choice": (
        _("“{wrong}” is not one of the answers"),
        _("write one of: {expected}"),
    ),
    "bad_number": (
        _("{wrong} is out of range"),
        _("write a number {expected}"),
    ),
    "bad_id": (
        _("“{wrong}” cannot be an id"),
        _("use up to 80 characters, without spaces, “:” or “/”"),
    ),
    "bad_date": (_("“{wrong}” is not a date"), _("write it as 2026-11-22")),
    "bad_time": (_("“{wrong}” is not a time of day"), _("write it as 09:30")),
    "bad_zone": (
        _("“{wrong}” is not a time zone"),
        _("write it as America/Lima"),
    ),
    "bad_region": (
        _("“{wrong}” is not the code of a country"),
        _("write its two letters of ISO 3166, such as PE or MX, alone or with a part of it: US-CA"),
    ),
    "duplicate_id": (
        _("the id “{wrong}” is used twice"),
        _("give each thing its own id"),
    ),
    "duplicate_name": (
        _("the name “{wrong}” is used twice"),
        _("give each thing its own name"),
    ),
    "unknown_asset": (_("nothing is called “{wrong}”"), _("{hint}")),
    "unknown_check": (
        _("no check is called “{wrong}”"),
        _("write the id of a check of this pack"),
    ),
    "unknown_network": (_("no network is called “{wrong}”"), _("{hint}")),
    "repeated": (_("“{wrong}” is listed twice"), _("keep one of them")),
    "requires_itself": (
        _("this way into “{wrong}” requires “{wrong}” itself"),
        _("name what else opens it, or take this way out"),
    ),
    "requires_nothing": (
        _("this way into “{wrong}” requires nothing"),
        _("name at least one thing"),
    ),
    "not_for_kind": (
        _("“{field}” says nothing about a {kind}"),
        _("take it out"),
    ),
    "betas": (
        _("the common causes that strike “{wrong}” have betas adding to more than 1"),
        _("lower them: together they are a share of its failures"),
    ),
    "unknown_what_if": (
        _("no what-if has the id “{wrong}”"),
        _("leave the id empty for a new one"),
    ),
    "duplicate_what_if": (_("the what-if “{wrong}” is there twice"), _("keep one of the rows")),
    "title_too_long": (
        _("the question has more than {limit} characters"),
        _("shorten it"),
    ),
    "too_many_factors": (
        _("there are more than {limit} of them"),
        _("keep those by which drills really differ"),
    ),
    "rule_too_wide": (
        _("this rule forbids too many things in too many ways"),
        _("split it"),
    ),
    "nothing_possible": (
        _("together the rules forbid everything"),
        _("take one of them out"),
    ),
    "no_questions": (
        _("it asks nothing of the team"),
        _("say what is expected of them at least once"),
    ),
    "too_many_things": (
        _("there are more than {limit} of them"),
        _("keep those that matter most"),
    ),
    "text_too_long": (_("this text has more than {limit} characters"), _("make it shorter")),
    "unknown_inject": (
        _("no inject has the uuid “{wrong}”"),
        _("correct it, or add the inject"),
    ),
    "unknown_payload": (
        _("no payload has the uuid “{wrong}”"),
        _("correct it, or add the payload"),
    ),
    "not_base64": (_("this is not base64"), _("encode it again, or write it as plain text")),
    "no_shape": (
        _("the factors are all zero"),
        _("give at least one hour a factor above zero"),
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A mistake as a person reads it."""

    place: str
    wrong: str
    way_out: str

    @property
    def advice(self) -> str:
        """The way out as a sentence of its own."""
        said = capfirst(self.way_out)
        return said if said.endswith(("?", ".", "!")) else f"{said}."

    def __str__(self) -> str:
        start = f"{self.place}: " if self.place else ""
        return f"{start}{self.wrong}; {self.way_out}"

    def as_dict(self) -> dict[str, str]:
        return {"place": self.place, "wrong": self.wrong, "way_out": self.way_out}


def told(mistake: Mistake) -> Told:
    """The mistake in the language that is active."""
    place = mistake.place
    if mistake.line is not None:
        place = gettext("line %(line)d, column %(column)d") % {
            "line": mistake.line,
            "column": mistake.column or 1,
        }
    pair = WORDS.get(mistake.code)
    if pair is None:
        return Told(place, mistake.wrong, mistake.way_out)
    return in_words(place, pair, dict(mistake.values))


# What the readers of documents say of a value; anything else is said as it stands.
PHRASES: Final[Mapping[str, _StrPromise]] = {
    "assets": _("assets"),
    "add the asset, or correct the name": _("add the asset, or correct the name"),
    "a group of fields": _("a group of fields"),
    "a list": _("a list"),
    "a list of names": _("a list of names"),
    "a name": _("a name"),
    "a number": _("a number"),
    "a whole number": _("a whole number"),
    "a list of ways in, “nobody” or “unknown”": _("a list of ways in, “nobody” or “unknown”"),
    "a power asset that is not a battery": _("a power asset that is not a battery"),
    "a predicate": _("a predicate"),
    "a time such as “15 min”, “24 h” or “7 d”": _("a time such as “15 min”, “24 h” or “7 d”"),
    "an adverse effect": _("an adverse effect"),
    "an asset that is not itself a common cause": _("an asset that is not itself a common cause"),
    "an empty list": _("an empty list"),
    "a favourable effect": _("a favourable effect"),
    "an id in quotes": _("an id in quotes"),
    "factor: value": _("factor: value"),
    "name who it happened to": _("name who it happened to"),
    "old: new": _("old: new"),
    "write a name of this file, as it stands there": _(
        "write a name of this file, as it stands there"
    ),
    "write {brand}, or no braces": _("write {brand}, or no braces"),
    "write {name}, or no braces": _("write {name}, or no braces"),
    "write “never”, or “if” and “then”": _("write “never”, or “if” and “then”"),
    "a class from F1 to F15": _("a class from F1 to F15"),
    "a date, such as 2026-11-22": _("a date, such as 2026-11-22"),
    "a namespaced id, such as cafe-andariego.measure.two-carriers": _(
        "a namespaced id, such as cafe-andariego.measure.two-carriers"
    ),
    "an address that starts with https://": _("an address that starts with https://"),
    "an entry": _("an entry"),
    "lower-case letters, digits and hyphens, such as cafe-andariego": _(
        "lower-case letters, digits and hyphens, such as cafe-andariego"
    ),
    "lower-case letters, digits and hyphens, such as first-post": _(
        "lower-case letters, digits and hyphens, such as first-post"
    ),
    "the file": _("the file"),
    "nothing": _("nothing"),
    "one word": _("one word"),
    "text": _("text"),
    "yes or no": _("yes or no"),
}
PATTERNS: Final[tuple[tuple[re.Pattern[str], _StrPromise], ...]] = (
    (re.compile(r"did you mean “(?P<near>.+)”\?"), _("did you mean “{near}”?")),
    (re.compile(r"the fields are: (?P<known>.+)"), _("the fields are: {known}")),
    (re.compile(r"the choices are: (?P<known>.+)"), _("the choices are: {known}")),
    (re.compile(r"the effects are: (?P<known>.+)"), _("the effects are: {known}")),
    (re.compile(r"the networks are: (?P<known>.+)"), _("the networks are: {known}")),
    (re.compile(r"the parts are: (?P<known>.+)"), _("the parts are: {known}")),
    (re.compile(r"the steps are: (?P<known>.+)"), _("the steps are: {known}")),
    (re.compile(r"the tests are: (?P<known>.+)"), _("the tests are: {known}")),
    (re.compile(r"one test by its name: (?P<known>.+)"), _("one test by its name: {known}")),
    (
        re.compile(r"a question that starts with “(?P<opening>.+)” and ends with “\?”"),
        _("a question that starts with “{opening}” and ends with “?”"),
    ),
    (
        re.compile(r"a year from (?P<first>\d+) to (?P<last>\d+)"),
        _("a year from {first} to {last}"),
    ),
    (re.compile(r"an id of the case's year, (?P<year>\d+)"), _("an id of the case's year, {year}")),
    (
        re.compile(r"the same number of turns as in Spanish, (?P<count>\d+)"),
        _("the same number of turns as in Spanish, {count}"),
    ),
    (
        re.compile(r"as many lines as in Spanish, (?P<count>\d+)"),
        _("as many lines as in Spanish, {count}"),
    ),
    (re.compile(r"a list of at least (?P<count>\d+)"), _("a list of at least {count}")),
    (re.compile(r"a list of at most (?P<count>\d+)"), _("a list of at most {count}")),
    (re.compile(r"a list of (?P<count>\d+)"), _("a list of {count}")),
    (
        re.compile(r"above (?P<low>[\d.e+-]+) and up to (?P<high>[\d.e+-]+)"),
        _("above {low} and up to {high}"),
    ),
    (re.compile(r"at least (?P<count>\d+) characters"), _("at least {count} characters")),
    (re.compile(r"at most (?P<count>\d+) characters"), _("at most {count} characters")),
    (
        re.compile(r"an id that starts with the pack's name, “(?P<name>.+)\.”"),
        _("an id that starts with the pack's name, “{name}.”"),
    ),
    (re.compile(r"up to (?P<most>[\d.e+-]+)"), _("up to {most}")),
    (re.compile(r"from (?P<least>[\d.e+-]+)"), _("from {least}")),
    (re.compile(r"a text of (?P<count>\d+) characters"), _("a text of {count} characters")),
    (re.compile(r"a list of (?P<count>\d+) numbers"), _("a list of {count} numbers")),
    (
        re.compile(r"from (?P<low>[\d.e+-]+) to (?P<high>[\d.e+-]+)"),
        _("from {low} to {high}"),
    ),
)


# What the parsers of YAML and JSON complain of, by kind; their own words follow as a detail.
SYNTAX: Final[tuple[tuple[re.Pattern[str], _StrPromise], ...]] = (
    (
        re.compile(r"a second document starts here"),
        _("a second document starts here, after a line of “---”"),
    ),
    (
        re.compile(r"expected ',' or|Expecting ',' delimiter|trailing comma"),
        _("a comma or a closing bracket is missing, or there is one too many"),
    ),
    (
        re.compile(r"expected ':'|mapping values are not allowed|Expecting ':' delimiter"),
        _("a colon is missing, or there is one too many"),
    ),
    (
        re.compile(r"unexpected end of stream|Unterminated string|end of the stream"),
        _("a quotation mark or a bracket is never closed"),
    ),
    (
        re.compile(r"cannot start any token|tab character|indentation"),
        _("a tab, or a sign that needs quotation marks around its text"),
    ),
    (
        re.compile(r"expected key|block end|'-' indicator|block (?:sequence|collection|mapping)"),
        _("this line does not begin where those beside it begin"),
    ),
    (
        re.compile(r"control character|special characters|non-printable"),
        _("a character that cannot be in a text"),
    ),
    (re.compile(r"escape"), _("a backslash “\\” that stands for nothing")),
    (
        re.compile(r"Expecting value|Expecting property name"),
        _("a value or a name in quotation marks is missing"),
    ),
    (re.compile(r"Extra data"), _("there is more after the end of the document")),
)
_OURS: Final = frozenset({"a second document starts here"})


def why_unreadable(problem: str) -> str:
    """What a parser complains of, in the language that is active, with its own words at the end."""
    kind = next((str(said) for pattern, said in SYNTAX if pattern.search(problem)), "")
    if problem in _OURS:
        return kind
    detail = gettext("technical detail: %(detail)s") % {"detail": problem}
    return f"{kind} ({detail})" if kind else detail


def phrase(words: str) -> str:
    """A value's words in the language that is active, where we know them."""
    if words in PHRASES:
        return str(PHRASES[words])
    for pattern, said in PATTERNS:
        if match := pattern.fullmatch(words):
            return filled(str(said), match.groupdict())
    one, _or, other = words.partition(" or ")
    if one in PHRASES and other in PHRASES:
        # As a schema names the kinds of value that fit.
        return gettext("%(one)s or %(other)s") % {"one": PHRASES[one], "other": PHRASES[other]}
    return words


def quoted(words: str) -> str:
    """Quotation marks as the language writes them: the readers' own are English ones."""
    if (get_language() or "").startswith("es"):
        return words.replace("“", "«").replace("”", "»")
    return words


def in_words(place: str, pair: Pair, values: Mapping[str, str]) -> Told:
    """Fill both sentences with the values that the mistake names.

    What a sentence quotes is the file's own word, and said as it stands there.
    """
    wrong, way_out = (
        filled(
            quoted(str(words)), {name: said(name, value, words) for name, value in values.items()}
        )
        for words in pair
    )
    return Told(place, wrong, way_out.strip())


def said(name: str, value: str, words: _StrPromise) -> str:
    """A value of the sentence `words`, in the language that is active unless it is quoted there."""
    is_the_files_own = any(mark + "{" + name + "}" in words for mark in "“«")
    if is_the_files_own:
        return value
    return quoted(why_unreadable(value) if name == "problem" else phrase(value))


def filled(words: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        words = words.replace("{" + name + "}", value)
    return words
