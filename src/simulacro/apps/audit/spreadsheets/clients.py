"""A workbook with sheets for each client: which sheet a title means, and whose it is."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Final

from simulacro.apps.audit.identities import fresh_id
from simulacro.apps.audit.spreadsheets import layout
from simulacro.kit.spreadsheets import Sheet, folded

# "Café Luna - ways", "ways - Café Luna", "ways (Café Luna)"; a spreadsheet allows no colon.
_PARTED: Final = re.compile(r"\s+[-–—·|]\s+")
_IN_BRACKETS: Final = re.compile(r"(.+?)\s*\((.+)\)\s*\Z")
LONGEST_TITLE: Final = 31
# How like a sheet's name a title is that was to be it: “turno” is, “dates” is not “rates”.
NEAR: Final = 0.82


def sheet_of(title: str, headings: Iterable[str] = ()) -> tuple[Sheet, str] | None:
    """The sheet that a title means, and the client whose it is, as written; "" for nobody's.

    A title that names no sheet is a client whose assets it holds, if `headings` say so.

    >>> [(s.key, c) for s, c in filter(None, [sheet_of("Formas de entrar - Café Luna")])]
    [('ways', 'Café Luna')]
    >>> sheet_of("Notas", ["fecha", "quién"]) is None
    True
    """
    whole = _named(title, layout.SHEETS)
    if whole is not None:
        return whole, ""
    bracketed = _IN_BRACKETS.match(title)
    parts = list(bracketed.groups()) if bracketed else _PARTED.split(title)
    if len(parts) > 1:
        for word, client in ((parts[0], title_of(parts[1:])), (parts[-1], title_of(parts[:-1]))):
            sheet = _named(word, layout.OF_A_CLIENT)
            if sheet is not None and client:
                return sheet, client
    known = {column.key for h in headings if (column := layout.ASSETS.column(h))}
    if set(layout.ASSETS.needs) <= known:
        return layout.ASSETS, title.strip()
    return None


def nearly(title: str) -> str:
    """The sheet that a title, which names none, was to name; empty where it is near none.

    >>> nearly("turno"), nearly("Formas"), nearly("Café Luna - recursso"), nearly("Notas")
    ('turnos', 'formas de entrar', 'recursos', '')
    """
    names = {folded(name): name for sheet in layout.SHEETS for name in (sheet.key, sheet.es)}
    bracketed = _IN_BRACKETS.match(title)
    parts = list(bracketed.groups()) if bracketed else _PARTED.split(title)
    for word in map(folded, (title, parts[0], parts[-1])):
        begun = [name for name in names if name.startswith(f"{word} ")]
        for near in (*begun, *difflib.get_close_matches(word, names, n=1, cutoff=NEAR)):
            return names[near]
    return ""


def _named(title: str, sheets: Iterable[Sheet]) -> Sheet | None:
    plain = folded(title)
    return next((s for s in sheets if plain in (folded(s.key), folded(s.es))), None)


def title_of(parts: Iterable[str]) -> str:
    return " - ".join(part.strip() for part in parts if part.strip())


def ids_of_clients(titles: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """The id of each client by its folded title; `known` has the folded names and ids of the sheet
    of brands. A title cut at 31 letters means the one brand whose name begins so.

    >>> ids_of_clients(["Café Luna", "Sol"], {"sol": "sol-peru"})
    {'cafe luna': 'cafe-luna', 'sol': 'sol-peru'}
    """
    found: dict[str, str] = {}
    for title in titles:
        plain = folded(title)
        if plain in found:
            continue
        cut = {known[name] for name in known if name.startswith(plain)}
        if plain in known:
            found[plain] = known[plain]
        elif len(title) >= LONGEST_TITLE - len(" - recursos") and len(cut) == 1:
            (found[plain],) = cut
        else:
            found[plain] = fresh_id(title, {*known.values(), *found.values()})
    return found
