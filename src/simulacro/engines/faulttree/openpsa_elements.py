"""The pieces of an Open-PSA document: elements and attributes of the subset; mistakes are noted."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from lxml import etree

from simulacro.engines.documents.refusals import UnreadableModel
from simulacro.engines.faulttree.refusals import Refusal

_LONGEST = 120
ANNOTATIONS = ("label", "attributes")
_ATTRIBUTES = {
    "opsa-mef": {"name"},
    "model-data": {"name"},
    "define-fault-tree": {"name"},
    "gate": {"name"},
    "basic-event": {"name"},
    "house-event": {"name"},
    "event": {"name", "type"},
    "constant": {"value"},
    "atleast": {"min"},
    "cardinality": {"min", "max"},
    "float": {"value"},
    "int": {"value"},
    "parameter": {"name", "unit"},
    "define-parameter": {"name", "unit", "role"},
    "define-gate": {"name", "role"},
    "define-basic-event": {"name", "role"},
    "define-house-event": {"name", "role"},
}


@dataclass
class Elements:
    """Reads the pieces of the document `file`; what is wrong goes into `refusals`."""

    file: str
    refusals: dict[Refusal, None] = field(default_factory=dict)

    def root(self, content: bytes) -> etree._Element:
        """The root of an Open-PSA document; raises `UnreadableModel` for anything else."""
        doctype = content.find(b"<!DOCTYPE")
        if doctype >= 0:
            line = content.count(b"\n", 0, doctype) + 1
            self.refuse(line, "doctype")
            raise self.unreadable()
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            # the parser goes on after a mistake, so its log may hold several
            for entry in error.error_log:
                self.refuse(entry.line, "syntax", problem=entry.message)
            if not self.refusals:
                self.refuse(error.lineno or 1, "syntax", problem=error.msg)
            raise self.unreadable() from error
        except ValueError as error:
            self.refuse(1, "syntax", problem=error)
            raise self.unreadable() from error
        if root.getroottree().docinfo.internalDTD is not None:
            self.refuse(1, "doctype")
            raise self.unreadable()
        if root.tag != "opsa-mef":
            self.refuse(line_of(root), "not_opsa", tag=tag_of(root))
            raise self.unreadable()
        return root

    def only(self, element: etree._Element, what: str) -> etree._Element | None:
        """The one thing inside, annotations aside; refused where there is none or are several."""
        bodies = [child for child in element if child.tag not in ANNOTATIONS]
        if len(bodies) == 1:
            return bodies[0]
        name = element.get("name", "")
        if bodies:
            self.refuse(line_of(bodies[1]), "several_inside", name=name, what=what)
        else:
            self.refuse(line_of(element), "nothing_inside", name=name, what=what)
        return None

    def attributes(self, element: etree._Element) -> None:
        """Refuse attributes that are not of the subset, and a name that is missing."""
        tag = str(element.tag)
        known = _ATTRIBUTES.get(tag, set())
        for attribute in element.attrib:
            if attribute not in known:
                self.refuse(line_of(element), "unknown_attribute", tag=tag, name=attribute)
        if "name" in known and tag not in ("opsa-mef", "model-data") and not element.get("name"):
            self.refuse(line_of(element), "no_name", tag=tag)

    def truth(self, element: etree._Element) -> bool | None:
        """The value of a constant; None where it is none."""
        text = element.get("value")
        if text in ("true", "false"):
            return text == "true"
        self.refuse(line_of(element), "not_a_truth", found=text)
        return None

    def integer(self, element: etree._Element, attribute: str) -> int:
        """A whole number of at most nine digits; 0 where it is none."""
        text = element.get(attribute, "")
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
        self.refuse(line_of(element), "not_whole", name=attribute, tag=tag_of(element), found=text)
        return 0

    def number(self, element: etree._Element) -> float | None:
        """A finite number; None where it is none."""
        text = element.get("value", "")
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if math.isfinite(value):
            return value
        self.refuse(line_of(element), "not_a_number", found=text)
        return None

    def unknown(self, element: etree._Element, expected: str) -> None:
        """Refuse an element that is not of the subset here."""
        self.refuse(line_of(element), "unknown_element", tag=tag_of(element), expected=expected)

    def refuse(self, line: int, code: str, **values: object) -> None:
        """Note a mistake with its line; the rest is read all the same."""
        texts = tuple((name, str(value)[:_LONGEST]) for name, value in values.items())
        self.refusals[Refusal(self.file, line, code, texts)] = None

    def stop_if_refused(self) -> None:
        """Raise `UnreadableModel` with every mistake so far."""
        if self.refusals:
            raise self.unreadable()

    def unreadable(self) -> UnreadableModel:
        """The refusal with every mistake, by line."""
        return UnreadableModel(tuple(sorted(self.refusals, key=lambda r: r.line)))


def line_of(element: etree._Element) -> int:
    return element.sourceline or 0


def tag_of(element: etree._Element) -> str:
    return str(element.tag)
