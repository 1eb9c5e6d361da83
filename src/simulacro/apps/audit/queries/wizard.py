"""What was answered to the questions about what a brand has."""

from simulacro.apps.audit.models import WizardDraft
from simulacro.apps.audit.wizard import steps
from simulacro.apps.audit.wizard.answers import Answers
from simulacro.apps.brands.models import Brand


def wizard_answers(brand: Brand) -> Answers:
    """By question; empty before the first."""
    draft = WizardDraft.objects.filter(brand=brand).first()
    return draft.answers if draft else {}


def has_open_questions(brand: Brand) -> bool:
    """Whether one of the questions that apply has no answer yet."""
    return steps.next_open(wizard_answers(brand)) is not None
