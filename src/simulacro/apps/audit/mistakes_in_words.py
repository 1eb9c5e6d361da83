"""What is wrong in a file, in the reader's language: what, and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit.spreadsheets import SheetMistake
from simulacro.apps.audit.spreadsheets.layout import SHEETS, heading
from simulacro.engines.documents.mistakes import Mistake
from simulacro.kit import document_mistakes
from simulacro.kit.document_mistakes import Pair, Told, in_words

# Those of a workbook, and of an inventory as a whole.
WORDS: Final[Mapping[str, Pair]] = {
    "file_too_large": (_("the file is larger than {limit}"), _("split it")),
    "not_a_workbook": (
        _("this is neither YAML nor an XLSX workbook"),
        _("export it as .xlsx or .yaml"),
    ),
    "old_or_locked": (
        _("this is an old .xls file, or one locked by its program's password"),
        _("save it as .xlsx without a password"),
    ),
    "file_cut_short": (
        _("the file is cut short or damaged"),
        _("get the whole file again"),
    ),
    "macros": (
        _("the workbook carries macros"),
        _("save it as .xlsx, without macros"),
    ),
    "unpacks_too_large": (
        _("the workbook unpacks to more than {limit}"),
        _("copy its cells into a new workbook"),
    ),
    "entities": (
        _("the workbook declares entities, which no spreadsheet program writes"),
        _("copy its cells into a new workbook"),
    ),
    "formula": (
        _("there is a formula in this cell"),
        _("paste the value instead (“paste special, values”)"),
    ),
    "cell_error": (
        _("the cell holds an error, {wrong}"),
        _("write the value"),
    ),
    "no_heading": (
        _("this column has no heading that we know"),
        _("correct its heading"),
    ),
    "unknown_column": (
        _("“{wrong}” is not a column of this sheet"),
        _("{hint} The columns are: {known}"),
    ),
    "missing_column": (
        _("this sheet has no column “{column}”"),
        _("add it, with that heading in its first row"),
    ),
    "other_client": (
        _("this row says “{wrong}”, and its sheet is of {client}"),
        _("move the row to the right sheet, or empty the cell"),
    ),
    "not_yours": (
        _("you may not change the inventory of {brand}"),
        _("leave it out of the file, or ask its people to make you a lead of the brand"),
    ),
    "repeated_column": (
        _("the column “{wrong}” is there twice"),
        _("keep one of them"),
    ),
    "too_many_rows": (
        _("there are more than {limit} rows"),
        _("split the workbook"),
    ),
    "no_assets": (
        _("there is no sheet “assets” (or “recursos”) with rows in it"),
        _("start from an exported workbook"),
    ),
    "no_such_asset": (
        _("no row of the sheet of assets has the id or name “{wrong}”"),
        _("add it there, or correct the name"),
    ),
    "not_numbers": (
        _("these are not numbers"),
        _("write numbers with blanks between them"),
    ),
    "repeated_brand": (
        _("this brand is there twice"),
        _("keep one of the rows"),
    ),
    "hours_twice": (
        _("this person's hours are given in two ways"),
        _("empty the cell “at hand”, or take this row out"),
    ),
    "said_twice": (
        _("the sheet of assets says “{wrong}” of this"),
        _("empty that cell, or take this row out"),
    ),
    "of_an_agency": (
        _("this file is of an agency with its brands"),
        _("bring it in on the agency's page"),
    ),
    "of_a_brand": (
        _("this file is of one brand"),
        _("bring it in on the brand's page"),
    ),
    "secret": (
        _("“{field}” looks like a password, a code or a key"),
        _("write an alias instead; Simulacro never keeps secrets"),
    ),
    "reused_id": (
        _("the id “{wrong}” meant something of another kind before ({was})"),
        _("give the new thing a new id"),
    ),
    "wrong_passphrase": (
        _("the passphrase is not the one it was locked with, or the file is damaged"),
        _("type it again"),
    ),
    "needs_passphrase": (
        _("the file is locked under a passphrase"),
        _("type the passphrase and choose the file again"),
    ),
}


def told(mistake: Mistake | SheetMistake) -> Told:
    """The mistake in the language that is active."""
    if isinstance(mistake, Mistake):
        return document_mistakes.told(mistake)
    place = str(mistake.place)
    pair = WORDS.get(mistake.code) or document_mistakes.WORDS.get(mistake.code)
    if pair is None:
        return Told(place, mistake.code, "")
    return in_words(place, pair, with_headings(dict(mistake.values)))


def with_headings(values: dict[str, str]) -> dict[str, str]:
    """The values, with the columns of a sheet called as a workbook in this language calls them."""
    sheet = next((s for s in SHEETS if s.key == values.get("sheet")), None)
    if sheet is None:
        return values
    language = (get_language() or "es")[:2]
    names = {column.key: heading(column, language) for column in sheet.columns}
    column = names.get(values.get("column", ""), "")
    return {**values, "column": column, "known": ", ".join(names.values())}
