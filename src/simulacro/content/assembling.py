"""A case for any combination that can happen, put together from parts.

The same combination gives the same case, in either language the same structure. A part that
depends on a factor is there for each of its values, so nothing that can happen is without words;
where a part has variants, the combination chooses among them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final
from zlib import crc32

import yaml

from simulacro.content.cases import BRAND, Beat, Case, CaseQuestion, CaseSource, Exhibit, made_key
from simulacro.content.drill_model import base_model, trained_by

# The order in which a crisis asks for each capability.
ORDER: Final = (
    "detect",
    "alert",
    "access",
    "pause",
    "answer",
    "approve",
    "coordinate",
    "record",
    "care",
    "learn",
)
MOST_QUESTIONS: Final = 6
FEWEST_QUESTIONS: Final = 4
# Asked in every case: what one says, and what one gains.
ALWAYS: Final = ("answer", "learn")
# Asked where a drill trains too few capabilities for a whole case.
FILLING: Final = ("detect", "record", "alert")
FOUND_AT_MIN: Final = 18
PRESS_AT_MIN: Final = 25
FORMAT_KINDS: Final = {"text": "post"}


class IncompleteCombination(ValueError):
    """``missing`` are the factors without a value that the parts know."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__(", ".join(missing))


def assembled_case(combination: Mapping[str, str], language: str, brand: str) -> Case:
    """The case of a whole combination of the drill model. Raises IncompleteCombination.

    >>> values = {f.id: f.values[0].id for f in base_model().factors}
    >>> values |= {"trigger": "trolls", "actor": "group", "truth": "false"}
    >>> assembled_case(values, "es", "Café Andariego").title
    'Todos a la vez, a media mañana'
    """
    missing = tuple(
        factor.id
        for factor in base_model().factors
        if combination.get(factor.id) not in {value.id for value in factor.values}
    )
    if missing:
        raise IncompleteCombination(missing)
    language = language[:2] if language[:2] in ("es", "en") else "es"
    words, key = _parts()[language], made_key(combination)

    def pick(name: str, variants: Sequence[Any]) -> Any:
        return variants[crc32(f"{name} {key}".encode()) % len(variants)]

    story = pick("story", words["stories"][combination["trigger"]])
    false = combination["truth"] == "false"
    blanks = {
        BRAND: brand,
        "{proof}": story.get("proof", "").replace(BRAND, brand),
        **{f"{{{name}}}": time for name, time in words["hours"][combination["moment"]].items()},
    }

    def fill(text: str) -> str:
        for blank, filling in blanks.items():
            text = text.replace(blank, filling)
        return text

    arrival = " ".join(
        words["arrival"][factor][combination[factor]] for factor in ("actor", "channel", "format")
    )
    situation = (
        words["clock"][combination["moment"]],
        story.get("claimed", story["what"]) if false else story["what"],
        f"{arrival}.",
        pick("severity", words["severity"][combination["severity"]]),
        pick("gap", words["gap"][combination["gap"]]),
    )
    beats: tuple[dict[str, Any], ...] = (
        {"id": "start", "at_min": 0, "text": f"{arrival}."},
        {"id": "spreads", **words["later"]["actor"][combination["actor"]]},
        {
            "id": "found",
            "at_min": FOUND_AT_MIN,
            "text": pick("found", words["found"][combination["truth"]]),
        },
        {"id": "grows", **words["later"]["severity"][combination["severity"]]},
    )
    questions = tuple(_questions(combination, language, fill))
    return Case(
        key=key,
        source=CaseSource.ASSEMBLED,
        family=combination["trigger"],
        minutes=sum(question.minutes for question in questions) + 10,
        combination=dict(combination),
        title=f"{story['title']}, {words['when'][combination['moment']]}",
        situation=" ".join(map(fill, situation)),
        known=tuple(map(fill, story["known"])),
        unknown=tuple(map(fill, (story["unknown"], words["unknown"][combination["truth"]]))),
        timeline=tuple(Beat(b["id"], b["at_min"], fill(b["text"])) for b in beats),
        exhibits=tuple(_exhibits(combination, words, story, pick, fill)),
        questions=questions,
        gained=fill(pick("gained", words["gained"][combination["truth"]])),
    )


def _exhibits(
    combination: Mapping[str, str],
    words: Any,
    story: Any,
    pick: Callable[[str, Sequence[Any]], Any],
    fill: Callable[[str], str],
) -> list[Exhibit]:
    """What reached the team: the thing itself and, unless it is mild, the press."""
    channel, format, actor = (combination[name] for name in ("channel", "format", "actor"))
    kind = "review" if channel == "reviews" else FORMAT_KINDS.get(format, format)
    if channel == "whatsapp" and format == "text":
        kind = "message"
    author = words["arrival"]["actor"][actor]
    network = "" if channel == "reviews" else channel
    text = words["shown"][format] + story["post"][actor]
    found = [Exhibit("post", kind, network, 0, author, fill(text))]
    if combination["severity"] != "low":
        press = pick("press", words["press"])
        found.append(
            Exhibit("press", "email", "", PRESS_AT_MIN, press["from"], fill(press["text"]))
        )
    return found


def _questions(
    combination: Mapping[str, str], language: str, fill: Callable[[str], str]
) -> list[CaseQuestion]:
    trained = {*trained_by(combination), *ALWAYS}
    for capability in FILLING:
        if len(trained) < FEWEST_QUESTIONS:
            trained.add(capability)
    wanted = [capability for capability in ORDER if capability in trained]
    # Of those that may be left out the first ones stay.
    while len(wanted) > MOST_QUESTIONS:
        wanted.remove(next(c for c in reversed(wanted) if c not in ALWAYS))
    return [_question(capability, combination, language, fill) for capability in wanted]


def _question(
    capability: str, combination: Mapping[str, str], language: str, fill: Callable[[str], str]
) -> CaseQuestion:
    for item in _asked():
        if item["task"].partition(".")[0] != capability:
            continue
        when = item.get("when", {})
        if all(combination[factor] in values for factor, values in when.items()):
            words = item[language]
            return CaseQuestion(
                capability,
                item["task"],
                item["minutes"],
                fill(words["ask"]),
                fill(words["answer"]),
                tuple(map(fill, words["notices"])),
            )
    raise LookupError(f"no question on {capability}")


@cache
def _asked() -> Any:
    return _read("case_questions.yaml")["questions"]


@cache
def _parts() -> Any:
    return _read("case_parts.yaml")


def _read(name: str) -> Any:
    file = resources.files("simulacro.content").joinpath(name)
    return yaml.safe_load(file.read_text("utf-8"))
