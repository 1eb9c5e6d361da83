"""A case for any combination that can happen, put together from parts.

The same combination gives the same case, in either language the same structure. A part that
depends on a factor is there for each of its values, so nothing that can happen is without words.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from simulacro.content.cases import BRAND, Beat, Case, CaseQuestion, CaseSource, Exhibit, made_key
from simulacro.content.drill_model import base_model, trained_by

# The order in which a crisis asks for each capability.
ORDER: Final = (
    "detect",
    "alert",
    "access",
    "pause",
    "approve",
    "answer",
    "coordinate",
    "record",
    "care",
    "learn",
)
MOST_QUESTIONS: Final = 6
FEWEST_QUESTIONS: Final = 4
# Asked where a drill trains too few capabilities for a whole case.
FILLING: Final = ("detect", "learn", "record", "alert")
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
    words = _parts()[language[:2] if language[:2] in ("es", "en") else "es"]
    pick = {name: words[name][combination[factor]] for name, factor in _PICKED.items()}
    if combination["truth"] == "false":
        pick["what"] = words["claimed"].get(combination["trigger"], pick["what"])
    arrival = " ".join(
        words["arrival"][factor][combination[factor]] for factor in ("actor", "channel", "format")
    )

    def fill(text: str) -> str:
        named = text.replace("{arrival}", arrival[0].lower() + arrival[1:])
        named = named.replace("{severity}", pick["severity"]).replace("{gap}", pick["gap"])
        return named.replace(BRAND, brand)

    situation = (pick["clock"], pick["what"], f"{arrival}.", pick["severity"], pick["gap"])
    questions = tuple(_questions(combination, language))
    return Case(
        key=made_key(combination),
        source=CaseSource.ASSEMBLED,
        family=combination["trigger"],
        minutes=sum(question.minutes for question in questions) + 10,
        combination=dict(combination),
        title=f"{pick['titles']}, {pick['when']}",
        situation=" ".join(map(fill, situation)),
        known=tuple(map(fill, words["known"])),
        unknown=tuple(map(fill, words["unknown"][combination["truth"]])),
        timeline=(
            Beat("start", 0, f"{arrival}."),
            *(
                Beat(f"later-{i}", beat["at_min"], fill(beat["text"]))
                for i, beat in enumerate(words["later"], start=1)
            ),
        ),
        exhibits=tuple(_exhibits(combination, words, fill)),
        questions=questions,
        gained=fill(words["gained"][combination["truth"]]),
    )


_PICKED: Final = {
    "titles": "trigger",
    "what": "trigger",
    "when": "moment",
    "clock": "moment",
    "gap": "gap",
    "severity": "severity",
}


def _exhibits(combination: Mapping[str, str], words: Any, fill: Any) -> list[Exhibit]:
    """What reached the team: the thing itself and, unless it is mild, the press."""
    channel, format = combination["channel"], combination["format"]
    kind = "review" if channel == "reviews" else FORMAT_KINDS.get(format, format)
    if channel == "whatsapp" and format == "text":
        kind = "message"
    author = words["arrival"]["actor"][combination["actor"]]
    network = "" if channel == "reviews" else channel
    found = [Exhibit("post", kind, network, 0, author, fill(words["post"][combination["trigger"]]))]
    if combination["severity"] != "low":
        press = words["press"]
        found.append(Exhibit("press", "email", "", 25, press["from"], fill(press["text"])))
    return found


def _questions(combination: Mapping[str, str], language: str) -> list[CaseQuestion]:
    trained = set(trained_by(combination))
    for capability in FILLING:
        if len(trained) < FEWEST_QUESTIONS:
            trained.add(capability)
    wanted = [capability for capability in ORDER if capability in trained]
    # The answer is never left out; of the rest the first ones.
    while len(wanted) > MOST_QUESTIONS:
        wanted.remove(next(c for c in reversed(wanted) if c != "answer"))
    return [_question(capability, combination, language) for capability in wanted]


def _question(capability: str, combination: Mapping[str, str], language: str) -> CaseQuestion:
    for item in _parts()["questions"]:
        if item["task"].partition(".")[0] != capability:
            continue
        when = item.get("when", {})
        if all(combination[factor] in values for factor, values in when.items()):
            words = item[language[:2] if language[:2] in ("es", "en") else "es"]
            return CaseQuestion(
                capability,
                item["task"],
                item["minutes"],
                words["ask"],
                words["answer"],
                tuple(words["notices"]),
            )
    raise LookupError(f"no question on {capability}")


@cache
def _parts() -> Any:
    file = resources.files("simulacro.content").joinpath("case_parts.yaml")
    return yaml.safe_load(file.read_text("utf-8"))
