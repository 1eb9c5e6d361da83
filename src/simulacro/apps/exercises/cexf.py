"""An exercise as JSON in the shape of MISP's Common Exercise Format (CEXF): an exercise, injects,
their flow and payloads. https://misp.github.io/cexf/"""

from __future__ import annotations

import uuid
from typing import Any, Final

from simulacro.content.cases import Case

NAMESPACE: Final = uuid.UUID("9f0a3c52-6a2e-4c1b-9d6e-3f6f1f0f7a11")
SCORES: Final = {"P": 100, "S": 66, "M": 33, "U": 0}


def as_cexf(case: Case, *, brand: str, made_at: str) -> dict[str, Any]:
    """The case in CEXF's shape; ``made_at`` is an ISO instant. The same case has the same ids.

    Injects are the exhibits, sent at their minute, and the questions, each after the one before;
    a question is evaluated by a person with a score of 0 to 100.
    """
    exercise = uuid.uuid5(NAMESPACE, case.key)
    names = [*(seen.id for seen in case.exhibits), *(asked.id for asked in case.questions)]
    ids = [uuid.uuid5(exercise, name) for name in names]
    exhibits: list[dict[str, Any]] = [
        {
            "name": f"SIMULACRO · {seen.kind}",
            "description": f"{seen.author}: {seen.text}",
            "uuid": str(name),
            "action": "network_connection" if seen.network else "email_to_participants",
            "target_tool": seen.network or "email",
            "inject_evaluation": [],
        }
        for seen, name in zip(case.exhibits, ids, strict=False)
    ]
    questions: list[dict[str, Any]] = [
        {
            "name": question.task,
            "description": question.ask,
            "uuid": str(name),
            "action": "question",
            "target_tool": "simulacro",
            "inject_evaluation": [
                {
                    "parameters": [
                        {"expected": question.answer, "notices": list(question.notices)}
                    ],
                    "result": "MANUAL",
                    "evaluation_strategy": "manual",
                    "score_range": [min(SCORES.values()), max(SCORES.values())],
                }
            ],
        }
        for question, name in zip(case.questions, ids[len(case.exhibits) :], strict=True)
    ]
    return {
        "exercise": {
            "uuid": str(exercise),
            "name": f"SIMULACRO · {case.title}",
            "description": case.situation,
            "expanded": case.gained,
            "namespace": "social-media-crisis",
            "exercise_type": "tabletop",
            "total_duration": case.minutes * 60,
            "meta": {
                "author": brand,
                "level": case.combination.get("severity", ""),
                "priority": 0,
                "combination": dict(case.combination),
                "source": case.key,
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
            for number, (inject, before, after, at) in enumerate(_flow(case, exhibits, questions))
        ],
        "inject_payloads": [],
    }


def _flow(
    case: Case, exhibits: list[dict[str, Any]], questions: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], str, str, int | None]]:
    """Each inject with the one it waits for, the one that follows, and its second."""
    found: list[tuple[dict[str, Any], str, str, int | None]] = [
        (inject, "", "", seen.at_min * 60)
        for inject, seen in zip(exhibits, case.exhibits, strict=True)
    ]
    for i, inject in enumerate(questions):
        before = questions[i - 1]["uuid"] if i else ""
        after = questions[i + 1]["uuid"] if i + 1 < len(questions) else ""
        found.append((inject, before, after, None))
    return found
