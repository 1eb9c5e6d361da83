"""Reads one asset of a document, with the ways into it; references are resolved afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from simulacro.engines.access.inventory import (
    HOURS_PER_WEEK,
    TRAITS_OF,
    Answer,
    Asset,
    Audience,
    Availability,
    Battery,
    CommonCause,
    Kind,
    Level,
    LossMode,
    Method,
    Profile,
    Route,
    Strikes,
    TheftMode,
    Trait,
)
from simulacro.engines.access.times import latency, shift
from simulacro.engines.documents.fields import Fields, known_zone, number, numbers, shown, words
from simulacro.engines.documents.mistakes import Mistakes, Path

ALWAYS: Final = Availability(week=(1.0,) * HOURS_PER_WEEK)
NEVER: Final = Availability(week=(0.0,) * HOURS_PER_WEEK)


@dataclass(frozen=True, slots=True)
class Draft:
    """An asset as written, and its ways in with the place of each.

    ``explicit`` says for each way whether its ``for`` was written.
    """

    asset: Asset
    path: Path
    ways: tuple[tuple[Method, Path, bool], ...]


def read_asset(value: object, path: Path, mistakes: Mistakes) -> Draft:
    """One asset; references in it are still as written (an id or a name)."""
    f = Fields(value, path, mistakes, "an asset")
    given_id = f.id("id")
    name = f.text("name", given_id)
    asset_id = given_id or "-".join(name.replace(":", " ").replace("/", " ").split())[:80]
    if not asset_id and f.values:
        mistakes.add("missing", path, field="id")
    if not f.has("kind") and (f.values or value is None):
        mistakes.add("missing", path, field="kind")
    given_kind = f.choice("kind", Kind, None)
    kind = given_kind or Kind.PLATFORM
    ways, nobody, unknown = _ways(f, asset_id, kind)
    asset = Asset(
        id=asset_id,
        kind=kind,
        name=name or asset_id,
        channel=f.flag("channel", kind is Kind.ACCOUNT),
        primary=f.flag("primary", False),
        weight=f.number("weight", 1.0, high=1e6),
        network=f.text("network") or None,
        traits=_traits(f, given_kind),
        holds=tuple(w for w, _ in f.words("holds")),
        may_hold=tuple(w for w, _ in f.words("may_hold")),
        at_hand=read_at_hand(f),
        battery=_battery(f),
        cause=_cause(f, kind),
        loss=_loss(f),
        theft=_theft(f),
        ways_unknown=unknown,
        nobody=nobody,
        note=f.text("note"),
    )
    f.close()
    if given_kind:
        _refuse_misplaced(f, kind)
    return Draft(asset, path, tuple(ways))


def _refuse_misplaced(f: Fields, kind: Kind) -> None:
    only: dict[str, bool] = {
        "channel": kind.opened,
        "primary": kind.opened,
        "weight": kind.opened,
        "network": kind.opened or kind is Kind.PLATFORM,
        "holds": kind in (Kind.PERSON, Kind.ORGANISATION),
        "may_hold": kind in (Kind.PERSON, Kind.ORGANISATION),
        "at_hand": kind is Kind.PERSON,
        "battery": kind is Kind.POWER,
        **dict.fromkeys(("affects", "beta", "strikes"), kind is Kind.CAUSE),
        **dict.fromkeys(("opens", "loss", "theft"), kind is not Kind.CAUSE),
    }
    for name, allowed in only.items():
        if f.has(name) and not allowed:
            f.mistakes.add("not_for_kind", f.at(name), field=name, kind=kind.value)


def _ways(f: Fields, target: str, kind: Kind) -> tuple[list[tuple[Method, Path, bool]], bool, bool]:
    value = f.take("opens")
    if value in ("nobody", "unknown"):
        return [], value == "nobody", value == "unknown"
    if value is None or isinstance(value, list):
        found = []
        more_unknown = False
        for i, item in enumerate(value or []):
            path = (*f.at("opens"), i)
            if item == "unknown":
                more_unknown = True
            else:
                found.append((*_way(item, path, f.mistakes, target), path))
        return [(method, path, explicit) for method, explicit, path in found], False, more_unknown
    f.mistakes.add(
        "wrong_type",
        f.at("opens"),
        wrong=shown(value),
        expected="a list of ways in, “nobody” or “unknown”",
    )
    return [], False, False


def _way(value: object, path: Path, mistakes: Mistakes, target: str) -> tuple[Method, bool]:
    if isinstance(value, (str, list)):
        named = words(value, path, mistakes)
        if not named:
            mistakes.add("requires_nothing", path, wrong=target)
        return Method(target, tuple(w for w, _ in named)), False
    f = Fields(value, path, mistakes, "a way in")
    requires = tuple(w for w, _ in f.words("requires"))
    if not requires:
        mistakes.add("requires_nothing", path, wrong=target)
    gives = None if f.take("gives") == "unknown" else f.choice("gives", Level, Level.ADMIN)
    late = f.take("latency")
    explicit = f.has("for")
    method = Method(
        target=target,
        requires=requires,
        gives=gives,
        latency_min=0 if late is None else latency(late, f.at("latency"), mistakes),
        audience=f.choice("for", Audience, Audience.BOTH) or Audience.BOTH,
        route=f.choice("route", Route, Route.LOGIN) or Route.LOGIN,
        perhaps=tuple(w for w, _ in f.words("perhaps")),
        doubtful=f.flag("doubtful", False),
        name=f.text("name"),
    )
    f.close()
    return method, explicit


def _traits(f: Fields, kind: Kind | None) -> tuple[tuple[Trait, Answer], ...]:
    found: list[tuple[Trait, Answer]] = []
    for trait in Trait:
        if kind is None or trait not in TRAITS_OF.get(kind, frozenset()):
            given = f.take(trait.value) is not None
            if given and kind:
                f.mistakes.add(
                    "not_for_kind", f.at(trait.value), field=trait.value, kind=kind.value
                )
            continue
        answer = f.choice(trait.value, Answer, None)
        if answer is not None:
            found.append((trait, answer))
    return tuple(found)


def read_at_hand(f: Fields) -> Availability | None:
    """When a person is at hand, from ``always``, ``never``, ``unknown`` or shifts and a zone."""
    value = f.take("at_hand")
    if value is None:
        return None
    if value == "unknown":
        return Availability(unknown=True)
    if value in ("always", "never"):
        return ALWAYS if value == "always" else NEVER
    g = Fields(value, f.at("at_hand"), f.mistakes, "at_hand")
    zone = g.text("zone") or None
    if zone is not None and not known_zone(zone):
        f.mistakes.add("bad_zone", g.at("zone"), wrong=zone)
        zone = None
    shifts = [shift(item, place, f.mistakes) for item, place in g.items("shifts")]
    week = g.take("week")
    chances = [] if week is None else numbers(week, g.at("week"), f.mistakes, HOURS_PER_WEEK, 1.0)
    if not shifts and week is None and g.values:
        f.mistakes.add("missing", g.path, field="shifts")
    g.close()
    return Availability(tuple(s for s in shifts if s), tuple(chances), zone)


def _battery(f: Fields) -> Battery | None:
    value = f.take("battery")
    if value is None:
        return None
    g = Fields(value, f.at("battery"), f.mistakes, "a battery")
    battery = Battery(
        g.text("charged_from", required=True),
        g.number("lasts_h", 1.0, high=100_000, above=True, required=True),
    )
    g.close()
    return battery if battery.charged_from else None


def _cause(f: Fields, kind: Kind) -> CommonCause | None:
    affects = tuple(w for w, _ in f.words("affects"))
    beta = f.number("beta", 0.0, high=1.0)
    strikes = f.choice("strikes", Strikes, Strikes.LOSS) or Strikes.LOSS
    if kind is not Kind.CAUSE:
        return None
    if not affects:
        f.mistakes.add("missing", f.path, field="affects")
    if not f.has("beta"):
        f.mistakes.add("missing", f.path, field="beta")
    return CommonCause(affects, beta, strikes)


def _loss(f: Fields) -> tuple[LossMode, ...] | None:
    if f.values.get("loss") == "never":
        f.take("loss")
        return ()
    if not f.has("loss"):
        f.take("loss")
        return None
    return tuple(read_loss(item, path, f.mistakes) for item, path in f.items("loss"))


def read_loss(item: object, path: Path, mistakes: Mistakes) -> LossMode:
    """A loss mode from ``{mode, per_year, down_h, profile, source}``."""
    g = Fields(item, path, mistakes, "a way of losing it")
    mode = LossMode(
        g.text("mode", required=True),
        g.number("per_year", high=100_000, required=True),
        g.number("down_h", 1.0, high=1_000_000, above=True, required=True),
        read_profile(g.take("profile"), g.at("profile"), mistakes),
        g.text("source"),
    )
    g.take("quality")
    g.close()
    return mode


def _theft(f: Fields) -> tuple[TheftMode, ...] | None:
    if f.values.get("theft") == "never":
        f.take("theft")
        return ()
    if not f.has("theft"):
        f.take("theft")
        return None
    return tuple(read_theft(item, path, f.mistakes) for item, path in f.items("theft"))


def read_theft(item: object, path: Path, mistakes: Mistakes) -> TheftMode:
    """A theft mode from ``{mode, per_year, source}``."""
    g = Fields(item, path, mistakes, "a way of having it stolen")
    mode = TheftMode(
        g.text("mode", required=True),
        g.number("per_year", high=100_000, required=True),
        g.text("source"),
    )
    g.take("quality")
    g.close()
    return mode


def read_profile(value: object, path: Path, mistakes: Mistakes) -> Profile | None:
    """A profile from ``{weekday: [7 factors], hour: [24 factors]}``, either left out as flat."""
    if value is None:
        return None
    g = Fields(value, path, mistakes, "a profile")
    days, hours = g.take("weekday"), g.take("hour")
    profile = Profile()
    if days is not None and (found := numbers(days, g.at("weekday"), mistakes, 7, 1e6)):
        profile = replace(profile, weekday=tuple(found))
    if hours is not None and (found := numbers(hours, g.at("hour"), mistakes, 24, 1e6)):
        profile = replace(profile, hour=tuple(found))
    g.close()
    if not any(profile.weekday) or not any(profile.hour):
        mistakes.add("no_shape", path)
        return None
    return profile


def read_cost(value: object, path: Path, mistakes: Mistakes, name: str, default: float) -> float:
    return default if value is None else number(value, (*path, name), mistakes, default, 0, 8760)
