"""What the demo brand's team has drilled, and its calendar: by the same services as everybody's."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any, Final

import yaml

from simulacro.apps.brands.models import Brand
from simulacro.apps.drills.micro_drills import keep_micro_drill
from simulacro.apps.drills.services import plan_calendar
from simulacro.apps.exercises.services import Opening, join, member_id, open_exercise, record
from simulacro.apps.packs.queries import micro_drills, shelf
from simulacro.apps.people.models import User
from simulacro.apps.whatifs.services.board import add_what_ifs
from simulacro.engines.drill import About, Kind, Part

# Of an exercise in a room: how long each thing takes.
MINUTE: Final = dt.timedelta(minutes=1)
Cast = Mapping[str, User]


def drill_the_demo(brand: Brand, cast: Cast, *, language: str, at: dt.datetime) -> None:
    """Let the cast have drilled in the weeks before `at`, and plan their year in a job."""
    file = resources.files("simulacro.content").joinpath("packs", "demo", "drills.yaml")
    for drill in yaml.safe_load(file.read_text("utf-8"))["drills"]:
        began = at - dt.timedelta(days=drill["days_ago"])
        if "micro" in drill:
            _play_micro(brand, cast[drill["person"]], drill, language, began)
        else:
            _play_case(brand, cast, drill, language, began)
    plan_calendar(brand=brand, actor=cast["Ada"])


def _play_micro(
    brand: Brand, person: User, said: Mapping[str, Any], language: str, began: dt.datetime
) -> None:
    drill = next(d for d in micro_drills(language) if d.id == said["micro"])
    chosen = drill.played(said["choices"])
    if chosen is None:
        raise LookupError(said["micro"])
    asked_at, now = [], began
    for seconds in said["seconds"]:
        asked_at.append(now)
        now += dt.timedelta(seconds=seconds)
    keep_micro_drill(
        brand=brand, actor=person, drill=drill, chosen=chosen, asked_at=asked_at, at=now
    )


def _play_case(
    brand: Brand, cast: Cast, said: Mapping[str, Any], language: str, began: dt.datetime
) -> None:
    case = shelf().case(said["case"], language, brand.name)
    lead = cast[said["facilitator"]]
    noted = add_what_ifs(brand=brand, actor=lead, ids=[said["rehearses"]], at=began)
    exercise = open_exercise(
        brand=brand,
        actor=lead,
        opening=Opening("case", case.key, case.title, case.combination),
        at=began,
        possibility=noted[0],
    )
    for name in said["players"]:
        player = member_id(cast[name])
        join(exercise, participant=player, name=name, part=Part.PLAYER, at=began + MINUTE)
    now = began + 2 * MINUTE
    for kind, data, by in _told(said, began.date()):
        record(exercise, kind, data, by=member_id(cast[by]), at=now)
        now += MINUTE


def _told(said: Mapping[str, Any], day: dt.date) -> Iterator[tuple[Kind, Mapping[str, Any], str]]:
    """What happened at the table, in its order: kind, data and who."""
    lead = said["facilitator"]
    for asked in said["asked"]:
        question = {"question": asked["question"]}
        yield Kind.QUESTION_OPENED, {**question, "task": asked["task"]}, lead
        for name, text in asked["answers"].items():
            yield Kind.ANSWER_GIVEN, {**question, "text": text}, name
        yield Kind.ANSWERS_REVEALED, question, lead
        for name, rating in asked["ratings"].items():
            yield Kind.TASK_RATED, {**question, "task": asked["task"], "rating": rating}, name
    yield Kind.HOT_WASH_OPENED, {}, lead
    for about, lines in ((About.STRENGTH, "strengths"), (About.IMPROVEMENT, "improvements")):
        for line in said[lines]:
            data = {"text": line["text"], "about": about.value}
            yield Kind.HOT_WASH_SAID, data, line["by"]
    for action in said["actions"]:
        due = day + dt.timedelta(days=said["days_ago"] + action["due_in_days"])
        data = {name: action[name] for name in ("text", "task", "owner", "poete")}
        action_id = str(uuid.uuid5(uuid.NAMESPACE_URL, action["text"]))
        yield Kind.ACTION_RECORDED, {**data, "id": action_id, "due": due.isoformat()}, lead
    yield Kind.EXERCISE_ENDED, {}, lead
