"""The picture of a result: each dot where its medians are, none on another."""

import re

from simulacro.apps.whatifs.risk_picture import DRAWN_AT_MOST, RADIUS, risk_picture, zone


def dots(picture: str) -> list[tuple[float, float]]:
    found = re.findall(r'class="risk-dot" cx="([^"]+)" cy="([^"]+)"', picture)
    return [(float(x), float(y)) for x, y in found]


def test_likelier_is_to_the_right_and_worse_is_above() -> None:
    (mild, likely, bad) = dots(
        risk_picture([(1, 1.0, 1.0), (2, 4.5, 1.0), (3, 1.0, 4.5)], title="t")
    )
    assert likely[0] > mild[0]
    assert likely[1] == mild[1]
    assert bad[0] == mild[0]
    assert bad[1] < mild[1]


def test_those_on_one_place_stand_side_by_side() -> None:
    placed = dots(risk_picture([(i, 3.0, 3.0) for i in range(1, 8)], title="t"))
    assert len(set(placed)) == 7
    apart = [abs(x - a) + abs(y - b) for x, y in placed for a, b in placed if (x, y) != (a, b)]
    assert min(apart) > RADIUS


def test_only_the_first_are_drawn_and_words_are_escaped() -> None:
    picture = risk_picture([(i, 3.0, 3.0) for i in range(1, 100)], title="<script>")
    assert len(dots(picture)) == DRAWN_AT_MOST
    assert "<script>" not in picture
    assert [zone(i, i) for i in range(1, 6)] == [1, 1, 2, 4, 4]
