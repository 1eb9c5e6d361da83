"""What the log says about exercises and what they led to."""

from django.utils.functional import Promise

SENTENCES: dict[str, str | Promise] = {}
WORDS: dict[str, str | Promise] = {}
