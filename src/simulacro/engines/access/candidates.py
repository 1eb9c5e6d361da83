"""Which fixes are worth judging, and what they add to the inventory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from simulacro.engines.access.findings import Look
from simulacro.engines.access.fix_kinds import KINDS, apply_fix
from simulacro.engines.access.graph import added_assets
from simulacro.engines.access.inventory import Asset, Inventory
from simulacro.engines.access.result import Fix, Risk, Verdict
from simulacro.engines.access.risk import RISK_QUESTIONS
from simulacro.engines.access.rules import Ask

MAX_CANDIDATES: Final = 60


def candidates(look: Look) -> list[Fix]:
    """Every fix that may help, the kinds in their order; each once."""
    found: dict[str, Fix] = {}
    for kind in KINDS.values():
        for params in kind.candidates(look):
            fix = kind.fix(params)
            found.setdefault(fix.key, fix)
    return list(found.values())


def likeliest(
    look: Look, verdicts: Sequence[Verdict], fixes: Sequence[Fix], risk: Risk, count: int
) -> list[Fix]:
    """``count`` fixes, of each kind in turn the one whose asset carries most of the risk.

    An asset carries the Fussell–Vesely shares it has in each question's hours.
    """
    hours: dict[str, float] = {}
    for verdict in verdicts:
        if verdict.subject is None or verdict.question not in RISK_QUESTIONS:
            continue
        part = risk.of(verdict.subject)
        at_stake = (
            part.weight
            * {
                Ask.SILENCE: part.silence_h,
                Ask.LOCKOUT: part.lockout_h,
                Ask.HIJACK: part.hijack_h,
            }[verdict.question.ask]
        )
        hours[verdict.subject] = hours.get(verdict.subject, 0.0) + at_stake
        for asset_id, share in _shares(verdict):
            if asset_id != verdict.subject:
                hours[asset_id] = hours.get(asset_id, 0.0) + share * at_stake
    # A mailbox or tool is fixed for what lies behind it.
    for asset in look.opened():
        for method in look.inventory.methods_of(asset.id):
            for x in method.requires:
                if not asset.channel:
                    hours[asset.id] = max(hours.get(asset.id, 0.0), hours.get(x, 0.0))
    ranked = sorted(fixes, key=lambda fix: -hours.get(fix["target"], 0.0))
    by_kind = {kind: [fix for fix in ranked if fix.kind == kind] for kind in KINDS}
    # In turns: breadth matters more than the sixtieth of one sort.
    turns = zip_longest(*by_kind.values())
    return [fix for turn in turns for fix in turn if fix is not None][:count]


def _shares(verdict: Verdict) -> Iterator[tuple[str, float]]:
    """The share of a verdict's chance that goes with each asset: Fussell–Vesely, or, beyond the
    budget, what the likeliest sets tell of it."""
    for importance in verdict.importances:
        yield importance.asset, importance.fussell_vesely
    if verdict.exact_to is not None:
        whole = sum(found.chance for found in verdict.top) or 1.0
        for found in verdict.top:
            for asset_id in found.assets:
                yield asset_id, found.chance / whole


def added_by(inventory: Inventory, fixes: Sequence[Fix]) -> list[tuple[Asset, str]]:
    """The assets that some fix adds, each with where its variable stands."""
    return added_assets(inventory, ((apply_fix(inventory, fix), fix["target"]) for fix in fixes))
