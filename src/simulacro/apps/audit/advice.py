"""What to do about it: the words of fixes, classes of findings and networks, from the base pack."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from simulacro.apps.audit import grammar
from simulacro.apps.audit.queries.checks import all_checks
from simulacro.apps.audit.queries.real_tests import all_real_tests
from simulacro.apps.audit.reading import FindingSeen, FixEffect
from simulacro.content.packs import Item, read_shipped_pack
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.reaching import NEWCOMER

# When a rota covers for somebody: it follows their name in a sentence.
GAP_WORDS = {
    "nights": gettext_lazy("at night"),
    "weekends": gettext_lazy("at weekends"),
    "always": gettext_lazy("at night and at weekends"),
}

# What stands before a place that opens a sentence or a question.
OPENS: Final = re.compile(r"(?:^|[.!?…] )[¿¡«“]?$")


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """A network's own page for the thing to do.

    ``seen`` is the day its address was held against another source, None where nobody did.
    """

    network: str
    url: str
    seen: dt.date | None
    note: str

    @property
    def host(self) -> str:
        """Where the link leads, as one looks for it: "business.facebook.com"."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


@dataclass(frozen=True, slots=True)
class FixWords:
    """A fix in words, and the network's own page where there is one."""

    title: str
    do: str
    why: str
    how: str
    page: NetworkPage | None


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A weak point in words, with its severity from 1 to 4 and the family of what it could lead to.

    ``check`` is the question (its id and its subject's) whose answer told it, if one did;
    ``real_test`` the test that failed.
    """

    title: str
    why: str
    how: str
    severity: int
    family: str
    about: str
    check: tuple[str, str] | None = None
    real_test: tuple[str, str] | None = None


@cache
def base_items() -> Mapping[str, Item]:
    """Every item of the base pack by id."""
    return {item.id: item for item in read_shipped_pack("base").items}


def fix_words(inventory: Inventory, fix: FixEffect) -> FixWords:
    """The words of a fix about this inventory. Raises KeyError for a kind without words."""
    item = base_items()[f"base.fix.{fix.kind.replace('_', '-')}"]
    language = _language()
    return FixWords(
        title=item.text("title", language),
        do=filled(item.text("do", language), inventory, dict(fix.params), language),
        why=item.text("why", language),
        how=filled(item.text("how", language), inventory, dict(fix.params), language),
        page=network_page(inventory, fix, str(item.fields.get("link", ""))),
    )


def finding_words(inventory: Inventory, finding: FindingSeen) -> FindingWords:
    """The words of a weak point. Raises KeyError for a class without words."""
    item = base_items()[f"base.finding.{finding.code.lower()}"]
    language, family = _language(), str(item.fields["family"])
    *about, last = finding.subjects or ("",)
    # Only an id of a check is looked up: a file is audited where there is no database.
    check = all_checks().get(last) if ".check." in last else None
    if check is not None:
        subject = next(iter(about), "")
        words = check.words(language)
        params = {"name": subject}
        return FindingWords(
            title=item.text("title", language),
            why=filled(words.why, inventory, params, language),
            how=filled(words.fix, inventory, params, language),
            severity=check.severity,
            family=family,
            about=filled(words.question, inventory, params, language),
            check=(check.id, subject or "-"),
        )
    # A real test is no asset; as above, a file needs no database.
    tried = all_real_tests().get(last) if "." in last and last not in inventory else None
    if tried is not None:
        subject = next(iter(about), "")
        said = tried.words(language)
        params = {"name": subject}
        return FindingWords(
            title=item.text("title", language),
            why=filled(said.why, inventory, params, language),
            how=filled(said.fix, inventory, params, language),
            severity=tried.severity,
            family=family,
            about=filled(said.title, inventory, params, language),
            real_test=(tried.id, subject or "-"),
        )
    return FindingWords(
        title=item.text("title", language),
        why=item.text("why", language),
        how=item.text("how", language),
        severity=int(item.fields["severity"]),
        family=family,
        about=grammar.all_of([_name(inventory, x, language) for x in finding.subjects], language),
    )


def network_page(inventory: Inventory, fix: FixEffect, link: str) -> NetworkPage | None:
    """The page of the network that the fix is about; None where we know of none."""
    target = dict(fix.params).get("target", "")
    network = inventory[target].network if target in inventory else None
    item = base_items().get(f"base.network.{network}") if network and link else None
    if item is None:
        return None
    url = item.fields.get("links", {}).get(link)
    if not url:
        return None
    day = item.fields.get("seen", {}).get(link)
    return NetworkPage(
        network=str(item.fields["name"]),
        url=str(url),
        seen=dt.date.fromisoformat(str(day)) if day else None,
        note=item.text("note", _language()),
    )


def filled(text: str, inventory: Inventory, params: Mapping[str, str], language: str) -> str:
    """A text with the inventory's names in its places, contracted as Spanish does; one that opens
    a sentence or a question with a capital.

    A value that joins several assets with "+" is read as a list.
    """

    def put(found: re.Match[str]) -> str:
        if found[1] == "gap":
            # An audit kept before rotas told their gap meant every hour.
            return str(GAP_WORDS.get(params.get("gap", ""), GAP_WORDS["always"]))
        ids = params.get(found[1], "").split("+")
        *names, last = (_name(inventory, x, language) for x in ids)
        names.append(grammar.set_off(last, text[found.end() :]))
        said = grammar.all_of(names, language)
        return grammar.opening(said) if OPENS.search(text[: found.start()]) else said

    words = re.sub(r"\{(\w+)\}", put, text)
    if language.startswith("es"):
        words = re.sub(r"\b([Dd]e|[Aa]) el\b(?= [a-záéíóúñ])", _contracted, words)
    return words


def _contracted(found: re.Match[str]) -> str:
    return f"{found[1]}l"


def _name(inventory: Inventory, asset_id: str, language: str) -> str:
    if asset_id == NEWCOMER:
        return _("another person")
    if not asset_id:
        return inventory.brand.name
    if asset_id not in inventory:
        return asset_id
    return grammar.called(inventory[asset_id], language)


def _language() -> str:
    return (get_language() or "es")[:2]
