from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulacro.engines.possibilities import CircularOrder, cover_orders

PUBLISHED = {4: 6, 5: 8, 6: 10}


@pytest.mark.parametrize("many", PUBLISHED)
def test_every_order_of_three_events_is_in_no_more_runs_than_published(many: int) -> None:
    events = [f"event {i}" for i in range(many)]
    array = cover_orders(events, moves=1500)
    held = {order for run in array.runs for order in combinations(run, 3)}
    assert len(held) == array.covered == many * (many - 1) * (many - 2)
    assert len(array.runs) <= PUBLISHED[many]


@given(
    pairs=st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=4),
    strength=st.sampled_from([2, 3]),
)
@settings(max_examples=40, deadline=None)
def test_no_run_breaks_a_precedence_and_every_other_order_is_held(
    pairs: list[tuple[str, str]], strength: int
) -> None:
    if _circular(pairs):
        with pytest.raises(CircularOrder):
            cover_orders("abcde", strength=strength, before=pairs)
        return
    array = cover_orders("abcde", strength=strength, before=pairs, moves=200)
    assert all(run.index(a) < run.index(b) for run in array.runs for a, b in pairs)
    held = {order for run in array.runs for order in combinations(run, strength)}
    assert len(held) == array.covered
    assert not held & set(array.infeasible)
    total = 60 if strength == 3 else 20
    assert array.covered + len(array.infeasible) == total


def _circular(pairs: list[tuple[str, str]]) -> bool:
    """No sequence of the five keeps every precedence."""
    return not any(
        all(run.index(a) < run.index(b) for a, b in pairs) for run in permutations("abcde")
    )


def test_two_events_at_a_time_need_one_run_and_its_reverse() -> None:
    assert len(cover_orders("abcdef", strength=2).runs) == 2
