"""What is wrong in a workbook, in the reader's language: what, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from simulacro.kit import document_mistakes
from simulacro.kit.document_mistakes import Pair, Told, in_words
from simulacro.kit.spreadsheets.cells import SheetMistake
from simulacro.kit.spreadsheets.layout import Sheet, heading

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
        _("{hint}"),
    ),
    "missing_column": (
        _("this sheet has no column “{column}”"),
        _("add it, with that heading in its first row"),
    ),
    "repeated_column": (
        _("the column “{wrong}” is there twice"),
        _("keep one of them"),
    ),
    "too_many_rows": (
        _("there are more than {limit} rows"),
        _("split the workbook"),
    ),
    "bad_minute": (
        _("“{wrong}” is no minute and no time of day"),
        _("write the minutes from the start, or a time such as 10:30"),
    ),
    "not_numbers": (
        _("these are not numbers"),
        _("write numbers with blanks between them"),
    ),
}


def as_it_is(word: str, _language: str) -> str:
    return word


def told(
    mistake: SheetMistake,
    sheets: Iterable[Sheet],
    words: Mapping[str, Pair] = WORDS,
    spoken: Callable[[str, str], str] = as_it_is,
) -> Told:
    """The mistake in the language that is active; ``sheets`` are those the workbook may have, and
    ``spoken`` gives the workbook's word in a language for the document's."""
    place = str(mistake.place)
    pair = words.get(mistake.code) or document_mistakes.WORDS.get(mistake.code)
    if pair is None:
        return Told(place, mistake.code, "")
    values = with_headings(dict(mistake.values), sheets)
    if mistake.code == "unknown_column" and not values["hint"]:
        values["hint"] = gettext("the columns are: {known}")
    if mistake.code == "bad_choice":
        language = (get_language() or "es")[:2]
        values["expected"] = ", ".join(
            spoken(word, language) for word in values["expected"].split(", ")
        )
    return in_words(place, pair, values)


def with_headings(values: dict[str, str], sheets: Iterable[Sheet]) -> dict[str, str]:
    """The values, with the columns of a sheet called as a workbook in this language calls them."""
    sheet = next((s for s in sheets if s.key == values.get("sheet")), None)
    if sheet is None:
        return values
    language = (get_language() or "es")[:2]
    names = {column.key: heading(column, language) for column in sheet.columns}
    column = names.get(values.get("column", ""), "")
    return {**values, "column": column, "known": ", ".join(names.values())}
