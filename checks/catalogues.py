"""The translation catalogues: which there are, what belongs in each, and compiling them.

Each app keeps its own; the kit and its sub-apps share one; the command line,
the content and the engines share the one of the package. Made with Babel and
Django's own reading of templates: no gettext binary is needed.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "simulacro"
LANGUAGE = "es"
INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def homes() -> list[Path]:
    """Return the folders which have a catalogue of their own, in a fixed order."""
    apps = sorted(path.parent for path in PACKAGE.glob("apps/*/__init__.py"))
    return [PACKAGE, PACKAGE / "kit", *apps]


def catalogue_of(home: Path) -> Path:
    return home / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def sources(home: Path) -> Iterator[Path]:
    """Yield the code and templates whose words stand in the catalogue of `home`."""
    others = [other for other in homes() if other != home and home in other.parents]
    for path in sorted(home.rglob("*")):
        if any(other in path.parents for other in others):
            continue
        is_template = path.suffix in {".html", ".txt"} and "templates" in path.parts
        if path.suffix == ".py" or is_template:
            yield path


def extracted(home: Path) -> Catalog:
    """Return every string to translate in the sources of `home`."""
    catalogue = Catalog(locale=LANGUAGE, domain="django", charset="utf-8")
    for path in sources(home):
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # Babel reads it as Python, to which the page's indentation means nothing.
            text = INDENTATION.sub("", templatize(text, origin=str(path)))
        found = extract("python", io.BytesIO(text.encode()), KEYWORDS, ("Translators:",))
        for _line, message, comments, context in found:
            catalogue.add(
                message,
                locations=[(path.relative_to(ROOT).as_posix(), 0)],
                auto_comments=comments,
                context=context,
            )
    return catalogue


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, domain="django")


def update(home: Path) -> bool:
    """Bring the catalogue of `home` up to its sources; return whether it changed.

    Translations are kept; strings no longer in the sources are dropped.
    """
    path = catalogue_of(home)
    found = extracted(home)
    if not len(found) and not path.exists():
        return False
    held = read(path) if path.exists() else Catalog(locale=LANGUAGE, domain="django")
    text = written(found, held)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def written(found: Catalog, held: Catalog) -> str:
    """The text of the catalogue of the strings `found`, with the translations that are `held`.

    There is one text for one content, so that nobody's catalogue changes by being gathered anew.
    """
    for message in found:
        if message.id and (known := held.get(message.id, message.context)) is not None:
            message.string, message.flags = known.string, message.flags | known.flags
            message.user_comments = known.user_comments
    out = io.BytesIO()
    # No line numbers and no dates: two people's changes then seldom meet.
    write_po(out, found, omit_header=True, no_location=True, sort_output=True, width=100)
    header = (
        'msgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Language: {LANGUAGE}\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    return header + out.getvalue().decode().strip() + "\n"


def compile_catalogues(root: Path = PACKAGE) -> list[Path]:
    """Write the .mo beside each .po that is newer; return those written."""
    written = []
    for source in sorted(root.glob("**/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as po:
            catalogue = read_po(po)
        # Written aside and moved: several test runs may start at once.
        aside = target.with_suffix(".mo.new")
        with aside.open("wb") as mo:
            write_mo(mo, catalogue)
        aside.replace(target)
        written.append(target)
    return written
