"""The first five minutes: which networks, who gets in, which phone receives the codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulacro.apps.audit.wizard.answers import (
    KNOWN,
    NETWORKS,
    UNKNOWN,
    Answers,
    is_solo,
    networks_of,
    people_of,
    read_code_phone,
    read_entrants,
    split_aliases,
)
from simulacro.apps.audit.wizard.entrants_fields import (
    OTHER,
    entrants_answer,
    entrants_typed,
    phone_answer,
    phone_choice,
    phone_choices,
)
from simulacro.apps.audit.wizard.step_form import ENTRANTS, StepForm, alias_field, one_of, pick


class NetworksForm(StepForm):
    key = "networks"
    question = gettext_lazy("Which networks do you have?")

    codes = forms.MultipleChoiceField(
        label=gettext_lazy("Networks"),
        choices=list(NETWORKS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = alias_field(
        gettext_lazy("Another one, or a second account"),
        help_text=gettext_lazy(
            "In your words: “the shop’s Instagram”. If there are several, with commas."
        ),
    )

    def ask(self) -> None:
        self.initial = {
            "codes": self.given.get("codes", []),
            "others": ", ".join(self.given.get("others", [])),
        }
        # Whoever made the brand has just been asked; who comes back may put it right.
        if self.given:
            self.fields["solo"] = forms.BooleanField(label=_("I work on my own"), required=False)
            self.initial["solo"] = self.given.get("solo", self.brand_solo)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("codes") and not given.get("others") and "others" not in self.errors:
            self.add_error("codes", _("Choose at least one, or write its name below."))
        return given

    def answer(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "codes": given["codes"],
            "others": list(split_aliases(given["others"])),
            "solo": given.get("solo", self.brand_solo),
        }


class EntrantsForm(StepForm):
    key = "entrants"
    question = gettext_lazy("Who gets in?")
    why = gettext_lazy(
        "Whoever could post today: the boss, the agency, somebody who left. "
        "Use aliases: no real name, number or handle is needed."
    )

    def ask(self) -> None:
        everywhere = read_entrants(self.given.get("all"))
        mine = _("Me") if is_solo(self.answers) and not self.given else ""
        self.fields["who"] = alias_field(
            _("People"),
            initial=entrants_typed(everywhere) or mine,
            help_text=_("If there are several, with commas: “the boss, Ana, the agency’s intern”."),
            needed=True,
        )
        self.fields["state"] = one_of(
            _("Getting in"), ENTRANTS, initial=everywhere.state if self.given else KNOWN
        )
        networks = networks_of(self.answers)
        for i, network in enumerate(networks if len(networks) > 1 else ()):
            own = self.given.get("own", {}).get(network.key)
            given = read_entrants(own)
            self.fields[f"who_{i}"] = alias_field(
                network.name, initial=entrants_typed(given) if own else ""
            )
            self.fields[f"state_{i}"] = pick(
                _("Who gets in to %(network)s") % {"network": network.name},
                [("", _("As above")), *ENTRANTS],
                initial=given.state if own else "",
            )
        if len(networks) > 1:
            names = [f"{n}_{i}" for i in range(len(networks)) for n in ("who", "state")]
            self.row(_("It is not the same in all of them"), names, folded=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("state") == KNOWN and not split_aliases(given.get("who") or ""):
            everybody = [
                given.get(f"who_{i}") or given.get(f"state_{i}")
                for i in range(len(networks_of(self.answers)))
            ]
            if not all(everybody) and "who" not in self.errors:
                self.add_error(
                    "who", _("Write at least one alias, or choose “Nobody” or “I don't know”.")
                )
        return given

    def answer(self) -> dict[str, Any]:
        given = self.cleaned_data
        own = {}
        for i, network in enumerate(networks_of(self.answers)):
            who, state = given.get(f"who_{i}", ""), given.get(f"state_{i}", "")
            if who or state:
                own[network.key] = entrants_answer(who, state)
        return {"all": entrants_answer(given["who"], given["state"]), "own": own}


class CodesForm(StepForm):
    key = "codes"
    question = gettext_lazy("Which phone receives the codes?")
    why = gettext_lazy("The ones that arrive when somebody signs in from a new place.")

    def ask(self) -> None:
        people = people_of(self.answers)
        everywhere = read_code_phone(self.given.get("all"))
        choices = phone_choices(people)
        first = choices[0][0] if is_solo(self.answers) and people else ""
        self.fields["phone"] = one_of(
            _("Phone"), choices, initial=phone_choice(everywhere) if self.given else first
        )
        self.fields["other"] = alias_field(
            _("If it is another phone, which?"),
            initial=everywhere.name,
            help_text=_("An alias, such as “the phone in the drawer”."),
        )
        networks = networks_of(self.answers)
        for i, network in enumerate(networks if len(networks) > 1 else ()):
            own = self.given.get("own", {}).get(network.key)
            self.fields[f"phone_{i}"] = pick(
                network.name,
                [("", _("As above")), *choices],
                initial=phone_choice(read_code_phone(own)) if own else "",
            )
        if len(networks) > 1:
            names = [f"phone_{i}" for i in range(len(networks))]
            self.row(_("It is not the same in all of them"), names, folded=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        chosen = [v for k, v in given.items() if k.startswith("phone")]
        if OTHER in chosen and not given.get("other") and "other" not in self.errors:
            self.add_error("other", _("Give that phone an alias, or choose “I don't know”."))
        return given

    def answer(self) -> dict[str, Any]:
        given = self.cleaned_data
        own = {
            network.key: phone_answer(given[f"phone_{i}"], given["other"])
            for i, network in enumerate(networks_of(self.answers))
            if given.get(f"phone_{i}")
        }
        return {"all": phone_answer(given["phone"] or UNKNOWN, given["other"]), "own": own}

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return bool(networks_of(answers))
