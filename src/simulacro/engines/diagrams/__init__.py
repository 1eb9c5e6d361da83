"""Decision diagrams: Boolean functions and families of sets, exactly, without listing them.

`Diagrams` holds functions (BDD) and families (ZBDD); the functions here ask them questions. The
compiled parts are imported with the first table, so importing this package is quick.

>>> d = Diagrams(3)
>>> top = d.at_least(2, [d.var(0), d.var(1), d.var(2)])
>>> z = d.minimal_sets(top, monotone=True)
>>> counts_by_order(d, z)
(0, 0, 3)
>>> top_sets(d, z, [0.5, 0.25, 0.125], 1)
[(0.125, (0, 1))]
>>> round(probability(d, top, [0.5, 0.25, 0.125]), 6)
0.1875
"""

from simulacro.engines.diagrams.construction import Construction
from simulacro.engines.diagrams.counting import counts_by_order, weighted_counts
from simulacro.engines.diagrams.manager import (
    FALSE,
    NO_SETS,
    ONLY_THE_EMPTY_SET,
    TRUE,
    BudgetExceeded,
    Diagrams,
    Family,
    Function,
    Stopped,
)
from simulacro.engines.diagrams.probability import (
    ProbabilityGrid,
    fussell_vesely,
    probability,
    probability_grid,
    probability_only,
    risk_achievement_worth,
)
from simulacro.engines.diagrams.topk import top_sets
from simulacro.engines.diagrams.warming import warm

__all__ = [
    "FALSE",
    "NO_SETS",
    "ONLY_THE_EMPTY_SET",
    "TRUE",
    "BudgetExceeded",
    "Construction",
    "Diagrams",
    "Family",
    "Function",
    "ProbabilityGrid",
    "Stopped",
    "counts_by_order",
    "fussell_vesely",
    "probability",
    "probability_grid",
    "probability_only",
    "risk_achievement_worth",
    "top_sets",
    "warm",
    "weighted_counts",
]
