"""An audit as plain values (``simulacro.audit/1``), for programs; see ``audit.schema.json``."""

from __future__ import annotations

from typing import Any, Final

from simulacro.engines.access.murphy_rows import MurphyList, murphy_to_document
from simulacro.engines.access.result import (
    AuditResult,
    ChannelRisk,
    Effect,
    Finding,
    Risk,
    Verdict,
)
from simulacro.engines.access.rules import Ask

AUDIT_SCHEMA: Final = "simulacro.audit/1"


def audit_to_document(result: AuditResult, murphy: MurphyList | None = None) -> dict[str, Any]:
    """The whole result: text, numbers, lists and groups only, all ids those of the inventory.

    ``murphy`` is the list of all that can go wrong, where it was made too.
    """
    return {
        "schema": AUDIT_SCHEMA,
        "engine": result.engine_version,
        "inventory": result.inventory_digest,
        "rates": result.rates_digest,
        "facts": result.facts.isoformat() if result.facts else None,
        "week_of": result.monday.isoformat(),
        "exact": result.exact,
        "risk": _risk(result.risk),
        "channels": [
            {
                "channel": part.channel,
                "questions": [_verdict(v) for v in result.verdicts if v.subject == part.channel],
            }
            for part in result.risk.channels
        ],
        "brand_silence": _verdict(result.brand_silence) if result.brand_silence else None,
        "findings": [_finding(finding) for finding in result.findings],
        "fixes": [_effect(effect) for effect in result.fixes],
        "series": [_effect(effect) for effect in result.series],
        "murphy": murphy_to_document(murphy) if murphy else None,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "question": verdict.question.key,
        "exact_to": verdict.exact_to,
        "always": verdict.always,
        "sets_by_order": list(verdict.by_order),
        "alone": list(verdict.alone),
        "outlasting": list(verdict.outlasting),
        "hour": verdict.hour,
        "sets": [{"assets": list(s.assets), "chance": s.chance} for s in verdict.top],
        "worst_hour": verdict.worst_hour,
        "worst": verdict.worst,
        "mean": verdict.mean,
        "mean_best": verdict.mean_best,
        "hours": list(verdict.chance),
        "hours_best": list(verdict.chance_best),
        "hours_low": list(verdict.chance_low),
        "importances": [
            {
                "asset": x.asset,
                "birnbaum": x.birnbaum,
                "fussell_vesely": x.fussell_vesely,
                "raw": x.raw,
            }
            for x in verdict.importances
        ],
    }


def _risk(risk: Risk) -> dict[str, Any]:
    return {
        "hours_per_year": risk.hours,
        "hours_per_year_best": risk.best_hours,
        "channels": [_part(part) for part in risk.channels],
    }


def _part(part: ChannelRisk) -> dict[str, Any]:
    return {
        "channel": part.channel,
        "weight": part.weight,
        "silence_h": part.silence_h,
        "lockout_h": part.lockout_h,
        "hijack_h": part.hijack_h,
        "silence_best_h": part.silence_best_h,
        "lockout_best_h": part.lockout_best_h,
        "hijack_best_h": part.hijack_best_h,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "key": finding.key,
        "class": finding.kind,
        "subjects": list(finding.subjects),
        "facts": dict(finding.facts),
        "certain": finding.certain,
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "fix": effect.fix.key,
        "kind": effect.fix.kind,
        "params": dict(effect.fix.params),
        "cost": effect.fix.cost,
        "effort_min": effect.fix.effort_min,
        "before_h": effect.before_hours,
        "after_h": effect.after_hours,
        "fall_h": effect.fall_hours,
        "fall_by_question_h": {ask.value: effect.fall_of(ask) for ask in Ask},
        "closes": list(effect.closes),
        "exact_to": effect.exact_to,
        "at_most_h": list(effect.at_most) if effect.at_most else None,
        "brand_silence_h": list(effect.brand_silence) if effect.brand_silence else None,
        "channels_before": [_part(part) for part in effect.before],
        "channels_after": [_part(part) for part in effect.after],
    }
