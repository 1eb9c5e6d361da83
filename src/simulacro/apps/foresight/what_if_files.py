"""What-ifs as files (docs/reference/what-ifs.md): a document (``simulacro.what-ifs/1``), YAML or a
workbook, out and in.

What the audit found stays at home: weak points are in no file that leaves in the clear.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight import services
from simulacro.apps.foresight.models import Possibility, Source
from simulacro.apps.foresight.policies import POLICY
from simulacro.apps.people.models import User
from simulacro.content.drill_model import families
from simulacro.engines.documents.fields import Fields
from simulacro.engines.documents.languages import LANGUAGES
from simulacro.engines.documents.mistakes import Path
from simulacro.engines.documents.opening import open_schema, open_source
from simulacro.kit import audit_log, bilingual
from simulacro.kit.spreadsheets import (
    Column,
    Holds,
    Row,
    Sheet,
    SheetMistake,
    folded,
    read_pages,
    read_rows,
    write_sheets,
)
from simulacro.kit.spreadsheets.documents import SheetDocument

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

WHAT_IFS_SCHEMA: Final = "simulacro.what-ifs/1"
MOST: Final = 2_000
SHEET: Final = Sheet(
    "what_ifs",
    "qué pasaría si",
    (
        Column("id", "id"),
        Column("es", "en español"),
        Column("en", "en inglés"),
        Column("family", "familia"),
        Column("source", "de dónde viene"),
        Column("set_aside", "apartada", Holds.FLAG),
    ),
)


@dataclass(frozen=True, slots=True)
class FiledWhatIf:
    """A what-if of a file; without ``id`` it is a new one."""

    titles: Mapping[str, str]
    family: str
    set_aside: bool
    id: uuid.UUID | None = None

    @property
    def title(self) -> str:
        return bilingual.read(self.titles)


@dataclass(frozen=True, slots=True)
class WhatIfChanges:
    """What a file would change: titles of the new ones, and of those that are kept but change."""

    new: tuple[FiledWhatIf, ...]
    changed: tuple[FiledWhatIf, ...]
    same: int

    @property
    def is_any(self) -> bool:
        return bool(self.new or self.changed)


def document_of(brand: Brand) -> dict[str, Any]:
    """The brand's what-ifs, the oldest first, without what the audit found."""
    rows = _in_files(brand)
    return {
        "schema": WHAT_IFS_SCHEMA,
        "what_ifs": [
            {
                "id": str(row.pk),
                **row.titles,
                "family": row.family,
                "source": row.source,
                **({"set_aside": True} if row.set_aside_at else {}),
            }
            for row in rows
        ],
    }


def workbook_of(document: Mapping[str, Any], language: str) -> bytes:
    """The document as an XLSX file. Raises TextTooLong."""
    return write_sheets([(SHEET, document["what_ifs"])], language, _spoken)


def read_workbook(data: bytes) -> SheetDocument:
    """The document that a workbook says. Raises SpreadsheetError for what is no workbook."""
    mistakes: list[SheetMistake] = []
    rows: list[Row] = []

    def take(pages: Sequence[ReadOnlyWorksheet]) -> None:
        for page in pages:
            if folded(page.title) in (folded(SHEET.key), folded(SHEET.es)):
                rows.extend(read_rows(page, SHEET, mistakes, _meaning))

    read_pages(data, take)
    document: dict[str, Any] = {"schema": WHAT_IFS_SCHEMA, "what_ifs": []}
    found = SheetDocument(document, mistakes=mistakes)
    for i, row in enumerate(rows):
        document["what_ifs"].append(dict(row.values))
        path: Path = ("what_ifs", i)
        found.places[path] = row.place
        for key, place in row.places.items():
            found.places[*path, key] = place
    return found


def read_what_ifs(brand: Brand, source: str | bytes | Mapping[str, Any]) -> list[FiledWhatIf]:
    """The what-ifs of a document, as they would be this brand's. Raises DocumentError with every
    mistake: the shape, an id that is not of this brand, the same question twice."""
    values, mistakes = open_source(source, longest={"what_ifs": MOST})
    f = open_schema(values, WHAT_IFS_SCHEMA, mistakes)
    known = {row.pk: row for row in _in_files(brand)}
    seen_ids: set[uuid.UUID] = set()
    seen_titles: dict[str, Path] = {}
    found: list[FiledWhatIf] = []
    for item, path in f.items("what_ifs"):
        g = Fields(item, path, mistakes, "a what-if")
        titles = {language: g.text(language) for language in LANGUAGES}
        titles = {language: text for language, text in titles.items() if text}
        given_id, family = g.text("id"), g.text("family")
        set_aside = g.flag("set_aside", default=False)
        g.text("source")
        g.close()
        row_id = _uuid(given_id)
        if given_id and (row_id not in known or row_id in seen_ids):
            code = "duplicate_what_if" if row_id in seen_ids else "unknown_what_if"
            mistakes.add(code, (*path, "id"), wrong=given_id)
        if row_id is not None:
            seen_ids.add(row_id)
        if not titles:
            mistakes.add("missing", path, field="es")
        for language, text in titles.items():
            if len(text) > services.MAX_TITLE:
                limit = str(services.MAX_TITLE)
                mistakes.add("title_too_long", (*path, language), limit=limit)
            if text.casefold() in seen_titles:
                mistakes.add("repeated", (*path, language), wrong=text)
        # The same words may stand in both languages of one question.
        seen_titles |= {text.casefold(): path for text in titles.values()}
        if family and family not in families():
            expected = ", ".join(families())
            mistakes.add("bad_choice", (*path, "family"), wrong=family, expected=expected)
        found.append(FiledWhatIf(titles, family, set_aside, row_id if row_id in known else None))
    f.close()
    mistakes.raise_if_any()
    return found


def changes_to(brand: Brand, filed: Sequence[FiledWhatIf]) -> WhatIfChanges:
    """What the brand's what-ifs becoming those of a file would change; what the file leaves out
    stays as it is."""
    known = {row.pk: row for row in _in_files(brand)}
    new = [
        one
        for one in filed
        if one.id is None
        and services.possibility_id(brand, Source.BRAINSTORM, _key(one)) not in known
    ]
    kept = [(one, known[one.id]) for one in filed if one.id is not None]
    changed = tuple(one for one, row in kept if not _says(row, one))
    return WhatIfChanges(tuple(new), changed, len(filed) - len(new) - len(changed))


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What a file changed, and what `take_back` needs to undo it."""

    changes: WhatIfChanges
    before: dict[str, Any]


@transaction.atomic
def bring_in(
    *, brand: Brand, actor: User, document: Mapping[str, Any], at: dt.datetime
) -> BroughtIn:
    """Make the what-ifs of a document the brand's: all of them, or none.

    A new one is somebody's of the team; of one that came from elsewhere only the family and
    whether it is set aside change. Raises Denied and DocumentError.
    """
    POLICY.require(actor, "note", brand)
    filed = read_what_ifs(brand, document)
    changes = changes_to(brand, filed)
    known = {row.pk: row for row in _in_files(brand)}
    new: list[str] = []
    were: list[dict[str, Any]] = []
    for one in changes.changed:
        if one.id is None:
            continue
        row = known[one.id]
        were.append(_as_kept(row))
        if row.source == Source.BRAINSTORM:
            row.titles = dict(one.titles)
        row.family = one.family
        row.set_aside_at = (row.set_aside_at or at) if one.set_aside else None
        row.save()
    for one in changes.new:
        row = services.note_possibility(
            brand,
            source=Source.BRAINSTORM,
            key=_key(one),
            title=one.titles,
            family=one.family,
            at=at,
            actor=actor,
        )
        new.append(str(row.pk))
        if one.set_aside:
            services.set_aside(row, at=at, actor=actor)
    audit_log.record("possibilities.brought_in", actor=actor, target=brand, scope=brand.id)
    return BroughtIn(changes, {"new": new, "were": were})


@transaction.atomic
def take_back(*, brand: Brand, actor: User, before: Mapping[str, Any], at: dt.datetime) -> None:
    """Undo `bring_in`: what was new is set aside, what changed is as it was. Raises Denied."""
    POLICY.require(actor, "note", brand)
    for row in Possibility.objects.filter(brand=brand, pk__in=before["new"]):
        services.set_aside(row, at=at, actor=actor)
    for was in before["were"]:
        row = Possibility.objects.get(brand=brand, pk=was["id"])
        row.titles, row.family = was["titles"], was["family"]
        row.set_aside_at = at if was["set_aside"] else None
        row.save()
    audit_log.record("possibilities.brought_in", actor=actor, target=brand, scope=brand.id)


def _as_kept(row: Possibility) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "titles": dict(row.titles),
        "family": row.family,
        "set_aside": row.set_aside_at is not None,
    }


def _in_files(brand: Brand) -> list[Possibility]:
    rows = Possibility.objects.filter(brand=brand).exclude(source=Source.FINDING)
    return list(rows.order_by("noted_at", "id"))


def _says(row: Possibility, one: FiledWhatIf) -> bool:
    """Whether the row is already what the file says."""
    titles = row.source != Source.BRAINSTORM or dict(row.titles) == dict(one.titles)
    return titles and row.family == one.family and bool(row.set_aside_at) == one.set_aside


def _key(one: FiledWhatIf) -> str:
    """As a person's own what-if is keyed: by its words."""
    return (one.titles.get("es") or one.titles["en"]).casefold()


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _meaning(word: str) -> str:
    return {"si": "yes", "yes": "yes", "no": "no"}.get(folded(word), word)


def _spoken(word: str, language: str) -> str:
    return {"yes": "sí"}.get(word, word) if language == "es" else word
