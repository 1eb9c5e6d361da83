"""Content packs: read one, with every mistake and its place.

A pack is data, never code. It is a single YAML file with a header under
`pack`, or a folder of files whose header is in `pack.yaml`. The shape is
published in `pack.schema.json`; what a schema cannot say (ids under the
pack's own name, ids used once) is checked here.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from simulacro.content.checks import Known, check_mistakes
from simulacro.content.curated_cases import curated_case_mistakes
from simulacro.content.documented_cases import check_day, documented_case_mistakes
from simulacro.content.micro_drills import micro_drill_mistakes
from simulacro.content.real_tests import real_test_mistakes
from simulacro.content.what_ifs import what_if_mistakes
from simulacro.engines.documents.fields import closest, shown
from simulacro.engines.documents.languages import LANGUAGES
from simulacro.engines.documents.mistakes import DocumentError, Mistake, Mistakes
from simulacro.engines.documents.plain_text import read_text

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

# What the schema cannot say of an entry of a section. `WITH_REFERENCES` look at what the pack has
# besides, and at each part that the schema could read; `ALONE` only at an entry in its shape.
WITH_REFERENCES: Final = {"checks": check_mistakes, "real_tests": real_test_mistakes}
ALONE: Final = {
    "cases": curated_case_mistakes,
    "documented_cases": documented_case_mistakes,
    "micro_drills": micro_drill_mistakes,
    "what_ifs": what_if_mistakes,
}
TYPES: Final = {
    "object": "a group of fields",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "yes or no",
}
YES_OR_NO: Final = {"True": "yes", "False": "no"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from. `read` is the day somebody read it, or empty."""

    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""
    read: str = ""

    @property
    def verified(self) -> bool:
        """A source nobody read does not count."""
        return bool(self.read)

    @property
    def read_on(self) -> dt.date | None:
        """The day somebody read it: how old the source is where it has no date of its own. None
        where nobody read it, or where what is told is no day."""
        try:
            return dt.date.fromisoformat(self.read)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of content: a text per language, and the fields of its section."""

    section: str
    id: str
    texts: Mapping[str, Mapping[str, Any]]
    fields: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()

    def text(self, name: str, language: str) -> str:
        """The text called `name` in `language`; empty where the item has none."""
        return str(self.texts.get(language[:2], self.texts["es"]).get(name, ""))

    @property
    def verified(self) -> bool:
        return any(source.verified for source in self.sources)


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as read: its header and its items in the order of the file."""

    name: str
    version: int
    licence: str
    by: str
    titles: Mapping[str, str]
    items: tuple[Item, ...]

    def section(self, name: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.section == name)


@dataclass(frozen=True, slots=True)
class FileMistake:
    """A mistake, and the file it is in."""

    file: str
    mistake: Mistake

    def __str__(self) -> str:
        return f"{self.file}: {self.mistake}"

    def as_dict(self) -> dict[str, Any]:
        """The same for programs."""
        m = self.mistake
        place = {"file": self.file, "line": m.line, "column": m.column, "path": m.place}
        return {**place, "code": m.code, "wrong": m.wrong, "way_out": m.way_out}


class NothingToRead(Exception):
    """The folder has no file of a pack."""


class BadPack(ValueError):
    """The pack was refused; `mistakes` has all of them, file by file."""

    def __init__(self, mistakes: list[FileMistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = tuple(mistakes)


def read_pack(path: Path) -> Pack:
    """Return the pack in a file or a folder. Raises BadPack with every mistake, NothingToRead and
    FileNotFoundError.

    A file without a header borrows that of the `pack.yaml` beside it.
    """
    return read_pack_files(pack_files(path))


@cache
def read_shipped_pack(name: str) -> Pack:
    """Return a pack of the package, read once per process.

    That it is sound is for the tests to say: checking it would be most of the work.
    """
    with resources.as_file(resources.files("simulacro.content") / "packs" / name) as folder:
        files = pack_files(folder)
    return read_checked_files(files)


def read_checked_files(texts: Mapping[str, bytes | str]) -> Pack:
    """Return the pack whose files, by name, :func:`read_pack_files` once read without a mistake.

    Whatever was good when it came stays readable, however much more is asked of what comes.
    """
    values = {name: read_text(text)[0] for name, text in texts.items()}
    return _build(cast(Mapping[str, Mapping[str, Any]], values))


def pack_files(path: Path) -> dict[str, bytes]:
    """Return the files of the pack at `path`, by name, the header's first.

    Raises FileNotFoundError, and NothingToRead for a folder without one.
    """
    if path.is_dir():
        files = {file.relative_to(path).as_posix(): file for file in path.rglob("*.yaml")}
        if not files:
            raise NothingToRead
        names = sorted(files, key=lambda name: (name != "pack.yaml", name))
        return {name: files[name].read_bytes() for name in names}
    text, header = path.read_bytes(), path.parent / "pack.yaml"
    if not header.is_file():
        header = path.parent.parent / "pack.yaml"
    if path != header and header.is_file() and not _has_header(text):
        return {header.name: header.read_bytes(), path.name: text}
    return {path.name: text}


def read_pack_files(texts: Mapping[str, bytes | str]) -> Pack:
    """Return the pack whose files are `texts`, by name. Raises BadPack with every mistake."""
    found: list[FileMistake] = []
    documents: dict[str, tuple[Mapping[str, Any], Mistakes]] = {}
    for name, text in texts.items():
        try:
            values, places = read_text(text)
        except DocumentError as error:
            found += [FileMistake(name, mistake) for mistake in error.mistakes]
            continue
        mistakes = Mistakes(places)
        if values is None:
            mistakes.add("empty", (), expected="pack:")
        else:
            for problem in schema_problems(values):
                _add(mistakes, problem)
        documents[name] = (values if isinstance(values, Mapping) else {}, mistakes)
    _clashes(documents, all_read=not found)
    for name, (_values, mistakes) in documents.items():
        found += [FileMistake(name, mistake) for mistake in mistakes.found]
    if found:
        raise BadPack(sorted(found, key=lambda f: (f.file, f.mistake.line or 0)))
    return _build({name: values for name, (values, _) in documents.items()})


@cache
def pack_validator() -> "Draft202012Validator":
    """The published schema, ready to use."""
    # Slow to load, and needed only where a pack is read.
    from jsonschema import Draft202012Validator

    text = resources.files("simulacro.content").joinpath("pack.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))


def schema_problems(values: object) -> "Iterator[ValidationError]":
    """What the published schema says against `values`; the deepest cause of each."""
    from jsonschema.exceptions import relevance

    for problem in pack_validator().iter_errors(values):
        yield max(problem.context, key=relevance) if problem.context else problem


def _has_header(text: bytes) -> bool:
    return any(line.startswith(b"pack:") for line in text.splitlines())


def _add(mistakes: Mistakes, problem: "ValidationError") -> None:
    """Say in our words what the schema found."""
    path = tuple(problem.absolute_path)
    instance, schema, rule = cast(
        tuple[Any, Any, Any], (problem.instance, problem.schema, problem.validator_value)
    )
    match problem.validator:
        case "required":
            # One error of the schema for each name; say each once.
            name = next(name for name in rule if problem.message.startswith(repr(name)))
            mistakes.add("missing", path, field=name)
        case "additionalProperties":
            known = sorted(schema.get("properties", {}))
            for name in (name for name in instance if name not in known):
                hint = closest(str(name), known, f"the fields are: {', '.join(known)}")
                of = str(path[-1]) if path else "the file"
                mistakes.add("unknown_field", (*path, name), wrong=name, of=of, hint=hint)
        case "type":
            kinds = [rule] if isinstance(rule, str) else rule
            expected = " or ".join(TYPES.get(kind, kind) for kind in kinds)
            mistakes.add("wrong_type", path, wrong=shown(instance), expected=expected)
        case "enum" | "const":
            words = rule if problem.validator == "enum" else [rule]
            # In a file true is yes: each word is told once.
            expected = ", ".join(dict.fromkeys(YES_OR_NO.get(str(w), str(w)) for w in words))
            wrong = str(instance).lower() if isinstance(instance, bool) else instance
            mistakes.add("bad_choice", path, wrong=wrong, expected=expected)
        case "pattern":
            expected = schema.get("title", rule)
            mistakes.add("wrong_type", path, wrong=shown(instance), expected=expected)
        case "minLength" | "maxLength":
            bound = "at least" if problem.validator == "minLength" else "at most"
            mistakes.add(
                "wrong_type",
                path,
                wrong=f"a text of {len(instance)} characters",
                expected=f"{bound} {rule} characters",
            )
        case "minimum" | "maximum":
            side = "from" if problem.validator == "minimum" else "up to"
            mistakes.add("bad_number", path, wrong=instance, expected=f"{side} {rule}")
        case "minItems" | "minProperties" | "maxItems" | "maxProperties":
            bound = "at least" if problem.validator.startswith("min") else "at most"
            mistakes.add(
                "wrong_type",
                path,
                wrong=f"a list of {len(instance)}",
                expected=f"a list of {bound} {rule}",
            )
        case _:
            mistakes.add("syntax", path, problem=problem.message)


def _clashes(
    documents: Mapping[str, tuple[Mapping[str, Any], Mistakes]], *, all_read: bool
) -> None:
    """Add what the schema cannot say: no header, two headers, an id of another pack, an id used
    twice, and what the sections know of their entries.

    Whatever has another shape than the schema's is left to what the schema said of it. What a file
    that is not `all_read` may have is not missed.
    """
    headers = [
        (file, values["pack"]) for file, (values, _) in documents.items() if "pack" in values
    ]
    for file, (values, mistakes) in documents.items():
        if not headers and all_read and values and file == next(iter(documents)):
            mistakes.add("missing", (), field="pack")
        elif len(headers) > 1 and "pack" in values and file != headers[0][0]:
            mistakes.add("duplicate_key", ("pack",), wrong="pack")
    header = headers[0][1] if headers else None
    name = header.get("name") if isinstance(header, Mapping) else None
    ids = [_id_of(entry) for values, _ in documents.values() for *_, entry in _items(values)]
    known = Known(
        frozenset(ids) if all_read and all(ids) else None,
        _networks(documents) if all_read else None,
    )
    seen: set[str] = set()
    for values, mistakes in documents.values():
        misshapen = {mistake.path[:2] for mistake in mistakes.found}
        for section, i, entry in _items(values):
            item_id = _id_of(entry)
            if item_id and isinstance(name, str) and not item_id.startswith(f"{name}."):
                mistakes.add(
                    "wrong_type",
                    (section, i, "id"),
                    wrong=shown(item_id),
                    expected=f"an id that starts with the pack's name, “{name}.”",
                )
            if item_id in seen:
                mistakes.add("duplicate_id", (section, i, "id"), wrong=item_id)
            if item_id:
                seen.add(item_id)
            _impossible_days(entry, (section, i), mistakes)
            if section in WITH_REFERENCES and isinstance(entry, Mapping):
                WITH_REFERENCES[section](entry, (section, i), mistakes, known)
            elif section in ALONE and not {(section,), (section, i)} & misshapen:
                ALONE[section](entry, (section, i), mistakes)


def _impossible_days(entry: object, path: tuple[str | int, ...], mistakes: Mistakes) -> None:
    """Add the dates of sources that have the form of a date and are none."""
    told = {mistake.path for mistake in mistakes.found}
    sources = entry.get("sources") if isinstance(entry, Mapping) else None
    for i, source in enumerate(sources if isinstance(sources, list) else ()):
        for name in ("date", "read"):
            where = (*path, "sources", i, name)
            if isinstance(source, Mapping) and name in source and where not in told:
                check_day(source[name], where, mistakes)


def _networks(documents: Mapping[str, tuple[Mapping[str, Any], Mistakes]]) -> frozenset[str]:
    """The words by which inventories call networks: those that ship, and those of these files."""
    own = (
        _id_of(entry).rpartition(".")[2]
        for values, _ in documents.values()
        for section, _i, entry in _items(values)
        if section == "networks"
    )
    return _shipped_networks().union(filter(None, own))


@cache
def _shipped_networks() -> frozenset[str]:
    file = resources.files("simulacro.content") / "packs" / "base" / "networks.yaml"
    values = cast(Mapping[str, Any], read_text(file.read_bytes())[0])
    return frozenset(network["id"].rpartition(".")[2] for network in values["networks"])


def _id_of(entry: object) -> str:
    """The id of an entry; empty where it has none that is text."""
    found = entry.get("id") if isinstance(entry, Mapping) else None
    return found if isinstance(found, str) else ""


def _items(values: Mapping[str, Any]) -> Iterator[tuple[str, int, Any]]:
    for section, entries in values.items():
        if section != "pack" and isinstance(entries, list):
            for i, entry in enumerate(entries):
                yield section, i, entry


def _build(documents: Mapping[str, Mapping[str, Any]]) -> Pack:
    header = next(values["pack"] for values in documents.values() if "pack" in values)
    items = [
        Item(
            section=section,
            id=entry["id"],
            texts={language: entry[language] for language in LANGUAGES if language in entry},
            fields={k: v for k, v in entry.items() if k not in {"id", "sources", *LANGUAGES}},
            sources=tuple(Source(**source) for source in entry.get("sources", ())),
        )
        for values in documents.values()
        for section, _, entry in _items(values)
    ]
    return Pack(
        name=header["name"],
        version=header["version"],
        licence=header["licence"],
        by=header.get("by", ""),
        titles={language: header[language]["title"] for language in LANGUAGES},
        items=tuple(items),
    )
