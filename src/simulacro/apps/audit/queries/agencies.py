"""What an agency shares, and how many of its clients hang on each thing."""

from dataclasses import dataclass

from simulacro.apps.audit.models import Audit
from simulacro.apps.audit.queries.audits import reading_of_audit
from simulacro.apps.audit.queries.inventory import inventory_of
from simulacro.apps.audit.reading import Question
from simulacro.apps.brands.models import Agency, Brand
from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.inventory import Asset


@dataclass(frozen=True, slots=True)
class SharedRisk:
    """A shared asset, with the clients (and channels) that it alone silences or gives away."""

    asset: Asset
    silences: tuple[tuple[str, tuple[str, ...]], ...]
    steals: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def silenced_channels(self) -> int:
        return sum(len(channels) for _client, channels in self.silences)

    @property
    def stolen_channels(self) -> int:
        return sum(len(channels) for _client, channels in self.steals)


@dataclass(frozen=True, slots=True)
class AgencyRisk:
    """The agency's worst shared things, and which of its brands have no audit yet."""

    shared: tuple[SharedRisk, ...]
    audited: int
    waiting: tuple[Brand, ...]


def agency_risk(agency: Agency) -> AgencyRisk:
    """What the latest audits of the agency's brands say of the things they share.

    Ranked by the clients that the loss alone silences, then by those its theft gives away.
    """
    assets: dict[str, Asset] = {}
    silences: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    steals: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    audited, waiting = 0, []
    for brand in Brand.objects.filter(agency=agency).order_by("name", "id"):
        audit = (
            Audit.objects.filter(brand=brand)
            .select_related("revision", "revision__agency_revision")
            .first()
        )
        if audit is None:
            waiting.append(brand)
            continue
        audited += 1
        inventory, reading = inventory_of(audit.revision), reading_of_audit(audit)
        for question, found in ((Question.SILENCE, silences), (Question.HIJACK, steals)):
            for asset_id, channels in reading.enough_alone(question).items():
                if asset_id.startswith(SHARED):
                    assets[asset_id] = inventory[asset_id]
                    names = tuple(inventory[channel].name for channel in channels)
                    found.setdefault(asset_id, []).append((brand.name, names))
    rows = [
        SharedRisk(asset, tuple(silences.get(asset_id, ())), tuple(steals.get(asset_id, ())))
        for asset_id, asset in assets.items()
    ]
    rows.sort(
        key=lambda r: (
            -len(r.silences),
            -len(r.steals),
            -r.silenced_channels,
            -r.stolen_channels,
            r.asset.id,
        )
    )
    return AgencyRisk(tuple(rows), audited, tuple(waiting))
