"""Names that the questions make out of aliases, in the language of the person who answers."""

from __future__ import annotations

from django.utils.translation import get_language

from simulacro.apps.audit.grammar import with_names


def in_a_name(template: str, **aliases: str) -> str:
    """A translated template such as "Phone of %(person)s", filled so that it reads well."""
    return with_names(template, get_language() or "es", **aliases)
