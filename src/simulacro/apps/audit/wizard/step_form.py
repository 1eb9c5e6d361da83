"""One question on one screen: its fields in groups, and what was typed as an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit.secrets_seen import REFUSED, Suspicion, suspicion_of
from simulacro.apps.audit.wizard.answers import KNOWN, NO, NOBODY, UNKNOWN, YES, Answers
from simulacro.kit.long_lists import LongList, LongListOfSeveral

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"
LONGEST_ALIAS = 80
MOST_BOXES = 60

YES_NO_UNKNOWN: list[tuple[str, Words]] = [
    (YES, _("Yes")),
    (NO, _("No")),
    (UNKNOWN, _("I don't know")),
]
ENTRANTS: list[tuple[str, Words]] = [
    (KNOWN, _("These people")),
    (NOBODY, _("Nobody")),
    (UNKNOWN, _("I don't know")),
]
WHY_NOT: dict[Suspicion, Words] = {
    Suspicion.SPELLED_OUT: _(
        "This looks like a password. Simulacro never keeps one: "
        "say what it opens, such as “Instagram's password”."
    ),
    Suspicion.SEED: _(
        "This looks like the key of a code app. Simulacro never keeps one: "
        "say where it is, such as “code app on Ana's phone”."
    ),
    Suspicion.LONG_RANDOM: _(
        "This looks like a key or a token. Simulacro never keeps one: say what it opens."
    ),
    Suspicion.RECOVERY_CODES: _(
        "This looks like recovery codes. Simulacro never keeps them: "
        "say where they are, such as “in the safe”."
    ),
    Suspicion.MIXED_WORD: _("This looks like a password. If it is one, write an alias instead."),
    Suspicion.EMAIL: _(
        "An e-mail address is not needed. An alias is enough, such as “the shop's mailbox”."
    ),
    Suspicion.PHONE: _(
        "A phone number is not needed. An alias is enough, such as “the boss's phone”."
    ),
    Suspicion.HANDLE: _(
        "A user name is not needed. An alias is enough, such as “the shop's Instagram”."
    ),
}


class AliasGuard(forms.Form):
    """A form whose texts are aliases: secrets are refused, numbers and addresses asked about."""

    sure = forms.BooleanField(
        label=_("It is only an alias: save it as it is"), required=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        asked = False
        for name, value in list(given.items()):
            typed = isinstance(self.fields[name], forms.CharField)
            look = suspicion_of(value) if typed else None
            if look is None or (look not in REFUSED and given.get("sure")):
                continue
            self.add_error(name, str(WHY_NOT[look]))
            asked = asked or look not in REFUSED
        if asked:
            self.fields["sure"].widget = forms.CheckboxInput()
        return given


class StepForm(AliasGuard):
    """The form of one question.

    `answers` are those given so far: later questions ask about what earlier ones named.
    """

    key: ClassVar[str]
    question: ClassVar[Words]
    why: ClassVar[Words] = ""

    def __init__(self, data: Any = None, *, answers: Answers, brand_solo: bool = False) -> None:
        self.answers = answers
        self.brand_solo = brand_solo
        self.given: Mapping[str, Any] = answers.get(self.key) or {}
        super().__init__(data)
        self.rows: list[tuple[Words, list[str], bool]] = []
        self.ask()

    def ask(self) -> None:
        """Add the fields that depend on earlier answers, and what was answered before."""

    def answer(self) -> dict[str, Any]:
        """What was said, as it is kept; call it on a valid form."""
        raise NotImplementedError

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        """Whether there is anything to ask, after the answers so far."""
        return True

    def row(self, legend: Words, names: Iterable[str], *, folded: bool = False) -> None:
        """Show some fields together, under a legend; `folded` behind it."""
        self.rows.append((legend, list(names), folded))

    def groups(self) -> Iterator[tuple[Words, list[BoundField], bool]]:
        """The fields in the order of the screen: first those in no row, then the rows."""
        in_rows = {name for _legend, names, _folded in self.rows for name in names}
        plain = [self[n] for n in self.fields if n not in in_rows and n != "sure"]
        if plain:
            yield "", plain, False
        for legend, names, folded in self.rows:
            wrong = any(self[name].errors for name in names)
            typed = any(self[name].value() not in (None, "", False, [], UNKNOWN) for name in names)
            yield legend, [self[name] for name in names], folded and not wrong and not typed

    def asks_if_sure(self) -> bool:
        return not isinstance(self.fields["sure"].widget, forms.HiddenInput)


class AliasField(forms.CharField):
    """A text for an alias, or a few of them, which may be left empty.

    One that another answer makes necessary is ``needed``: to call it optional would mislead.
    """

    def __init__(self, *, needed: bool, **options: Any) -> None:
        super().__init__(
            required=False,
            max_length=LONGEST_ALIAS * 8,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            **options,
        )
        self.needed = needed


def alias_field(
    label: Words, *, initial: Any = "", help_text: Words = "", needed: bool = False
) -> AliasField:
    return AliasField(label=label, initial=initial, help_text=help_text, needed=needed)


def one_of(
    label: Words, choices: Iterable[tuple[str, Words]], *, initial: str = "", required: bool = True
) -> forms.ChoiceField:
    """Choices large enough for a thumb."""
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        initial=initial,
        required=required,
        widget=forms.RadioSelect,
    )


def pick(
    label: Words, choices: Iterable[tuple[str, Words]], *, initial: str = ""
) -> forms.ChoiceField:
    """Choices in a list that opens, for what is seldom touched."""
    return forms.ChoiceField(
        label=label, choices=list(choices), initial=initial, required=False, widget=LongList
    )


def several(
    label: Words, choices: Sequence[tuple[str, Words]], *, initial: list[str], **options: Any
) -> forms.MultipleChoiceField:
    """Any of the choices: boxes to tick, or a list where they are too many."""
    few = len(choices) <= MOST_BOXES
    widget = forms.CheckboxSelectMultiple() if few else LongListOfSeveral()
    return forms.MultipleChoiceField(
        label=label, choices=choices, initial=initial, widget=widget, **options
    )
