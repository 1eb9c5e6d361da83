"""A case for any combination that can happen, put together from parts.

The same combination gives the same case, in either language the same structure. A part that
depends on a factor is there for each of its values, so nothing that can happen is without words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from simulacro.content.cases import BRAND, Beat, Case, CaseQuestion, CaseSource, Exhibit, made_key
from simulacro.content.drill_model import FactorWords, base_model, trained_by

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
    """``missing`` are the factors without a value that has words."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__(", ".join(missing))


def assembled_case(
    combination: Mapping[str, str], language: str, brand: str, names: FactorWords | None = None
) -> Case:
    """The case of a whole combination of the drill model, or of a brand's own.

    ``names`` are a brand's own words: a value that only they know is told by its name, a factor
    of the base model that they lack is told in general, and one more is something known. Raises
    IncompleteCombination.

    >>> values = {f.id: f.values[0].id for f in base_model().factors}
    >>> values |= {"trigger": "trolls", "actor": "group", "truth": "false"}
    >>> assembled_case(values, "es", "Café Andariego").title
    'Todos a la vez, a media mañana'
    """
    language = language[:2] if language[:2] in ("es", "en") else "es"
    names = names or FactorWords(language)
    missing = tuple(_without_words(combination, names))
    if missing:
        raise IncompleteCombination(missing)
    words = _parts()[language]
    teller = _Teller(combination, words, _parts()["others"][language], names)
    pick = {name: teller.pick(words[name], name, factor) for name, factor in _PICKED.items()}
    truth = teller.known("truth", "half_true")
    if truth == "false":
        pick["what"] = words["claimed"].get(combination.get("trigger", ""), pick["what"])
    arrival = " ".join(
        teller.pick(words["arrival"][factor], factor, factor)
        for factor in ("actor", "channel", "format")
    )

    def fill(text: str) -> str:
        named = text.replace("{arrival}", arrival[0].lower() + arrival[1:])
        named = named.replace("{severity}", pick["severity"]).replace("{gap}", pick["gap"])
        return named.replace(BRAND, brand)

    situation = (pick["clock"], pick["what"], f"{arrival}.", pick["severity"], pick["gap"])
    questions = tuple(_questions({**combination, "truth": truth}, language))
    return Case(
        key=made_key(combination),
        source=CaseSource.ASSEMBLED,
        family=combination.get("trigger", ""),
        minutes=sum(question.minutes for question in questions) + 10,
        combination=dict(combination),
        title=f"{pick['titles']}, {pick['when']}",
        situation=" ".join(map(fill, situation)),
        known=tuple(map(fill, (*words["known"], *teller.of_other_factors()))),
        unknown=tuple(map(fill, words["unknown"][truth])),
        timeline=(
            Beat("start", 0, f"{arrival}."),
            *(
                Beat(f"later-{i}", beat["at_min"], fill(beat["text"]))
                for i, beat in enumerate(words["later"], start=1)
            ),
        ),
        exhibits=tuple(_exhibits(teller, fill)),
        questions=questions,
        gained=fill(words["gained"][truth]),
    )


def _without_words(combination: Mapping[str, str], names: FactorWords) -> Iterator[str]:
    for factor in base_model().factors:
        value = combination.get(factor.id)
        if value is None:
            # A brand's own model may leave a factor out.
            if not names.own or factor.id in names.own:
                yield factor.id
        elif value not in {v.id for v in factor.values} and not names.knows(factor.id, value):
            yield factor.id


@dataclass(frozen=True, slots=True)
class _Teller:
    """Parts by the values of a combination; ``others`` has what stands in for parts."""

    combination: Mapping[str, str]
    words: Any
    others: Any
    names: FactorWords

    def pick(self, parts: Mapping[str, str], name: str, factor: str) -> str:
        """The part of a factor's value, its name in a frame, or what is said in general."""
        value = self.combination.get(factor)
        if value is None:
            return str(self.others["absent"][name])
        if value in parts:
            return parts[value]
        called = self.names.value(factor, value)
        inside = called if called[:2].isupper() else called[:1].lower() + called[1:]
        frame = str(self.others["unknown"][name])
        return frame.replace("{name}", called).replace("{inside}", inside)

    def known(self, factor: str, otherwise: str) -> str:
        """The value of a factor, where the parts know it."""
        value = self.combination.get(factor, otherwise)
        return value if value in self.words["unknown"] else otherwise

    def of_other_factors(self) -> Iterator[str]:
        """A line for each factor that the base model does not have."""
        base = {factor.id for factor in base_model().factors}
        for factor, value in self.combination.items():
            if factor not in base:
                yield f"{self.names.factor(factor)}: {self.names.value(factor, value)}."


_PICKED: Final = {
    "titles": "trigger",
    "what": "trigger",
    "when": "moment",
    "clock": "moment",
    "gap": "gap",
    "severity": "severity",
}


def _exhibits(teller: _Teller, fill: Callable[[str], str]) -> list[Exhibit]:
    """What reached the team: the thing itself and, unless it is mild, the press."""
    words, combination = teller.words, teller.combination
    channel, format = combination.get("channel", ""), combination.get("format", "text")
    kind = "review" if channel == "reviews" else FORMAT_KINDS.get(format, format)
    if channel == "whatsapp" and format == "text":
        kind = "message"
    author = teller.pick(words["arrival"]["actor"], "actor", "actor")
    network = "" if channel == "reviews" else channel
    text = fill(teller.pick(words["post"], "post", "trigger"))
    found = [Exhibit("post", kind, network, 0, author, text)]
    if combination.get("severity") != "low":
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
        if all(combination.get(factor) in values for factor, values in when.items()):
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
