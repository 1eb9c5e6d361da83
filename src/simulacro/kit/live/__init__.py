"""Live events: what changed in a brand, told at once to the pages which show it.

A service publishes inside its transaction; each web process tells its open
pages when the transaction is in the database. An event says *that* something
changed and where to look (ids only): the page asks for the rest and gets what
its person may see. See docs/reference/live-events.md.
"""

from collections.abc import Mapping
from uuid import UUID


def publish(
    scope: UUID, topic: str, kind: str, payload: Mapping[str, object] | None = None
) -> None:
    """Record an event of `scope` (a brand's id) in the caller's transaction.

    `topic` is what pages listen to ("job", "audit.results"); `kind` is what
    happened ("progress"). `payload` holds ids and small numbers, at most 12 of
    them: never names, texts or anything of the inventory. Raises ValueError
    where it holds anything else, before anything is written.
    """
    # The models of an app cannot be imported while Django loads its apps.
    from simulacro.kit.live import outbox

    outbox.publish(scope, topic, kind, payload or {})
