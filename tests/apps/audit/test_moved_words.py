"""What moved the risk, said where nothing did too."""

import pytest
from django.utils.translation import override

from simulacro.apps.audit.page_sentences import moved_sentence

REGION = "es-PE"


@pytest.mark.parametrize("hours", [0.0, 1e-9, -0.0004])
def test_a_change_that_moves_nothing_is_said_in_words(hours: float) -> None:
    with override("es"):
        said = moved_sentence({"steps": [("inventory", hours)]}, REGION)
    assert said == "Lo que cambió dejó la cifra como estaba."


def test_what_moved_nothing_is_left_out_beside_what_did() -> None:
    with override("en"):
        said = moved_sentence({"steps": [("inventory", 0.0), ("facts", -3.25)]}, REGION)
    assert "inventory" not in said
    assert said.startswith("The rates of failure and theft moved it by −3")


def test_without_a_change_nothing_is_said_to_have_changed() -> None:
    with override("en"):
        assert moved_sentence({"steps": []}, REGION).startswith("Nothing it rests on changed")
