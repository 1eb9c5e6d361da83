"""A master scenario events list (MSEL) as a case: one of ours, or one that another program wrote.

Ours says in the column *Part* what each row is. Where it says nothing, what arrives (somebody
sends it, by some way) is an exhibit, what is expected of the team a question, and the rest the
timeline.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from simulacro.apps.exercises.msel import MSEL, PARTS, TITLE
from simulacro.apps.exercises.words import TASK_WORDS
from simulacro.content.case_documents import (
    EXHIBIT_KINDS,
    MAX_TITLE,
    SCHEMA,
    USUAL_FAMILY,
    USUAL_TASK,
    one_line,
    read_case,
)
from simulacro.content.drill_model import CHANNEL, base_model, value_name
from simulacro.engines.documents.mistakes import Path
from simulacro.kit.spreadsheets import (
    CellPlace,
    Row,
    SheetMistake,
    SpreadsheetError,
    folded,
    heading,
    read_pages,
    read_rows,
)
from simulacro.kit.spreadsheets.cells import unescaped
from simulacro.kit.spreadsheets.documents import SheetDocument

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

# The way by which something arrives, in the words of whoever wrote the list.
KINDS: Final = (
    ("email", ("mail", "correo")),
    ("audio", ("phone", "telef", "llamada", "call", "radio", "audio", "voice", "voz")),
    ("headline", ("tv", "press", "prensa", "news", "noticia", "periodico", "headline", "titular")),
    ("video", ("video", "tiktok", "youtube", "reel")),
    ("photo", ("photo", "foto", "image", "imagen")),
    ("review", ("review", "resena")),
    ("comment", ("comment", "comentario")),
    ("screenshot", ("screenshot", "captura")),
    ("post", ("post", "publicacion", "tweet", "social", "facebook", "instagram", "twitter")),
)
_CLOCK: Final = re.compile(
    r"(?:(\d{4}-\d{2}-\d{2})[ T])?(\d{1,2}):([0-5]\d)(?::\d{2})?\s*(?:([ap])\.?\s*m\.?)?\Z", re.I
)
_MILITARY: Final = re.compile(r"([01]\d|2[0-3])([0-5]\d)\s*(?:z|h|hrs?|horas|hours)?\Z", re.I)
_MINUTES: Final = re.compile(
    r"(?:[tTeEhH]\s*)?([-+]?\s*\d{1,6})(?:\.0+)?\s*(?:min(?:ut[eo]s)?\.?)?\Z"
)
_ELAPSED: Final = re.compile(r"[tTeEhH]?\s*([-+])\s*(\d{1,3}):(\d{2})\Z")
DAY: Final = 24 * 60
BACKWARDS: Final = 3 * 60


def read_msel(data: bytes, *, families: Collection[str] = ()) -> dict[str, Any]:
    """The case that a workbook says. Raises SpreadsheetError with every mistake, by its cell."""
    try:
        return msel_document(data).read(lambda given: read_case(given, families=families))
    except SpreadsheetError as refused:
        raise SpreadsheetError([_by_heading(m) for m in refused.mistakes]) from refused


def _by_heading(mistake: SheetMistake) -> SheetMistake:
    """The mistake with a missing part called as its column is."""
    columns = {column.key: heading(column, (get_language() or "es")[:2]) for column in MSEL.columns}
    values = tuple(
        (name, columns[COLUMN_OF[said]] if name == "field" and said in COLUMN_OF else said)
        for name, said in mistake.values
    )
    return replace(mistake, values=values)


def msel_document(data: bytes) -> SheetDocument:
    """The document that a workbook says, with the cell of each part. Raises SpreadsheetError for
    what is no workbook."""
    mistakes: list[SheetMistake] = []
    rows: list[Row] = []
    titles: list[tuple[str, CellPlace]] = []

    def take(pages: Sequence[ReadOnlyWorksheet]) -> None:
        page = next((p for p in pages if "msel" in folded(p.title)), pages[0] if pages else None)
        if page is not None:
            titles.append(_title(page))
            rows.extend(read_rows(page, MSEL, mistakes, _meaning))

    read_pages(data, take)
    title, place = titles[0] if titles else ("", CellPlace())
    found = SheetDocument({"schema": SCHEMA, "title": title}, mistakes=mistakes)
    found.places[()] = found.places["title",] = place
    _Reader(found).read(rows)
    return found


@dataclass(slots=True)
class _Reader:
    """Fills a document from rows; `clock` is the first time of day, `last` the minute before."""

    found: SheetDocument
    clock: int | None = None
    last: int = 0

    def read(self, rows: Sequence[Row]) -> None:
        document = self.found.document
        for name in ("known", "unknown", "timeline", "exhibits", "questions"):
            document[name] = []
        for row in rows:
            part = row.text("part")
            if not part:
                self.any_row(row)
            elif part in PARTS:
                self.our_row(part, row)
            else:
                expected = ", ".join(f"{en} / {es}" for en, es in PARTS.items())
                wrong = (("wrong", part[:60]), ("expected", expected))
                self.found.mistakes.append(SheetMistake("bad_choice", row.places["part"], wrong))
        document.setdefault("family", USUAL_FAMILY)
        if not document.get("situation"):
            told = document["timeline"][0]["text"] if document["timeline"] else document["title"]
            document["situation"] = told

    def our_row(self, part: str, row: Row) -> None:
        text, notes = row.text("inject"), _facts(row.text("notes"))
        name = {"id": row.text("id")} if row.text("id") else {}
        match part:
            case "situation":
                self.set("situation", text, row, "inject")
                for key in notes:
                    if key.startswith("combination."):
                        combination = self.found.document.setdefault("combination", {})
                        combination[key.removeprefix("combination.")] = notes[key]
                        self.found.places["combination",] = row.places["notes"]
                    elif key in ("family", "minutes"):
                        self.set(key, _number(notes[key]), row, "notes")
            case "known" | "unknown":
                self.add(part, text, row)
            case "moment":
                self.add("timeline", {**name, "at_min": self.minute(row), "text": text}, row)
            case "exhibit":
                seen = {"kind": notes.get("kind", ""), "network": notes.get("network", "")}
                if not seen["kind"]:
                    seen = _way(row.text("delivery") or row.text("synopsis"))
                arrives = {"from": row.text("sender"), "at_min": self.minute(row), "text": text}
                self.add("exhibits", {**name, **seen, **arrives}, row)
            case "question":
                task = notes.get("task") or _task(row.text("critical task")) or USUAL_TASK
                minutes = {"minutes": _number(notes["minutes"])} if "minutes" in notes else {}
                asked = {"task": task, "ask": text, "answer": row.text("expected action")}
                notices = row.text("a good team notices").split("\n")
                self.add("questions", {**name, **asked, **minutes, "notices": notices}, row)
            case _:
                self.set("gained", text, row, "inject")

    def any_row(self, row: Row) -> None:
        """A row of another program."""
        at = self.minute(row)
        synopsis, inject = row.text("synopsis"), row.text("inject")
        text = "\n".join(dict.fromkeys(part for part in (synopsis, inject) if part))
        sender, delivery = row.text("sender"), row.text("delivery")
        expected = row.text("expected action")
        if not text and not expected:
            return
        if inject and (sender or delivery):
            arrives = {"from": sender, "at_min": at, "text": text}
            self.add("exhibits", {**_way(delivery), **arrives}, row)
        elif text and not expected:
            self.add("timeline", {"at_min": at, "text": text}, row)
        if expected:
            objective, notes = row.text("critical task"), row.text("notes").split("\n")
            task = _task(objective)
            asked = {"task": task or USUAL_TASK, "ask": ask(synopsis or inject), "answer": expected}
            # An objective that is no task of ours is kept in its own words.
            notices = [*notes, *([] if task else [objective])]
            self.add("questions", {**asked, "notices": notices}, row)

    def add(self, name: str, thing: Any, row: Row) -> None:
        listed = self.found.document[name]
        path: Path = (name, len(listed))
        listed.append(thing)
        self.found.places[path] = row.places.get("inject", row.place)
        for part, column in COLUMN_OF.items():
            if column in row.places:
                self.found.places[*path, part] = row.places[column]

    def set(self, name: str, value: Any, row: Row, column: str) -> None:
        if name in self.found.document and name != "title":
            place = row.places.get(column, row.place)
            self.found.mistakes.append(SheetMistake("repeated", place, (("wrong", name),)))
        self.found.document[name] = value
        self.found.places[name,] = row.places.get(column, row.place)

    def minute(self, row: Row) -> int:
        """The minute of a row; that of the row before where it says none."""
        given = row.values.get("minute")
        text = row.text("minute")
        if text:
            read = self.minutes_of(given, text)
            if read is None:
                wrong = (("wrong", text[:60]),)
                self.found.mistakes.append(SheetMistake("bad_minute", row.places["minute"], wrong))
            else:
                self.last = read
        return self.last

    def minutes_of(self, given: Any, text: str) -> int | None:
        if isinstance(given, float) and 0 < given < 1:
            # A time of day that the spreadsheet shows as a share of the day.
            return self.since(round(given * DAY))
        if isinstance(given, int | float) and not isinstance(given, bool):
            return round(given) if abs(given) < 1e6 else None
        if clock := _CLOCK.match(text):
            date, hours, minutes, half = clock.groups()
            try:
                days = dt.date.fromisoformat(date).toordinal() if date else 0
            except ValueError:
                return None
            hour = int(hours) % 12 + 12 * (half in "pP") if half else int(hours)
            return self.since(days * DAY + hour * 60 + int(minutes))
        if military := _MILITARY.match(text):
            return self.since(int(military[1]) * 60 + int(military[2]))
        if elapsed := _ELAPSED.match(text):
            sign, hours, minutes = elapsed.groups()
            return (-1 if sign == "-" else 1) * (int(hours) * 60 + int(minutes))
        if plain := _MINUTES.match(text):
            return int(plain[1].replace(" ", ""))
        if folded(text) in ("startex", "start", "inicio", "comienzo"):
            return 0
        return None

    def since(self, clock: int) -> int:
        """The minutes since the first time of day that the list names."""
        if self.clock is None:
            self.clock = clock
        # Without a date, what seems to come long before the row above it is of the next day.
        if clock < DAY:
            behind = self.last - BACKWARDS - (clock - self.clock)
            clock += DAY * max(0, -(-behind // DAY))
        return clock - self.clock


# Which column says a part of an exhibit, a question or a moment.
COLUMN_OF: Final = {
    "id": "id",
    "at_min": "minute",
    "text": "inject",
    "from": "sender",
    "kind": "notes",
    "network": "notes",
    "ask": "inject",
    "answer": "expected action",
    "task": "notes",
    "minutes": "notes",
    "notices": "a good team notices",
}


def ask(what: str) -> str:
    """The question that an inject puts to the team."""
    if not what:
        return _("What do you do now, and with which words?")
    return _("%(what)s\n\nWhat do you do now, and with which words?") % {"what": what}


def _title(page: Any) -> tuple[str, CellPlace]:
    """What stands above the headings, or the name of the sheet."""
    for number, row in enumerate(page.iter_rows(max_row=MSEL.title_rows), start=1):
        given = [cell.value for cell in row if cell.value is not None]
        if sum(MSEL.column(str(value)) is not None for value in given) > 1:
            break
        words = next((unescaped(str(value)) for value in given if str(value).strip()), "")
        if words:
            title = one_line(words.removeprefix(TITLE.rstrip()))
            # What another program wrote there may be a paragraph.
            title = title if words.startswith(TITLE) else title[:MAX_TITLE]
            return title, CellPlace(page.title, number, 1)
    return one_line(page.title)[:MAX_TITLE], CellPlace(page.title)


def _facts(notes: str) -> dict[str, str]:
    """What the notes of our rows say: ``kind=post; network=x``."""
    pairs = (part.partition("=") for part in notes.split(";"))
    return {key.strip(): value.strip() for key, sign, value in pairs if sign}


def _way(delivery: str) -> dict[str, str]:
    """The kind of exhibit that arrives by this way, and its network if it names one."""
    plain = folded(delivery)
    words = set(re.findall(r"\w+", plain))
    model = base_model()
    channels = [value.id for value in model.factors[model.position(CHANNEL)].values]
    network = next(
        (c for c in channels if c in words or folded(value_name(CHANNEL, c, "es")) in words), ""
    )
    kind = next((k for k in EXHIBIT_KINDS if k in words), "")
    kind = kind or next((k for k, hints in KINDS if any(h in plain for h in hints)), "message")
    return {"kind": kind, "network": network}


def _task(words: str) -> str:
    """The critical task of these words, in either language, or of this id; empty for none."""
    if words in TASK_WORDS:
        return words
    plain = folded(words)
    for language in ("es", "en"):
        with override(language):
            found = next((t for t, said in TASK_WORDS.items() if folded(str(said)) == plain), "")
        if found:
            return found
    return ""


def _number(text: str) -> Any:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else text


def _meaning(word: str) -> str:
    plain = folded(word)
    return next((en for en, es in PARTS.items() if plain in (folded(en), folded(es))), word)
