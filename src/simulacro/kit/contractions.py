"""Spanish says "del" and "al" where "de" and "a" meet "el": names come with their article."""

from __future__ import annotations

import re
from typing import Final

_MEETS: Final = re.compile(r"\b(de|a) el\b(?= \S)", re.IGNORECASE)


def contracted(text: str, language: str) -> str:
    """``text`` with its contractions where the language is Spanish. A name written with a capital
    keeps its article: «de El Salvador».

    >>> contracted("Horas habituales de el chico", "es"), contracted("De el jefe", "es")
    ('Horas habituales del chico', 'Del jefe')
    >>> contracted("Una entrada a el correo de El Salvador", "es")
    'Una entrada al correo de El Salvador'
    >>> contracted("de el", "en")
    'de el'
    """
    if not language.startswith("es"):
        return text
    return _MEETS.sub(lambda met: met[0] if "El" in met[0] else f"{met[1]}l", text)
