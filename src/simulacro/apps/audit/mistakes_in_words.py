"""What is wrong in a file, in the reader's language: what, and the way out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulacro.apps.audit.spreadsheets import SheetMistake
from simulacro.engines.documents.mistakes import Mistake

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Pair = tuple["_StrPromise", "_StrPromise"]

WORDS: Final[Mapping[str, Pair]] = {
    "not_text": (gettext_lazy("this is not UTF-8 text"), gettext_lazy("save the file as UTF-8")),
    "too_long": (
        gettext_lazy("the file has more than {limit} characters"),
        gettext_lazy("split it"),
    ),
    "syntax": (
        gettext_lazy("the file cannot be read from here on ({problem})"),
        gettext_lazy("look at the line before too; was the file cut short?"),
    ),
    "cut_short": (
        gettext_lazy("the file ends in the middle of something"),
        gettext_lazy("get the whole file again"),
    ),
    "alias": (
        gettext_lazy("“{wrong}” is a YAML anchor, alias or tag"),
        gettext_lazy("write the value out in full"),
    ),
    "duplicate_key": (gettext_lazy("“{wrong}” is given twice"), gettext_lazy("keep one of them")),
    "key_not_text": (
        gettext_lazy("a key must be a word"),
        gettext_lazy("write a name before the colon"),
    ),
    "too_deep": (
        gettext_lazy("it nests deeper than {limit} levels"),
        gettext_lazy("follow the documented shape"),
    ),
    "too_many": (
        gettext_lazy("there are more than {limit}"),
        gettext_lazy("split the inventory by brand; at most {limit} a brand are solved"),
    ),
    "too_much": (
        gettext_lazy("it holds more than {limit} values"),
        gettext_lazy("split the inventory by brand"),
    ),
    "empty": (
        gettext_lazy("there is nothing here"),
        gettext_lazy("start with “schema: {expected}”"),
    ),
    "schema": (gettext_lazy("the schema is “{wrong}”"), gettext_lazy("write “schema: {expected}”")),
    "missing": (gettext_lazy("“{field}” is missing"), gettext_lazy("add it")),
    "unknown_field": (gettext_lazy("“{wrong}” is not a field here"), gettext_lazy("{hint}")),
    "wrong_type": (gettext_lazy("{wrong} does not fit here"), gettext_lazy("write {expected}")),
    "bad_choice": (
        gettext_lazy("“{wrong}” is not one of the answers"),
        gettext_lazy("write one of: {expected}"),
    ),
    "bad_number": (
        gettext_lazy("{wrong} is out of range"),
        gettext_lazy("write a number {expected}"),
    ),
    "bad_id": (
        gettext_lazy("“{wrong}” cannot be an id"),
        gettext_lazy("use up to 80 characters, without spaces, “:” or “/”"),
    ),
    "bad_date": (gettext_lazy("“{wrong}” is not a date"), gettext_lazy("write it as 2026-11-22")),
    "bad_time": (gettext_lazy("“{wrong}” is not a time of day"), gettext_lazy("write it as 09:30")),
    "bad_zone": (
        gettext_lazy("“{wrong}” is not a time zone"),
        gettext_lazy("write it as America/Lima"),
    ),
    "duplicate_id": (
        gettext_lazy("the id “{wrong}” is used twice"),
        gettext_lazy("give each thing its own id"),
    ),
    "duplicate_name": (
        gettext_lazy("the name “{wrong}” is used twice"),
        gettext_lazy("give each thing its own name"),
    ),
    "unknown_asset": (gettext_lazy("nothing is called “{wrong}”"), gettext_lazy("{hint}")),
    "repeated": (gettext_lazy("“{wrong}” is listed twice"), gettext_lazy("keep one of them")),
    "requires_itself": (
        gettext_lazy("this way into “{wrong}” requires “{wrong}” itself"),
        gettext_lazy("name what else opens it, or take this way out"),
    ),
    "requires_nothing": (
        gettext_lazy("this way into “{wrong}” requires nothing"),
        gettext_lazy("name at least one thing"),
    ),
    "not_for_kind": (
        gettext_lazy("“{field}” says nothing about a {kind}"),
        gettext_lazy("take it out"),
    ),
    "betas": (
        gettext_lazy("the common causes that strike “{wrong}” have betas adding to more than 1"),
        gettext_lazy("lower them: together they are a share of its failures"),
    ),
    "no_shape": (
        gettext_lazy("the factors are all zero"),
        gettext_lazy("give at least one hour a factor above zero"),
    ),
    "file_too_large": (gettext_lazy("the file is larger than {limit}"), gettext_lazy("split it")),
    "not_a_workbook": (
        gettext_lazy("this is neither YAML nor an XLSX workbook"),
        gettext_lazy("export it as .xlsx or .yaml"),
    ),
    "old_or_locked": (
        gettext_lazy("this is an old .xls file, or one locked by its program's password"),
        gettext_lazy("save it as .xlsx without a password"),
    ),
    "file_cut_short": (
        gettext_lazy("the file is cut short or damaged"),
        gettext_lazy("get the whole file again"),
    ),
    "macros": (
        gettext_lazy("the workbook carries macros"),
        gettext_lazy("save it as .xlsx, without macros"),
    ),
    "unpacks_too_large": (
        gettext_lazy("the workbook unpacks to more than {limit}"),
        gettext_lazy("copy its cells into a new workbook"),
    ),
    "entities": (
        gettext_lazy("the workbook declares entities, which no spreadsheet program writes"),
        gettext_lazy("copy its cells into a new workbook"),
    ),
    "formula": (
        gettext_lazy("there is a formula in this cell"),
        gettext_lazy("paste the value instead (“paste special, values”)"),
    ),
    "cell_error": (
        gettext_lazy("the cell holds an error, {wrong}"),
        gettext_lazy("write the value"),
    ),
    "no_heading": (
        gettext_lazy("this column has no heading that we know"),
        gettext_lazy("correct its heading"),
    ),
    "unknown_column": (
        gettext_lazy("“{wrong}” is not a column of this sheet"),
        gettext_lazy("{hint} The columns are: {known}"),
    ),
    "repeated_column": (
        gettext_lazy("the column “{wrong}” is there twice"),
        gettext_lazy("keep one of them"),
    ),
    "too_many_rows": (
        gettext_lazy("there are more than {limit} rows"),
        gettext_lazy("split the workbook"),
    ),
    "no_assets": (
        gettext_lazy("there is no sheet “assets” (or “recursos”) with rows in it"),
        gettext_lazy("start from an exported workbook"),
    ),
    "no_such_asset": (
        gettext_lazy("no row of the sheet of assets has the id or name “{wrong}”"),
        gettext_lazy("add it there, or correct the name"),
    ),
    "not_numbers": (
        gettext_lazy("these are not numbers"),
        gettext_lazy("write numbers with blanks between them"),
    ),
    "repeated_brand": (
        gettext_lazy("this brand is there twice"),
        gettext_lazy("keep one of the rows"),
    ),
    "hours_twice": (
        gettext_lazy("this person's hours are given in two ways"),
        gettext_lazy("empty the cell “at hand”, or take this row out"),
    ),
    "said_twice": (
        gettext_lazy("the sheet of assets says “{wrong}” of this"),
        gettext_lazy("empty that cell, or take this row out"),
    ),
    "of_an_agency": (
        gettext_lazy("this file is of an agency with its brands"),
        gettext_lazy("bring it in on the agency's page"),
    ),
    "of_a_brand": (
        gettext_lazy("this file is of one brand"),
        gettext_lazy("bring it in on the brand's page"),
    ),
    "secret": (
        gettext_lazy("“{field}” looks like a password, a code or a key"),
        gettext_lazy("write an alias instead; Simulacro never keeps secrets"),
    ),
    "reused_id": (
        gettext_lazy("the id “{wrong}” meant something of another kind before ({was})"),
        gettext_lazy("give the new thing a new id"),
    ),
    "wrong_passphrase": (
        gettext_lazy("the passphrase is not the one it was locked with, or the file is damaged"),
        gettext_lazy("type it again"),
    ),
    "needs_passphrase": (
        gettext_lazy("the file is locked under a passphrase"),
        gettext_lazy("type the passphrase and choose the file again"),
    ),
}

# The engine's own ways out, which come as a value and not as a code.
HINTS: Final[Mapping[str, _StrPromise]] = {
    r"did you mean “(?P<word>.*)”\?": gettext_lazy("did you mean “{word}”?"),
    r"the fields are: (?P<known>.*)": gettext_lazy("the fields are: {known}"),
    r"add the asset, or correct the name": gettext_lazy("add the asset, or correct the name"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A mistake as a person reads it."""

    place: str
    wrong: str
    way_out: str

    def __str__(self) -> str:
        start = f"{self.place}: " if self.place else ""
        return f"{start}{self.wrong}; {self.way_out}"

    def as_dict(self) -> dict[str, str]:
        return {"place": self.place, "wrong": self.wrong, "way_out": self.way_out}


def told(mistake: Mistake | SheetMistake) -> Told:
    """The mistake in the language that is active."""
    if isinstance(mistake, SheetMistake):
        place = str(mistake.place)
    else:
        place = mistake.place
        if mistake.line is not None:
            place = _("line %(line)d, column %(column)d") % {
                "line": mistake.line,
                "column": mistake.column or 1,
            }
    values = dict(mistake.values)
    if "hint" in values:
        values["hint"] = hint_in_words(values["hint"])
    pair = WORDS.get(mistake.code)
    if pair is None:
        wrong = mistake.code if isinstance(mistake, SheetMistake) else mistake.wrong
        return Told(place, wrong, "" if isinstance(mistake, SheetMistake) else mistake.way_out)
    wrong, way_out = (str(words) for words in pair)
    return Told(place, filled(wrong, values), filled(way_out, values).strip())


def hint_in_words(hint: str) -> str:
    for pattern, words in HINTS.items():
        if found := re.fullmatch(pattern, hint):
            return filled(str(words), found.groupdict())
    return hint


def filled(words: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        words = words.replace("{" + name + "}", value)
    return words
