"""The examples in the docstrings hold."""

import doctest
import importlib

import pytest

MODULES = [
    "simulacro.engines.diagrams",
    "simulacro.engines.diagrams.counting",
    "simulacro.engines.diagrams.manager",
    "simulacro.engines.diagrams.probability",
    "simulacro.engines.diagrams.topk",
    "simulacro.engines.faulttree.model",
    "simulacro.engines.faulttree.openpsa",
    "simulacro.engines.faulttree.solve",
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
