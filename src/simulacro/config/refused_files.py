"""An inventory file that is refused, told on the command line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulacro.config.language import chosen_language
from simulacro.config.terminal import complain_of_all, say_json

if TYPE_CHECKING:
    from simulacro.kit.brought_files import AnyMistake


def refuse_file(mistakes: "Sequence[AnyMistake]", *, as_json: bool, ending: str) -> int:
    """Print every mistake and return 2: for people in their language, for programs with its code
    and place. Django must be set up."""
    from django.utils import translation

    from simulacro.apps.audit.mistakes_for_programs import for_programs
    from simulacro.apps.audit.mistakes_in_words import told

    if as_json:
        say_json({"mistakes": [for_programs(mistake) for mistake in mistakes]})
        return 2
    with translation.override(chosen_language()):
        in_words = [told(mistake) for mistake in mistakes]
        return complain_of_all(in_words, as_json=False, ending=ending)
