"""Everything possible, exhausted: factor models, covering arrays, and the proof that they cover.

`cover` finds few rows that hold every feasible combination of a `FactorModel`; `verify` proves it
without sharing its code; `cover_orders` does the same for the order of events. The compiled part
is imported at the first use, so importing this package is quick.
"""

from simulacro.engines.documents.refusals import UnreadableModel
from simulacro.engines.possibilities.boxes import RuleTooWide
from simulacro.engines.possibilities.carrying import Carried, Move, carry
from simulacro.engines.possibilities.covering import (
    EFFORT,
    CoveringArray,
    NoRow,
    TooMany,
    cover,
)
from simulacro.engines.possibilities.documents import FACTORS_SCHEMA, load_model, read_factors
from simulacro.engines.possibilities.feasible import Infeasible, some_row
from simulacro.engines.possibilities.model import (
    Factor,
    FactorModel,
    ModelError,
    Rule,
    Stronger,
    Value,
)
from simulacro.engines.possibilities.pict import parse_model, read_model
from simulacro.engines.possibilities.sequences import CircularOrder, SequenceArray, cover_orders
from simulacro.engines.possibilities.verification import Verification, verify
from simulacro.engines.possibilities.warming import warm

__all__ = [
    "EFFORT",
    "FACTORS_SCHEMA",
    "Carried",
    "CircularOrder",
    "CoveringArray",
    "Factor",
    "FactorModel",
    "Infeasible",
    "ModelError",
    "Move",
    "NoRow",
    "Rule",
    "RuleTooWide",
    "SequenceArray",
    "Stronger",
    "TooMany",
    "UnreadableModel",
    "Value",
    "Verification",
    "carry",
    "cover",
    "cover_orders",
    "load_model",
    "parse_model",
    "read_factors",
    "read_model",
    "some_row",
    "verify",
    "warm",
]
