"""A fault tree as values: gates over events, and how likely each event is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Connective(StrEnum):
    """What a gate does with its arguments; names as in the Open-PSA Model Exchange Format."""

    AND = "and"
    OR = "or"
    NOT = "not"
    XOR = "xor"
    IFF = "iff"
    NAND = "nand"
    NOR = "nor"
    IMPLY = "imply"
    ATLEAST = "atleast"
    CARDINALITY = "cardinality"


_EXACTLY = {Connective.NOT: 1, Connective.XOR: 2, Connective.IFF: 2, Connective.IMPLY: 2}


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: a connective over names of gates, events and houses, or constants.

    `least` belongs to ATLEAST and CARDINALITY, `most` to CARDINALITY only: it is true where at
    least `least` and at most `most` of the arguments are.
    """

    connective: Connective
    arguments: tuple[str | bool, ...]
    least: int = 0
    most: int = 0

    @property
    def takes(self) -> int | None:
        """How many arguments its connective takes; None for one or more."""
        return _EXACTLY.get(self.connective)

    @property
    def has_its_arguments(self) -> bool:
        """Whether their number is one the connective takes."""
        size = len(self.arguments)
        return size == self.takes if self.takes is not None else size > 0

    @property
    def can_be_met(self) -> bool:
        """Whether the threshold, if any, lies within the number of arguments."""
        size = len(self.arguments)
        if self.connective is Connective.ATLEAST:
            return 0 <= self.least <= size
        if self.connective is Connective.CARDINALITY:
            return 0 <= self.least <= self.most <= size
        return True


@dataclass(frozen=True)
class FaultTree:
    """A top gate, and everything below it by name.

    Args:
        top: the gate (or event) whose failure is asked about.
        gates: by name. Sharing is by name; cycles are refused.
        events: the probability of each basic event, in [0, 1]; None where it is not given.
        houses: events that are switched on or off.

    Raises `InvalidFaultTree` with every mistake: an unknown name, a cycle, a name of two things,
    a wrong number of arguments, an impossible threshold, a probability out of range.

    >>> tree = FaultTree(
    ...     top="silence",
    ...     gates={"silence": Gate(Connective.AND, ("phone", "laptop"))},
    ...     events={"phone": 0.01, "laptop": 0.02},
    ... )
    """

    top: str
    gates: Mapping[str, Gate]
    events: Mapping[str, float | None]
    houses: Mapping[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        mistakes = self._mistaken_definitions()
        for name, probability in self.events.items():
            if probability is not None and not 0.0 <= probability <= 1.0:
                mistakes.append(
                    Mistake(name, f"its probability is {probability}; it must be within 0 and 1")
                )
        if not mistakes:
            mistakes += [
                Mistake(name, "it depends on itself; remove it from what is below it")
                for name in in_cycles(self.gates)
            ]
        if mistakes:
            raise InvalidFaultTree(tuple(mistakes))

    def _mistaken_definitions(self) -> list[Mistake]:
        found = []
        kinds = (self.gates, self.events, self.houses)
        for name in dict.fromkeys([*self.gates, *self.events, *self.houses]):
            if sum(name in kind for kind in kinds) > 1:
                found.append(Mistake(name, "the name means two things; rename one of them"))
        if not any(self.top in kind for kind in kinds):
            found.append(Mistake(self.top, "the top is not defined; define it or choose another"))
        for name, gate in self.gates.items():
            if not gate.has_its_arguments:
                size = len(gate.arguments)
                found.append(Mistake(name, f"{gate.connective} does not take {size} arguments"))
            elif not gate.can_be_met:
                found.append(Mistake(name, "its threshold can never be met; correct it"))
            for argument in dict.fromkeys(gate.arguments):
                if isinstance(argument, str) and not any(argument in kind for kind in kinds):
                    found.append(
                        Mistake(name, f"it refers to {argument!r}, which is not defined; define it")
                    )
        return found


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, at which name, and the way out."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


class InvalidFaultTree(Exception):
    """The tree cannot be meant; `mistakes` holds them all."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(mistake) for mistake in mistakes))


def in_cycles(gates: Mapping[str, Gate]) -> list[str]:
    """One gate of each cycle that a depth-first walk meets; names without a gate are skipped."""
    done: set[str] = set()
    open_: set[str] = set()
    found = []
    for start in gates:
        todo = [(start, False)]
        while todo:
            name, leaving = todo.pop()
            if leaving:
                open_.discard(name)
                done.add(name)
            elif name in open_:
                found.append(name)
            elif name not in done:
                open_.add(name)
                todo.append((name, True))
                todo += [
                    (a, False)
                    for a in gates[name].arguments
                    if isinstance(a, str) and a in gates and a not in done
                ]
    return list(dict.fromkeys(found))
