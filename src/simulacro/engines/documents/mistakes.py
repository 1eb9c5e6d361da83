"""What is wrong in a document: the place, the wrong thing, and the way out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

Path = tuple[str | int, ...]

# code -> (what is wrong, the way out); the edge translates by code with the same named values.
TEXTS: Final[dict[str, tuple[str, str]]] = {
    "not_text": ("this is not UTF-8 text", "save the file as UTF-8"),
    "too_long": ("the file has more than {limit} characters", "split it"),
    "syntax": ("{problem}", "look at the line before too; was the file cut short?"),
    "cut_short": (
        "the file ends in the middle of {inside}",
        "close it, or get the whole file again",
    ),
    "alias": ("“{wrong}” is a YAML anchor, alias or tag", "write the value out in full"),
    "duplicate_key": ("“{wrong}” is given twice", "keep one of them"),
    "key_not_text": ("a key must be a word", "write a name before the colon"),
    "too_deep": ("it nests deeper than {limit} levels", "follow the documented shape"),
    "too_many": (
        "there are more than {limit} {what}",
        "split the inventory by brand; at most {limit} {what} a brand are solved",
    ),
    "too_much": ("it holds more than {limit} values", "split the inventory by brand"),
    "empty": ("there is nothing here", "start with “{expected}”"),
    "schema": ("the schema is “{wrong}”", "write “schema: {expected}”"),
    "missing": ("“{field}” is missing", "add it"),
    "unknown_field": ("“{wrong}” is not a field of {of}", "{hint}"),
    "wrong_type": ("{wrong} is not {expected}", "write {expected}"),
    "bad_choice": ("“{wrong}” is not one of the answers", "write one of: {expected}"),
    "bad_number": ("{wrong} is out of range", "write a number {expected}"),
    "bad_id": ("“{wrong}” cannot be an id", "use up to 80 characters, without spaces, “:” or “/”"),
    "bad_date": ("“{wrong}” is not a date", "write it as 2026-11-22"),
    "bad_time": ("“{wrong}” is not a time of day", "write it as 09:30"),
    "bad_zone": ("“{wrong}” is not a time zone", "write it as America/Lima"),
    "bad_region": (
        "“{wrong}” is not the code of a country",
        "write its two letters of ISO 3166, such as PE or MX, alone or with a part of it: US-CA",
    ),
    "duplicate_id": ("the id “{wrong}” is used twice", "give each asset its own id"),
    "duplicate_name": ("the name “{wrong}” is used twice", "give each asset its own name"),
    "unknown_asset": ("no asset is called “{wrong}”", "{hint}"),
    "unknown_check": ("no check is called “{wrong}”", "write the id of a check of this pack"),
    "unknown_network": ("no network is called “{wrong}”", "{hint}"),
    "repeated": ("“{wrong}” is listed twice", "keep one of them"),
    "requires_itself": (
        "this way into “{wrong}” requires “{wrong}” itself",
        "name what else opens it, or take this way out",
    ),
    "requires_nothing": ("this way into “{wrong}” requires nothing", "name at least one asset"),
    "not_for_kind": ("“{field}” says nothing about a {kind}", "take it out"),
    "betas": (
        "the common causes that strike “{wrong}” have betas adding to more than 1",
        "lower them: together they are a share of its failures",
    ),
    "unknown_what_if": ("no what-if has the id “{wrong}”", "leave the id empty for a new one"),
    "duplicate_what_if": ("the what-if “{wrong}” is there twice", "keep one of the rows"),
    "title_too_long": ("the question has more than {limit} characters", "shorten it"),
    "too_many_factors": (
        "there are more than {limit} of them",
        "keep those by which drills really differ",
    ),
    "rule_too_wide": ("this rule forbids too many things in too many ways", "split it"),
    "nothing_possible": ("together the rules forbid everything", "take one of them out"),
    "no_questions": ("it asks nothing", "ask at least one question"),
    "too_many_things": ("there are more than {limit} of them", "keep those that matter most"),
    "text_too_long": ("this text has more than {limit} characters", "make it shorter"),
    "unknown_inject": ("no inject has the uuid “{wrong}”", "correct it, or add the inject"),
    "unknown_payload": ("no payload has the uuid “{wrong}”", "correct it, or add the payload"),
    "not_base64": ("this is not base64", "encode it again, or write it as plain text"),
    "no_shape": ("the factors are all zero", "give at least one hour a factor above zero"),
}


_OURS: Final = frozenset({"expected", "hint"})
_LONGEST: Final = 600
_LONGEST_WRONG: Final = 120


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake. ``line`` and ``column`` count from 1, and are None for a mapping."""

    code: str
    path: Path
    values: tuple[tuple[str, str], ...] = ()
    line: int | None = None
    column: int | None = None

    @property
    def place(self) -> str:
        """Where, as ``assets[3].opens[0]``; empty for the whole document."""
        parts = [f"[{p}]" if isinstance(p, int) else f".{p}" for p in self.path]
        return "".join(parts).lstrip(".")

    @property
    def wrong(self) -> str:
        return TEXTS[self.code][0].format(**dict(self.values))

    @property
    def way_out(self) -> str:
        return TEXTS[self.code][1].format(**dict(self.values))

    def as_dict(self) -> dict[str, str | int | None]:
        """The same for programs: place, code, and the English words."""
        return {
            "line": self.line,
            "column": self.column,
            "path": self.place,
            "code": self.code,
            "wrong": self.wrong,
            "way_out": self.way_out,
        }

    def __str__(self) -> str:
        where = self.place
        if self.line is not None:
            where = f"line {self.line}, column {self.column}" + (f" ({where})" if where else "")
        return f"{where or 'document'}: {self.wrong}; {self.way_out}"


class DocumentError(ValueError):
    """The document was refused; ``mistakes`` has all of them, by place."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(str(m) for m in mistakes))


@dataclass(slots=True)
class Mistakes:
    """Collects mistakes, giving each the line and column that ``places`` knows for its path."""

    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    found: list[Mistake] = field(default_factory=list)

    def add(self, code: str, path: Path, **values: object) -> None:
        known = path
        while known and known not in self.places:
            known = known[:-1]
        line, column = self.places.get(known, (None, None))
        # What the file says may be of any length; our own lists of words are told whole.
        texts = tuple(
            (name, str(value)[: _LONGEST if name in _OURS else _LONGEST_WRONG])
            for name, value in values.items()
        )
        self.found.append(Mistake(code, path, texts, line, column))

    def raise_if_any(self) -> None:
        if self.found:
            raise DocumentError(
                sorted(self.found, key=lambda m: (m.line or 0, m.column or 0, m.place))
            )
