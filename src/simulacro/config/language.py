"""The language of the command line: es or en, chosen by the environment.

SIMULACRO_LANGUAGE wins over LC_ALL, LC_MESSAGES and LANG. Anything that is
not English is answered in Spanish, the product's first language. This works
without Django, so that `--help` starts at once.
"""

import gettext as standard
import os
from functools import cache
from pathlib import Path

LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"
VARIABLES = ("SIMULACRO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def chosen_language() -> str:
    """Return `en` where the first variable that is set names English, else `es`."""
    named = next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    return "en" if named.lower().startswith("en") else "es"


def translate_argparse() -> None:
    """Give argparse's own words ("usage", "options") in the chosen language."""
    # argparse asks the process-wide default domain, which is ours to set.
    os.environ["LANGUAGE"] = chosen_language()
    standard.bindtextdomain("argparse", str(LOCALE_DIR))
    standard.textdomain("argparse")


def gettext(text: str) -> str:
    """Return `text` in the chosen language."""
    return _catalogue(chosen_language()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of the sentence that goes with `count`, in the chosen language."""
    return _catalogue(chosen_language()).ngettext(one, many, count)


@cache
def _catalogue(language: str) -> standard.NullTranslations:
    return standard.translation("django", str(LOCALE_DIR), [language], fallback=True)
