"""A case as JSON in the shape of MISP's Common Exercise Format (CEXF): an exercise, injects, their
flow and payloads. https://misp.github.io/cexf/

What CEXF has no place for stands under ``exercise.meta``; `cexf_reading` gives the same case back.
"""

from __future__ import annotations

import uuid
from typing import Any, Final

from simulacro.content.case_documents import SCHEMA, document_of
from simulacro.content.cases import Case

NAMESPACE: Final = uuid.UUID("9f0a3c52-6a2e-4c1b-9d6e-3f6f1f0f7a11")
SCORES: Final = {"P": 100, "S": 66, "M": 33, "U": 0}
TITLE: Final = "SIMULACRO · "
QUESTION: Final = "question"


def as_cexf(case: Case, *, brand: str, made_at: str) -> dict[str, Any]:
    """The case in CEXF's shape; ``made_at`` is an ISO instant. The same case has the same ids.

    Injects are the exhibits, sent at their second, with what they say as a payload; and the
    questions, each after the one before, evaluated by a person with a score of 0 to 100.
    """
    said = document_of(case)
    exercise = uuid.uuid5(NAMESPACE, case.key)
    exhibits = [_exhibit(seen, exercise) for seen in said["exhibits"]]
    questions = [_question(question, exercise) for question in said["questions"]]
    return {
        "exercise": {
            "uuid": str(exercise),
            "name": f"{TITLE}{said['title']}",
            "description": said["situation"],
            "expanded": said["gained"],
            "namespace": "social-media-crisis",
            "tags": [],
            "exercise_type": "tabletop",
            "total_duration": str(said["minutes"] * 60),
            "meta": {
                "author": brand,
                "level": said["combination"].get("severity", ""),
                "priority": 0,
                "simulacro": SCHEMA,
                "source": case.key,
                "family": said["family"],
                "combination": said["combination"],
                "known": said["known"],
                "unknown": said["unknown"],
                "timeline": said["timeline"],
            },
            "created": made_at,
            "version": "1.0",
        },
        "injects": [*exhibits, *questions],
        "inject_flow": [
            {
                "description": inject["name"],
                "inject_uuid": inject["uuid"],
                "reporting_callback": [],
                "requirements": {"inject_uuid": before} if before else {},
                "sequence": {
                    "trigger": ["manual"] if number >= len(exhibits) else ["periodic"],
                    "completion_trigger": [],
                    "followed_by": [after] if after else [],
                },
                "timing": {"triggered_at": at},
            }
            for number, (inject, before, after, at) in enumerate(
                _flow(said["exhibits"], exhibits, questions)
            )
        ],
        "inject_payloads": [
            {
                "name": seen["id"],
                "type": "message",
                "uuid": inject["action_payload_resource_uuid"],
                "parameters": {
                    "content-type": "text/plain",
                    "content": seen["text"],
                    "from": seen["from"],
                    "kind": seen["kind"],
                    "network": seen["network"],
                },
            }
            for seen, inject in zip(said["exhibits"], exhibits, strict=True)
        ],
    }


def _exhibit(seen: dict[str, Any], exercise: uuid.UUID) -> dict[str, Any]:
    return {
        "name": f"{TITLE}{seen['kind']}",
        "description": f"{seen['from']}: {seen['text']}",
        "uuid": str(uuid.uuid5(exercise, seen["id"])),
        "action": "network_connection" if seen["network"] else "email_to_participants",
        "action_payload_resource_uuid": str(uuid.uuid5(exercise, f"payload {seen['id']}")),
        "target_tool": seen["network"] or "email",
        "inject_evaluation": [],
    }


def _question(question: dict[str, Any], exercise: uuid.UUID) -> dict[str, Any]:
    return {
        "name": question["task"],
        "description": question["ask"],
        # An exhibit may have the same id.
        "uuid": str(uuid.uuid5(exercise, f"question {question['id']}")),
        "action": QUESTION,
        "target_tool": "simulacro",
        "inject_evaluation": [
            {
                "parameters": [
                    {
                        "id": question["id"],
                        "minutes": question["minutes"],
                        "expected": question["answer"],
                        "notices": question["notices"],
                    }
                ],
                "result": "MANUAL",
                "evaluation_strategy": "manual",
                "score_range": [min(SCORES.values()), max(SCORES.values())],
            }
        ],
    }


def _flow(
    seen: list[dict[str, Any]], exhibits: list[dict[str, Any]], questions: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], str, str, int | None]]:
    """Each inject with the one it waits for, the one that follows, and its second."""
    found: list[tuple[dict[str, Any], str, str, int | None]] = [
        (inject, "", "", one["at_min"] * 60) for inject, one in zip(exhibits, seen, strict=True)
    ]
    for i, inject in enumerate(questions):
        before = questions[i - 1]["uuid"] if i else ""
        after = questions[i + 1]["uuid"] if i + 1 < len(questions) else ""
        found.append((inject, before, after, None))
    return found
