"""Words kept in more than one language.

People's text has one language and may have a translation; what the product
itself writes down is rendered in each. Both are kept as {"es": …, "en": …}.
"""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils import translation

Bilingual = Mapping[str, str]


def in_each_language(render: Callable[[], object]) -> dict[str, str]:
    """Return `str(render())` as it reads in every language of the product."""
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = str(render())
    return texts


def in_this_language(text: str) -> dict[str, str]:
    """Return a person's words under the language in which they are reading."""
    return {translation.get_language() or settings.LANGUAGE_CODE: text}


def read(texts: Bilingual) -> str:
    """Return the words in the reader's language, else in any that there is.

    >>> read({"xx": "solo hay esta"})
    'solo hay esta'
    """
    wanted = translation.get_language() or settings.LANGUAGE_CODE
    for code in (wanted, settings.LANGUAGE_CODE, *texts):
        if texts.get(code):
            return texts[code]
    return ""
