"""The languages in which everything that people read is written."""

from typing import Final

LANGUAGES: Final = ("es", "en")
