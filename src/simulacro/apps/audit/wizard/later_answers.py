"""What the longer questions add: where passwords are kept, mailboxes, recovery, tools, people who
left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from simulacro.apps.audit.wizard.accounts import (
    account_of,
    add_ways,
    credential_of,
    login_of,
    number_phone,
    person_of,
    phone_asset,
    profile_of,
    sim_of,
)
from simulacro.apps.audit.wizard.answers import (
    KNOWN,
    NO,
    NOBODY,
    UNKNOWN,
    YES,
    Answers,
    Network,
    code_phone_of,
    entrants_of,
    is_by_role,
    networks_of,
    networks_with_password,
    people_of,
    read_code_phone,
    read_entrants,
)
from simulacro.apps.audit.wizard.draft import InventoryDraft
from simulacro.apps.audit.wizard.naming import in_a_name
from simulacro.apps.audit.wizard.surroundings import add_surroundings
from simulacro.engines.access.inventory import Answer, Audience, Kind, Level, Route, Trait

# A message with a link, and somebody who looks for it.
RECOVERY_MIN = 15
ANSWERS = {YES: Answer.YES, NO: Answer.NO}


def add_later_answers(draft: InventoryDraft, answers: Answers) -> None:
    networks = networks_of(answers)
    if "mailboxes" in answers:
        for network in networks_with_password(answers):
            add_mailbox(draft, answers, network)
    for network in networks:
        add_phone_recovery(draft, answers, network)
    for network in networks_with_password(answers):
        add_backup_codes(draft, answers, network)
    for tool in answers.get("tools", {}).get("tools", ()):
        add_tool(draft, answers, tool)
    add_password_place(draft, answers)
    for leaver in answers.get("leavers", {}).get("leavers", ()):
        add_leaver(draft, answers, leaver)
    add_surroundings(draft, answers)


def add_mailbox(draft: InventoryDraft, answers: Answers, network: Network) -> None:
    """The mailbox that resets the password; by default it gets past a second factor too, since
    many networks let it (SOUPS 2023)."""
    given = answers["mailboxes"]
    one = given.get("own", {}).get(network.key) or given.get("all") or {}
    state = one.get("state", UNKNOWN)
    account = account_of(draft, network)
    if state == KNOWN and one.get("name"):
        name = str(one["name"])
        mailbox = draft.asset(Kind.MAILBOX, name, _("mailbox"))
        details = answers.get("mailbox_entrants", {}).get(name.casefold())
        if details is None:
            draft.change(mailbox, ways_unknown=True)
        else:
            entrants = read_entrants(details.get("entrants"))
            draft.change(
                mailbox,
                nobody=entrants.state == NOBODY,
                ways_unknown=entrants.state == UNKNOWN,
            )
            phone = read_code_phone(details.get("codes"))
            second = {KNOWN: Answer.YES, "none": Answer.NO}.get(phone.state, Answer.UNKNOWN)
            draft.trait(mailbox, Trait.SECOND_FACTOR, second)
            add_ways(draft, answers, mailbox, name, entrants, phone)
        draft.way(account, mailbox, route=Route.RECOVERY, latency_min=RECOVERY_MIN)
    elif state == UNKNOWN:
        words = in_a_name(_("The mailbox of %(network)s"), network=network.name)
        mailbox = draft.asset(Kind.MAILBOX, words, key=f"{network.name}?", ways_unknown=True)
        draft.way(account, mailbox, route=Route.RECOVERY, latency_min=None, doubtful=True)


def add_phone_recovery(draft: InventoryDraft, answers: Answers, network: Network) -> None:
    """Whether the phone number alone gets somebody in: the way of a SIM swap.

    Where the number is all there is, only a PIN keeps somebody out: unasked, it may be.
    """
    usual = NO if network.has_password else UNKNOWN
    given = answers.get("phone_recovery", {}).get(network.key, usual)
    phone = code_phone_of(answers, network.key)
    if given in (YES, UNKNOWN) and (phone.state == KNOWN or not network.has_password):
        device = (
            phone_asset(draft, phone)
            if network.has_password
            else number_phone(draft, network, phone)
        )
        sim = sim_of(draft, device)
        draft.way(
            account_of(draft, network),
            sim,
            route=Route.RECOVERY,
            latency_min=RECOVERY_MIN,
            doubtful=given == UNKNOWN,
        )


def add_backup_codes(draft: InventoryDraft, answers: Answers, network: Network) -> None:
    """Printed codes, where they lie, and who reaches them."""
    given = answers.get("backup_codes", {}).get(network.key)
    if not isinstance(given, Mapping) or given.get("state") not in (YES, UNKNOWN):
        return
    words = in_a_name(_("Backup codes of %(network)s"), network=network.name)
    codes = draft.asset(Kind.BACKUP_CODES, words, key=network.name)
    if given.get("place"):
        draft.way(codes, draft.asset(Kind.PLACE, str(given["place"]), _("place")))
    account = account_of(draft, network)
    for alias in given.get("who") or people_of(answers):
        person = person_of(draft, alias)
        password = login_of(draft, answers, network, alias)
        draft.holds(person, codes, sure=bool(given.get("who")))
        draft.holds(person, password, sure=password in draft.assets[person].holds)
        draft.way(
            account,
            password,
            person,
            codes,
            doubtful=given["state"] == UNKNOWN,
            name=_("%(person)s, with a backup code") % {"person": alias},
        )


def add_tool(draft: InventoryDraft, answers: Answers, given: Mapping[str, Any]) -> None:
    """A tool that publishes for several networks."""
    name = str(given["name"])
    entrants = read_entrants(given.get("entrants"))
    tool = draft.asset(
        Kind.TOOL,
        name,
        _("tool"),
        nobody=entrants.state == NOBODY,
        ways_unknown=entrants.state == UNKNOWN,
    )
    phone = read_code_phone(given.get("codes"))
    second = {KNOWN: Answer.YES, "none": Answer.NO}.get(phone.state, Answer.UNKNOWN)
    draft.trait(tool, Trait.SECOND_FACTOR, second)
    draft.trait(tool, Trait.QUEUE, ANSWERS.get(given.get("queue", ""), Answer.UNKNOWN))
    draft.trait(tool, Trait.KILL_SWITCH, ANSWERS.get(given.get("kill_switch", ""), Answer.UNKNOWN))
    add_ways(draft, answers, tool, name, entrants, phone)
    for network in networks_of(answers):
        if network.key in given.get("networks", ()):
            draft.way(
                account_of(draft, network),
                tool,
                gives=Level.PUBLISH,
                route=Route.TOOL,
                name=in_a_name(_("From %(tool)s"), tool=name),
            )


def add_password_place(draft: InventoryDraft, answers: Answers) -> None:
    """Where passwords are kept: whoever gets in there gets them all."""
    given = answers.get("passwords", {})
    where = given.get("where")
    if where not in ("vault", "file"):
        return
    credentials = [a.id for a in draft.assets.values() if a.kind is Kind.CREDENTIAL]
    name = str(
        given.get("name")
        or (_("The password manager") if where == "vault" else _("The file with the passwords"))
    )
    vault = draft.asset(Kind.VAULT, name, _("passwords"), key=where)
    draft.trait(vault, Trait.SECOND_FACTOR, Answer.UNKNOWN)
    words = in_a_name(_("What opens %(vault)s"), vault=name)
    opener = draft.asset(Kind.CREDENTIAL, words, key=f"{where} opener")
    holders = dict.fromkeys(p for c in credentials for p in draft.holders(c))
    for person in holders:
        draft.way(vault, opener, person, name=draft.assets[person].name)
        draft.holds(person, opener)
    for credential in credentials:
        draft.holds_no_more(credential)
        draft.way(credential, vault)


def add_leaver(draft: InventoryDraft, answers: Answers, given: Mapping[str, Any]) -> None:
    """Somebody who left, or an agency: what they still know stays theft waiting to happen."""
    agency = bool(given.get("agency"))
    alias = str(given["name"])
    kind = Kind.ORGANISATION if agency else Kind.PERSON
    gone = draft.asset(kind, alias, _("left"))
    if agency:
        draft.trait(gone, Trait.OUTSIDE, Answer.YES)
    if given.get("left", True):
        draft.trait(gone, Trait.LEFT, Answer.YES)
    for network in networks_of(answers):
        if network.key in given.get("networks", ()):
            what = _left_with(draft, answers, network, alias)
            draft.holds(gone, what, sure=given.get("knows", UNKNOWN) == YES)


def _left_with(draft: InventoryDraft, answers: Answers, network: Network, alias: str) -> str:
    """What somebody who left may still get in with: the password, their own profile, or, where
    there is no password, a device that was never unlinked."""
    account = account_of(draft, network)
    if not network.has_password:
        words = in_a_name(
            _("%(network)s linked to a device of %(person)s"), network=network.name, person=alias
        )
        session = draft.asset(Kind.SESSION, words, key=f"{network.name} {alias}")
        attacker, route = Audience.ATTACKER, Route.SESSION
        draft.way(account, session, gives=Level.PUBLISH, route=route, audience=attacker)
        return session
    if is_by_role(network, entrants_of(answers, network.key)):
        profile = profile_of(draft, network.name, alias)
        draft.way(account, profile, route=Route.DELEGATE, audience=Audience.ATTACKER)
        return profile
    return credential_of(draft, network.name)
