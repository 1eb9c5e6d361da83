"""The first look at a document: its values, their places, and whether it is of the right schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from simulacro.engines.documents.fields import Fields
from simulacro.engines.documents.mistakes import Mistakes
from simulacro.engines.documents.plain_text import read_text

# Written for whoever reads the file (a documented incident, a demo): no part of what it says.
READERS_NOTES: Final = ("incident", "fictional", "about")


def open_source(
    source: str | bytes | Mapping[str, Any], *, longest: Mapping[str, int] | None = None
) -> tuple[object, Mistakes]:
    """The plain values of a source, and a collector that knows their places.

    ``longest`` bounds lists at the top by their name. Raises :class:`DocumentError` for a text
    that cannot be read at all.
    """
    if isinstance(source, (str, bytes)):
        values, places = read_text(source, longest=longest)
        return values, Mistakes(places)
    return source, Mistakes()


def open_schema(values: object, schema: str, mistakes: Mistakes) -> Fields:
    """The top fields of a document, after looking at its ``schema``."""
    if values is None:
        mistakes.add("empty", (), expected=f"schema: {schema}")
    elif isinstance(values, Mapping) and values.get("schema") != schema:
        if "schema" in values:
            mistakes.add("schema", ("schema",), wrong=values["schema"], expected=schema)
        else:
            mistakes.add("missing", (), field=f"schema: {schema}")
    f = Fields(values, (), mistakes, "the document")
    f.take("schema")
    for note in READERS_NOTES:
        f.take(note)
    if values is None:
        mistakes.raise_if_any()
    return f
