"""The accounts: who gets in to each, with which password, and the phone that gets the codes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simulacro.apps.audit.wizard.answers import (
    KNOWN,
    NOBODY,
    NONE,
    UNKNOWN,
    Answers,
    CodePhone,
    Entrants,
    Network,
    code_phone_of,
    entrants_of,
    is_by_role,
    phone_key,
)
from simulacro.apps.audit.wizard.draft import InventoryDraft
from simulacro.apps.audit.wizard.entrants_fields import phone_words
from simulacro.apps.audit.wizard.naming import in_a_name
from simulacro.engines.access.inventory import Answer, Audience, Kind, Route, Trait


def account_of(draft: InventoryDraft, network: Network) -> str:
    return draft.asset(Kind.ACCOUNT, network.name, _("account"), network=network.code)


def credential_of(draft: InventoryDraft, name: str) -> str:
    """The password that everybody who gets in by it knows."""
    words = in_a_name(_("Password of %(network)s"), network=name)
    return draft.asset(Kind.CREDENTIAL, words, key=name)


def profile_of(draft: InventoryDraft, name: str, alias: str) -> str:
    """The account of their own with which a person gets in by a role."""
    words = in_a_name(_("Profile of %(person)s on %(network)s"), person=alias, network=name)
    return draft.asset(Kind.CREDENTIAL, words, key=f"{name} {alias}")


def login_of(draft: InventoryDraft, answers: Answers, network: Network, alias: str) -> str:
    """What a person signs in with: a profile of their own, or the password that all know."""
    if is_by_role(network, entrants_of(answers, network.key)):
        return profile_of(draft, network.name, alias)
    return credential_of(draft, network.name)


def person_of(draft: InventoryDraft, alias: str) -> str:
    return draft.asset(Kind.PERSON, alias, _("person"))


def add_network(draft: InventoryDraft, answers: Answers, network: Network) -> None:
    """The account, who gets in with which password, and the phone that gets the codes."""
    entrants = entrants_of(answers, network.key)
    account = account_of(draft, network)
    draft.change(account, nobody=entrants.state == NOBODY, ways_unknown=entrants.state == UNKNOWN)
    for alias in entrants.who:
        person_of(draft, alias)
    phone = code_phone_of(answers, network.key)
    if not network.has_password:
        add_number(draft, network, account, entrants, phone)
        return
    draft.trait(account, Trait.SECOND_FACTOR, _second_factor(phone))
    by_role = is_by_role(network, entrants)
    add_ways(draft, answers, account, network.name, entrants, phone, by_role=by_role)


def add_number(
    draft: InventoryDraft, network: Network, account: str, entrants: Entrants, phone: CodePhone
) -> None:
    """An account without a password: whoever has its phone, with its line, is in.

    Its second factor is a PIN, and nobody was asked whether it has one.
    """
    device = number_phone(draft, network, phone)
    line = sim_of(draft, device)
    draft.trait(account, Trait.SECOND_FACTOR, Answer.UNKNOWN)
    for alias in entrants.who:
        person = person_of(draft, alias)
        draft.way(account, device, line, person, audience=Audience.TEAM, name=alias)


def number_phone(draft: InventoryDraft, network: Network, phone: CodePhone) -> str:
    """The phone on which the account of a number lives."""
    if phone.state == KNOWN:
        return phone_asset(draft, phone)
    words = in_a_name(_("The phone with %(network)s"), network=network.name)
    return draft.asset(Kind.DEVICE, words, key=f"{network.name} phone")


def add_ways(
    draft: InventoryDraft,
    answers: Answers,
    target: str,
    name: str,
    entrants: Entrants,
    phone: CodePhone,
    *,
    by_role: bool = False,
) -> None:
    """A way into `target` for each person: their password, themselves, and the code's phone."""
    for alias in entrants.who:
        person = person_of(draft, alias)
        credential = profile_of(draft, name, alias) if by_role else credential_of(draft, name)
        draft.holds(person, credential)
        route = Route.DELEGATE if by_role else Route.LOGIN
        for codes, perhaps in code_needs(draft, answers, phone):
            draft.way(target, credential, person, *codes, perhaps=perhaps, route=route, name=alias)


def code_needs(
    draft: InventoryDraft, answers: Answers, phone: CodePhone
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What receiving a code needs, as alternatives of (surely, perhaps)."""
    if phone.state == NONE:
        return [((), ())]
    if phone.state != KNOWN:
        words = _("The phone of the codes, if there is one")
        some = draft.asset(Kind.DEVICE, words, key="codes?")
        return [((), (some,))]
    device = phone_asset(draft, phone)
    how = answers.get("code_kind", {}).get(phone_key(phone), UNKNOWN)
    ways: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    if how in ("app", "both"):
        ways.append(((authenticator_of(draft, device),), ()))
    if how in ("sms", "both"):
        ways.append(((sim_of(draft, device),), ()))
    return ways or [((device,), (sim_of(draft, device),))]


def phone_asset(draft: InventoryDraft, phone: CodePhone) -> str:
    """The phone's asset; whoever owns it carries it."""
    name = phone.name or phone_words(phone.owner)
    device = draft.asset(Kind.DEVICE, name, _("phone"), key=phone_key(phone))
    if phone.owner:
        draft.holds(person_of(draft, phone.owner), device)
    return device


def sim_of(draft: InventoryDraft, device: str) -> str:
    """The line by which a phone gets text messages."""
    name = in_a_name(_("Line of %(phone)s"), phone=draft.assets[device].name)
    sim = draft.asset(Kind.SIM, name, key=device)
    draft.way(sim, device)
    return sim


def authenticator_of(draft: InventoryDraft, device: str) -> str:
    name = in_a_name(_("Code app on %(phone)s"), phone=draft.assets[device].name)
    authenticator = draft.asset(Kind.AUTHENTICATOR, name, key=device)
    draft.way(authenticator, device)
    return authenticator


def _second_factor(phone: CodePhone) -> Answer:
    return {KNOWN: Answer.YES, NONE: Answer.NO}.get(phone.state, Answer.UNKNOWN)
