"""The sheets and columns of a workbook: called by their key in English, by ``es`` in Spanish."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Holds(StrEnum):
    """What a column's cells hold."""

    TEXT = "text"
    WORD = "word"
    FLAG = "flag"
    NUMBER = "number"
    LIST = "list"
    NUMBERS = "numbers"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the document's field; `es` the heading in a Spanish workbook; `also` what other
    programs call it."""

    key: str
    es: str
    holds: Holds = Holds.TEXT
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """`needs` are the columns without which no row of it says anything; `title_rows` how many rows
    may stand above the headings, which name two columns or more."""

    key: str
    es: str
    columns: tuple[Column, ...]
    needs: tuple[str, ...] = ()
    title_rows: int = 0

    def column(self, heading: str) -> Column | None:
        """The column with a heading in either language, however it is accented."""
        plain = folded(heading)
        return next((c for c in self.columns if plain in map(folded, (c.key, c.es, *c.also))), None)


def heading(column: Column, language: str) -> str:
    """What a column is called in a workbook of a language."""
    return column.es if language == "es" else column.key


def folded(text: str) -> str:
    """Lower case without accents or doubled blanks, underscores as blanks.

    >>> folded(" Quién_Entra ")
    'quien entra'
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("_", " "))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
