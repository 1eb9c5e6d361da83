"""Fault trees: read, simplified, cut into modules and solved exactly by decision diagrams."""

from simulacro.engines.documents.refusals import UnreadableModel
from simulacro.engines.faulttree.model import (
    Connective,
    FaultTree,
    Gate,
    InvalidFaultTree,
    Mistake,
)
from simulacro.engines.faulttree.openpsa import parse_model, read_model
from simulacro.engines.faulttree.refusals import Refusal
from simulacro.engines.faulttree.solve import FaultTreeResult, solve
from simulacro.engines.faulttree.warming import warm

__all__ = [
    "Connective",
    "FaultTree",
    "FaultTreeResult",
    "Gate",
    "InvalidFaultTree",
    "Mistake",
    "Refusal",
    "UnreadableModel",
    "parse_model",
    "read_model",
    "solve",
    "warm",
]
