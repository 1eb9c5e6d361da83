"""The cycle's rail and next best thing, as the apps tell them."""

import pytest

from simulacro.kit import cycle
from simulacro.kit.cycle import Status, Step, Suggestion


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has told anything yet."""
    monkeypatch.setattr(cycle, "_tellers", {})
    monkeypatch.setattr(cycle, "_suggesters", [])


def suggestion(title: str, urgency: int) -> Suggestion:
    return Suggestion(title=title, why="", label="", url="/", urgency=urgency)


def test_a_step_of_which_nobody_speaks_is_not_built(silence: None) -> None:
    cycle.tell_status(Step.PLAN, lambda brand, viewer: Status(knows=f"{brand}", url="/plan/"))
    places = cycle.places("Café", None)
    assert [place.step for place in places] == list(Step)
    assert [place.built for place in places] == [False, False, True, False, False]
    assert [place.number for place in places] == [1, 2, 3, 4, None]
    assert places[2].status == Status(knows="Café", url="/plan/")


def test_the_most_urgent_suggestion_wins_and_the_first_told_among_equals(silence: None) -> None:
    assert cycle.next_best("Café", None) is None
    cycle.suggest(lambda brand, viewer: suggestion("some day", 5))
    cycle.suggest(lambda brand, viewer: suggestion("now", 90))
    cycle.suggest(lambda brand, viewer: suggestion("now too", 90))
    cycle.suggest(lambda brand, viewer: None)
    best = cycle.next_best("Café", None)
    assert best is not None
    assert best.title == "now"


def test_the_outline_for_a_newcomer_asks_about_no_brand(silence: None) -> None:
    def never(brand: object, viewer: object) -> Status:
        raise AssertionError

    cycle.tell_status(Step.AUDIT, never)
    assert [place.built for place in cycle.outline()] == [True, False, False, False, False]
