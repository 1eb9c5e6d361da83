"""Add a pack, remove one, and make one from what somebody wrote in a form."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

import yaml
from django.utils.text import slugify

from simulacro.apps.packs.models import InstalledPack
from simulacro.apps.packs.policies import POLICY
from simulacro.apps.packs.queries import SHIPPED
from simulacro.apps.people.models import User
from simulacro.content.packs import Pack, read_pack_files

LICENCE = "CC-BY-4.0"


class ReservedName(Exception):
    """The name belongs to a pack that ships."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NoSuchPack(Exception):
    """Nobody added a pack of this name."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A measure's words in one language."""

    title: str
    why: str
    how: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A measure as somebody proposes it, in both languages."""

    step: str
    es: Advice
    en: Advice
    by: str = ""
    source_title: str = ""
    source_url: str = ""
    source_read: date | None = None


def add_pack(files: Mapping[str, bytes | str], *, actor: User | None) -> Pack:
    """Add a pack to the installation, or replace the one of the same name.

    `actor` is None for the command line, whose user owns the machine. Raises
    BadPack with every mistake, ReservedName and Denied; then nothing changed.
    """
    if actor is not None:
        POLICY.require(actor, "change", None)
    pack = read_pack_files(files)
    if pack.name in SHIPPED:
        raise ReservedName(pack.name)
    texts = {
        name: text if isinstance(text, str) else text.decode("utf-8-sig")
        for name, text in files.items()
    }
    InstalledPack.objects.update_or_create(
        name=pack.name, defaults={"version": pack.version, "files": texts, "added_by": actor}
    )
    return pack


def remove_pack(name: str, *, actor: User | None) -> dict[str, str]:
    """Take an added pack out; return its files. Raises ReservedName, NoSuchPack and Denied."""
    if actor is not None:
        POLICY.require(actor, "change", None)
    if name in SHIPPED:
        raise ReservedName(name)
    row = InstalledPack.objects.filter(name=name).first()
    if row is None:
        raise NoSuchPack(name)
    row.delete()
    return dict(row.files)


def compose_pack(proposal: Proposal) -> tuple[str, str]:
    """Return the name and the text of a pack of one measure.

    Raises BadPack where a text is too short or too long for the schema.
    """
    words = slugify(proposal.en.title)[:28].strip("-") or "measure"
    name = f"measure-{words}"[:40].strip("-")
    measure: dict[str, object] = {
        "id": f"{name}.measure.{words}",
        "step": proposal.step,
        "es": asdict(proposal.es),
        "en": asdict(proposal.en),
    }
    if proposal.source_title:
        source = {"title": proposal.source_title}
        if proposal.source_url:
            source["url"] = proposal.source_url
        if proposal.source_read:
            source["read"] = proposal.source_read.isoformat()
        measure["sources"] = [source]
    header: dict[str, object] = {
        "schema": "simulacro.pack/1",
        "name": name,
        "version": 1,
        "licence": LICENCE,
        "es": {"title": proposal.es.title},
        "en": {"title": proposal.en.title},
    }
    if proposal.by:
        header["by"] = proposal.by
    text = yaml.safe_dump(
        {"pack": header, "measures": [measure]}, allow_unicode=True, sort_keys=False, width=100
    )
    read_pack_files({f"{name}.yaml": text})
    return name, text
