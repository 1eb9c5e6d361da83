"""What sources and documented cases are called on the board."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from simulacro.apps.foresight.models import Source
from simulacro.content.documented_cases import DocumentedCase
from simulacro.kit.bilingual import in_each_language

SOURCE_WORDS: dict[str, str | Promise] = {
    Source.FINDING: _("The audit"),
    Source.BRAINSTORM: _("The team"),
    Source.PACK: _("The library"),
    Source.CASE: _("It happened to others"),
    Source.LESSON: _("A lesson"),
    Source.ALERT: _("The antennas"),
}

# A title may hold quotes of its own.
CASE_TITLE = _("What if this happens to us? %(case)s")


def case_titles(case: DocumentedCase) -> dict[str, str]:
    """A documented case as a question, in each language."""
    return in_each_language(
        lambda: CASE_TITLE % {"case": case.words(get_language() or "es").title.rstrip(".")}
    )
