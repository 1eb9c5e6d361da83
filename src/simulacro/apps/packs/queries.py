"""What the packs say, those which ship and those which were added."""

from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from simulacro.apps.packs.models import InstalledPack
from simulacro.content.cases import Shelf, shelf_of
from simulacro.content.micro_drills import MicroDrill, micro_drill
from simulacro.content.packs import Item, Pack, read_pack, read_pack_files

SHIPPED = ("base",)


@lru_cache(maxsize=len(SHIPPED))
def shipped_pack(name: str) -> Pack:
    """Return a pack of the package, read once per process."""
    with resources.as_file(resources.files("simulacro.content").joinpath("packs", name)) as folder:
        return read_pack(Path(folder))


def installed_packs() -> list[Pack]:
    """Return the packs that were added here, by name."""
    return [read_pack_files(row.files) for row in InstalledPack.objects.order_by("name")]


def all_packs() -> list[Pack]:
    return [*(shipped_pack(name) for name in SHIPPED), *installed_packs()]


def measures() -> list[tuple[Pack, Item]]:
    """Every measure with the pack it comes from, shipped ones first."""
    return [(pack, item) for pack in all_packs() for item in pack.section("measures")]


def shelf() -> Shelf:
    """Every case study of the packs, shipped ones first."""
    added = installed_packs()
    if not added:
        return _shipped_shelf()
    return shelf_of(item for pack in all_packs() for item in pack.items)


@cache
def _shipped_shelf() -> Shelf:
    return shelf_of(item for name in SHIPPED for item in shipped_pack(name).items)


def micro_drills(language: str) -> tuple[MicroDrill, ...]:
    """Every micro drill of the packs in a language, shipped ones first."""
    return tuple(micro_drill(item, language) for item in shelf().micro.values())
