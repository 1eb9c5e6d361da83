"""Inventories from and to documents (``simulacro.inventory/1``), all mistakes at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from simulacro.engines.access.asset_fields import Draft, read_asset, read_cost
from simulacro.engines.access.inventory import (
    MAX_ASSETS,
    Asset,
    Brand,
    Inventory,
    Kind,
    Method,
    RiskCost,
    Strikes,
    default_audience,
)
from simulacro.engines.access.translations import (
    Translations,
    in_other_words,
    read_translations,
)
from simulacro.engines.documents.countries import known_region
from simulacro.engines.documents.fields import Fields, closest, known_zone, shown
from simulacro.engines.documents.languages import LANGUAGES
from simulacro.engines.documents.mistakes import DocumentError, Mistake, Mistakes, Path
from simulacro.engines.documents.opening import open_schema, open_source

__all__ = ["INVENTORY_SCHEMA", "DocumentError", "Mistake", "load_document"]

INVENTORY_SCHEMA: Final = "simulacro.inventory/1"


def load_document(source: str | bytes | Mapping[str, Any], *, language: str = "") -> Inventory:
    """The inventory that a YAML or JSON text, or a mapping of plain values, describes.

    With a ``language`` ("es" or "en"), names are those of its ``translations``, where it has any.

    Raises :class:`DocumentError` with every mistake, each with its place: line and column for
    YAML, path for a mapping. Nothing is guessed or dropped.

    >>> inventory = load_document('''
    ... schema: simulacro.inventory/1
    ... brand: {name: Café Ada}
    ... assets:
    ...   - {id: clave, kind: credential, name: Clave de Instagram}
    ...   - {id: ig, kind: account, name: Instagram, opens: [[clave]]}
    ... ''')
    >>> [asset.name for asset in inventory.channels]
    ['Instagram']
    """
    values, mistakes = open_source(source, longest={"assets": MAX_ASSETS})
    f = open_schema(values, INVENTORY_SCHEMA, mistakes)
    inventory = read_inventory(f, mistakes, shared={})
    f.close()
    mistakes.raise_if_any()
    inventory.translate(language)
    return inventory.build()


class Parts:
    """An inventory read but not yet put together."""

    def __init__(
        self,
        brand: Brand,
        assets: list[Asset],
        methods: list[Method],
        facts: date | None,
        cost: RiskCost,
        translations: Translations | None = None,
    ) -> None:
        self.brand = brand
        self.assets = assets
        self.methods = methods
        self.facts = facts
        self.cost = cost
        self.translations = translations or {}

    def translate(self, language: str) -> None:
        """Take the names of another language, where the file has them."""
        self.brand, self.assets, self.methods = in_other_words(
            self.translations.get(language, {}), self.brand, self.assets, self.methods
        )

    def build(self) -> Inventory:
        return Inventory(self.brand, tuple(self.assets), tuple(self.methods), self.facts, self.cost)


def read_inventory(
    f: Fields, mistakes: Mistakes, shared: Mapping[str, Asset], *, brand_name: str = "brand"
) -> Parts:
    """The fields of one inventory. ``shared`` are an agency's assets that it may refer to."""
    brand = read_brand(f.take(brand_name), f.at(brand_name), mistakes, f, brand_name)
    facts = _date(f)
    cost = _cost(f, mistakes)
    items = f.items("assets")
    if len(items) > MAX_ASSETS:
        place = (*f.at("assets"), MAX_ASSETS)
        mistakes.add("too_many", place, limit=f"{MAX_ASSETS:,}", what="assets")
        return Parts(brand, [], [], facts, cost)
    drafts = [read_asset(item, path, mistakes) for item, path in items]
    known = _Known(drafts, shared, mistakes)
    assets = [known.resolved(draft) for draft in drafts]
    methods = [method for draft in drafts for method in known.ways(draft)]
    _check_betas(assets, drafts, mistakes)
    translations = read_translations(f, brand, assets, methods, mistakes)
    return Parts(brand, assets, methods, facts, cost, translations)


def read_brand(value: object, path: Path, mistakes: Mistakes, of: Fields, field_name: str) -> Brand:
    if value is None:
        mistakes.add("missing", of.path, field=field_name)
        return Brand("")
    if isinstance(value, str):
        return Brand(value.strip())
    f = Fields(value, path, mistakes, "the brand")
    zone = f.text("timezone", "UTC")
    if not known_zone(zone):
        mistakes.add("bad_zone", f.at("timezone"), wrong=zone)
    region = f.text("region").upper()
    if region and not known_region(region):
        mistakes.add("bad_region", f.at("region"), wrong=f.values["region"])
    language = f.text("language", "es").lower()
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        mistakes.add("bad_choice", f.at("language"), wrong=f.values["language"], expected=known)
    brand = Brand(
        f.text("name", required=True),
        region,
        language,
        zone,
        f.flag("solo", False),
    )
    f.close()
    return brand


def _date(f: Fields) -> date | None:
    value = f.take("facts")
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        f.mistakes.add("bad_date", f.at("facts"), wrong=str(value))
        return None


def _cost(f: Fields, mistakes: Mistakes) -> RiskCost:
    g = Fields(f.take("risk"), f.at("risk"), mistakes, "risk")
    default = RiskCost()
    cost = RiskCost(
        read_cost(g.take("hijack_h"), g.path, mistakes, "hijack_h", default.hijack_h),
        read_cost(g.take("lockout_h"), g.path, mistakes, "lockout_h", default.lockout_h),
    )
    g.close()
    return cost


class _Known:
    """The assets that references may mean, by id first and then by name."""

    def __init__(
        self, drafts: list[Draft], shared: Mapping[str, Asset], mistakes: Mistakes
    ) -> None:
        self.mistakes = mistakes
        self.by_id: dict[str, Asset] = dict(shared)
        self.by_name: dict[str, str] = {}
        self.guesses = 0
        for draft in drafts:
            asset = draft.asset
            if asset.id in self.by_id:
                mistakes.add("duplicate_id", draft.path, wrong=asset.id)
            elif asset.name.casefold() in self.by_name:
                mistakes.add("duplicate_name", draft.path, wrong=asset.name)
            if asset.id:
                self.by_id.setdefault(asset.id, asset)
                self.by_name.setdefault(asset.name.casefold(), asset.id)

    def reference(self, word: str, path: Path) -> str:
        """The id that ``word`` means; a mistake where nothing does."""
        if word in self.by_id:
            return word
        found = self.by_name.get(word.casefold())
        if found is not None:
            return found
        hint = "add the asset, or correct the name"
        self.guesses += 1
        if self.guesses <= 50:
            hint = closest(word, (*self.by_id, *self.by_name), hint)
        self.mistakes.add("unknown_asset", path, wrong=word, hint=hint)
        return word

    def references(self, words: tuple[str, ...], path: Path) -> tuple[str, ...]:
        found: list[str] = []
        for i, word in enumerate(words):
            place = (*path, i)
            asset_id = self.reference(word, place)
            if asset_id in found:
                self.mistakes.add("repeated", place, wrong=word)
            else:
                found.append(asset_id)
        return tuple(found)

    def resolved(self, draft: Draft) -> Asset:
        asset, path = draft.asset, draft.path
        battery = asset.battery
        if battery:
            place = (*path, "battery", "charged_from")
            source = self.reference(battery.charged_from, place)
            if source in self.by_id and (
                self.by_id[source].kind is not Kind.POWER or self.by_id[source].battery
            ):
                self.mistakes.add(
                    "wrong_type",
                    place,
                    wrong=shown(source),
                    expected="a power asset that is not a battery",
                )
            battery = replace(battery, charged_from=source)
        cause = asset.cause
        if cause:
            affected = self.references(cause.affects, (*path, "affects"))
            cause = replace(cause, affects=affected)
            for i, x in enumerate(affected):
                if x in self.by_id and self.by_id[x].kind is Kind.CAUSE:
                    self.mistakes.add(
                        "wrong_type",
                        (*path, "affects", i),
                        wrong=shown(x),
                        expected="an asset that is not itself a common cause",
                    )
        if asset.channel and not asset.kind.opened:
            self.mistakes.add(
                "not_for_kind", (*path, "channel"), field="channel", kind=asset.kind.value
            )
        return replace(
            asset,
            holds=self.references(asset.holds, (*path, "holds")),
            may_hold=self.references(asset.may_hold, (*path, "may_hold")),
            battery=battery,
            cause=cause,
        )

    def ways(self, draft: Draft) -> list[Method]:
        found = []
        for method, path, explicit in draft.ways:
            requires = self.references(method.requires, (*path, "requires"))
            perhaps = self.references(method.perhaps, (*path, "perhaps"))
            if draft.asset.id in (*requires, *perhaps):
                self.mistakes.add("requires_itself", path, wrong=draft.asset.name)
            way = replace(method, requires=requires, perhaps=perhaps)
            if not explicit:
                kinds = [self.by_id[x].kind for x in requires if x in self.by_id]
                way = replace(way, audience=default_audience(draft.asset.kind, kinds))
            found.append(way)
        return found


def _check_betas(assets: list[Asset], drafts: list[Draft], mistakes: Mistakes) -> None:
    for what in (Strikes.LOSS, Strikes.THEFT):
        total: dict[str, float] = {}
        for asset in assets:
            if asset.cause and asset.cause.strikes.covers(what):
                for x in asset.cause.affects:
                    total[x] = total.get(x, 0.0) + asset.cause.beta
        for draft in drafts:
            if total.get(draft.asset.id, 0.0) > 1.0 + 1e-9:
                mistakes.add("betas", draft.path, wrong=draft.asset.name)
