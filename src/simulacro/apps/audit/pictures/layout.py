"""Where boxes and lines go: Graphviz's dot, one drawing at a time."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from simulacro.apps.audit.pictures.drawing import Box, Drawing

PX_PER_INCH: Final = 72.0
CHAR_PX: Final = 7.3  # mean advance of 13 px system sans
BOX_PAD_PX: Final = 40.0  # the icon and the margins
LINE_PX: Final = 16.0
JOINT_PX: Final = 11.0

# Graphviz keeps global state: two threads at once crash it.
_one_at_a_time = threading.Lock()

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """Places in pixels from the top left: centres of boxes and joints, points of each line's
    Bézier curve (1 + 3n of them, then the arrow's tip)."""

    width: float
    height: float
    places: Mapping[str, Point]
    curves: Mapping[tuple[str, str], tuple[Point, ...]]

    def as_plain(self) -> dict[str, Any]:
        return {
            "size": [self.width, self.height],
            "places": {name: list(place) for name, place in self.places.items()},
            "curves": [[tail, head, points] for (tail, head), points in self.curves.items()],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Layout:
        width, height = plain["size"]
        return cls(
            width,
            height,
            {name: (x, y) for name, (x, y) in plain["places"].items()},
            {(t, h): tuple((x, y) for x, y in points) for t, h, points in plain["curves"]},
        )


def box_size(box: Box) -> Point:
    """Width and height of a box in pixels, from its words."""
    longest = max(map(len, box.lines), default=4) * (1.2 if box.channel or box.lit else 1.0)
    return max(84.0, longest * CHAR_PX + BOX_PAD_PX), len(box.lines) * LINE_PX + 16.0


def lay_out(drawing: Drawing) -> Layout:
    """Places for a drawing: what opens stands on the left of what it opens."""
    # Slow to load, and needed only for a drawing that was not laid out before.
    import pygraphviz

    graph = pygraphviz.AGraph(
        directed=True,
        rankdir="LR",
        nodesep=0.12,
        ranksep=0.24,
        splines="true",
        remincross="true",
        outputorder="edgesfirst",
    )
    for box in drawing.boxes:
        width, height = box_size(box)
        graph.add_node(
            box.id,
            shape="box",
            fixedsize="true",
            width=width / PX_PER_INCH,
            height=height / PX_PER_INCH,
            label="",
        )
    for joint in drawing.joints:
        size = JOINT_PX / PX_PER_INCH
        graph.add_node(
            joint.id, shape="circle", fixedsize="true", width=size, height=size, label=""
        )
    arrows = {(line.tail, line.head): line.arrow for line in drawing.lines}
    for (tail, head), arrow in arrows.items():
        graph.add_edge(tail, head, dir="forward" if arrow else "none", arrowsize=0.6)
    channels = [box.id for box in drawing.boxes if box.channel]
    if len(channels) > 1:
        graph.add_subgraph(channels, rank="sink")
    with _one_at_a_time:
        graph.layout(prog="dot")
    return _read(graph, drawing)


def _read(graph: Any, drawing: Drawing) -> Layout:
    _left, _bottom, width, height = _numbers(graph.graph_attr["bb"])

    def flipped(text: str) -> Point:
        x, y = _numbers(text)
        return round(x, 1), round(height - y, 1)

    places = {
        name: flipped(graph.get_node(name).attr["pos"])
        for name in (*(b.id for b in drawing.boxes), *(j.id for j in drawing.joints))
    }
    curves = {}
    for line in drawing.lines:
        words = graph.get_edge(line.tail, line.head).attr["pos"].split()
        tip = [flipped(word[2:]) for word in words if word.startswith("e,")]
        points = [flipped(word) for word in words if word[0] not in "es"]
        curves[line.tail, line.head] = (*points, *tip)
    return Layout(round(width, 1), round(height, 1), places, curves)


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]
