"""Note what can happen to a brand, and record what became of it.

The rooms call these when their own work shows something, inside their own
transaction; `actor` is then None, for they have asked their own policy. A
page passes the person, and the policy here is asked.

    possibility = note_possibility(brand, source="finding", key="F3:" + digest,
                                   title=in_each_language(sentence), at=now)
    record_evidence(possibility, "found", reference=str(audit.id), at=now,
                    words=in_each_language(cell), place=f"audit/findings/{finding.id}/")
"""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Column, Evidence, Possibility, Rating, Source
from simulacro.apps.foresight.policies import POLICY
from simulacro.apps.people.models import User
from simulacro.kit import audit_log
from simulacro.kit.bilingual import in_this_language

MAX_TITLE = 200


class BadTitle(ValueError):
    """A title that is empty or longer than MAX_TITLE characters in some language."""


def possibility_id(brand: Brand, source: str, key: str) -> uuid.UUID:
    """Return the id under which this brand keeps this possibility, noted or not."""
    return uuid.uuid5(brand.id, f"possibility:{Source(source)}:{key}")


@transaction.atomic
def note_possibility(
    brand: Brand,
    *,
    source: str,
    key: str,
    title: str | Mapping[str, str],
    at: dt.datetime,
    family: str = "",
    actor: User | None = None,
) -> Possibility:
    """Note that something can happen, once: the same source and key give the same row.

    `source` is a value of `Source`, `key` the source's own name for it, which
    never changes and may hold anything (it is sealed). `title` is the question
    or sentence, one text or one per language; a new title replaces the old.
    What had been set aside comes back. Raises ValueError for an unknown
    source, BadTitle, and Denied for an actor who may not.
    """
    if actor is not None:
        POLICY.require(actor, "note", brand)
    titles = in_this_language(title) if isinstance(title, str) else dict(title)
    if not titles or not all(0 < len(text.strip()) <= MAX_TITLE for text in titles.values()):
        raise BadTitle
    row_id = possibility_id(brand, source, key)
    possibility = Possibility.objects.select_for_update().filter(pk=row_id).first()
    if possibility is None:
        possibility = Possibility(
            id=row_id, brand=brand, source=source, key=key, titles=titles, noted_at=at
        )
        possibility.family = family
        possibility.save(force_insert=True)
        # What nobody did is told by the act that noted it: one audit, not a line per weak point.
        if actor is not None:
            audit_log.record("possibility.noted", actor=actor, target=possibility, scope=brand.id)
    elif (possibility.titles, possibility.family, possibility.set_aside_at) != (
        titles,
        family,
        None,
    ):
        possibility.titles = titles
        possibility.family = family
        possibility.set_aside_at = None
        possibility.save()
    return possibility


@transaction.atomic
def set_aside(possibility: Possibility, *, at: dt.datetime, actor: User | None = None) -> None:
    """Take it out of the matrix; its evidence stays and `bring_back` restores it."""
    if actor is not None:
        POLICY.require(actor, "set_aside", possibility)
    possibility.set_aside_at = at
    possibility.save(update_fields=["set_aside_at"])
    audit_log.record(
        "possibility.set_aside", actor=actor, target=possibility, scope=possibility.brand_id
    )


@transaction.atomic
def bring_back(possibility: Possibility, *, actor: User | None = None) -> None:
    """Undo `set_aside`."""
    if actor is not None:
        POLICY.require(actor, "set_aside", possibility)
    possibility.set_aside_at = None
    possibility.save(update_fields=["set_aside_at"])
    audit_log.record(
        "possibility.brought_back", actor=actor, target=possibility, scope=possibility.brand_id
    )


def record_evidence(
    possibility: Possibility,
    column: str,
    *,
    reference: str,
    words: str | Mapping[str, str],
    at: dt.datetime,
    rating: str = "",
    place: str = "",
) -> Evidence:
    """Fill a cell of the matrix; the same reference in the same column is one evidence.

    `column` is a value of `Column`; `reference` names what shows it (an
    audit's, run's, version's or incident's id); `words` is what the cell says,
    `rating` a value of `Rating` or nothing, `place` the page to read more,
    within the brand's own ("audit/findings/…/"). Raises ValueError for an
    unknown column or rating.
    """
    row_id = _evidence_id(possibility, column, reference)
    evidence = Evidence.objects.filter(pk=row_id).first() or Evidence(
        id=row_id,
        possibility=possibility,
        brand_id=possibility.brand_id,
        column=Column(column).value,
    )
    evidence.rating = Rating(rating).value if rating else ""
    evidence.words = in_this_language(words) if isinstance(words, str) else dict(words)
    evidence.place = place
    evidence.happened_at = at
    evidence.withdrawn_at = None
    evidence.save()
    return evidence


def withdraw_evidence(
    possibility: Possibility, column: str, *, reference: str, at: dt.datetime
) -> bool:
    """Say that what filled a cell holds no more; return whether there was such a thing."""
    row_id = _evidence_id(possibility, column, reference)
    standing = Evidence.objects.filter(pk=row_id, withdrawn_at=None)
    return bool(standing.update(withdrawn_at=at))


def _evidence_id(possibility: Possibility, column: str, reference: str) -> uuid.UUID:
    return uuid.uuid5(possibility.id, f"evidence:{Column(column)}:{reference}")
