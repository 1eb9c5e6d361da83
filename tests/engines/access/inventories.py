"""Hypothesis strategies: small inventories of every shape, cycles and unknown answers included."""

from __future__ import annotations

from hypothesis import strategies as st

from simulacro.engines.access.inventory import (
    Asset,
    Audience,
    Availability,
    Battery,
    Brand,
    CommonCause,
    Inventory,
    Kind,
    Level,
    LossMode,
    Method,
    Strikes,
    TheftMode,
)

KINDS = (
    Kind.ACCOUNT,
    Kind.MAILBOX,
    Kind.VAULT,
    Kind.PERSON,
    Kind.DEVICE,
    Kind.SIM,
    Kind.CARRIER,
    Kind.POWER,
    Kind.CREDENTIAL,
    Kind.AUTHENTICATOR,
)
RATES = st.sampled_from((0.0, 0.5, 3.0, 40.0))
LOSSES = st.lists(
    st.builds(LossMode, st.just("m"), RATES, st.sampled_from((0.5, 6.0, 90.0))), max_size=2
).map(tuple)
THEFTS = st.lists(st.builds(TheftMode, st.just("t"), st.sampled_from((0.01, 0.4))), max_size=2)
WEEKS = st.builds(
    lambda day, night, weekend: tuple(
        weekend if t >= 120 else day if 8 <= t % 24 < 20 else night for t in range(168)
    ),
    *[st.sampled_from((0.0, 0.25, 0.75, 1.0))] * 3,
)


@st.composite
def inventories(draw: st.DrawFn, *, unknowns: bool = True, size: int = 7) -> Inventory:
    """At most ``size`` + 1 assets: channels, what opens them, perhaps a battery and a cause."""
    kinds = [Kind.ACCOUNT, *draw(st.lists(st.sampled_from(KINDS), min_size=2, max_size=size - 1))]
    ids = [f"{kind.value[:2]}{i}" for i, kind in enumerate(kinds)]
    maybe = st.booleans() if unknowns else st.just(False)
    power = [x for x, kind in zip(ids, kinds, strict=True) if kind is Kind.POWER]
    assets: list[Asset] = []
    for x, kind in zip(ids, kinds, strict=True):
        person = kind is Kind.PERSON
        held = st.lists(st.sampled_from([y for y in ids if y != x]), max_size=2, unique=True)
        week = draw(WEEKS) if person else ()
        battery = None
        if kind is Kind.POWER and x != power[0]:
            battery = Battery(power[0], draw(st.sampled_from((1.0, 8.0))))
        assets.append(
            Asset(
                x,
                kind,
                x.upper(),
                channel=kind is Kind.ACCOUNT,
                holds=tuple(draw(held)) if person else (),
                may_hold=tuple(draw(held)) if person and draw(maybe) else (),
                at_hand=Availability(week=week) if person else None,
                battery=battery,
                loss=(*draw(LOSSES), LossMode("base", 2.0, 5.0)),
                theft=(*draw(THEFTS), TheftMode("base", 0.05)),
                ways_unknown=kind is Kind.MAILBOX and draw(maybe),
            )
        )
    methods = draw(st.lists(_methods(ids, unknowns), max_size=9))
    if len(ids) > 3 and draw(st.booleans()):
        affected = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True))
        strikes = draw(st.sampled_from(list(Strikes)))
        beta = draw(st.sampled_from((0.1, 0.5)))
        cause = CommonCause(tuple(affected), beta, strikes)
        assets.append(Asset("cause", Kind.CAUSE, "CAUSE", cause=cause))
    return Inventory(Brand("X"), tuple(assets), tuple(methods))


@st.composite
def _methods(draw: st.DrawFn, ids: list[str], unknowns: bool) -> Method:
    target = draw(st.sampled_from(ids))
    others = [x for x in ids if x != target]
    requires = draw(st.lists(st.sampled_from(others), min_size=1, max_size=3, unique=True))
    gives: list[Level | None] = list(Level)
    latency: list[int | None] = [0, 15, 60, 3000, 20_000]
    perhaps: list[str] = []
    if unknowns:
        gives.append(None)
        latency.append(None)
        perhaps = draw(st.lists(st.sampled_from(others), max_size=1))
    return Method(
        target,
        tuple(requires),
        gives=draw(st.sampled_from(gives)),
        latency_min=draw(st.sampled_from(latency)),
        audience=draw(st.sampled_from(list(Audience))),
        perhaps=tuple(perhaps),
        doubtful=unknowns and draw(st.integers(0, 4)) == 0,
    )
