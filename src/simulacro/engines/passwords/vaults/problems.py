"""What is wrong with a vault's export: a code and a place, never a word of what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


def gettext_noop(text: str) -> str:
    """Mark a text for the translators; the edge translates it by `TEXTS`."""
    return text


# code -> (what is wrong, the way out); the edge translates by code.
TEXTS: Final[dict[str, tuple[str, str]]] = {
    "unknown_format": (
        gettext_noop("no export that we know"),
        gettext_noop("export it as KDBX, Bitwarden JSON, 1PUX, or the CSV of a browser"),
    ),
    "too_large": (
        gettext_noop("the file is larger than 64 MB"),
        gettext_noop("take the attachments out of the export"),
    ),
    "damaged": (gettext_noop("the file is cut short or damaged"), gettext_noop("export it again")),
    "not_text": (gettext_noop("this is not UTF-8 text"), gettext_noop("export it again as UTF-8")),
    "locked": (gettext_noop("the file is locked"), gettext_noop("give its password")),
    "wrong_passphrase": (
        gettext_noop("this password does not open the file"),
        gettext_noop("try again"),
    ),
    "account_bound": (
        gettext_noop("only the account that wrote this export can read it"),
        gettext_noop("export it again, “password protected” or plain"),
    ),
    "old_version": (
        gettext_noop("a KeePass file older than version 4"),
        gettext_noop("save it as KDBX 4 in the database's settings"),
    ),
    "unknown_cipher": (
        gettext_noop("the file uses a cipher that is not read here"),
        gettext_noop("choose AES or ChaCha20 in the database's settings"),
    ),
    "too_costly": (
        gettext_noop("opening it would take more than 1 GB or 100 million rounds"),
        gettext_noop("choose a lighter key derivation for the export"),
    ),
    "no_password_column": (
        gettext_noop("no column is headed “password”"),
        gettext_noop("export it again from the browser, headings included"),
    ),
    "row_length": (
        gettext_noop("this row has another number of cells than the headings"),
        gettext_noop("export it again"),
    ),
    "bad_item": (
        gettext_noop("this entry is not as the format says"),
        gettext_noop("export it again"),
    ),
}


@dataclass(frozen=True, slots=True)
class VaultProblem:
    """One problem. ``number`` counts rows or entries from 1; 0 is the file as a whole."""

    code: str
    number: int = 0

    @property
    def wrong(self) -> str:
        return TEXTS[self.code][0]

    @property
    def way_out(self) -> str:
        return TEXTS[self.code][1]


class UnreadableVault(ValueError):
    """The export was refused; ``problems`` has all of them."""

    def __init__(self, *problems: VaultProblem) -> None:
        super().__init__("; ".join(f"{p.code} {p.number}" for p in problems))
        self.problems = problems


def refuse(code: str) -> UnreadableVault:
    """The refusal of the file as a whole."""
    return UnreadableVault(VaultProblem(code))
