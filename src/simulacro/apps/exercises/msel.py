"""A case as a master scenario events list (MSEL), as HSEEP lays it out in a spreadsheet."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _

from simulacro.apps.exercises.words import task_words
from simulacro.content.cases import Case
from simulacro.kit.spreadsheets import CellPlace
from simulacro.kit.spreadsheets.writing import put


def msel_rows(case: Case) -> list[list[Any]]:
    """A row for each inject, in the order of the scenario: its number, scenario time in minutes,
    synopsis, inject, sender, recipient, delivery, controller, expected action, objective, notes
    and status."""
    injects: list[tuple[int, list[Any]]] = []
    for beat in case.timeline:
        injects.append((beat.at_min, [_("Timeline"), beat.text, "", "", "", "", "", "", ""]))
    for seen in case.exhibits:
        by = [seen.kind, seen.text, seen.author, _("The team"), seen.network or seen.kind]
        injects.append((seen.at_min, [*by, _("Facilitator"), "", "", ""]))
    last = max((at for at, _row in injects), default=0)
    for i, question in enumerate(case.questions, start=1):
        asks = [_("Question %(number)s") % {"number": i}, question.ask, _("Facilitator")]
        expected = "\n".join([question.answer, *question.notices]).strip()
        rest = [_("The team"), _("aloud"), _("Facilitator"), expected, task_words(question.task)]
        injects.append((last + i, [*asks, *rest, question.task]))
    injects.sort(key=lambda pair: pair[0])
    return [[n, at, *row, _("to come")] for n, (at, row) in enumerate(injects, start=1)]


def msel_workbook(case: Case) -> bytes:
    """The list as a workbook with one sheet, marked as a drill."""
    # Slow to load, and few pages want it.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise AssertionError("a new workbook has a sheet")
    sheet.title = "MSEL"
    sheet.append([f"SIMULACRO · {case.title}"])
    sheet.append(heads())
    for cell in (*sheet[1], *sheet[2]):
        cell.font = Font(bold=True)
    for number, row in enumerate(msel_rows(case), start=3):
        for at, value in enumerate(row, start=1):
            put(sheet, CellPlace("MSEL", number, at), value)
    for column, width in zip(
        "ABCDEFGHIJKL", (5, 8, 16, 60, 22, 14, 14, 14, 60, 26, 18, 12), strict=True
    ):
        sheet.column_dimensions[column].width = width
    for cells in sheet.iter_rows(min_row=3):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A3"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def heads() -> list[str]:
    """The heads of the columns."""
    return [
        _("No."),
        _("Minute"),
        _("Synopsis"),
        _("Inject"),
        _("Sender"),
        _("Recipient"),
        _("Delivery"),
        _("Controller"),
        _("Expected action"),
        _("Critical task"),
        _("Notes"),
        _("Status"),
    ]
