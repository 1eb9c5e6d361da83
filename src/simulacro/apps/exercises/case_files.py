"""A case in a file that somebody brings: a list of events (MSEL) as a workbook, or CEXF as JSON."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from simulacro.apps.exercises.cexf_reading import read_cexf
from simulacro.apps.exercises.msel_reading import read_msel
from simulacro.kit.brought_files import Upload, read_upload


def read_case_file(file: Upload, *, families: Collection[str] = ()) -> dict[str, Any]:
    """The document of the case in a file. Raises BadFile with every mistake, by its place."""
    return read_upload(
        file, partial(read_msel, families=families), partial(read_cexf, families=families)
    )
