"""What there is to draw of an inventory: assets as boxes, ways in as joints, lights on them.

A way in that needs several assets is a joint: every line into it is needed. A way in that needs
one asset is a plain line. Assets that lead nowhere are left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from simulacro.apps.audit.reading import Question, Reading
from simulacro.engines.access.inventory import Inventory, Kind, Route
from simulacro.engines.access.rules import guards

MOST_BOXES: Final = 90  # more than this nobody reads: then only what matters most is drawn
LINE_CHARS: Final = 15
LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Box:
    """One asset. ``enough_for`` are the channels for which it is enough alone: its loss silences
    them, or its theft gives them away."""

    id: str
    kind: Kind
    lines: tuple[str, ...]
    name: str
    channel: bool
    enough_for: tuple[str, ...] = ()

    @property
    def lit(self) -> bool:
        return bool(self.enough_for)


@dataclass(frozen=True, slots=True)
class Joint:
    """A way in that needs several assets together."""

    id: str
    target: str


@dataclass(frozen=True, slots=True)
class Line:
    """From what is needed to what it opens; ``tail`` and ``head`` are boxes or joints.

    ``recovery`` ways are drawn dashed, doubtful ones dotted; ``held`` says that somebody holds or
    knows it; a ``lit`` line leaves a lit box.
    """

    tail: str
    head: str
    arrow: bool
    recovery: bool = False
    doubtful: bool = False
    held: bool = False
    lit: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes, joints and lines, in the order of the inventory. ``left_out`` counts the assets that
    lead to a channel and are not drawn."""

    boxes: tuple[Box, ...]
    joints: tuple[Joint, ...]
    lines: tuple[Line, ...]
    left_out: int = 0

    @property
    def digest(self) -> str:
        """The same for drawings that are laid out alike: shapes and lines, no lights."""
        shape = [
            [(b.id, b.lines, b.channel) for b in self.boxes],
            [(j.id, j.target) for j in self.joints],
            [(x.tail, x.head) for x in self.lines],
        ]
        return hashlib.sha256(json.dumps(shape, ensure_ascii=False).encode()).hexdigest()


def draw(
    inventory: Inventory,
    reading: Reading,
    question: Question = Question.SILENCE,
    *,
    channel: str | None = None,
    most: int = MOST_BOXES,
) -> Drawing:
    """The map of accesses of a brand, or of what leads to one ``channel``.

    For silence and lockout it has the team's ways in; for a hijack the attacker's: what guards
    each way, and who holds it. Where more than ``most`` assets lead there, the drawing keeps the
    channels, what is lit and what stands in the likeliest sets, nearest first.
    """
    targets = [channel] if channel else [c.id for c in inventory.channels]
    ways = _ways(inventory, question)
    # The map of one channel lights only what is enough for that channel.
    lit = {x: them for x, them in reading.enough_alone(question).items() if {*them} & {*targets}}
    ways += _of_causes(inventory, lit)
    # A device's own battery says nothing that the device does not, unless it is lit.
    near = {
        x: steps
        for x, steps in _reached(ways, targets).items()
        if inventory[x].battery is None or x in lit
    }
    kept = near
    if len(near) > most:
        kept = _what_matters(reading, question, targets, near, most)
    boxes = tuple(
        Box(
            asset.id,
            asset.kind,
            wrapped(asset.name),
            asset.name,
            asset.channel,
            lit.get(asset.id, ()),
        )
        for asset in inventory.assets
        if asset.id in kept
    )
    joints: list[Joint] = []
    lines: dict[tuple[str, str], Line] = {}
    for number, way in enumerate(ways):
        needs = [x for x in way.needs if x in kept]
        if way.target not in kept or not needs:
            continue
        if len(needs) == 1 == len(way.needs):
            _add(lines, way, needs[0], way.target, True, lit)
            continue
        joint = Joint(f"way-{number}", way.target)
        joints.append(joint)
        for x in needs:
            _add(lines, way, x, joint.id, False, lit)
        _add(lines, way, joint.id, way.target, True, lit)
    return Drawing(boxes, tuple(joints), tuple(lines.values()), len(near) - len(kept))


@dataclass(frozen=True, slots=True)
class _Way:
    target: str
    needs: tuple[str, ...]
    perhaps: tuple[str, ...] = ()
    recovery: bool = False
    doubtful: bool = False
    held: bool = False


def _ways(inventory: Inventory, question: Question) -> list[_Way]:
    """The ways in of those who ask: the team's, or the attacker's with what people hold."""
    found: list[_Way] = []
    stolen = question is Question.HIJACK
    for method in inventory.methods:
        if not (method.for_attacker if stolen else method.for_team):
            continue
        needs = tuple(
            x
            for x in (*method.requires, *method.perhaps)
            if not stolen or guards(inventory[x], method)
        )
        recovery = method.route is Route.RECOVERY
        found.append(_Way(method.target, needs, method.perhaps, recovery, method.doubtful))
    if stolen:
        for asset in inventory.assets:
            found += [_Way(x, (asset.id,), held=True) for x in asset.holds]
            found += [_Way(x, (asset.id,), doubtful=True, held=True) for x in asset.may_hold]
    return found


def _of_causes(inventory: Inventory, lit: Iterable[str]) -> list[_Way]:
    """What falls with a lit common cause, as if it needed that the cause does not strike."""
    causes = [inventory[x] for x in lit if x in inventory]
    return [
        _Way(member, (asset.id,))
        for asset in causes
        for member in (asset.cause.affects if asset.cause else ())
    ]


def _add(
    lines: dict[tuple[str, str], Line],
    way: _Way,
    tail: str,
    head: str,
    arrow: bool,
    lit: dict[str, tuple[str, ...]],
) -> None:
    doubtful = way.doubtful or tail in way.perhaps
    line = Line(tail, head, arrow, way.recovery, doubtful, way.held, tail in lit)
    lines.setdefault((tail, head), line)


def _reached(ways: Iterable[_Way], targets: Iterable[str]) -> dict[str, int]:
    """The assets that lead to ``targets``, with how many steps away."""
    into: dict[str, list[_Way]] = {}
    for way in ways:
        into.setdefault(way.target, []).append(way)
    near = dict.fromkeys(targets, 0)
    edge = list(near)
    while edge:
        following: list[str] = []
        for target in edge:
            for way in into.get(target, ()):
                for x in way.needs:
                    if x not in near:
                        near[x] = near[target] + 1
                        following.append(x)
        edge = following
    return near


def _what_matters(
    reading: Reading,
    question: Question,
    targets: list[str],
    near: dict[str, int],
    most: int,
) -> dict[str, int]:
    weight: dict[str, float] = {}
    for answer in reading.of(question):
        for weak in answer.top:
            for x in weak.assets:
                weight[x] = weight.get(x, 0.0) + weak.chance / len(weak.assets) ** 2
    # Channels and single points first, then by their part in the likeliest sets, then nearness.
    lit = reading.enough_alone(question)
    ranked = sorted(
        near,
        key=lambda x: (x not in targets, x not in lit, -weight.get(x, 0.0), near[x], x),
    )
    return {x: near[x] for x in ranked[:most]}


def wrapped(name: str) -> tuple[str, ...]:
    """A name in at most three lines of about fifteen characters, cut with an ellipsis.

    >>> wrapped("Teléfono de la jefa de comunicación")
    ('Teléfono de la', 'jefa de', 'comunicación')
    """
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= LINE_CHARS or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    shown = lines[:LINES]
    if len(lines) > LINES:
        shown[-1] = f"{shown[-1]} …"
    return tuple(line if len(line) <= LINE_CHARS + 2 else f"{line[:LINE_CHARS]}…" for line in shown)
