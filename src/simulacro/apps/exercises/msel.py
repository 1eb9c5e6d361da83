"""A case as a master scenario events list (MSEL), as HSEEP lays it out in a spreadsheet.

The twelve columns are HSEEP's; three more behind them (what a row is, its id, what a good team
notices) and one row for each part of a case make it whole: `msel_reading` gives the same case back.
"""

from __future__ import annotations

import io
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simulacro.apps.exercises.words import task_words
from simulacro.content.case_documents import document_of
from simulacro.content.cases import Case
from simulacro.kit.spreadsheets import CellPlace, Column, Holds, Sheet, heading
from simulacro.kit.spreadsheets.writing import put

TITLE: Final = "SIMULACRO · "
ABOUT: Final = ("family", "minutes")
WIDTHS: Final = (5, 8, 16, 60, 22, 14, 14, 14, 60, 26, 18, 12, 12, 14, 60)
PARTS: Final = {
    "situation": "situación",
    "known": "se sabe",
    "unknown": "no se sabe",
    "moment": "momento",
    "exhibit": "llega",
    "question": "pregunta",
    "gained": "se gana",
}
"""What a row is, in English and in Spanish."""

MSEL: Final = Sheet(
    "msel",
    "msel",
    (
        Column(
            "no.",
            "n.º",
            also=(
                "no",
                "nº",
                "#",
                "num",
                "number",
                "número",
                "msel number",
                "event number",
                "event no.",
                "event #",
                "inject number",
                "inject no.",
                "inject #",
                "id de evento",
            ),
        ),
        Column(
            "minute",
            "minuto",
            Holds.MOMENT,
            also=(
                "time",
                "hora",
                "event time",
                "scenario time",
                "inject time",
                "start time",
                "planned time",
                "tiempo",
                "hora del escenario",
                "hora del evento",
            ),
        ),
        Column(
            "synopsis",
            "sinopsis",
            also=(
                "event",
                "event synopsis",
                "title",
                "event title",
                "inject title",
                "resumen",
                "título",
                "summary",
            ),
        ),
        Column(
            "inject",
            "evento",
            also=(
                "description",
                "event description",
                "inject description",
                "descripción",
                "detail",
                "details",
                "message",
                "mensaje",
                "content",
                "contenido",
                "inyecto",
            ),
        ),
        Column(
            "sender",
            "remitente",
            also=("from", "responsible sender", "de", "source", "quién", "event source"),
        ),
        Column(
            "recipient",
            "destinatario",
            also=(
                "to",
                "player",
                "intended player",
                "para",
                "recipient player",
                "audience",
                "jugador",
                "recipients",
            ),
        ),
        Column(
            "delivery",
            "vía",
            also=(
                "delivery method",
                "method",
                "delivery means",
                "mode",
                "medio",
                "método",
                "channel",
                "canal",
            ),
        ),
        Column(
            "controller",
            "quien conduce",
            also=(
                "responsible controller",
                "control",
                "facilitator",
                "controlador",
                "event owner",
                "responsable",
            ),
        ),
        Column(
            "expected action",
            "acción esperada",
            also=(
                "expected outcome",
                "expected response",
                "expected actions",
                "expected player action",
                "expected player actions",
                "respuesta esperada",
            ),
        ),
        Column(
            "critical task",
            "tarea crítica",
            also=(
                "objective",
                "objectives",
                "objetivo",
                "exercise objective",
                "capability",
                "core capability",
                "capacidad",
                "task",
            ),
        ),
        Column("notes", "notas", also=("comments", "remarks", "comentarios", "observaciones")),
        Column("status", "estado"),
        Column("part", "parte", Holds.WORD),
        Column("id", "id"),
        Column("a good team notices", "un buen equipo se da cuenta"),
    ),
    needs=("inject",),
    title_rows=6,
)


def heads() -> list[str]:
    """The heads of the columns in the language of the page."""
    return [heading(column, _language()).capitalize() for column in MSEL.columns]


def msel_rows(case: Case) -> list[list[Any]]:
    """A row for each thing of the case under :func:`heads`: the situation, what is known and what
    is not; what happens, in the order of the scenario; what could be gained."""
    said = document_of(case)
    facts = [f"{name}={said[name]}" for name in ABOUT]
    facts += [f"combination.{factor}={value}" for factor, value in said["combination"].items()]
    first = [_row("situation", _("Situation"), said["situation"], notes="; ".join(facts))]
    first += [_row("known", _("What is known"), line) for line in said["known"]]
    first += [_row("unknown", _("What nobody knows yet"), line) for line in said["unknown"]]
    timed = [
        _row("moment", _("Timeline"), beat["text"], at=beat["at_min"], name=beat["id"])
        for beat in said["timeline"]
    ]
    for seen in said["exhibits"]:
        timed.append(
            _row(
                "exhibit",
                seen["kind"],
                seen["text"],
                at=seen["at_min"],
                name=seen["id"],
                sender=seen["from"],
                recipient=_("The team"),
                delivery=seen["network"] or seen["kind"],
                controller=_("Facilitator"),
                notes=f"kind={seen['kind']}; network={seen['network']}",
            )
        )
    last = max((row[0] for row in timed), default=0)
    for i, question in enumerate(said["questions"], start=1):
        timed.append(
            _row(
                "question",
                _("Question %(number)s") % {"number": i},
                question["ask"],
                at=last + i,
                name=question["id"],
                sender=_("Facilitator"),
                recipient=_("The team"),
                delivery=_("aloud"),
                controller=_("Facilitator"),
                expected=question["answer"],
                task=task_words(question["task"]),
                notes=f"task={question['task']}; minutes={question['minutes']}",
                notices="\n".join(question["notices"]),
            )
        )
    timed.sort(key=lambda row: row[0])
    gained = [_row("gained", _("What could be gained"), said["gained"])] if said["gained"] else []
    return [[n, *row] for n, row in enumerate([*first, *timed, *gained], start=1)]


def msel_workbook(case: Case) -> bytes:
    """The list as a workbook with one sheet, marked as a drill. Raises TextTooLong."""
    # Slow to load, and few pages want it.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise AssertionError("a new workbook has a sheet")
    sheet.title = "MSEL"
    put(sheet, CellPlace("MSEL", 1, 1), f"{TITLE}{document_of(case)['title']}")
    for number, row in enumerate([heads(), *msel_rows(case)], start=2):
        for at, value in enumerate(row, start=1):
            if value != "":
                put(sheet, CellPlace("MSEL", number, at), value)
    for cell in (*sheet[1], *sheet[2]):
        cell.font = Font(bold=True)
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for cells in sheet.iter_rows(min_row=3):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A3"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _row(
    part: str,
    synopsis: str,
    inject: str,
    *,
    at: int | str = "",
    name: str = "",
    sender: str = "",
    recipient: str = "",
    delivery: str = "",
    controller: str = "",
    expected: str = "",
    task: str = "",
    notes: str = "",
    notices: str = "",
) -> list[Any]:
    sent = [at, synopsis, inject, sender, recipient, delivery, controller]
    what = PARTS[part] if _language() == "es" else part
    return [*sent, expected, task, notes, _("to come"), what, name, notices]


def _language() -> str:
    return (get_language() or "es")[:2]
