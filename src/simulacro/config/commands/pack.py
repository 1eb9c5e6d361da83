"""simulacro pack: check a content pack, add it to this installation, list, remove."""

import argparse
from pathlib import Path

from simulacro.config.cli import set_up_django
from simulacro.config.language import chosen_language, ngettext
from simulacro.config.language import gettext as _
from simulacro.config.terminal import columns, complain, complain_of_all, say, say_json
from simulacro.content.packs import BadPack, NothingToRead, Pack, pack_files, read_pack


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("pack", help=_("check, add, list or remove content packs"))
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("VERB"))
    for verb, text in (
        ("check", _("say every mistake of a pack, with file, line and reason")),
        ("add", _("check a pack and add it to this installation")),
    ):
        sub = verbs.add_parser(verb, help=text)
        sub.add_argument("path", type=Path, metavar=_("FILE"), help=_("a YAML file or its folder"))
    verbs.add_parser("list", help=_("list the packs of this installation"))
    out = verbs.add_parser("remove", help=_("take a pack out"))
    out.add_argument("name", metavar=_("NAME"), help=_("its name, as “pack list” tells it"))
    for sub in verbs.choices.values():
        sub.add_argument("--json", action="store_true", help=_("answer for programs"))


def run(args: argparse.Namespace) -> int:
    match args.verb:
        case "check":
            return check(args.path, as_json=args.json)
        case "add":
            return add(args.path, as_json=args.json)
        case "list":
            return show(as_json=args.json)
        case _:
            return remove(args.name, as_json=args.json)


def check(path: Path, *, as_json: bool) -> int:
    try:
        pack = read_pack(path)
    except FileNotFoundError:
        return absent(path)
    except NothingToRead:
        return without_yaml(path)
    except BadPack as bad:
        return refuse(bad, as_json=as_json)
    return report(pack, as_json=as_json)


def add(path: Path, *, as_json: bool) -> int:
    set_up_django()
    from simulacro.apps.packs import services

    try:
        pack = services.add_pack(pack_files(path), actor=None)
    except FileNotFoundError:
        return absent(path)
    except NothingToRead:
        return without_yaml(path)
    except BadPack as bad:
        return refuse(bad, as_json=as_json)
    except services.ReservedName as reserved:
        complain(
            _("%(name)s: a pack that ships has this name; choose another.")
            % {"name": reserved.name}
        )
        return 2
    return report(pack, as_json=as_json)


def show(*, as_json: bool) -> int:
    set_up_django()
    from simulacro.apps.packs import queries

    packs = queries.all_packs()
    if as_json:
        say_json({"packs": [facts(pack) for pack in packs]})
    else:
        headings = (_("Pack"), _("Licence"), _("Version"), _("Items"))
        rows = [(p.name, p.licence, str(p.version), str(len(p.items))) for p in packs]
        for line in columns([headings, *rows], texts=2, indent=""):
            say(line)
    return 0


def remove(name: str, *, as_json: bool) -> int:
    set_up_django()
    from simulacro.apps.packs import services

    try:
        services.remove_pack(name, actor=None)
    except services.ReservedName:
        complain(
            _(
                "%(name)s comes with Simulacro and cannot be taken out; "
                "only packs that were added can."
            )
            % {"name": name}
        )
        return 2
    except services.NoSuchPack:
        complain(_("%(name)s: no such pack here; see: simulacro pack list") % {"name": name})
        return 2
    if as_json:
        say_json({"removed": name})
    else:
        say(_("%(name)s was removed.") % {"name": name})
    return 0


def refuse(bad: BadPack, *, as_json: bool) -> int:
    """Print every mistake with file, line and way out, in the chosen language."""
    ending = _("Nothing was changed.")
    if as_json:
        return complain_of_all(bad.mistakes, as_json=True, ending=ending)
    set_up_django()
    from django.utils import translation

    from simulacro.apps.packs.views import in_words

    with translation.override(chosen_language()):
        return complain_of_all(in_words(bad), as_json=False, ending=ending)


def absent(path: Path) -> int:
    complain(_("%(path)s: there is no such file.") % {"path": path})
    return 2


def without_yaml(path: Path) -> int:
    complain(
        _("%(path)s: no file in this folder ends in .yaml, so there is no pack in it.")
        % {"path": path}
    )
    return 2


def report(pack: Pack, *, as_json: bool) -> int:
    """Say that the pack is sound, and which sources nobody has read."""
    if as_json:
        say_json(facts(pack))
        return 0
    count = len(pack.items)
    sentence = ngettext("%(count)d item, no mistakes.", "%(count)d items, no mistakes.", count)
    say(f"{pack.name}: {sentence % {'count': count}}")
    for item in pack.items:
        for source in item.sources:
            if not source.verified:
                say(
                    _("%(id)s: nobody has read “%(source)s”, so it does not count.")
                    % {"id": item.id, "source": source.title}
                )
    return 0


def facts(pack: Pack) -> dict[str, object]:
    unread = sum(not source.verified for item in pack.items for source in item.sources)
    return {
        "name": pack.name,
        "version": pack.version,
        "licence": pack.licence,
        "items": len(pack.items),
        "unread_sources": unread,
    }
