"""The questions in their order: three for the first five minutes, the others when there is time."""

from __future__ import annotations

from typing import Final

from simulacro.apps.audit.wizard.answers import Answers
from simulacro.apps.audit.wizard.first_questions import CodesForm, EntrantsForm, NetworksForm
from simulacro.apps.audit.wizard.later_questions import (
    BackupCodesForm,
    CodeKindForm,
    LeaversForm,
    MailboxEntrantsForm,
    MailboxesForm,
    PasswordsForm,
    PhoneRecoveryForm,
    ToolsForm,
)
from simulacro.apps.audit.wizard.signal_question import SignalForm
from simulacro.apps.audit.wizard.step_form import StepForm
from simulacro.apps.audit.wizard.surroundings_questions import (
    CarriersForm,
    PowerForm,
    ShiftsForm,
)

FIRST: Final[tuple[type[StepForm], ...]] = (NetworksForm, EntrantsForm, CodesForm)
LATER: Final[tuple[type[StepForm], ...]] = (
    ShiftsForm,
    CodeKindForm,
    PhoneRecoveryForm,
    BackupCodesForm,
    PasswordsForm,
    MailboxesForm,
    MailboxEntrantsForm,
    ToolsForm,
    CarriersForm,
    PowerForm,
    SignalForm,
    LeaversForm,
)
STEPS: Final = {form.key: form for form in (*FIRST, *LATER)}


def asked(answers: Answers) -> list[type[StepForm]]:
    """The questions that there is something to ask about."""
    return [form for form in STEPS.values() if form.applies(answers)]


def first_is_done(answers: Answers) -> bool:
    """Whether the first three are answered: there is something to audit."""
    return all(form.key in answers for form in FIRST)


def next_open(answers: Answers) -> type[StepForm] | None:
    """The first question without an answer."""
    return next((form for form in asked(answers) if form.key not in answers), None)


def after(key: str, answers: Answers) -> type[StepForm] | None:
    """The question after `key`, None after the last."""
    keys = [form.key for form in asked(answers)]
    later = keys[keys.index(key) + 1 :] if key in keys else []
    return STEPS[later[0]] if later else None


def before(key: str, answers: Answers) -> type[StepForm] | None:
    """The question before `key`, None before the first."""
    keys = [form.key for form in asked(answers)]
    earlier = keys[: keys.index(key)] if key in keys else []
    return STEPS[earlier[-1]] if earlier else None
