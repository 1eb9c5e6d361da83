"""How an agency's brands stand, and what they share that brings most of them down."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from simulacro.apps.audit.models import Audit, CheckCount, InventoryRevision
from simulacro.apps.audit.queries.audits import reading_of_audit
from simulacro.apps.audit.queries.checks import check_coverage
from simulacro.apps.audit.queries.inventory import agency_inventory, current_revision, inventory_of
from simulacro.apps.audit.reading import Question
from simulacro.apps.audit.scoring import mean_of
from simulacro.apps.audit.shared_things import sets_kept, shared_named_in, to_keep
from simulacro.apps.brands.models import Agency, Brand
from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.inventory import Asset
from simulacro.engines.access.shared import Reach, rank_shared


@dataclass(frozen=True, slots=True)
class SharedRisk:
    """One or two shared assets, with the clients (and channels) that fall with them."""

    assets: tuple[Asset, ...]
    falls: tuple[tuple[Brand, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one brand stood at its last audit, in hours a year; ``moved`` as its audit keeps it.

    ``stale`` says that its inventory, or what the agency shares, has changed since; ``checks`` are
    how many are answered, by a person or the inventory, of how many apply, None without an
    inventory. ``weight`` is that of its channels together.
    """

    brand: Brand
    number: int
    at: dt.datetime
    hours: float
    best_hours: float
    moved: dict[str, Any] | None
    stale: bool
    checks: tuple[int, int] | None
    weight: float

    @property
    def mean_hours(self) -> float:
        """Those of the average channel: the same whether a brand has three channels or thirty."""
        return mean_of(self.hours, self.weight)

    @property
    def best_mean_hours(self) -> float:
        return mean_of(self.best_hours, self.weight)


@dataclass(frozen=True, slots=True)
class AgencyRisk:
    """The audited brands, that with the worst average channel first; the shared things ranked by
    what falls with them; how many brands name each; and the brands without an audit."""

    standings: tuple[Standing, ...]
    silences: tuple[SharedRisk, ...]
    steals: tuple[SharedRisk, ...]
    uses: tuple[tuple[Asset, int], ...]
    waiting: tuple[Brand, ...]
    to_audit: int

    @property
    def audited(self) -> int:
        return len(self.standings)


def agency_risk(agency: Agency) -> AgencyRisk:
    """What the latest audits of the agency's brands say of them and of what they share."""
    shared = agency_inventory(agency)
    assets = {SHARED + asset.id: asset for asset in shared.assets} if shared else {}
    above = current_revision(agency)
    standings, waiting = [], []
    brands: dict[str, Brand] = {}
    kept: dict[str, Mapping[str, Any]] = {}
    uses: Counter[str] = Counter()
    to_audit = 0
    revisions, audits = latest_of_each(agency)
    every = list(Brand.objects.filter(agency=agency).order_by("name", "id"))
    checks = checks_of_each((b for b in every if b.pk in audits), revisions, above)
    for brand in every:
        revision, audit = revisions.get(brand.pk), audits.get(brand.pk)
        known = kept_of(audit) if audit else None
        if revision is not None:
            audited = known is not None and audit is not None and audit.revision_id == revision.pk
            uses.update(known["named"] if known and audited else shared_named_in(revision.document))
            to_audit += 1
        if audit is None or known is None:
            waiting.append(brand)
            continue
        standings.append(
            standing(brand, audit, revision, above, checks.get(brand.pk), known["weight"])
        )
        brands[brand.slug], kept[brand.slug] = brand, known
    standings.sort(key=lambda s: (-s.mean_hours, s.brand.name))

    def ranked(question: Question) -> tuple[SharedRisk, ...]:
        sets = {slug: sets_kept(known, question) for slug, known in kept.items()}
        return tuple(told(reach) for reach in rank_shared(sets) if still_shared(reach))

    def still_shared(reach: Reach) -> bool:
        # What the agency no longer shares is no advice any more.
        return all(asset in assets for asset in reach.assets)

    def told(reach: Reach) -> SharedRisk:
        return SharedRisk(
            tuple(assets[asset] for asset in reach.assets),
            tuple(
                (brands[slug], tuple(kept[slug]["names"][channel] for channel in channels))
                for slug, channels in reach.falls
            ),
        )

    return AgencyRisk(
        tuple(standings),
        ranked(Question.SILENCE),
        ranked(Question.HIJACK),
        tuple((assets[x], count) for x, count in ranked_uses(uses) if x in assets),
        tuple(waiting),
        to_audit,
    )


def kept_of(audit: Audit) -> Mapping[str, Any]:
    """What the page reads of an audit; of one from before it was kept, out of its reading."""
    if audit.shared and "weight" in audit.shared:
        return audit.shared
    revision = audit.revision
    return to_keep(reading_of_audit(audit), inventory_of(revision), revision.document)


def latest_of_each(
    agency: Agency,
) -> tuple[dict[uuid.UUID, InventoryRevision], dict[uuid.UUID, Audit]]:
    """The current revision and the last audit of each brand, by the brand's id.

    What is large in them is fetched only where somebody asks for it.
    """

    def newest(model: Any) -> Any:
        last = model.objects.filter(brand=OuterRef("brand")).order_by("-number").values("pk")[:1]
        return model.objects.filter(brand__agency=agency, pk=Subquery(last))

    rows = newest(InventoryRevision).defer("document", "way_ids", "retired")
    made = newest(Audit).select_related("revision")
    made = made.defer("reading", *(f"revision__{x}" for x in ("document", "way_ids", "retired")))
    return {row.brand_id: row for row in rows}, {row.brand_id: row for row in made}


def checks_of_each(
    brands: Iterable[Brand],
    revisions: Mapping[uuid.UUID, InventoryRevision],
    above: InventoryRevision | None,
) -> dict[uuid.UUID, tuple[int, int]]:
    """How many checks are answered of how many apply, for each brand with an inventory.

    By the count that was kept, or counted anew where the inventory, or what the agency shares, is
    another one since.
    """
    asked = [brand for brand in brands if brand.pk in revisions]
    kept = {row.brand_id: row.counts for row in CheckCount.objects.filter(brand__in=asked)}
    found = {}
    for brand in asked:
        count = kept.get(brand.pk, {})
        now = (str(revisions[brand.pk].pk), str(above.pk) if above else None)
        if (count.get("revision"), count.get("above")) == now:
            found[brand.pk] = (count["answered"], count["applicable"])
        else:
            coverage = check_coverage(brand)
            found[brand.pk] = (coverage.answered, coverage.applicable)
    return found


def standing(
    brand: Brand,
    audit: Audit,
    revision: InventoryRevision | None,
    above: InventoryRevision | None,
    checks: tuple[int, int] | None,
    weight: float,
) -> Standing:
    changed = audit.revision_id != (
        revision.pk if revision else None
    ) or audit.revision.agency_revision_id != (above.pk if above else None)
    return Standing(
        brand,
        audit.number,
        audit.created_at,
        audit.risk["hours"],
        audit.risk["best_hours"],
        audit.moved,
        changed,
        checks,
        weight,
    )


def ranked_uses(uses: "Counter[str]") -> list[tuple[str, int]]:
    return sorted(uses.items(), key=lambda use: (-use[1], use[0]))
