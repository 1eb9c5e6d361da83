"""Names that the questions make out of aliases, in the language of the person who answers."""

from __future__ import annotations

from django.utils.translation import get_language

from simulacro.apps.audit.grammar import with_names


def in_a_name(template: str, **aliases: str) -> str:
    """A translated template such as "%(person)s’s phone", filled so that it reads well.

    A name begins with a capital, also where an alias begins it: "The boss’s phone".
    """
    name = with_names(template, get_language() or "es", **aliases)
    return name[:1].upper() + name[1:] if template.startswith("%(") else name
