"""A tagged PDF by Typst, without network, browser or fonts of the machine; and its lock."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from importlib import resources
from typing import Any, Literal

import typst
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject

from simulacro.kit.passphrase import require_strong


def report_pdf(content: Mapping[str, Any]) -> bytes:
    """The PDF of a report's content; the same content gives the same bytes.

    It follows PDF/UA-1. Where a name holds a sign for which no font of ours has a picture, such as
    an emoji, that standard cannot be kept: then it is tagged all the same, and the sign is a box.
    A logo that cannot be drawn is left out.
    """
    source = resources.files("simulacro.apps.audit.paper").joinpath("report.typ").read_bytes()
    inputs = {"report": json.dumps(content, ensure_ascii=False)}
    try:
        return _compiled(source, inputs, "ua-1")
    except typst.TypstError as error:
        if "image" in str(error) and content["logo"] is not None:
            return report_pdf({**content, "logo": None})
        if "font" not in str(error):
            raise
        return _compiled(source, inputs, None)


def _compiled(source: bytes, inputs: dict[str, str], standard: Literal["ua-1"] | None) -> bytes:
    return typst.compile(
        source,
        format="pdf",
        sys_inputs=inputs,
        ignore_system_fonts=True,
        pdf_standards=standard,
    )


def locked_pdf(plain: bytes, passphrase: str) -> bytes:
    """The same PDF under AES-256, its tags kept; any reader asks for the passphrase.

    Raises WeakPassphrase.
    """
    require_strong(passphrase)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain)))
    # This lock is of PDF 2.0, and an extension of 1.7, which PDF/UA-1 is written for.
    writer.pdf_header = "%PDF-1.7"
    writer.root_object[NameObject("/Extensions")] = DictionaryObject(
        {
            NameObject("/ADBE"): DictionaryObject(
                {
                    NameObject("/BaseVersion"): NameObject("/1.7"),
                    NameObject("/ExtensionLevel"): NumberObject(8),
                }
            )
        }
    )
    writer.encrypt(passphrase, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
