"""What the log says about cases and the calendar of drills."""

from django.utils.functional import Promise

SENTENCES: dict[str, str | Promise] = {}
WORDS: dict[str, str | Promise] = {}
