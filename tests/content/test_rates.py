"""The default rates: every kind has some, and each says where it comes from."""

from importlib import resources

import pytest
import yaml

from simulacro.content.rates import default_rates, parse_rates
from simulacro.engines.access.inventory import Kind
from simulacro.engines.documents.mistakes import DocumentError

TEXT = resources.files("simulacro.content").joinpath("rates.yaml").read_text("utf-8")
NOT_STOLEN = {Kind.CARRIER, Kind.CONNECTION, Kind.POWER, Kind.PLACE, Kind.CAUSE}


def test_every_kind_can_be_lost_and_what_guards_can_be_stolen() -> None:
    entries = {e.kind: e for e in default_rates().entries if not e.region}
    assert set(entries) == set(Kind) - {Kind.CAUSE}
    for kind, entry in entries.items():
        assert entry.loss or entry.at_hand
        assert bool(entry.theft) is (kind not in NOT_STOLEN)


def test_every_figure_says_its_source_and_how_good_it_is() -> None:
    document = yaml.safe_load(TEXT)
    figures = [mode for kind in document["kinds"] for mode in kind.get("loss", [])]
    figures += [mode for kind in document["kinds"] for mode in kind.get("theft", [])]
    for figure in figures + document["factors"]:
        assert figure["source"]
        assert figure["quality"] in {"measured", "derived", "judgement"}


def test_mexican_power_has_the_published_yearly_minutes() -> None:
    (mexico,) = [e for e in default_rates().entries if (e.kind, e.region) == (Kind.POWER, "MX")]
    assert mexico.loss
    (cut,) = mexico.loss
    assert cut.per_year * cut.down_h * 60 == pytest.approx(42.08, abs=0.02)


def test_stolen_phones_in_peru_follow_the_published_weekdays_and_hours() -> None:
    (peru,) = [e for e in default_rates().entries if (e.kind, e.region) == (Kind.DEVICE, "PE")]
    assert peru.loss
    profile = peru.loss[0].profile
    assert profile
    assert sum(profile.weekday) / 7 == pytest.approx(4007, rel=0.001)
    assert sum(profile.hour) / 24 == pytest.approx(167, rel=0.01)
    week = profile.weekly()
    assert week[10] / week[24 + 10] == pytest.approx(4846 / 3714)
    assert sum(week) == pytest.approx(168)


def test_mistakes_in_rates_have_their_line() -> None:
    broken = TEXT.replace("kind: sim", "kind: sym").replace("theft_times: 7", "theft_times: 0")
    with pytest.raises(DocumentError) as caught:
        parse_rates(broken.encode())
    assert [m.code for m in caught.value.mistakes] == ["bad_choice", "bad_number"]
    assert all(m.line for m in caught.value.mistakes)
