"""What a brand's audit says of the things that its agency shares, as the agency's page needs it.

Thirty readings take half a second to open, and the page wants a few ids of each: they are kept
beside the reading when the audit is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from simulacro.apps.audit.reading import Question, Reading
from simulacro.apps.audit.scoring import weight_of
from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.shared import ChannelSets

RANKED: Final = (Question.SILENCE, Question.HIJACK)


def to_keep(reading: Reading, inventory: Inventory, document: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values: what the channels weigh together, the shared things that `document` names, and
    for each channel by name which of them are enough alone, and which pairs are.

    `document` is what the brand itself holds of `inventory`, in which the agency's things are too.
    """
    return {
        "weight": weight_of(inventory),
        "named": sorted(shared_named_in(document)),
        "names": {
            answer.channel: inventory[answer.channel].name
            if answer.channel in inventory
            else answer.channel
            for answer in reading.of(Question.SILENCE)
        },
        **{
            question.value: [
                [
                    answer.channel,
                    [asset for asset in answer.singles if asset.startswith(SHARED)],
                    [list(pair) for pair in answer.shared_pairs],
                ]
                for answer in reading.of(question)
            ]
            for question in RANKED
        },
    }


def sets_kept(kept: Mapping[str, Any], question: Question) -> tuple[ChannelSets, ...]:
    """What :func:`to_keep` kept of one question."""
    return tuple(
        ChannelSets(channel, tuple(alone), tuple((one, other) for one, other in pairs))
        for channel, alone, pairs in kept[question.value]
    )


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
