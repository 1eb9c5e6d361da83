"""Entries of packs as text, changed so that a test can say what is wrong with them."""

from __future__ import annotations


def changed(text: str, changes: tuple[tuple[str, str], ...]) -> str:
    """The text with the first place of each old words replaced by the new ones."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text
