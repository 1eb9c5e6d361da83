"""The figures of one thing that a person may set: weight, battery, cause, and how often it fails.

Whatever is left alone keeps the default of its kind, which is shown with its source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from simulacro.apps.audit.figures import decimal
from simulacro.apps.audit.wizard.step_form import pick, several
from simulacro.content.rates import default_rates
from simulacro.engines.access.inventory import (
    Asset,
    Battery,
    CommonCause,
    Inventory,
    Kind,
    LossMode,
    Strikes,
    TheftMode,
)

MOST_A_YEAR = 10_000.0
HOURS_A_YEAR = 8760.0
DEFAULT, NEVER, OWN = "default", "never", "own"
RATES = ("loss", "theft")
MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Fields which belong together, folded away until somebody wants them."""

    legend: str
    note: str
    names: tuple[str, ...]


def quantity(label: str, initial: float | None, most: float, help_text: str = "") -> Any:
    """A number from zero on, which may be left empty."""
    return forms.FloatField(
        label=label,
        initial=initial,
        required=False,
        min_value=0,
        max_value=most,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


def line(label: str, initial: str = "", most: int = 120) -> Any:
    return forms.CharField(label=label, initial=initial, required=False, max_length=most)


class OwnFigures:
    """The fields of one asset's figures, and the asset as they say it."""

    def __init__(self, asset: Asset, inventory: Inventory) -> None:
        self.asset = asset
        self.inventory = inventory
        self.fields: dict[str, forms.Field] = {}
        self.groups: list[FigureGroup] = []
        if asset.channel:
            words = _("1 is an ordinary channel; 2 counts twice as much.")
            self._add(
                _("How much it counts"), words, weight=quantity(_("Weight"), asset.weight, 1e6)
            )
        if asset.kind is Kind.POWER:
            self._add_battery()
        if asset.kind is Kind.CAUSE:
            self._add_cause()
        else:
            self._add_rates("loss", _("How often you are without it"))
            self._add_rates("theft", _("How often somebody else gets hold of it"))

    def _add(self, legend: str, note: str, **fields: forms.Field) -> None:
        self.fields |= fields
        self.groups.append(FigureGroup(legend, note, tuple(fields)))

    def _others(self, *kinds: Kind) -> list[tuple[str, str]]:
        found = [
            a for a in self.inventory.assets if a.id != self.asset.id and a.kind is not Kind.CAUSE
        ]
        chosen = [a for a in found if not kinds or a.kind in kinds]
        return [(a.id, a.name) for a in sorted(chosen, key=lambda a: a.name.casefold())]

    def _add_battery(self) -> None:
        battery = self.asset.battery
        choices = [("", _("It is no battery")), *self._others(Kind.POWER)]
        self._add(
            _("If it is a battery"),
            "",
            charged_from=pick(
                _("It is charged from"), choices, initial=battery.charged_from if battery else ""
            ),
            lasts_h=quantity(
                _("Hours that it lasts"), battery.lasts_h if battery else None, HOURS_A_YEAR
            ),
        )

    def _add_cause(self) -> None:
        cause = self.asset.cause
        self._add(
            _("What it strikes at once"),
            _("Such as a blackout, which leaves two phone companies without signal."),
            affects=several(
                _("What it strikes"),
                self._others(),
                initial=list(cause.affects) if cause else [],
                error_messages={"required": _("Choose at least one thing.")},
            ),
            beta=quantity(
                _("Share of their failures that is common, in %"),
                100 * cause.beta if cause else None,
                100,
            ),
            strikes=forms.ChoiceField(
                label=_("What it takes away"),
                choices=[
                    (Strikes.LOSS.value, _("You are without them")),
                    (Strikes.THEFT.value, _("Somebody else gets hold of them")),
                    (Strikes.BOTH.value, _("Both")),
                ],
                initial=(cause.strikes if cause else Strikes.LOSS).value,
            ),
        )

    def _add_rates(self, what: str, legend: str) -> None:
        own = getattr(self.asset, what)
        fields: dict[str, forms.Field] = {
            f"{what}_as": forms.ChoiceField(
                label=legend,
                choices=[
                    (DEFAULT, _("Use the default")),
                    (OWN, _("Use the figures below")),
                    (NEVER, _("Never")),
                ],
                required=False,
                initial=DEFAULT if own is None else OWN if own else NEVER,
            )
        }
        for i in range(self.rows_of(what)):
            mode = own[i] if own and i < len(own) else None
            fields[f"{what}_{i}_name"] = line(_("What happens"), mode.name if mode else "")
            fields[f"{what}_{i}_per_year"] = quantity(
                _("Times a year"), mode.per_year if mode else None, MOST_A_YEAR
            )
            if what == "loss":
                fields[f"{what}_{i}_down_h"] = quantity(
                    _("Hours without it, each time"), mode.down_h if mode else None, HOURS_A_YEAR
                )
            fields[f"{what}_{i}_source"] = line(
                _("Where the figure comes from"), mode.source if mode else "", 300
            )
        self._add(legend, self._default_words(what), **fields)

    def rows_of(self, what: str) -> int:
        """As many rows as there are ways, and one to add another."""
        return min(len(getattr(self.asset, what) or ()) + 1, MOST_ROWS)

    def _default_words(self, what: str) -> str:
        rates, region = default_rates(), self.inventory.brand.region
        blank = replace(self.asset, loss=None, theft=None)
        if what == "loss":
            losses = rates.loss_of(blank, region)
            times, hours = (
                sum(m.per_year for m in losses),
                sum(m.per_year * m.down_h for m in losses),
            )
        else:
            times, hours = sum(m.per_year for m in rates.theft_of(blank, region)), 0.0
        if not times:
            return _("By default it never happens.")
        words = {"times": decimal(times, "@@", region), "hours": decimal(hours, "@@", region)}
        if hours:
            return _("By default, %(times)s times a year, %(hours)s hours a year in all.") % words
        return _("By default, %(times)s times a year.") % words

    def mistakes(self, given: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """What is missing or too little, each with its field."""
        if bool(given.get("charged_from")) != bool(given.get("lasts_h")):
            name = "lasts_h" if given.get("charged_from") else "charged_from"
            yield name, _("A battery needs both: what charges it, and how long it lasts.")
        if "affects" in self.fields and not given.get("beta"):
            yield "beta", _("Give a share above zero.")
        if "weight" in self.fields and given.get("weight") == 0:
            yield "weight", _("Give a weight above zero.")
        for what in RATES:
            if given.get(f"{what}_as") != OWN:
                continue
            rows = [self._row(given, what, i) for i in range(self.rows_of(what))]
            if not any(any(v not in (None, "") for v in row.values()) for row in rows):
                yield f"{what}_as", _("Write at least one way below, or choose the default.")
            for i, row in enumerate(rows):
                if not any(v not in (None, "") for v in row.values()):
                    continue
                for part, value in row.items():
                    missing = value in (None, "") or (part == "down_h" and value == 0)
                    if missing and part != "source":
                        yield f"{what}_{i}_{part}", _("This is missing.")

    def _row(self, given: dict[str, Any], what: str, i: int) -> dict[str, Any]:
        parts = ("name", "per_year", "down_h", "source")
        names = {part: f"{what}_{i}_{part}" for part in parts}
        return {part: given.get(name) for part, name in names.items() if name in self.fields}

    def applied(self, asset: Asset, given: dict[str, Any]) -> Asset:
        """`asset` with the figures of a valid form."""
        if given.get("weight"):
            asset = replace(asset, weight=given["weight"])
        if "charged_from" in self.fields:
            battery = None
            if given["charged_from"]:
                battery = Battery(given["charged_from"], given["lasts_h"])
            asset = replace(asset, battery=battery)
        if "affects" in self.fields:
            strikes = Strikes(given["strikes"])
            cause = CommonCause(tuple(given["affects"]), given["beta"] / 100, strikes)
            asset = replace(asset, cause=cause)
        if "loss_as" in self.fields:
            asset = replace(asset, loss=self._losses(given), theft=self._thefts(given))
        return asset

    def _own_rows(self, given: dict[str, Any], what: str) -> list[tuple[int, dict[str, Any]]]:
        rows = [(i, self._row(given, what, i)) for i in range(self.rows_of(what))]
        return [(i, row) for i, row in rows if row.get("name")]

    def _losses(self, given: dict[str, Any]) -> tuple[LossMode, ...] | None:
        chosen, before = given["loss_as"], self.asset.loss or ()
        if chosen != OWN:
            return {DEFAULT: None, NEVER: ()}.get(chosen, self.asset.loss)
        return tuple(
            # When in the day it happens stays as an imported file said it.
            LossMode(
                row["name"],
                row["per_year"],
                row["down_h"],
                before[i].profile if i < len(before) else None,
                row["source"],
            )
            for i, row in self._own_rows(given, "loss")
        )

    def _thefts(self, given: dict[str, Any]) -> tuple[TheftMode, ...] | None:
        chosen = given["theft_as"]
        if chosen != OWN:
            return {DEFAULT: None, NEVER: ()}.get(chosen, self.asset.theft)
        return tuple(
            TheftMode(row["name"], row["per_year"], row["source"])
            for _i, row in self._own_rows(given, "theft")
        )
