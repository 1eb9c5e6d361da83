"""Make what git does not keep, before a wheel or an editable install is made.

The compiled translations come from Babel, without the gettext binaries. What judges a password in
the browser, and the frequent words it knows, come from packages named in `build-system.requires`.
"""

import gzip
import json
import unicodedata
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STRENGTH = Path("src/simulacro/apps/audit/static/audit/strength")
SPANISH_WORDS = 20_000
ENGLISH_WORDS = 10_000


class MakeWhatGitDoesNotKeep(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        compile_translations(root)
        gather_strength(root / STRENGTH)


def compile_translations(root: Path) -> None:
    for source in (root / "src").glob("**/locale/*/LC_MESSAGES/*.po"):
        with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, read_po(po))


def gather_strength(folder: Path) -> None:
    """Put the estimator for the browser and the lists of frequent words where they are served."""
    folder.mkdir(parents=True, exist_ok=True)
    script = packaged("django-zxcvbn-password", "zxcvbn.js").read_text("utf-8")
    # Its source map is not in the package; the browser would ask for it.
    lines = [line for line in script.splitlines() if "sourceMappingURL" not in line]
    (folder / "zxcvbn.js").write_text("\n".join(lines) + "\n", "utf-8")
    for language, most in (("es", SPANISH_WORDS), ("en", ENGLISH_WORDS)):
        packed = packaged("pyspellchecker", f"{language}.json.gz").read_bytes()
        words = frequent_words(json.loads(gzip.decompress(packed)), most)
        (folder / f"{language}-words.txt").write_text("\n".join(words) + "\n", "utf-8")


def packaged(name: str, file: str) -> Path:
    package = distribution(name)
    (found,) = [path for path in package.files or [] if path.name == file]
    return Path(str(package.locate_file(found)))


def frequent_words(counts: dict[str, int], most: int) -> list[str]:
    """The most frequent words, most frequent first, as written and as typed in a hurry."""
    by_frequency = sorted(counts, key=lambda word: (-counts[word], word))
    forms = [
        form
        for word in by_frequency[:most]
        for form in (word.lower(), without_accents(word.lower()).replace("'", ""))
        if len(form) >= 3
    ]
    return list(dict.fromkeys(forms))


def without_accents(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word)
    return "".join(part for part in parts if not unicodedata.combining(part))
