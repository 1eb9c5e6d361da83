"""The questions for when there is time: how codes come, mailboxes, recovery, tools, who left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulacro.apps.audit.wizard.answers import (
    KNOWN,
    NONE,
    UNKNOWN,
    YES,
    Answers,
    code_phone_of,
    mailboxes_of,
    networks_of,
    networks_with_password,
    people_of,
    phone_key,
    phones_of,
    read_code_phone,
    read_entrants,
    split_aliases,
)
from simulacro.apps.audit.wizard.entrants_fields import (
    entrants_answer,
    entrants_typed,
    kept,
    phone_answer,
    phone_choice,
    phone_choices,
    phone_words,
)
from simulacro.apps.audit.wizard.step_form import (
    ENTRANTS,
    YES_NO_UNKNOWN,
    StepForm,
    Words,
    alias_field,
    one_of,
    pick,
)

HOW_MANY = 3


def phones_by_key(answers: Answers) -> list[tuple[str, str]]:
    """(key, what it is called) of each phone that receives codes."""
    return [(phone_key(p), p.name or phone_words(p.owner)) for p in phones_of(answers)]


class OneChoiceEach(StepForm):
    """The same choice for each of several things."""

    choices: ClassVar[list[tuple[str, Words]]] = YES_NO_UNKNOWN

    @classmethod
    def things(cls, answers: Answers) -> Iterable[tuple[str, str]]:
        """(key, name) of each thing that is asked about."""
        raise NotImplementedError

    def ask(self) -> None:
        for i, (key, name) in enumerate(self.things(self.answers)):
            given = str(self.given.get(key, ""))
            self.fields[f"choice_{i}"] = one_of(name, self.choices, initial=given or UNKNOWN)

    def answer(self) -> dict[str, Any]:
        things = enumerate(self.things(self.answers))
        return {key: self.cleaned_data[f"choice_{i}"] for i, (key, _name) in things}

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return any(True for _ in cls.things(answers))


class CodeKindForm(OneChoiceEach):
    key = "code_kind"
    question = gettext_lazy("How do the codes arrive?")
    choices: ClassVar[list[tuple[str, Words]]] = [
        ("sms", gettext_lazy("As a text message")),
        ("app", gettext_lazy("In an app that makes codes")),
        ("both", gettext_lazy("Either way")),
        (UNKNOWN, gettext_lazy("I don't know")),
    ]

    @classmethod
    def things(cls, answers: Answers) -> Iterable[tuple[str, str]]:
        return phones_by_key(answers)


class PhoneRecoveryForm(OneChoiceEach):
    key = "phone_recovery"
    question = gettext_lazy("Is the phone number enough to get in again?")
    why = gettext_lazy("When the password is forgotten: does a text message alone let you in?")

    @classmethod
    def things(cls, answers: Answers) -> Iterable[tuple[str, str]]:
        networks = networks_of(answers)
        return [
            (n.key, n.name if n.has_password else _without_pin(n.name))
            for n in networks
            if code_phone_of(answers, n.key).state == KNOWN
        ]


def _without_pin(name: str) -> str:
    return _("%(network)s: it is, unless it has a PIN") % {"network": name}


class PasswordsForm(StepForm):
    key = "passwords"
    question = gettext_lazy("Where are the passwords kept?")
    why = gettext_lazy("Only where. Never write one here.")

    def ask(self) -> None:
        places: list[tuple[str, Words]] = [
            ("heads", _("In people's heads, or each on their own")),
            ("vault", _("In a password manager")),
            ("file", _("In a shared file, chat or note")),
            (UNKNOWN, _("I don't know")),
        ]
        self.fields["where"] = one_of(
            _("Passwords"), places, initial=str(self.given.get("where", ""))
        )
        self.fields["name"] = alias_field(
            _("What do you call that place?"), initial=self.given.get("name", "")
        )

    def answer(self) -> dict[str, Any]:
        return {"where": self.cleaned_data["where"], "name": self.cleaned_data["name"]}


class MailboxesForm(StepForm):
    key = "mailboxes"
    question = gettext_lazy("Which mailbox recovers the accounts?")
    why = gettext_lazy("The one that gets “forgot your password?”. An alias is enough.")

    def ask(self) -> None:
        everywhere = kept(self.given.get("all"))
        states: list[tuple[str, Words]] = [
            (KNOWN, _("This one")),
            (NONE, _("None")),
            (UNKNOWN, _("I don't know")),
        ]
        self.fields["name"] = alias_field(_("Mailbox"), initial=everywhere.get("name", ""))
        self.fields["state"] = one_of(
            _("It is"), states, initial=str(everywhere.get("state", KNOWN))
        )
        networks = networks_with_password(self.answers)
        for i, network in enumerate(networks if len(networks) > 1 else ()):
            own = kept(self.given.get("own", {}).get(network.key))
            self.fields[f"name_{i}"] = alias_field(network.name, initial=own.get("name", ""))
        if len(networks) > 1:
            names = [f"name_{i}" for i in range(len(networks))]
            self.row(_("It is not the same in all of them"), names, folded=True)

    def answer(self) -> dict[str, Any]:
        given = self.cleaned_data
        state = given["state"]
        if state == KNOWN and not given["name"]:
            state = UNKNOWN
        own = {
            network.key: {"state": KNOWN, "name": given[f"name_{i}"]}
            for i, network in enumerate(networks_with_password(self.answers))
            if given.get(f"name_{i}")
        }
        return {"all": {"state": state, "name": given["name"]}, "own": own}

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return bool(networks_with_password(answers))


class MailboxEntrantsForm(StepForm):
    key = "mailbox_entrants"
    question = gettext_lazy("Who opens those mailboxes?")

    def boxes(self) -> list[str]:
        return list(dict.fromkeys(mailboxes_of(self.answers).values()))

    def ask(self) -> None:
        choices = phone_choices(people_of(self.answers))
        for i, box in enumerate(self.boxes()):
            given = kept(self.given.get(box.casefold()))
            entrants = read_entrants(given.get("entrants"))
            self.fields[f"who_{i}"] = alias_field(_("People"), initial=entrants_typed(entrants))
            self.fields[f"state_{i}"] = one_of(
                _("Getting in"), ENTRANTS, initial=entrants.state if given else KNOWN
            )
            self.fields[f"phone_{i}"] = pick(
                _("Which phone receives its codes?"),
                choices,
                initial=phone_choice(read_code_phone(given.get("codes"))),
            )
            self.row(box, [f"who_{i}", f"state_{i}", f"phone_{i}"])

    def answer(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            box.casefold(): {
                "entrants": entrants_answer(given[f"who_{i}"], given[f"state_{i}"]),
                "codes": phone_answer(given[f"phone_{i}"], ""),
            }
            for i, box in enumerate(self.boxes())
        }

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return bool(mailboxes_of(answers))


class BackupCodesForm(StepForm):
    key = "backup_codes"
    question = gettext_lazy("Do you have backup codes?")
    why = gettext_lazy("The list that the network gives once, for when the phone is lost.")

    def ask(self) -> None:
        for i, network in enumerate(networks_with_password(self.answers)):
            given = kept(self.given.get(network.key))
            self.fields[f"state_{i}"] = one_of(
                _("Backup codes"), YES_NO_UNKNOWN, initial=str(given.get("state", UNKNOWN))
            )
            self.fields[f"place_{i}"] = alias_field(
                _("Where are they?"),
                initial=given.get("place", ""),
                help_text=_("Such as “in the safe”. Never the codes."),
            )
            self.fields[f"who_{i}"] = alias_field(
                _("Who reaches them?"), initial=", ".join(given.get("who", []))
            )
            self.row(network.name, [f"state_{i}", f"place_{i}", f"who_{i}"])

    def answer(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            network.key: {
                "state": given[f"state_{i}"],
                "place": given[f"place_{i}"],
                "who": list(split_aliases(given[f"who_{i}"])),
            }
            for i, network in enumerate(networks_with_password(self.answers))
        }

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return bool(networks_with_password(answers))


class Several(StepForm):
    """Up to a few things of one kind, each named by an alias; an empty name is none."""

    listed: ClassVar[str]

    def ask(self) -> None:
        before = list(self.given.get(self.listed, []))
        for i in range(max(HOW_MANY, len(before) + 1)):
            given = kept(before[i]) if i < len(before) else {}
            names = [f"{name}_{i}" for name in self.ask_one(i, given)]
            title = str(given.get("name") or _("Number %(number)d") % {"number": i + 1})
            self.row(title, names, folded=i > 0)

    def ask_one(self, i: int, given: Any) -> list[str]:
        raise NotImplementedError

    def one(self, i: int) -> dict[str, Any]:
        raise NotImplementedError

    def answer(self) -> dict[str, Any]:
        numbers = [int(n.split("_")[1]) for n in self.fields if n.startswith("name_")]
        return {self.listed: [self.one(i) for i in numbers if self.cleaned_data[f"name_{i}"]]}

    def networks_field(self, label: Words, given: Any) -> forms.MultipleChoiceField:
        return forms.MultipleChoiceField(
            label=label,
            choices=[(n.key, n.name) for n in networks_of(self.answers)],
            initial=list(given.get("networks", [])),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


class ToolsForm(Several):
    key = "tools"
    listed = "tools"
    question = gettext_lazy("Do you publish with a tool?")
    why = gettext_lazy("Schedulers, planners, whatever publishes for you. Leave it empty if none.")

    def ask_one(self, i: int, given: Any) -> list[str]:
        entrants = read_entrants(given.get("entrants"))
        self.fields[f"name_{i}"] = alias_field(_("Tool"), initial=given.get("name", ""))
        self.fields[f"networks_{i}"] = self.networks_field(_("It publishes on"), given)
        self.fields[f"who_{i}"] = alias_field(
            _("Who gets in to it?"), initial=entrants_typed(entrants)
        )
        self.fields[f"phone_{i}"] = pick(
            _("Which phone receives its codes?"),
            phone_choices(people_of(self.answers)),
            initial=phone_choice(read_code_phone(given.get("codes"))),
        )
        self.fields[f"queue_{i}"] = pick(
            _("Does it publish by itself at set hours?"),
            YES_NO_UNKNOWN,
            initial=str(given.get("queue", UNKNOWN)),
        )
        self.fields[f"stop_{i}"] = pick(
            _("Can everything scheduled be stopped at once?"),
            YES_NO_UNKNOWN,
            initial=str(given.get("kill_switch", UNKNOWN)),
        )
        return ["name", "networks", "who", "phone", "queue", "stop"]

    def one(self, i: int) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "name": given[f"name_{i}"],
            "networks": given[f"networks_{i}"],
            "entrants": entrants_answer(given[f"who_{i}"], ""),
            "codes": phone_answer(given[f"phone_{i}"], ""),
            "queue": given[f"queue_{i}"],
            "kill_switch": given[f"stop_{i}"],
        }


class LeaversForm(Several):
    key = "leavers"
    listed = "leavers"
    question = gettext_lazy("Who left and may still get in?")
    why = gettext_lazy("People who went, the agency before this one. Leave it empty if nobody.")

    def ask_one(self, i: int, given: Any) -> list[str]:
        self.fields[f"name_{i}"] = alias_field(_("Alias"), initial=given.get("name", ""))
        self.fields[f"agency_{i}"] = forms.BooleanField(
            label=_("It is a company or agency"),
            initial=bool(given.get("agency")),
            required=False,
        )
        self.fields[f"networks_{i}"] = self.networks_field(_("They got in to"), given)
        self.fields[f"knows_{i}"] = pick(
            _("Do they still know the password?"),
            YES_NO_UNKNOWN,
            initial=str(given.get("knows", UNKNOWN)),
        )
        return ["name", "agency", "networks", "knows"]

    def one(self, i: int) -> dict[str, Any]:
        given = self.cleaned_data
        knows = given[f"knows_{i}"] or UNKNOWN
        return {
            "name": given[f"name_{i}"],
            "agency": given[f"agency_{i}"],
            "networks": given[f"networks_{i}"] if knows in (YES, UNKNOWN) else [],
            "knows": knows,
        }
