"""The parts of a room are shown to whoever may open them, in their order."""

from types import SimpleNamespace

import pytest

from simulacro.kit import room_parts
from simulacro.kit.cycle import Step
from simulacro.kit.policies import Policy
from simulacro.kit.room_parts import Part

POLICY = Policy("rooms", {"see": lambda who, _brand: True, "plan": lambda who, _brand: who.leads})
BRAND = SimpleNamespace(slug="cafe")


@pytest.fixture(autouse=True)
def nothing_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_parts, "_parts", {})


def test_a_part_is_shown_to_whoever_may_open_it_in_its_order() -> None:
    room_parts.offer(Step.DRILLS, Part("cases", "Cases", "drills:cases", POLICY, "see", 30))
    room_parts.offer(Step.DRILLS, Part("plan", "Calendar", "drills:calendar", POLICY, "plan", 20))
    ada, cy = (SimpleNamespace(is_active=True, leads=leads) for leads in (True, False))

    shown = room_parts.tabs(Step.DRILLS, BRAND, ada, "cases")

    assert [(tab.label, tab.is_here) for tab in shown] == [("Calendar", False), ("Cases", True)]
    assert shown[0].url == "/b/cafe/drills/calendar/"
    assert [tab.label for tab in room_parts.tabs(Step.DRILLS, BRAND, cy, "cases")] == ["Cases"]
    assert room_parts.tabs(Step.AUDIT, BRAND, ada, "") == []
