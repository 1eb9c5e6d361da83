"""Read a fault tree from the Open-PSA Model Exchange Format (XML), or say all that prevents it.

The subset is listed in docs/reference/fault-trees.md. Whatever is outside it is refused with its
place: a model is never read in part. Nothing is fetched, no entity is expanded, and size is capped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from simulacro.engines.documents.refusals import UnreadableModel
from simulacro.engines.faulttree.model import Connective, FaultTree, Gate, in_cycles
from simulacro.engines.faulttree.openpsa_elements import ANNOTATIONS, Elements, line_of
from simulacro.engines.faulttree.refusals import Refusal

SIZE_LIMIT = 16 * 1024 * 1024
_CONNECTIVES = {str(connective): connective for connective in Connective}
_REFERENCES = ("gate", "basic-event", "house-event", "event")
_DEFINITIONS = ("define-gate", "define-basic-event", "define-house-event", "define-parameter")


def read_model(path: Path, *, top: str | None = None, size_limit: int = SIZE_LIMIT) -> FaultTree:
    """The fault tree in the file at `path`; see `parse_model`.

    Raises `UnreadableModel`, also where the file cannot be opened or is too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(size_limit + 1)
    except OSError as error:
        problem = ("problem", str(error.strerror))
        raise UnreadableModel((Refusal(str(path), 0, "cannot_open", (problem,)),)) from error
    if len(content) > size_limit:
        limit = ("limit", str(size_limit))
        raise UnreadableModel((Refusal(str(path), 0, "too_large", (limit,)),))
    return parse_model(content, name=str(path), top=top)


def parse_model(content: bytes, *, name: str = "model.xml", top: str | None = None) -> FaultTree:
    """The fault tree in `content`, an Open-PSA document.

    Args:
        name: how to call the document in refusals.
        top: the gate to solve; needed where several gates are used by no other.

    Raises `UnreadableModel` with every mistake, each with its line.

    >>> tree = parse_model(
    ...     b'<opsa-mef><define-fault-tree name="t"><define-gate name="top"><and>'
    ...     b'<basic-event name="a"/><basic-event name="b"/></and></define-gate>'
    ...     b'<define-basic-event name="a"><float value="0.1"/></define-basic-event>'
    ...     b'<define-basic-event name="b"><float value="0.2"/></define-basic-event>'
    ...     b"</define-fault-tree></opsa-mef>"
    ... )
    >>> tree.top, dict(tree.events)
    ('top', {'a': 0.1, 'b': 0.2})
    """
    return _Reader(name).read(content, top)


@dataclass
class _Reader(Elements):
    lines: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    gates: dict[str, Gate] = field(default_factory=dict)
    events: dict[str, float | None] = field(default_factory=dict)
    houses: dict[str, bool] = field(default_factory=dict)
    parameters: dict[str, etree._Element] = field(default_factory=dict)
    references: list[tuple[str, str, int]] = field(default_factory=list)
    parts: int = 0

    def read(self, content: bytes, top: str | None) -> FaultTree:
        root = self.root(content)
        definitions = [x for x in self._definitions(root) if self._define(x)]
        for element in definitions:
            if element.tag == "define-gate":
                self._gate(element)
            elif element.tag == "define-basic-event":
                self._basic_event(element)
            elif element.tag == "define-house-event":
                self._house_event(element)
            else:
                self._value(element, element.get("name", ""))
        self._check_references()
        top = self._top(root, top)
        self.stop_if_refused()
        for name in in_cycles(self.gates):
            self.refuse(self.lines[name], "depends_on_itself", name=name)
        self.stop_if_refused()
        return FaultTree(top, self.gates, self.events, self.houses)

    # -- the document --------------------------------------------------------------------------

    def _definitions(self, root: etree._Element) -> Iterator[etree._Element]:
        self.attributes(root)
        for part in root:
            if part.tag in ("define-fault-tree", "model-data"):
                self.attributes(part)
                for element in part:
                    if element.tag in _DEFINITIONS:
                        yield element
                    elif element.tag not in ANNOTATIONS:
                        self.unknown(element, ", ".join(f"<{tag}>" for tag in _DEFINITIONS))
            elif part.tag not in ANNOTATIONS:
                self.unknown(part, "<define-fault-tree>, <model-data>")

    def _define(self, element: etree._Element) -> bool:
        """Note a definition's name; False where it is a second one."""
        self.attributes(element)
        name = element.get("name", "")
        if element.get("role", "public") != "public":
            self.refuse(line_of(element), "private", name=name)
        # parameters have names of their own; the other kinds share theirs
        known = f"parameter {name}" if element.tag == "define-parameter" else name
        if not name:
            return False
        if known in self.lines:
            self.refuse(line_of(element), "defined_twice", name=name, first=self.lines[known])
            return False
        self.lines[known] = line_of(element)
        if element.tag == "define-parameter":
            self.parameters[name] = element
        else:
            self.kinds[name] = str(element.tag).removeprefix("define-")
        return True

    # -- gates ---------------------------------------------------------------------------------

    def _gate(self, element: etree._Element) -> None:
        name = element.get("name", "")
        body = self.only(element, "formula")
        if body is None:
            return
        gate = self._formula(body)
        self.gates[name] = gate if gate is not None else Gate(Connective.AND, (False,))

    def _formula(self, element: etree._Element) -> Gate | None:
        """A gate for any formula; a mere reference becomes an `and` of one argument."""
        tag = str(element.tag)
        if tag in _REFERENCES or tag == "constant":
            argument = self._argument(element)
            return None if argument is None else Gate(Connective.AND, (argument,))
        self.attributes(element)
        connective = _CONNECTIVES.get(tag)
        if connective is None:
            self.unknown(element, ", ".join(_CONNECTIVES))
            return None
        arguments = [self._argument(child) for child in element]
        least = most = 0
        if connective in (Connective.ATLEAST, Connective.CARDINALITY):
            least = self.integer(element, "min")
        if connective is Connective.CARDINALITY:
            most = self.integer(element, "max")
        known = tuple(a for a in arguments if a is not None)
        gate = Gate(connective, known, least, most)
        if len(known) == len(arguments):
            if not gate.has_its_arguments:
                self.refuse(
                    line_of(element),
                    "number_of_arguments",
                    connective=connective,
                    expected=gate.takes or "1 …",
                    found=len(known),
                )
            elif not gate.can_be_met:
                wanted = str(least) if connective is Connective.ATLEAST else f"{least} … {most}"
                self.refuse(line_of(element), "threshold", wanted=wanted, found=len(known))
        return gate

    def _argument(self, element: etree._Element) -> str | bool | None:
        tag = str(element.tag)
        if tag == "constant":
            self.attributes(element)
            return self.truth(element)
        if tag in _REFERENCES:
            self.attributes(element)
            name = element.get("name")
            if name is None:
                return None
            kind = element.get("type", tag) if tag == "event" else tag
            self.references.append((name, kind, line_of(element)))
            return name
        gate = self._formula(element)
        if gate is None:
            return None
        self.parts += 1
        # a space cannot be part of an Open-PSA name, so this is nobody else's
        name = f"part {self.parts}"
        self.gates[name] = gate
        self.lines[name] = line_of(element)
        return name

    # -- events --------------------------------------------------------------------------------

    def _basic_event(self, element: etree._Element) -> None:
        name = element.get("name", "")
        self.events[name] = None
        if any(child.tag not in ANNOTATIONS for child in element):
            value = self._value(element, name)
            if value is None:
                return
            if 0.0 <= value <= 1.0:
                self.events[name] = value
            else:
                self.refuse(line_of(element), "not_a_chance", name=name, found=value)

    def _house_event(self, element: etree._Element) -> None:
        body = self.only(element, "constant")
        if body is None:
            return
        if body.tag != "constant":
            self.unknown(body, "<constant>")
            return
        self.attributes(body)
        self.houses[element.get("name", "")] = bool(self.truth(body))

    def _value(self, element: etree._Element, name: str) -> float | None:
        """The number an event's or a parameter's expression gives, parameters followed."""
        seen = set()
        while True:
            body = self.only(element, "expression")
            if body is None:
                return None
            self.attributes(body)
            if body.tag in ("float", "int"):
                return self.number(body)
            if body.tag != "parameter":
                self.unknown(body, "<float>, <int>, <parameter>")
                return None
            target = body.get("name", "")
            if target in seen:
                self.refuse(line_of(body), "depends_on_itself", name=target)
                return None
            seen.add(target)
            if target not in self.parameters:
                if target:
                    self.refuse(line_of(body), "not_defined", kind="parameter", name=target)
                return None
            element = self.parameters[target]

    # -- the whole -----------------------------------------------------------------------------

    def _check_references(self) -> None:
        for name, kind, line in self.references:
            actual = self.kinds.get(name)
            if actual is None:
                self.refuse(line, "not_defined", kind=kind, name=name)
            elif kind not in (actual, "event"):
                self.refuse(line, "other_kind", name=name, actual=actual, kind=kind)

    def _top(self, root: etree._Element, wanted: str | None) -> str:
        own = [name for name, kind in self.kinds.items() if kind == "gate"]
        if wanted is not None:
            if wanted not in own:
                self.refuse(line_of(root), "no_such_top", name=wanted)
            return wanted
        used = {name for name, _, _ in self.references}
        tops = [name for name in own if name not in used]
        if not own:
            self.refuse(line_of(root), "no_gate")
        elif not tops:
            self.refuse(line_of(root), "no_top")
        elif len(tops) > 1:
            some = ", ".join(tops[:5]) + (", …" if len(tops) > 5 else "")
            self.refuse(line_of(root), "several_tops", names=some)
        return tops[0] if tops else ""
