"""A case for any combination that can happen, put together from parts.

The same combination gives the same case, in either language the same structure. A part that
depends on a factor is there for each of its values, so nothing that can happen is without words;
where a part has variants, the combination chooses among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final
from zlib import crc32

import yaml

from simulacro.content.cases import BRAND, Beat, Case, CaseQuestion, CaseSource, Exhibit, made_key
from simulacro.content.drill_model import FactorWords, base_model, trained_by

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
    story = teller.story()
    truth = teller.known("truth", "half_true")
    hours = words["hours"].get(combination.get("moment", ""), words["hours"]["office_hours"])
    blanks = {
        BRAND: brand,
        "{proof}": story.get("proof", "").replace(BRAND, brand),
        **{f"{{{name}}}": time for name, time in hours.items()},
    }

    def fill(text: str) -> str:
        for blank, filling in blanks.items():
            text = text.replace(blank, filling)
        return text

    arrival = " ".join(
        teller.pick(words["arrival"][factor], factor, factor)
        for factor in ("actor", "channel", "format")
    )
    situation = (
        teller.pick(words["clock"], "clock", "moment"),
        story.get("claimed", story["what"]) if truth == "false" else story["what"],
        f"{arrival}.",
        teller.pick(words["severity"], "severity", "severity"),
        teller.pick(words["gap"], "gap", "gap"),
    )
    found = teller.one_of("found", words["found"][truth])
    beats: tuple[dict[str, Any], ...] = (
        {"id": "start", "at_min": 0, "text": f"{arrival}."},
        *teller.later("spreads", "actor"),
        {"id": "found", "at_min": FOUND_AT_MIN, "text": found},
        *teller.later("grows", "severity"),
    )
    questions = tuple(_questions({**combination, "truth": truth}, language, fill))
    known = (*story["known"], *teller.of_other_factors())
    return Case(
        key=made_key(combination),
        source=CaseSource.ASSEMBLED,
        family=combination.get("trigger", ""),
        minutes=sum(question.minutes for question in questions) + 10,
        combination=dict(combination),
        title=f"{story['title']}, {teller.pick(words['when'], 'when', 'moment')}",
        situation=" ".join(map(fill, situation)),
        known=tuple(map(fill, known)),
        unknown=tuple(map(fill, (story["unknown"], words["unknown"][truth]))),
        timeline=tuple(Beat(b["id"], b["at_min"], fill(b["text"])) for b in beats),
        exhibits=tuple(_exhibits(teller, story, fill)),
        questions=questions,
        gained=fill(teller.one_of("gained", words["gained"][truth])),
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

    def one_of(self, name: str, variants: Sequence[Any]) -> Any:
        """The variant of a part which this combination always gets."""
        chosen = crc32(f"{name} {made_key(self.combination)}".encode())
        return variants[chosen % len(variants)]

    def pick(self, parts: Mapping[str, Any], name: str, factor: str) -> str:
        """The part of a factor's value, its name in a frame, or what is said in general."""
        value = self.combination.get(factor)
        if value is None:
            return str(self.others["absent"][name])
        if value in parts:
            part = parts[value]
            return str(part if isinstance(part, str) else self.one_of(name, part))
        return self._framed(str(self.others["unknown"][name]), factor)

    def story(self) -> Mapping[str, Any]:
        """What happens: one of the stories of the trigger, or what can be told of any."""
        value = self.combination.get("trigger")
        if value in self.words["stories"]:
            story: Mapping[str, Any] = self.one_of("story", self.words["stories"][value])
            return story
        told = self.others["unknown" if value else "absent"]["story"]
        # Its words are one sentence each: only they name the brand's own value.
        return {
            name: self._framed(part, "trigger") if isinstance(part, str) and value else part
            for name, part in told.items()
        }

    def _framed(self, frame: str, factor: str) -> str:
        called = self.names.value(factor, self.combination[factor])
        inside = called if called[:2].isupper() else called[:1].lower() + called[1:]
        return frame.replace("{name}", called).replace("{inside}", inside)

    def known(self, factor: str, otherwise: str) -> str:
        """The value of a factor, where the parts know it."""
        value = self.combination.get(factor, otherwise)
        return value if value in self.words["unknown"] else otherwise

    def later(self, id: str, factor: str) -> Iterator[dict[str, Any]]:
        """The beat that a factor's value brings, if it brings one."""
        beat = self.words["later"][factor].get(self.combination.get(factor))
        if beat:
            yield {"id": id, **beat}

    def of_other_factors(self) -> Iterator[str]:
        """A line for each factor that the base model does not have."""
        base = {factor.id for factor in base_model().factors}
        for factor, value in self.combination.items():
            if factor not in base:
                yield f"{self.names.factor(factor)}: {self.names.value(factor, value)}."


def _exhibits(
    teller: _Teller, story: Mapping[str, Any], fill: Callable[[str], str]
) -> list[Exhibit]:
    """What reached the team: the thing itself and, unless it is mild, the press."""
    words, combination = teller.words, teller.combination
    channel, format = combination.get("channel", ""), combination.get("format", "text")
    kind = "review" if channel == "reviews" else FORMAT_KINDS.get(format, format)
    if channel == "whatsapp" and format == "text":
        kind = "message"
    author = teller.pick(words["arrival"]["actor"], "actor", "actor")
    network = "" if channel == "reviews" else channel
    post = story["post"]
    if not isinstance(post, str):
        # A brand's own actor speaks as a customer would.
        post = post.get(combination.get("actor"), post["customer"])
    text = words["shown"].get(format, "") + post
    found = [Exhibit("post", kind, network, 0, author, fill(text))]
    if combination.get("severity") != "low":
        press = teller.one_of("press", words["press"])
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
        if all(combination.get(factor) in values for factor, values in when.items()):
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
