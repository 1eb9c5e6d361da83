import pytest

from simulacro.engines.documents.mistakes import DocumentError
from simulacro.engines.possibilities import Move, carry, load_model


def test_every_mistake_of_a_document_is_named_with_its_place() -> None:
    with pytest.raises(DocumentError) as error:
        load_model("""
schema: simulacro.factors/1
factors:
  - {id: a, values: [x, x]}
  - {id: a, values: []}
  - {id: b, values: [true, {id: y, wait: 3}]}
rules:
  - {if: {a: z}, then: {c: x}}
  - {if: {a: x}}
  - {never: {a: x}, then: {a: x}}
stronger:
  - {factors: [a, q], strength: 9}
""")
    assert [(m.line, m.code) for m in error.value.mistakes] == [
        (4, "duplicate_id"),
        (5, "missing"),
        (5, "duplicate_id"),
        (6, "wrong_type"),
        (6, "unknown_field"),
        (8, "bad_choice"),
        (8, "bad_choice"),
        (9, "missing"),
        (10, "unknown_field"),
        (12, "bad_choice"),
        (12, "bad_number"),
    ]


def test_completed_drills_are_carried_to_a_new_version_and_nothing_is_guessed() -> None:
    model = load_model("""
schema: simulacro.factors/1
factors:
  - {id: network, values: [x, tiktok, threads]}
  - {id: truth, values: [certain, false-claim]}
  - {id: moment, values: [night, day]}
""")
    moves = [
        Move(factors={"channel": "network"}),
        Move(values={("network", "twitter"): "x"}),
    ]
    carried = carry(
        [
            {"channel": "twitter", "truth": "certain"},
            {"channel": "vine", "truth": "certain", "weather": "rain"},
        ],
        model,
        moves,
    )
    assert carried.rows == ({"network": "x", "truth": "certain"}, {"truth": "certain"})
    assert carried.lost == ((1, "network", "vine"), (1, "weather", "rain"))
