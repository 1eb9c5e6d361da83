"""Forms of one thing of the inventory and of one way in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from simulacro.apps.audit.kinds import KIND_WORDS
from simulacro.apps.audit.own_figures import FigureGroup, OwnFigures
from simulacro.apps.audit.trait_words import TRAIT_WORDS
from simulacro.apps.audit.wizard.answers import NETWORKS
from simulacro.apps.audit.wizard.step_form import (
    YES_NO_UNKNOWN,
    AliasGuard,
    alias_field,
    pick,
    several,
)
from simulacro.engines.access.effect_marks import spoken_name
from simulacro.engines.access.inventory import (
    TRAITS_OF,
    Answer,
    Asset,
    Audience,
    Inventory,
    Kind,
    Level,
    Method,
    Route,
    Trait,
    default_audience,
)

HOLDERS = (Kind.PERSON, Kind.ORGANISATION)


class ThingForm(AliasGuard):
    """An asset. Its kind is chosen once: an id never comes to mean another thing."""

    def __init__(self, data: Any, *, inventory: Inventory, asset: Asset) -> None:
        super().__init__(data)
        self.inventory = inventory
        self.asset = asset
        self.fields["name"] = alias_field(
            _("Alias"), initial=asset.name, help_text=_("Such as “the boss's phone”.")
        )
        self.fields["name"].required = True
        if asset.kind is Kind.ACCOUNT:
            choices = [("", _("Another")), *NETWORKS.items()]
            self.fields["network"] = pick(_("Network"), choices, initial=asset.network or "")
        if asset.kind.opened:
            self.fields["primary"] = forms.BooleanField(
                label=_("It is one of our main channels"), initial=asset.primary, required=False
            )
            self.fields["entrants"] = pick(
                _("If there is no way in below"),
                [("", _("Not said yet")), ("nobody", _("Nobody")), ("unknown", _("I don't know"))],
                initial="nobody" if asset.nobody else "unknown" if asset.ways_unknown else "",
            )
        if asset.kind in HOLDERS:
            others = [(a.id, a.name) for a in inventory.assets if a.kind not in HOLDERS]
            self.fields["holds"] = several(
                _("Has or knows"), others, initial=list(asset.holds), required=False
            )
        for trait in traits_of(asset.kind):
            given = asset.answer(trait)
            self.fields[trait.value] = pick(
                TRAIT_WORDS[trait],
                [("", _("Not asked")), *YES_NO_UNKNOWN],
                initial=given.value if given else "",
            )
        self.fields["note"] = alias_field(_("Note"), initial=asset.note)
        self.figures = OwnFigures(asset, inventory)
        self.fields |= self.figures.fields

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        name = given.get("name", "").casefold()
        if any(a.name.casefold() == name and a.id != self.asset.id for a in self.inventory.assets):
            self.add_error("name", _("Something else has this name already."))
        for field, words in self.figures.mistakes(given):
            if field not in self.errors:
                self.add_error(field, words)
        return given

    def plain_fields(self) -> list[forms.BoundField]:
        """What everybody is asked; the figures come after, folded."""
        return [f for f in self.visible_fields() if f.name not in self.figures.fields]

    def figure_groups(self) -> list[tuple[FigureGroup, list[forms.BoundField], bool]]:
        """Each group with its fields, and whether to open it: something in it is wrong or said."""
        found = []
        for group in self.figures.groups:
            fields = [self[name] for name in group.names]
            is_open = any(f.errors for f in fields) or self.asset.kind is Kind.CAUSE
            found.append((group, fields, is_open))
        return found

    def anew(self, data: Any) -> ThingForm:
        return ThingForm(data, inventory=self.inventory, asset=self.asset)

    def changed(self) -> Asset:
        """The asset as the form says it; call it on a valid form."""
        given = self.cleaned_data
        asset = replace(self.asset, name=given["name"], note=given["note"])
        if "network" in given:
            asset = replace(asset, network=given["network"] or None)
        if "entrants" in given:
            asset = replace(
                asset,
                primary=given["primary"],
                nobody=given["entrants"] == "nobody",
                ways_unknown=given["entrants"] == "unknown",
            )
        if "holds" in given:
            perhaps = tuple(x for x in asset.may_hold if x not in given["holds"])
            asset = replace(asset, holds=tuple(given["holds"]), may_hold=perhaps)
        asset = self.figures.applied(asset, given)
        answers = [(t, given[t.value]) for t in traits_of(asset.kind)]
        return replace(asset, traits=tuple((t, Answer(a)) for t, a in answers if a))


def traits_of(kind: Kind) -> list[Trait]:
    """The questions that a kind has, in their order."""
    asked = TRAITS_OF.get(kind, frozenset())
    return [t for t in Trait if t in asked and t in TRAIT_WORDS]


class WayForm(AliasGuard):
    """A way in: everything ticked is needed together."""

    def __init__(
        self, data: Any, *, inventory: Inventory, target: Asset, way: Method | None
    ) -> None:
        super().__init__(data)
        self.inventory = inventory
        self.target = target
        self.way = way
        kinds = {kind: str(words) for kind, words in KIND_WORDS.items()}
        things = [
            (a.id, f"{a.name} · {kinds[a.kind]}")
            for a in sorted(inventory.assets, key=lambda a: a.name.casefold())
            if a.id != target.id and a.kind is not Kind.CAUSE
        ]
        self.fields["requires"] = several(
            _("What it needs, all of it together"),
            things,
            initial=list(way.requires) if way else [],
            error_messages={"required": _("Choose at least one thing.")},
        )
        gives = "unknown" if way and way.gives is None else way.gives if way else Level.ADMIN
        self.fields["gives"] = pick(
            _("It lets you"),
            [
                (Level.ADMIN, _("Publish and change the settings")),
                (Level.PUBLISH, _("Only publish")),
                ("unknown", _("I don't know")),
            ],
            initial=str(gives),
        )
        late = "0" if way is None else "" if way.latency_min is None else str(way.latency_min)
        times = [("0", _("At once")), ("15", _("15 minutes")), ("60", _("One hour"))]
        times += [("1440", _("One day")), ("10080", _("One week")), ("", _("I don't know"))]
        if late not in dict(times):
            times.append((late, _("%(minutes)s minutes") % {"minutes": late}))
        self.fields["latency"] = pick(_("It takes"), times, initial=late)
        self.fields["recovery"] = forms.BooleanField(
            label=_("It is a way to recover the account"),
            initial=bool(way and way.route is Route.RECOVERY),
            required=False,
        )
        self.fields["doubtful"] = forms.BooleanField(
            label=_("I am not sure that it works"),
            initial=bool(way and way.doubtful),
            required=False,
        )
        self.fields["name"] = alias_field(_("Alias"), initial=spoken_name(way) if way else "")

    def anew(self, data: Any) -> WayForm:
        return WayForm(data, inventory=self.inventory, target=self.target, way=self.way)

    def changed(self) -> Method:
        """The way as the form says it; call it on a valid form."""
        given = self.cleaned_data
        before = self.way or Method(self.target.id, ("x",))
        requires = tuple(given["requires"])
        kinds = [self.inventory[x].kind for x in requires]
        route = before.route
        if given["recovery"]:
            route = Route.RECOVERY
        elif route is Route.RECOVERY:
            route = Route.LOGIN
        audience = before.audience if self.way else default_audience(self.target.kind, kinds)
        if self.way and before.audience is not Audience.ATTACKER:
            audience = default_audience(self.target.kind, kinds)
        return replace(
            before,
            requires=requires,
            perhaps=tuple(x for x in before.perhaps if x not in requires),
            gives=None if given["gives"] == "unknown" else Level(given["gives"]),
            latency_min=int(given["latency"]) if given["latency"] else None,
            audience=audience,
            route=route,
            doubtful=given["doubtful"],
            name=given["name"],
        )
