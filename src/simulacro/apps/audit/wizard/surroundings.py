"""What people and phones lean on: hours, the company of a line, the battery, the signal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from simulacro.apps.audit.wizard.accounts import phone_asset, sim_of
from simulacro.apps.audit.wizard.answers import (
    KNOWN,
    NONE,
    UNKNOWN,
    YES,
    Answers,
    people_of,
    phone_key,
    phones_of,
)
from simulacro.apps.audit.wizard.draft import InventoryDraft, id_of
from simulacro.apps.audit.wizard.naming import in_a_name
from simulacro.engines.access.asset_fields import ALWAYS
from simulacro.engines.access.inventory import Answer, Availability, Battery, Kind, Shift, Trait

WEEKDAYS: Final = (0, 1, 2, 3, 4)
WEEKEND: Final = (5, 6)
EVERY_DAY: Final = (0, 1, 2, 3, 4, 5, 6)
# Whose signal there is at a place; NONE and UNKNOWN are the other answers.
EVERY_COMPANY, SOME_COMPANIES = "all", "some"
# What a wizard offers; other hours are written as a shift of one's own.
PRESETS: Final[dict[str, tuple[Shift, ...]]] = {
    "office": (Shift(WEEKDAYS, 9 * 60, 18 * 60, 0.9),),
    "morning": (Shift(EVERY_DAY, 6 * 60, 14 * 60, 0.9),),
    "afternoon": (Shift(EVERY_DAY, 14 * 60, 22 * 60, 0.9),),
    "waking": (Shift(EVERY_DAY, 7 * 60, 23 * 60, 0.9),),
    "weekend": (Shift(WEEKEND, 9 * 60, 21 * 60, 0.9),),
}


def add_surroundings(draft: InventoryDraft, answers: Answers) -> None:
    """Add them for the people and phones that are there."""
    shifts = answers.get("shifts", {})
    for alias in people_of(answers):
        person = id_of(Kind.PERSON, alias)
        if person in draft.assets and alias.casefold() in shifts:
            draft.change(person, at_hand=availability(shifts[alias.casefold()]))
    for phone in phones_of(answers):
        key = phone_key(phone)
        device = phone_asset(draft, phone)
        if key in answers.get("carriers", {}):
            add_carrier(draft, device, answers["carriers"][key])
        if key in answers.get("power", {}):
            add_power(draft, device, answers["power"][key])
    add_signal(draft, answers)


def add_signal(draft: InventoryDraft, answers: Answers) -> None:
    """Where each person works, and what they would answer by there: the wifi, or the signal of a
    company, their own where it is known.

    Whoever has neither at any of their places cannot answer from there: a connection that is
    missing says so.
    """
    first_place: dict[str, str] = {}
    for given in answers.get("signal", {}).get("places", ()):
        name = str(given["name"])
        place = draft.asset(Kind.PLACE, name, _("place"))
        there = given.get("who") or [alias.casefold() for alias in people_of(answers)]
        for alias in people_of(answers):
            person = id_of(Kind.PERSON, alias)
            if alias.casefold() in there and person in draft.assets:
                first_place.setdefault(person, name)
                for link, doubtful in _links(draft, answers, alias, place, given):
                    draft.way(person, link, doubtful=doubtful)
    for person, name in first_place.items():
        if not any(method.target == person for method in draft.methods):
            words = in_a_name(_("Connection at %(place)s"), place=name)
            missing = draft.asset(Kind.CONNECTION, words, key=f"none {name}")
            draft.trait(missing, Trait.ABSENT, Answer.YES)
            draft.way(person, missing)


def _links(
    draft: InventoryDraft, answers: Answers, alias: str, place: str, given: Mapping[str, Any]
) -> Iterator[tuple[str, bool]]:
    """What connects a person at a place, and whether nobody is sure of it."""
    name = draft.assets[place].name
    if given.get("wifi") in (YES, UNKNOWN):
        words = in_a_name(_("Wifi of %(place)s"), place=name)
        wifi = draft.asset(Kind.CONNECTION, words, key=f"wifi {place}")
        mains = id_of(Kind.POWER, "mains")
        draft.way(wifi, place, *([mains] if mains in draft.assets else []))
        yield wifi, given["wifi"] == UNKNOWN
    signal = given.get("signal", UNKNOWN)
    if signal == NONE:
        return
    own = _companies_of(answers, alias)
    named = {str(one).casefold(): str(one) for one in given.get("companies", ())}
    doubtful = signal == UNKNOWN
    companies: list[str] = list(own.values())
    if signal == SOME_COMPANIES and named and own:
        companies = [own[key] for key in own if key in named]
    elif signal == SOME_COMPANIES:
        doubtful = True
        companies = companies or list(named.values())
    for company in companies if own or companies else [""]:
        if company:
            words = in_a_name(_("Signal of %(company)s at %(place)s"), company=company, place=name)
            needs = [draft.asset(Kind.CARRIER, company, _("company")), place]
        else:
            words = in_a_name(_("Phone signal at %(place)s"), place=name)
            needs = [place]
        link = draft.asset(Kind.CONNECTION, words, key=f"signal {company.casefold()} {place}")
        draft.way(link, *needs)
        yield link, doubtful


def _companies_of(answers: Answers, alias: str) -> dict[str, str]:
    """The companies of the phones that are a person's own, where they are known."""
    found: dict[str, str] = {}
    for phone in phones_of(answers):
        given = answers.get("carriers", {}).get(phone_key(phone), {})
        own = phone.owner.casefold() == alias.casefold()
        if own and given.get("state") == KNOWN and given.get("name"):
            found.setdefault(str(given["name"]).casefold(), str(given["name"]))
    return found


def availability(given: Mapping[str, Any]) -> Availability | None:
    """When somebody is at hand, from a preset, "always", "don't know" or shifts of their own."""
    choice = given.get("when", UNKNOWN)
    if choice == "always":
        return ALWAYS
    if choice == "own":
        return Availability(own_shifts(given.get("shifts", ())))
    if choice in PRESETS:
        return Availability(PRESETS[choice])
    return Availability(unknown=True)


def own_shifts(given: Sequence[Mapping[str, Any]]) -> tuple[Shift, ...]:
    return tuple(
        Shift(tuple(sorted(s["days"])), int(s["from"]), int(s["to"]), float(s.get("chance", 0.9)))
        for s in given
        if s.get("days")
    )


def add_carrier(draft: InventoryDraft, device: str, given: Mapping[str, Any]) -> None:
    """A text message needs the phone and its company."""
    if given.get("state") != KNOWN or not given.get("name"):
        return
    carrier = draft.asset(Kind.CARRIER, str(given["name"]), _("company"))
    sim = sim_of(draft, device)
    draft.methods = [m for m in draft.methods if m.target != sim]
    draft.way(sim, device, carrier)


def add_power(draft: InventoryDraft, device: str, given: Mapping[str, Any]) -> None:
    """A phone runs on the mains or on its battery, for so many hours; perhaps on a spare one."""
    mains = draft.asset(Kind.POWER, _("The mains"), key="mains")
    draft.way(device, mains)
    phone = draft.assets[device].name
    hours = given.get("battery_h")
    if hours:
        words = in_a_name(_("Battery of %(phone)s"), phone=phone)
        battery = draft.asset(Kind.POWER, words, key=device)
        draft.change(battery, battery=Battery(mains, float(hours)))
        draft.way(device, battery)
    spare_h = given.get("spare_h")
    if given.get("spare") in (YES, UNKNOWN) and spare_h:
        words = in_a_name(_("Power bank of %(phone)s"), phone=phone)
        spare = draft.asset(Kind.POWER, words, key=f"spare {device}")
        draft.change(spare, battery=Battery(mains, float(spare_h)))
        draft.way(device, spare, doubtful=given["spare"] == UNKNOWN)
