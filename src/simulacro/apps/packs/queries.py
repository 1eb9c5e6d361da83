"""What the packs say, those which ship and those which were added."""

from functools import lru_cache
from typing import Final

from simulacro.apps.packs.models import InstalledPack
from simulacro.content.cases import Shelf, shelf_of
from simulacro.content.checks import Check, check_from
from simulacro.content.micro_drills import MicroDrill, micro_drill
from simulacro.content.packs import Item, Pack, read_checked_files, read_shipped_pack
from simulacro.content.what_ifs import WhatIf, what_ifs_of

SHIPPED = ("base",)
MOST_READ: Final = 64

# The files of a pack that was added, as (name, text).
Texts = tuple[tuple[str, str], ...]


def shipped_pack(name: str) -> Pack:
    """Return a pack of the package."""
    return read_shipped_pack(name)


def installed_packs() -> list[Pack]:
    """Return the packs that were added here, by name."""
    return [_read(texts) for texts in _added()]


def all_packs() -> list[Pack]:
    return [*map(shipped_pack, SHIPPED), *installed_packs()]


def measures() -> list[tuple[Pack, Item]]:
    """Every measure with the pack it comes from, shipped ones first."""
    return [(pack, item) for pack in all_packs() for item in pack.section("measures")]


def check(name: str) -> Check | None:
    """The check of this id, of any pack."""
    items = (item for pack in all_packs() for item in pack.section("checks"))
    return next((check_from(item) for item in items if item.id == name), None)


def shelf() -> Shelf:
    """Every case study of the packs, shipped ones first."""
    return _shelf_with(_added())


def micro_drills(language: str) -> tuple[MicroDrill, ...]:
    """Every micro drill of the packs in a language, shipped ones first."""
    return _micro_drills_with(_added(), language)


def warm_shelves() -> None:
    """Read what ships, so that the first page does not wait for it; asks no database."""
    _shelf_with(())
    _what_ifs_with(())


def what_ifs() -> tuple[WhatIf, ...]:
    """Every what-if of the packs, shipped ones first."""
    return _what_ifs_with(_added())


def _added() -> tuple[Texts, ...]:
    """The texts of the packs that were added here: what is made of them is kept by them, so that
    one that another process changed is read anew."""
    rows = InstalledPack.objects.order_by("name").values_list("files", flat=True)
    return tuple(tuple(files.items()) for files in rows)


@lru_cache(maxsize=MOST_READ)
def _read(texts: Texts) -> Pack:
    return read_checked_files(dict(texts))


def _items_with(added: tuple[Texts, ...]) -> list[Item]:
    packs = [*map(shipped_pack, SHIPPED), *map(_read, added)]
    return [item for pack in packs for item in pack.items]


@lru_cache(maxsize=4)
def _shelf_with(added: tuple[Texts, ...]) -> Shelf:
    return shelf_of(_items_with(added))


@lru_cache(maxsize=4)
def _what_ifs_with(added: tuple[Texts, ...]) -> tuple[WhatIf, ...]:
    return what_ifs_of(_items_with(added))


@lru_cache(maxsize=8)
def _micro_drills_with(added: tuple[Texts, ...], language: str) -> tuple[MicroDrill, ...]:
    return tuple(micro_drill(item, language) for item in _shelf_with(added).micro.values())
