"""What answers do to the graph: laws of every effect, and what one does by hand."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.engines.access.inventories import inventories
from tests.engines.access.test_against_oracle import agree

from simulacro.content.rates import default_rates
from simulacro.engines.access.audit import audit
from simulacro.engines.access.budget import Budget
from simulacro.engines.access.document import load_document
from simulacro.engines.access.effect_vocabulary import EFFECTS
from simulacro.engines.access.effects import apply_effects, retract
from simulacro.engines.access.inventory import (
    Asset,
    Horizon,
    Inventory,
    Kind,
    LossMode,
    TheftMode,
    Trait,
)
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.result import Risk
from simulacro.engines.access.rules import silence as silent
from simulacro.engines.access.stakes import Alternative, stakes
from simulacro.engines.access.writing import to_document

PAIRS = [
    (bad.name, next(e.name for e in EFFECTS.values() if e.fact == bad.fact and not e.adverse))
    for bad in EFFECTS.values()
    if bad.adverse
]
RATES = default_rates()
CLOSE = 1e-7
LOST = (LossMode("lost", 2.0, 5.0),)
TAKEN = (TheftMode("taken", 0.05),)


def risk(inventory: Inventory) -> Risk:
    return audit(inventory, RATES, fixes=0).risk


def subject_for(inventory: Inventory, effect: str, data: st.DataObject) -> tuple[Inventory, str]:
    """A subject of one of the effect's kinds; where none is there, one takes its kind."""
    kinds = EFFECTS[effect].kinds
    fit = [a.id for a in inventory.assets if a.kind in kinds]
    if fit:
        return inventory, data.draw(st.sampled_from(fit))
    kind = data.draw(st.sampled_from(sorted(kinds)))
    assets = list(inventory.assets)
    plain = {Kind.DEVICE, Kind.AUTHENTICATOR, Kind.SIM, Kind.CREDENTIAL}
    where = [i for i, a in enumerate(assets) if a.kind in plain]
    assume(where)
    i = data.draw(st.sampled_from(where))
    assets[i] = replace(assets[i], kind=kind)
    return replace(inventory, assets=tuple(assets)), assets[i].id


@settings(max_examples=14, deadline=None)
@given(pair=st.sampled_from(PAIRS), drawn=inventories(size=6), data=st.data())
def test_the_laws_hold_of_every_pair(
    pair: tuple[str, str], drawn: Inventory, data: st.DataObject
) -> None:
    bad, good = pair
    # A common cause takes its share of the smallest chance it reaches: a larger chance may tie
    # others together, which is no law of effects.
    assume(not any(asset.cause for asset in drawn.assets))
    inventory, subject = subject_for(drawn, bad, data)
    worse = apply_effects(inventory, [bad], subject)
    better = apply_effects(inventory, [good], subject)
    unsure = apply_effects(inventory, [bad], subject, sure=False)

    for once, name, sure in ((worse, bad, True), (better, good, True), (unsure, bad, False)):
        assert apply_effects(once, [name], subject, sure=sure) == once, "idempotent"
        assert apply_effects(inventory, [name], subject, sure=sure) == once, "deterministic"
        assert load_document(to_document(once)) == once, "can be written and read"
    assert retract(worse, [bad], subject) == inventory, "taken back without a trace"

    before, at_worse, at_better, at_unsure = map(risk, (inventory, worse, better, unsure))
    assert at_worse.hours >= before.hours - CLOSE, "an adverse effect never lowers the risk"
    assert at_unsure.hours >= max(at_worse.hours, at_better.hours) - CLOSE
    assert at_unsure.best_hours <= min(at_worse.best_hours, at_better.best_hours) + CLOSE


@settings(max_examples=8, deadline=None)
@given(drawn=inventories(size=4), data=st.data())
def test_an_answered_graph_agrees_with_brute_force(drawn: Inventory, data: st.DataObject) -> None:
    bad, _ = data.draw(st.sampled_from(PAIRS))
    inventory, subject = subject_for(drawn, bad, data)
    sure = data.draw(st.booleans())
    answered = apply_effects(inventory, [bad], subject, sure=sure)
    # The oracle knows no default rates, no traits and no hours at which a thing fails: what was
    # added gets its own, at any hour.
    plain = replace(
        answered,
        assets=tuple(
            replace(
                a,
                loss=tuple(replace(mode, profile=None) for mode in a.loss or LOST),
                theft=a.theft or TAKEN,
                traits=(),
            )
            for a in answered.assets
        ),
    )
    assume(len(plain.assets) <= 9)
    for verdict in audit(plain, Rates(), top=5000, fixes=0).verdicts:
        agree(plain, verdict)


CAFE = """
schema: simulacro.inventory/1
brand: {name: Café Ada}
assets:
  - {id: clave, kind: credential, name: Clave}
  - {id: linea, kind: sim, name: Línea}
  - {id: ada, kind: person, name: Ada, holds: [clave, linea]}
  - {id: ben, kind: person, name: Ben, holds: [clave]}
  - id: ig
    kind: account
    name: Instagram
    opens: [[clave, ada], [clave, ben], {requires: [linea], route: recovery, latency: 1 h}]
"""


def asset(inventory: Inventory, asset_id: str) -> Asset:
    return inventory[asset_id]


def silence(inventory: Inventory, horizon: Horizon) -> tuple[float, ...]:
    """The chance that the one channel is silent, hour by hour."""
    never = tuple(replace(a, loss=()) if a.loss is None else a for a in inventory.assets)
    asked = audit(replace(inventory, assets=never), Rates(), questions=(silent(horizon),), fixes=0)
    return next(v.chance for v in asked.verdicts if v.question == silent(horizon))


def test_who_does_not_hear_the_phone_at_night_is_missing_one_night_in_two() -> None:
    cafe = load_document(CAFE)
    alone = replace(cafe, methods=cafe.methods_of("ig")[:1])
    chance = silence(apply_effects(alone, ["silent_at_night"], "ada"), Horizon.MINUTES)
    assert [round(chance[hour], 3) for hour in (7, 8, 12, 21, 22, 23)] == [
        0.488, 0, 0, 0, 0.488, 0.488
    ]  # fmt: skip
    # Somebody else who answers covers it.
    both = apply_effects(cafe, ["silent_at_night"], "ada")
    assert max(silence(both, Horizon.MINUTES)) == 0


def test_a_notice_that_takes_an_hour_is_silence_for_fifteen_minutes_only() -> None:
    cafe = load_document(CAFE)
    slow = apply_effects(cafe, ["slow_to_publish"], "ig")
    assert set(silence(slow, Horizon.MINUTES)) == {1.0}
    assert set(silence(slow, Horizon.DAY)) == {0.0}
    assert set(silence(cafe, Horizon.MINUTES)) == {0.0}
    assert apply_effects(slow, ["quick_to_publish"], "ig") == cafe


def test_a_second_factor_is_asked_of_each_login_and_forgotten_again() -> None:
    cafe = load_document(CAFE)
    on = apply_effects(cafe, ["second_factor"], "ig")
    logins = [m.requires for m in on.methods_of("ig")]
    assert logins == [
        ("clave", "ada", "check.second_factor.ig.ada"),
        ("clave", "ben", "check.second_factor.ig.ben"),
        ("linea",),
    ]
    assert asset(on, "ig").says(Trait.SECOND_FACTOR)
    off = apply_effects(on, ["no_second_factor"], "ig")
    assert [m.requires for m in off.methods_of("ig")] == [m.requires for m in cafe.methods_of("ig")]


def test_a_guarded_recovery_keeps_the_team_and_stops_the_attacker() -> None:
    cafe = load_document(CAFE)
    guarded = apply_effects(cafe, ["phone_recovery_guarded"], "ig")
    recovery = guarded.methods_of("ig")[2]
    assert recovery.requires == ("linea",)
    assert not recovery.for_attacker
    assert risk(guarded).hours < risk(cafe).hours
    again = apply_effects(guarded, ["recovery_by_phone_alone"], "ig")
    assert risk(again).hours == pytest.approx(risk(cafe).hours)


def test_the_only_admin_is_the_first_and_the_others_still_publish() -> None:
    cafe = load_document(CAFE)
    alone = apply_effects(cafe, ["one_admin"], "ig")
    parts, before = risk(alone).of("ig"), risk(cafe).of("ig")
    assert parts.silence_h == pytest.approx(before.silence_h)
    assert parts.hijack_h == pytest.approx(before.hijack_h)
    assert parts.lockout_h > before.lockout_h


def test_a_thing_said_to_be_absent_is_lost_at_every_hour() -> None:
    cafe = load_document(CAFE)
    gone = apply_effects(cafe, ["not_there"], "clave")
    verdict = audit(gone, RATES, fixes=0).verdicts[0]
    assert verdict.chance == (1.0,) * 168
    unsure = apply_effects(cafe, ["not_there"], "clave", sure=False)
    verdict = audit(unsure, RATES, fixes=0).verdicts[0]
    assert verdict.chance == (1.0,) * 168
    assert max(verdict.chance_best) < 1.0


def test_a_stake_is_what_the_two_answers_differ_by() -> None:
    cafe = load_document(CAFE)
    asked = [
        Alternative("ig", ("no_second_factor",), ("second_factor",)),
        Alternative("linea", ("line_unlocked",), ("line_locked",)),
        Alternative("ig", ("recovery_by_phone_alone",), ("phone_recovery_guarded",)),
        Alternative("ben", ("person_left",), ("person_stays",)),
    ]
    found = stakes(cafe, [*asked, asked[0]], RATES, day=date(2026, 11, 22))
    assert found[-1] == found[0]
    for alternative, stake in zip(asked, found, strict=False):
        worse, better = (
            risk(apply_effects(cafe, words, alternative.subject)).hours
            for words in (alternative.worse, alternative.better)
        )
        assert stake == pytest.approx(worse - better, abs=1e-6)
    assert stakes(cafe, asked, RATES, day=date(2026, 11, 22), budget=Budget(steps=1)) == [None] * 4


def test_who_left_covers_no_hour_whatever_their_shifts_say() -> None:
    text = """
    schema: simulacro.inventory/1
    brand: {name: Café Andariego}
    assets:
      - {id: ig, name: Instagram, kind: account, network: instagram, opens: [[ben, key]]}
      - {id: ben, name: Ben, kind: person, holds: [key], LEFT}
      - {id: key, name: Key, kind: credential}
    """
    here = load_document(text.replace("LEFT", "left: no"))
    gone = load_document(text.replace("LEFT", "left: yes"))
    assert risk(gone).channels[0].silence_h == 8760
    assert risk(here).channels[0].silence_h < 8760
