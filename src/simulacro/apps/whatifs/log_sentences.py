"""What the log says about the what-if board."""

from django.utils.functional import Promise

SENTENCES: dict[str, str | Promise] = {}
WORDS: dict[str, str | Promise] = {}
