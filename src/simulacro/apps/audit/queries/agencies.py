"""How an agency's brands stand, and what they share that brings most of them down."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from simulacro.apps.audit.models import Audit, CheckAnswer, InventoryRevision
from simulacro.apps.audit.queries.audits import reading_of_audit
from simulacro.apps.audit.queries.checks import Coverage, check_coverage
from simulacro.apps.audit.queries.inventory import agency_inventory, current_revision
from simulacro.apps.audit.reading import Question, Reading
from simulacro.apps.brands.models import Agency, Brand
from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.inventory import Asset
from simulacro.engines.access.shared import ChannelSets, Reach, rank_shared


@dataclass(frozen=True, slots=True)
class SharedRisk:
    """One or two shared assets, with the clients (and channels) that fall with them."""

    assets: tuple[Asset, ...]
    falls: tuple[tuple[Brand, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one brand stood at its last audit, in hours a year; ``moved`` as its audit keeps it.

    ``stale`` says that its inventory, or what the agency shares, has changed since; ``coverage``
    is of its checks, beside the score and not inside it.
    """

    brand: Brand
    number: int
    at: dt.datetime
    hours: float
    best_hours: float
    moved: dict[str, Any] | None
    stale: bool
    coverage: Coverage | None


@dataclass(frozen=True, slots=True)
class AgencyRisk:
    """The audited brands, the worst first; the shared things ranked by what falls with them; how
    many brands name each shared thing; and the brands without an audit."""

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
    readings: dict[str, Reading] = {}
    names: dict[str, dict[str, str]] = {}
    uses: Counter[str] = Counter()
    to_audit = 0
    revisions, audits = latest_of_each(agency)
    checked = set(
        CheckAnswer.objects.filter(brand__agency=agency).values_list("brand_id", flat=True)
    )
    for brand in Brand.objects.filter(agency=agency).order_by("name", "id"):
        revision = revisions.get(brand.pk)
        if revision is not None:
            uses.update(shared_named_in(revision.document))
            to_audit += 1
        audit = audits.get(brand.pk)
        if audit is None:
            waiting.append(brand)
            continue
        # Where nobody has answered a check, there is nothing to compare yet.
        coverage = check_coverage(brand) if brand.pk in checked else None
        standings.append(standing(brand, audit, revision, above, coverage))
        brands[brand.slug], readings[brand.slug] = brand, reading_of_audit(audit)
        names[brand.slug] = {x["id"]: x["name"] for x in audit.revision.document["assets"]}
    standings.sort(key=lambda s: (-s.hours, s.brand.name))

    def ranked(question: Question) -> tuple[SharedRisk, ...]:
        sets = {slug: tuple(sets_of(reading, question)) for slug, reading in readings.items()}
        return tuple(told(reach) for reach in rank_shared(sets) if known(reach))

    def known(reach: Reach) -> bool:
        # What the agency no longer shares is no advice any more.
        return all(asset in assets for asset in reach.assets)

    def told(reach: Reach) -> SharedRisk:
        return SharedRisk(
            tuple(assets[asset] for asset in reach.assets),
            tuple(
                (brands[slug], tuple(names[slug].get(channel, channel) for channel in channels))
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


def latest_of_each(
    agency: Agency,
) -> tuple[dict[uuid.UUID, InventoryRevision], dict[uuid.UUID, Audit]]:
    """The current revision and the last audit of each brand, by the brand's id."""

    def newest(model: Any) -> Any:
        last = model.objects.filter(brand=OuterRef("brand")).order_by("-number").values("pk")[:1]
        return model.objects.filter(brand__agency=agency, pk=Subquery(last))

    return (
        {row.brand_id: row for row in newest(InventoryRevision)},
        {row.brand_id: row for row in newest(Audit).select_related("revision")},
    )


def sets_of(reading: Reading, question: Question) -> Iterator[ChannelSets]:
    for answer in reading.of(question):
        yield ChannelSets(answer.channel, answer.singles, answer.shared_pairs)


def standing(
    brand: Brand,
    audit: Audit,
    revision: InventoryRevision | None,
    above: InventoryRevision | None,
    coverage: Coverage | None,
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
        coverage,
    )


def ranked_uses(uses: "Counter[str]") -> list[tuple[str, int]]:
    return sorted(uses.items(), key=lambda use: (-use[1], use[0]))


def shared_named_in(document: Any) -> set[str]:
    """The ids of shared things that a document names, each once.

    >>> sorted(shared_named_in({"assets": [{"id": "ig", "opens": [{"requires": ["agency:x"]}]}]}))
    ['agency:x']
    """
    if isinstance(document, str):
        return {document} if document.startswith(SHARED) else set()
    if isinstance(document, dict):
        return shared_named_in(list(document.values()))
    if isinstance(document, list):
        return set().union(*map(shared_named_in, document))
    return set()
