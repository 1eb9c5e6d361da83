"""What is wrong in a file, in the reader's language: what, and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit.spreadsheets import SheetMistake
from simulacro.apps.audit.spreadsheets.layout import SHEETS, spoken
from simulacro.engines.documents.mistakes import Mistake
from simulacro.kit import document_mistakes
from simulacro.kit.document_mistakes import Pair, Told
from simulacro.kit.spreadsheets import words

# Those of an inventory as a whole; a workbook has its own.
WORDS: Final[Mapping[str, Pair]] = {
    **words.WORDS,
    "other_client": (
        _("this row says “{wrong}”, and its sheet is of {client}"),
        _("move the row to the right sheet, or empty the cell"),
    ),
    "not_yours": (
        _("you may not change the inventory of {brand}"),
        _("leave it out of the file, or ask its people to make you a lead of the brand"),
    ),
    "no_assets": (
        _("there is no sheet “assets” (or “recursos”) with rows in it"),
        _("start from an exported workbook"),
    ),
    "unknown_sheet": (
        _("no sheet is called “{wrong}”"),
        _("{hint}"),
    ),
    "no_such_asset": (
        _("no row of the sheet of assets has the id or name “{wrong}”"),
        _("add it there, or correct the name"),
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
    return words.told(mistake, SHEETS, WORDS, spoken)
