"""The check of passwords on the command line: read, judge, tell, forget."""

import argparse
import difflib
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from simulacro.config.cli import set_up_django
from simulacro.config.language import chosen_language, ngettext
from simulacro.config.language import gettext as _
from simulacro.config.terminal import (
    ask,
    ask_unseen,
    complain,
    complain_of_all,
    plain,
    say,
    say_json,
    why,
)
from simulacro.engines.passwords.judging import Entry, Fault, Verdict, judge
from simulacro.engines.passwords.leaks import Leaked, LeakSource
from simulacro.engines.passwords.matching import matched
from simulacro.engines.passwords.vaults import (
    UnreadableVault,
    VaultProblem,
    is_manager_itself,
    read_vault,
)
from simulacro.engines.passwords.vaults.problems import TEXTS

if TYPE_CHECKING:
    from simulacro.apps.audit.models import InventoryRevision
    from simulacro.apps.brands.models import Brand
    from simulacro.engines.access.inventory import Inventory


class Stop(Exception):
    """Bad input, already told; the command ends with 2."""


@dataclass(frozen=True)
class Told:
    """A problem of an export in the language of the command line."""

    file: str
    problem: VaultProblem

    def __str__(self) -> str:
        wrong, way_out = (_(text) for text in TEXTS[self.problem.code])
        place = self.file
        if self.problem.number:
            place = _("%(file)s, entry %(number)d") % {
                "file": self.file,
                "number": self.problem.number,
            }
        return f"{place}: {wrong}; {way_out}"

    def as_dict(self) -> dict[str, object]:
        wrong, way_out = TEXTS[self.problem.code]
        return {
            "code": self.problem.code,
            "entry": self.problem.number or None,
            "wrong": wrong,
            "way_out": way_out,
        }


@dataclass(frozen=True)
class Found:
    """What is to be judged; ``keep_file`` where its file may be somebody's only one."""

    entries: list[Entry]
    keep_file: bool = False


@dataclass(frozen=True)
class Whose:
    """The brand that the passwords are of, where one was named."""

    brand: "Brand | None" = None
    revision: "InventoryRevision | None" = None
    inventory: "Inventory | None" = None


def check(args: argparse.Namespace) -> int:
    """Judge the passwords of an export or of the person; 1 where one is not good."""
    set_up_django()
    from django.utils import translation

    with translation.override(chosen_language()):
        try:
            return checked(args)
        except Stop:
            return 2
        except UnreadableVault as bad:
            problems = [Told(str(args.file), problem) for problem in bad.problems]
            return complain_of_all(problems, as_json=args.json, ending=_("Nothing was judged."))


def checked(args: argparse.Namespace) -> int:
    from simulacro.apps.audit.own_words import estimator_of, words_of_brand
    from simulacro.engines.passwords.leak_filter import BadFilter
    from simulacro.engines.passwords.words import own_words

    whose = whose_passwords(args)
    source = leak_source(args)
    found = from_file(args) if args.file else Found(typed(whose, args))
    if not found.entries:
        complain(_("There is no password to judge."))
        return 2
    ids = credentials_of(found.entries, whose, args)
    entries = with_second_factors(found.entries, ids, whose, args)
    own = (*words_of_brand(whose.brand, whose.inventory), *own_words(args.own_word))
    try:
        verdicts = judge(
            entries,
            estimator=estimator_of(own),
            own=own,
            key=secrets.token_bytes(32),
            source=source,
        )
    except BadFilter:
        complain(_("%(path)s: this is no filter, or a cut one") % {"path": args.leak_filter})
        return 2
    leaks = leaks_asked(source, verdicts)
    names = shown_names(entries)
    saved = save(ids, verdicts, whose, args) if args.save else None
    if args.json:
        say_json(as_document(names, ids, verdicts, leaks, saved))
    else:
        tell(names, ids, verdicts)
        remind(leaks, args, saved, keep_file=found.keep_file)
    return 0 if all(verdict.good for verdict in verdicts) else 1


def whose_passwords(args: argparse.Namespace) -> Whose:
    if args.brand is None:
        given = {"--as": args.names, "--in-vault": args.in_vault, "--save": args.save}
        for option in (name for name, value in given.items() if value):
            complain(_("%(option)s: say whose they are with --brand.") % {"option": option})
            raise Stop
        return Whose()
    from simulacro.apps.audit import queries
    from simulacro.apps.brands.models import Brand

    brand = Brand.objects.filter(slug=args.brand).first()
    revision = queries.current_revision(brand) if brand else None
    if brand is None or revision is None:
        problem = (
            _("%(address)s: no brand has this address.")
            if brand is None
            else _("%(address)s has no inventory yet.")
        )
        complain(problem % {"address": args.brand})
        raise Stop
    return Whose(brand, revision, queries.inventory_of(revision))


def leak_source(args: argparse.Namespace) -> LeakSource | None:
    """What may be asked about leaks: nothing, unless the person said what."""
    from django.conf import settings

    from simulacro.apps.audit.leak_sources import BadAddress, RangeService, open_filter
    from simulacro.engines.passwords.leak_filter import BadFilter

    try:
        if args.ask_leak_service:
            return RangeService(settings.LEAK_SERVICE)
        return open_filter(args.leak_filter) if args.leak_filter else None
    except BadAddress:
        complain(_("SIMULACRO_LEAK_SERVICE must begin with https://"))
    except BadFilter:
        complain(_("%(path)s: this is no filter, or a cut one") % {"path": args.leak_filter})
    except OSError as problem:
        complain(
            _("%(file)s cannot be read: %(reason)s. Check the name.")
            % {"file": problem.filename, "reason": why(problem)}
        )
    raise Stop


class Leaks(StrEnum):
    """Whether leaks were looked up."""

    NOT_ASKED = "not_asked"
    LOOKED_UP = "looked_up"
    NO_ANSWER = "no_answer"


def leaks_asked(source: LeakSource | None, verdicts: Sequence[Verdict]) -> Leaks:
    if source is None:
        return Leaks.NOT_ASKED
    unknown = any(verdict.leaked is Leaked.UNKNOWN for verdict in verdicts)
    return Leaks.NO_ANSWER if unknown else Leaks.LOOKED_UP


def from_file(args: argparse.Namespace) -> Found:
    from simulacro.config.passphrases import read_passphrase

    try:
        data = args.file.read_bytes()
        key_file = args.key_file.read_bytes() if args.key_file else b""
    except OSError as problem:
        complain(
            _("%(file)s cannot be read: %(reason)s. Check the name.")
            % {"file": problem.filename, "reason": why(problem)}
        )
        raise Stop from None
    try:
        entries = read_vault(data, key_file=key_file)
    except UnreadableVault as bad:
        if [problem.code for problem in bad.problems] not in (["locked"], ["wrong_passphrase"]):
            raise
        passphrase = read_passphrase(args.passphrase_file, confirm=False)
        if passphrase is None:
            raise Stop from None
        entries = read_vault(data, passphrase=passphrase, key_file=key_file)
    return Found(entries, keep_file=is_manager_itself(data))


def typed(whose: Whose, args: argparse.Namespace) -> list[Entry]:
    """Ask for each password of the inventory, or for names and passwords until none comes."""
    if not sys.stdin.isatty():
        complain(_("Type the passwords at a terminal, or give the file of an export."))
        raise Stop
    found: list[Entry] = []
    if whose.inventory is None:
        while name := (ask(_("Account (Enter to end): ")) or "").strip():
            secret = ask_unseen(_("Its password (it is not shown): "))
            if secret:
                found.append(Entry(name, secret))
        return found
    from simulacro.engines.access.same_password import passwords_in

    for asset in passwords_in(whose.inventory):
        question = _("%(name)s (Enter to skip): ") % {"name": plain(asset.name)}
        if secret := ask_unseen(question):
            found.append(Entry(asset.name, secret, address=f"id:{asset.id}"))
    return found


def with_second_factors(
    entries: Sequence[Entry],
    ids: Sequence[str | None],
    whose: Whose,
    args: argparse.Namespace,
) -> list[Entry]:
    """The entries with what the inventory knows of a second factor, as the page judges them."""
    from simulacro.engines.access.same_password import asks_second_factor

    def asked(credential: str | None) -> bool:
        return args.second_factor or bool(
            credential and whose.inventory and asks_second_factor(whose.inventory, credential)
        )

    return [replace(e, second_factor=asked(x)) for e, x in zip(entries, ids, strict=True)]


def credentials_of(
    entries: Sequence[Entry], whose: Whose, args: argparse.Namespace
) -> list[str | None]:
    """For each entry the id of its password in the inventory, where that is sure."""
    if whose.inventory is None:
        return [None] * len(entries)
    said: dict[str, str] = {}
    for pair in args.names:
        name, _equals, credential = pair.rpartition("=")
        if not name or not any(entry.name == name for entry in entries):
            complain(_("--as %(pair)s: no entry has this name.") % {"pair": pair})
            raise Stop
        require_password(pair, credential, whose.inventory)
        said[name] = credential
    return matched(entries, whose.inventory, said)


def require_password(pair: str, credential: str, inventory: "Inventory") -> None:
    """Stop, naming the closest, where an id that was said is of no password of the inventory."""
    from simulacro.engines.access.inventory import Kind

    known = [asset.id for asset in inventory.of_kind(Kind.CREDENTIAL)]
    if credential in known:
        return
    near = difflib.get_close_matches(credential, known, n=1)
    wrong = _("--as %(pair)s: no password of the inventory has this id.") % {"pair": pair}
    way_out = (
        _("Did you mean %(id)s?") % {"id": near[0]}
        if near
        else _("Those there are: %(ids)s.") % {"ids": ", ".join(known) or "–"}
    )
    complain(f"{wrong} {way_out}")
    raise Stop


def save(
    ids: Sequence[str | None],
    verdicts: Sequence[Verdict],
    whose: Whose,
    args: argparse.Namespace,
) -> "InventoryRevision | None":
    """Write verdicts and groups to the inventory; None where no entry is a password of it."""
    from simulacro.apps.audit.services.passwords import NotPasswords, PasswordNote, note_passwords
    from simulacro.engines.access.inventory import Answer

    known = [(x, verdict) for x, verdict in zip(ids, verdicts, strict=True) if x]
    if not known or whose.brand is None:
        return None
    groups: dict[int, list[str]] = {}
    for credential, verdict in known:
        if verdict.same:
            groups.setdefault(verdict.same, []).append(credential)
    try:
        return note_passwords(
            brand=whose.brand,
            notes={
                credential: PasswordNote(v.weak, Answer(v.leaked.value), v.both_factors)
                for credential, v in known
            },
            groups=list(groups.values()),
            actor=None,
            base=whose.revision,
            vault=args.in_vault,
        )
    except NotPasswords as wrong:
        for asset in wrong.ids:
            complain(_("%(id)s is no password or vault of the inventory.") % {"id": asset})
        raise Stop from None


def shown_names(entries: Sequence[Entry]) -> list[str]:
    """The entries' names; one that repeats a password gives way to its number."""
    secret_words = {entry.secret for entry in entries if len(entry.secret) > 3}
    return [
        _("entry %(number)d") % {"number": number}
        if not entry.name or any(secret in entry.name for secret in secret_words)
        else entry.name
        for number, entry in enumerate(entries, 1)
    ]


def as_document(
    names: Sequence[str],
    ids: Sequence[str | None],
    verdicts: Sequence[Verdict],
    leaks: Leaks,
    saved: "InventoryRevision | None",
) -> dict[str, Any]:
    return {
        "entries": [
            {
                "name": name,
                "credential": credential,
                "weak": verdict.weak,
                "faults": [fault.value for fault in verdict.faults],
                "needed_length": verdict.needed,
                "leaked": verdict.leaked.value,
                "same": verdict.same or None,
                "alike": verdict.alike or None,
                "both_factors": verdict.both_factors,
            }
            for name, credential, verdict in zip(names, ids, verdicts, strict=True)
        ],
        "leaks": leaks.value,
        "revision": saved.number if saved else None,
    }


def tell(names: Sequence[str], ids: Sequence[str | None], verdicts: Sequence[Verdict]) -> None:
    """Print a line for each password, and how many are not good."""
    for name, credential, verdict in zip(names, ids, verdicts, strict=True):
        label = f"{name} ({credential})" if credential and credential != name else name
        say(f"{plain(label)}: {'; '.join(words_of(verdict))}")
    say("")
    bad = sum(not verdict.good for verdict in verdicts)
    say(
        ngettext(
            "%(bad)d of %(count)d password should be changed.",
            "%(bad)d of %(count)d passwords should be changed.",
            len(verdicts),
        )
        % {"bad": bad, "count": len(verdicts)}
    )


def remind(
    leaks: Leaks,
    args: argparse.Namespace,
    saved: "InventoryRevision | None",
    *,
    keep_file: bool,
) -> None:
    """Print what was not looked at, what was saved, and what to do with the file."""
    if leaks is Leaks.NOT_ASKED:
        say(_("Leaks were not looked up: see --leak-filter and --ask-leak-service."))
    elif leaks is Leaks.NO_ANSWER:
        say(
            _(
                "The service of leaked passwords did not answer: whether they leaked was not "
                "looked at, or not for all. The rest was judged. Try again with a network."
            )
        )
    if saved:
        say(_("Saved as revision %(number)d.") % {"number": saved.number})
    elif args.save:
        say(_("No entry is a password of the inventory: say which with --as NAME=ID."))
    if keep_file:
        say(
            _(
                "%(path)s is a password manager's own file. If it is a copy made for this, delete "
                "it and empty the trash; if it is the one you use, leave it where it is."
            )
            % {"path": args.file}
        )
    elif args.file:
        say(
            _("Delete %(path)s now, and empty the trash: it holds all of them.")
            % {"path": args.file}
        )


def words_of(verdict: Verdict) -> list[str]:
    """What is said of one password."""
    faults = {
        Fault.SHORT: _("shorter than %(count)d characters") % {"count": verdict.needed},
        Fault.OWN_WORDS: _("made of the brand's own words"),
        Fault.GUESSABLE: _("easy to guess"),
        Fault.ALIKE: _("almost the same as others: likeness %(number)d")
        % {"number": verdict.alike},
    }
    said = [faults[fault] for fault in verdict.faults]
    if verdict.leaked is Leaked.YES:
        said.append(_("in a list of leaked passwords"))
    if verdict.same:
        said.append(_("the same as others: group %(number)d") % {"number": verdict.same})
    if verdict.both_factors:
        said.append(_("password and second factor lie in the same vault"))
    return said or [_("good")]
