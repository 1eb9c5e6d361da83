"""What is wrong in a file, in the reader's language: what, and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from simulacro.apps.audit.spreadsheets import SheetMistake
from simulacro.engines.documents.mistakes import Mistake

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Pair = tuple["_StrPromise", "_StrPromise"]

WORDS: Final[Mapping[str, Pair]] = {
    "not_text": (lazy("this is not UTF-8 text"), lazy("save the file as UTF-8")),
    "too_long": (lazy("the file has more than {limit} characters"), lazy("split it")),
    "syntax": (
        lazy("the file cannot be read from here on ({problem})"),
        lazy("look at the line before too; was the file cut short?"),
    ),
    "cut_short": (
        lazy("the file ends in the middle of something"),
        lazy("get the whole file again"),
    ),
    "alias": (
        lazy("“{wrong}” is a YAML anchor, alias or tag"),
        lazy("write the value out in full"),
    ),
    "duplicate_key": (lazy("“{wrong}” is given twice"), lazy("keep one of them")),
    "key_not_text": (lazy("a key must be a word"), lazy("write a name before the colon")),
    "too_deep": (lazy("it nests deeper than {limit} levels"), lazy("follow the documented shape")),
    "too_many": (
        lazy("there are more than {limit}"),
        lazy("split the inventory by brand; at most {limit} a brand are solved"),
    ),
    "too_much": (lazy("it holds more than {limit} values"), lazy("split the inventory by brand")),
    "empty": (lazy("there is nothing here"), lazy("start with “schema: {expected}”")),
    "schema": (lazy("the schema is “{wrong}”"), lazy("write “schema: {expected}”")),
    "missing": (lazy("“{field}” is missing"), lazy("add it")),
    "unknown_field": (lazy("“{wrong}” is not a field here"), lazy("{hint}")),
    "wrong_type": (lazy("{wrong} does not fit here"), lazy("write {expected}")),
    "bad_choice": (lazy("“{wrong}” is not one of the answers"), lazy("write one of: {expected}")),
    "bad_number": (lazy("{wrong} is out of range"), lazy("write a number {expected}")),
    "bad_id": (
        lazy("“{wrong}” cannot be an id"),
        lazy("use up to 80 characters, without spaces, “:” or “/”"),
    ),
    "bad_date": (lazy("“{wrong}” is not a date"), lazy("write it as 2026-11-22")),
    "bad_time": (lazy("“{wrong}” is not a time of day"), lazy("write it as 09:30")),
    "bad_zone": (lazy("“{wrong}” is not a time zone"), lazy("write it as America/Lima")),
    "duplicate_id": (lazy("the id “{wrong}” is used twice"), lazy("give each thing its own id")),
    "duplicate_name": (
        lazy("the name “{wrong}” is used twice"),
        lazy("give each thing its own name"),
    ),
    "unknown_asset": (lazy("nothing is called “{wrong}”"), lazy("{hint}")),
    "repeated": (lazy("“{wrong}” is listed twice"), lazy("keep one of them")),
    "requires_itself": (
        lazy("this way into “{wrong}” requires “{wrong}” itself"),
        lazy("name what else opens it, or take this way out"),
    ),
    "requires_nothing": (
        lazy("this way into “{wrong}” requires nothing"),
        lazy("name at least one thing"),
    ),
    "not_for_kind": (lazy("“{field}” says nothing about a {kind}"), lazy("take it out")),
    "betas": (
        lazy("the common causes that strike “{wrong}” have betas adding to more than 1"),
        lazy("lower them: together they are a share of its failures"),
    ),
    "no_shape": (
        lazy("the factors are all zero"),
        lazy("give at least one hour a factor above zero"),
    ),
    "file_too_large": (lazy("the file is larger than {limit}"), lazy("split it")),
    "not_a_workbook": (
        lazy("this is neither YAML nor an XLSX workbook"),
        lazy("export it as .xlsx or .yaml"),
    ),
    "old_or_locked": (
        lazy("this is an old .xls file, or one locked by its program's password"),
        lazy("save it as .xlsx without a password"),
    ),
    "file_cut_short": (
        lazy("the file is cut short or damaged"),
        lazy("get the whole file again"),
    ),
    "macros": (lazy("the workbook carries macros"), lazy("save it as .xlsx, without macros")),
    "unpacks_too_large": (
        lazy("the workbook unpacks to more than {limit}"),
        lazy("copy its cells into a new workbook"),
    ),
    "entities": (
        lazy("the workbook declares entities, which no spreadsheet program writes"),
        lazy("copy its cells into a new workbook"),
    ),
    "formula": (
        lazy("there is a formula in this cell"),
        lazy("paste the value instead (“paste special, values”)"),
    ),
    "cell_error": (lazy("the cell holds an error, {wrong}"), lazy("write the value")),
    "no_heading": (lazy("this column has no heading that we know"), lazy("correct its heading")),
    "unknown_column": (
        lazy("“{wrong}” is not a column of this sheet"),
        lazy("{hint} The columns are: {known}"),
    ),
    "repeated_column": (lazy("the column “{wrong}” is there twice"), lazy("keep one of them")),
    "too_many_rows": (lazy("there are more than {limit} rows"), lazy("split the workbook")),
    "no_assets": (
        lazy("there is no sheet “assets” (or “recursos”) with rows in it"),
        lazy("start from an exported workbook"),
    ),
    "no_such_asset": (
        lazy("no row of the sheet of assets has the id or name “{wrong}”"),
        lazy("add it there, or correct the name"),
    ),
    "not_numbers": (lazy("these are not numbers"), lazy("write numbers with blanks between them")),
    "repeated_brand": (lazy("this brand is there twice"), lazy("keep one of the rows")),
    "hours_twice": (
        lazy("this person's hours are given in two ways"),
        lazy("empty the cell “at hand”, or take this row out"),
    ),
    "said_twice": (
        lazy("the sheet of assets says “{wrong}” of this"),
        lazy("empty that cell, or take this row out"),
    ),
    "of_an_agency": (
        lazy("this file is of an agency with its brands"),
        lazy("bring it in on the agency's page"),
    ),
    "of_a_brand": (
        lazy("this file is of one brand"),
        lazy("bring it in on the brand's page"),
    ),
    "secret": (
        lazy("“{field}” looks like a password, a code or a key"),
        lazy("write an alias instead; Simulacro never keeps secrets"),
    ),
    "reused_id": (
        lazy("the id “{wrong}” meant something of another kind before ({was})"),
        lazy("give the new thing a new id"),
    ),
    "wrong_passphrase": (
        lazy("the passphrase is not the one it was locked with, or the file is damaged"),
        lazy("type it again"),
    ),
    "needs_passphrase": (
        lazy("the file is locked under a passphrase"),
        lazy("type the passphrase and choose the file again"),
    ),
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
    pair = WORDS.get(mistake.code)
    if pair is None:
        wrong = mistake.code if isinstance(mistake, SheetMistake) else mistake.wrong
        return Told(place, wrong, "" if isinstance(mistake, SheetMistake) else mistake.way_out)
    wrong, way_out = (str(words) for words in pair)
    return Told(place, filled(wrong, values), filled(way_out, values).strip())


def filled(words: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        words = words.replace("{" + name + "}", value)
    return words
