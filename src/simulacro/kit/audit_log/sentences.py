"""What a verb of the log says to a person: each app tells its own.

sentences.tell({"member.invited": _("invited somebody as %(role)s")})   # AppConfig.ready
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise

_sentences: dict[str, str | Promise] = {}
_words: dict[str, str | Promise] = {}


def tell(
    sentences: Mapping[str, str | Promise], words: Mapping[str, str | Promise] | None = None
) -> None:
    """Add sentences by verb; placeholders are names of details.

    `words` says what a code in a detail is called, such as "lead".
    """
    _sentences.update(sentences)
    _words.update(words or {})


def known_verbs() -> frozenset[str]:
    return frozenset(_sentences)


def word_of(code: str) -> str:
    """What a code or a kind of entry is called; the code itself where nobody told."""
    return str(_words.get(code, code))


def sentence_of(verb: str, details: Mapping[str, Any]) -> str:
    """Return the sentence in the language of the moment; the bare verb where none was told.

    >>> tell({"tea.made": "made %(cups)s cups of tea"})
    >>> sentence_of("tea.made", {"cups": 2}), sentence_of("tea.spilt", {})
    ('made 2 cups of tea', 'tea.spilt')
    """
    sentence = _sentences.get(verb)
    if sentence is None:
        return verb
    try:
        return str(sentence) % {name: _words.get(str(v), v) for name, v in details.items()}
    except (KeyError, ValueError):
        # An entry of an older version may lack a detail; what it did still counts.
        return f"{verb} {dict(details)}"
