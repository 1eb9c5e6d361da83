"""A file in MISP's Common Exercise Format (CEXF) as a case: one of ours, or anybody's.

Of a foreign one, an inject with a payload is something that arrives, and one that is evaluated
asks something of the team; an inject that has both does both. https://misp.github.io/cexf/
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from simulacro.apps.exercises.cexf import QUESTION, TITLE
from simulacro.apps.exercises.msel_reading import ask
from simulacro.content.case_documents import (
    MAX_TITLE,
    SCHEMA,
    USUAL_FAMILY,
    one_line,
    read_case,
)
from simulacro.engines.documents.fields import Fields
from simulacro.engines.documents.mistakes import DocumentError, Mistakes, Path
from simulacro.engines.documents.opening import open_source


@dataclass(frozen=True, slots=True)
class _Inject:
    """An inject with what it shows and what it expects; `at_s` is None where nobody says when."""

    uuid: str
    name: str
    description: str
    action: str
    tool: str
    payload: Mapping[str, Any] | None
    payload_path: Path
    evaluations: tuple[tuple[Mapping[str, Any], Path], ...]
    path: Path
    at_s: float | None = None


@dataclass(slots=True)
class _Made:
    """A case's document, and where in the file each of its paths is said."""

    document: dict[str, Any]
    places: dict[Path, Path] = field(default_factory=dict)

    def add(self, name: str, thing: dict[str, Any], path: Path, **parts: Path) -> None:
        at: Path = (name, len(self.document[name]))
        self.document[name].append(thing)
        self.places[at] = path
        for part, place in parts.items():
            self.places[*at, part] = place

    def place_of(self, path: Path) -> Path:
        """Where a path of the document, or the nearest thing around it, is said."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return (*self.places[path[:length]], *path[length:])
        return path


def read_cexf(
    source: str | bytes | Mapping[str, Any], *, families: Collection[str] = ()
) -> dict[str, Any]:
    """The case that a file says. Raises DocumentError with every mistake, by its path."""
    values, mistakes = open_source(source)
    f = Fields({} if values is None else values, (), mistakes, "the file")
    exercise = _group(f, "exercise")
    payloads = dict(_payloads(f))
    injects = list(_in_flow(f, list(_injects(f, payloads)), mistakes))
    name = exercise.text("name", required=exercise.has("name") or bool(exercise.values))
    meta = Fields(exercise.take("meta"), exercise.at("meta"), mistakes, "the meta")
    title = one_line(name.removeprefix(TITLE.rstrip()))
    ours = meta.values.get("simulacro") == SCHEMA
    made = _Made({"schema": SCHEMA, "title": title, "family": USUAL_FAMILY})
    made.places["title",] = exercise.at("name")
    for list_name in ("exhibits", "questions"):
        made.document[list_name] = []
        made.places[list_name,] = ("injects",)
    seconds = _seconds(exercise)
    description, expanded = exercise.text("description"), exercise.text("expanded")
    if seconds:
        made.document["minutes"] = max(1, round(seconds / 60)) if not ours else seconds / 60
        made.places["minutes",] = exercise.at("total_duration")
    if ours:
        made.document |= {"situation": description, "gained": expanded}
        made.places |= {
            ("situation",): exercise.at("description"),
            ("gained",): exercise.at("expanded"),
        }
        for part in ("family", "combination", "known", "unknown", "timeline"):
            if meta.has(part):
                made.document[part] = meta.take(part)
            made.places[part,] = meta.at(part)
        for inject in injects:
            _our_inject(made, inject)
    else:
        made.document["title"] = title[:MAX_TITLE]
        made.document["minutes"] = min(480, made.document.get("minutes", 45))
        told = expanded.lstrip("# ") or description or title
        made.document["situation"] = told
        last = 0.0
        for inject in injects:
            last = last if inject.at_s is None else inject.at_s
            _any_inject(made, inject, round(last / 60))
    try:
        read = read_case(made.document, families=families)
    except DocumentError as refused:
        # What is missing altogether was told with its own place.
        told_already = {m.path for m in mistakes.found}
        for mistake in refused.mistakes:
            path = made.place_of(mistake.path)
            if path not in told_already and not (mistakes.found and mistake.path == ()):
                mistakes.found.append(replace(mistake, path=path))
        read = {}
    mistakes.raise_if_any()
    return read


def _our_inject(made: _Made, inject: _Inject) -> None:
    if inject.action == QUESTION:
        given, at = _first_parameters(inject)
        # A field that is missing keeps its usual value.
        asked = {
            **{part: given[part] for part in ("id", "minutes", "notices") if part in given},
            "task": inject.name,
            "ask": inject.description,
            "answer": given.get("expected", ""),
        }
        places = {"task": (*inject.path, "name"), "ask": (*inject.path, "description")}
        parts = {part: (*at, part) for part in ("id", "minutes", "notices")}
        made.add("questions", asked, inject.path, **places, **parts, answer=(*at, "expected"))
        return
    parameters = (inject.payload or {}).get("parameters", {})
    given = parameters if isinstance(parameters, Mapping) else {}
    seen = {
        "id": (inject.payload or {}).get("name", ""),
        **{part: given[part] for part in ("kind", "network", "from") if part in given},
        "at_min": (inject.at_s or 0) / 60,
        "text": given.get("content", ""),
    }
    inside = (*inject.payload_path, "parameters")
    places = {part: (*inside, part) for part in ("kind", "network", "from")}
    made.add("exhibits", seen, inject.path, **places, text=(*inside, "content"))


def _any_inject(made: _Made, inject: _Inject, at_min: int) -> None:
    said = _said(inject.payload) or inject.description
    results = [one_line(str(e["result"])) for e, _path in inject.evaluations if e.get("result")]
    if said or not inject.evaluations:
        kind = "email" if "mail" in inject.action.casefold() else "message"
        seen = {"kind": kind, "from": inject.tool[:MAX_TITLE], "at_min": at_min}
        text = "\n".join(dict.fromkeys(part for part in (inject.name, said) if part))
        made.add("exhibits", {**seen, "text": text}, inject.path)
    if inject.evaluations:
        asked = {"ask": ask(inject.name or inject.description), "answer": "\n".join(results)}
        made.add("questions", asked, inject.path)


def _first_parameters(inject: _Inject) -> tuple[Mapping[str, Any], Path]:
    for evaluation, path in inject.evaluations:
        parameters = evaluation.get("parameters")
        if isinstance(parameters, list) and parameters and isinstance(parameters[0], Mapping):
            return parameters[0], (*path, "parameters", 0)
    return {}, inject.path


def _said(payload: Mapping[str, Any] | None) -> str:
    """What a payload says in words; of a connection, where from and where to."""
    parameters = (payload or {}).get("parameters")
    if not isinstance(parameters, Mapping):
        return ""
    content = parameters.get("content")
    if isinstance(content, str):
        if parameters.get("content-type") != "base64":
            return content
        try:
            return base64.b64decode(content).decode()
        except (binascii.Error, ValueError):
            # A picture, a program: its name is all that a case can show.
            return str(parameters.get("filename", ""))
    return "\n".join(f"{key}: {value}" for key, value in parameters.items())


def _group(f: Fields, name: str) -> Fields:
    value = f.take(name)
    if value is None:
        f.mistakes.add("missing", f.path, field=name)
    return Fields(value, f.at(name), f.mistakes, name)


def _payloads(f: Fields) -> Iterator[tuple[str, tuple[Mapping[str, Any], Path]]]:
    for item, path in f.items("inject_payloads"):
        g = Fields(item, path, f.mistakes, "a payload")
        g.text("name")
        name = g.text("uuid", required=True)
        parameters = g.take("parameters")
        if parameters is not None and not isinstance(parameters, Mapping | list):
            Fields(parameters, g.at("parameters"), f.mistakes, "the parameters")
        if isinstance(parameters, Mapping) and parameters.get("content-type") == "base64":
            try:
                base64.b64decode(str(parameters.get("content", "")), validate=False)
            except (binascii.Error, ValueError):
                f.mistakes.add("not_base64", (*g.at("parameters"), "content"))
        yield name, (g.values, path)


def _injects(
    f: Fields, payloads: Mapping[str, tuple[Mapping[str, Any], Path]]
) -> Iterator[_Inject]:
    if not f.has("injects"):
        f.mistakes.add("missing", f.path, field="injects")
    seen: set[str] = set()
    for item, path in f.items("injects"):
        g = Fields(item, path, f.mistakes, "an inject")
        name, description = g.text("name"), g.text("description")
        if not name and not description:
            f.mistakes.add("missing", path, field="name")
        given = g.text("uuid", required=True)
        if given and given in seen:
            f.mistakes.add("duplicate_id", g.at("uuid"), wrong=given)
        seen.add(given)
        resource = g.text("action_payload_resource_uuid")
        payload, payload_path = payloads.get(resource, (None, path))
        if resource and payload is None:
            place = g.at("action_payload_resource_uuid")
            f.mistakes.add("unknown_payload", place, wrong=resource)
        evaluations = []
        for one, at in g.items("inject_evaluation"):
            e = Fields(one, at, f.mistakes, "an evaluation")
            e.text("result")
            evaluations.append((e.values, at))
        yield _Inject(
            given,
            name,
            description,
            g.text("action"),
            g.text("target_tool"),
            payload,
            payload_path,
            tuple(evaluations),
            path,
        )


def _in_flow(f: Fields, injects: list[_Inject], mistakes: Mistakes) -> Iterator[_Inject]:
    """The injects in the order of the flow, with their seconds; then those it does not name."""
    by_uuid = {inject.uuid: inject for inject in injects}
    first: dt.datetime | None = None
    for item, path in f.items("inject_flow"):
        g = Fields(item, path, mistakes, "a step of the flow")
        named = g.text("inject_uuid", required=True)
        timing = Fields(g.take("timing"), g.at("timing"), mistakes, "the timing")
        at = timing.take("triggered_at")
        at_s: float | None = None
        if isinstance(at, int | float) and not isinstance(at, bool):
            at_s = timing.number("triggered_at", low=-1e9)
        elif isinstance(at, str) and at.strip():
            instant = _instant(at)
            number = _number(at)
            if instant is not None:
                first = first or instant
                at_s = (instant - first).total_seconds()
            elif number is not None:
                at_s = number
            else:
                place = timing.at("triggered_at")
                mistakes.add("wrong_type", place, wrong=f"“{at}”", expected="a number")
        elif at is not None and not isinstance(at, str):
            mistakes.add("wrong_type", timing.at("triggered_at"), wrong=at, expected="a number")
        if not named:
            continue
        inject = by_uuid.pop(named, None)
        if inject is not None:
            yield replace(inject, at_s=at_s)
        elif all(inject.uuid != named for inject in injects):
            mistakes.add("unknown_inject", g.at("inject_uuid"), wrong=named)
    yield from by_uuid.values()


def _seconds(exercise: Fields) -> float:
    """The whole duration; a text in the format's own words, a number in some files."""
    value = exercise.values.get("total_duration")
    number = _number(value) if isinstance(value, str) else None
    if number is not None:
        exercise.values["total_duration"] = number
    return exercise.number("total_duration")


def _number(text: str) -> float | None:
    plain = text.strip()
    return float(plain) if plain.lstrip("-").isdecimal() and len(plain) < 12 else None


def _instant(text: str) -> dt.datetime | None:
    if "-" not in text[1:]:
        return None
    try:
        found = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
