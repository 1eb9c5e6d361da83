from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulacro.apps.audit.documents import own_document, read_document
from simulacro.apps.audit.wizard import build_inventory
from simulacro.apps.audit.wizard.answers import NETWORKS, split_aliases
from simulacro.apps.audit.wizard.later_questions import (
    BackupCodesForm,
    MailboxesForm,
    PhoneRecoveryForm,
)
from simulacro.engines.access.inventory import Answer, Audience, Brand, Inventory, Kind, Trait

BRAND = Brand("Café Andariego", "MX", "es", "America/Mexico_City")
TODAY = date(2026, 11, 22)
KNOWN = "known"
QUICK: dict[str, Any] = {
    "networks": {"codes": ["instagram", "facebook"], "others": []},
    "entrants": {"all": {"state": KNOWN, "who": ["La jefa", "Ana"]}},
    "codes": {"all": {"state": KNOWN, "owner": "La jefa"}},
}


def build(answers: dict[str, Any]) -> Inventory:
    return build_inventory(answers, BRAND, today=TODAY)


def named(inventory: Inventory, name: str) -> str:
    return next(a.id for a in inventory.assets if a.name == name)


def ways_in(inventory: Inventory, account: str) -> list[set[str]]:
    return [
        {inventory[x].name for x in m.requires}
        for m in inventory.methods_of(named(inventory, account))
    ]


def test_three_answers_make_a_map_with_the_phone_in_every_way_in() -> None:
    inventory = build(QUICK)
    assert ways_in(inventory, "Instagram") == [
        {"Clave de Instagram", "La jefa", "Teléfono de la jefa"},
        {"Clave de Instagram", "Ana", "Teléfono de la jefa"},
    ]
    jefa = inventory[named(inventory, "La jefa")]
    assert named(inventory, "Teléfono de la jefa") in jefa.holds


def test_where_people_have_roles_each_has_a_profile_of_her_own() -> None:
    inventory = build(QUICK)
    assert {"Perfil de Ana en Facebook", "Ana", "Teléfono de la jefa"} in ways_in(
        inventory, "Facebook"
    )


def test_a_page_is_entered_with_a_profile_also_by_who_works_alone() -> None:
    alone = QUICK | {"entrants": {"all": {"state": KNOWN, "who": ["Ana"]}}}
    inventory = build(alone)
    assert ways_in(inventory, "Facebook") == [
        {"Perfil de Ana en Facebook", "Ana", "Teléfono de la jefa"}
    ]
    assert "Clave de Facebook" not in {a.name for a in inventory.assets}


@pytest.mark.parametrize("codes", [{"state": KNOWN, "owner": "Ana"}, {"state": "none"}, {}])
def test_whatsapp_opens_with_its_phone_and_line_and_has_no_password(codes: dict[str, Any]) -> None:
    answers = FULL | {
        "networks": {"codes": ["whatsapp"], "others": []},
        "codes": {"all": codes},
        "passwords": {},
        "backup_codes": {"whatsapp": {"state": "yes", "who": ["Ana"]}},
        "leavers": {"leavers": [{"name": "Beto", "networks": ["whatsapp"], "knows": "unknown"}]},
        "tools": {},
    }
    inventory = build(answers)
    account = inventory[named(inventory, "WhatsApp")]
    kinds = [
        ({inventory[x].kind for x in m.requires}, m.audience, m.doubtful)
        for m in inventory.methods_of(account.id)
    ]
    entering = ({Kind.DEVICE, Kind.SIM, Kind.PERSON}, Audience.TEAM, False)
    assert kinds == [
        entering,
        entering,
        # Perhaps it has no PIN; perhaps Beto's computer is still linked.
        ({Kind.SIM}, Audience.BOTH, True),
        ({Kind.SESSION}, Audience.ATTACKER, False),
    ]
    assert account.answer(Trait.SECOND_FACTOR) is Answer.UNKNOWN
    left = {Kind.CREDENTIAL, Kind.BACKUP_CODES, Kind.MAILBOX}
    assert not [a.name for a in inventory.of_kind(*left)]
    assert inventory[named(inventory, "Beto")].may_hold == (
        next(a.id for a in inventory.of_kind(Kind.SESSION)),
    )


def test_where_no_network_has_a_password_nothing_is_asked_of_forgetting_one() -> None:
    only = {"networks": {"codes": ["whatsapp"], "others": []}}
    assert not MailboxesForm.applies(only)
    assert not BackupCodesForm.applies(only)
    both = {"networks": {"codes": ["whatsapp", "x"], "others": []}}
    assert MailboxesForm.applies(both)
    assert BackupCodesForm.applies(both)


def test_of_whatsapp_it_is_asked_whether_a_pin_stands_beside_the_number() -> None:
    answers = QUICK | {"networks": {"codes": ["x", "whatsapp"], "others": []}}
    x, whatsapp = (name for _key, name in PhoneRecoveryForm.things(answers))
    assert x == "X"
    assert "PIN" in whatsapp


def test_how_the_code_comes_is_not_made_up() -> None:
    inventory = build(QUICK)
    (first, _) = inventory.methods_of(named(inventory, "Instagram"))
    assert [inventory[x].kind for x in first.perhaps] == [Kind.SIM]


def test_nobody_and_dont_know_are_answers() -> None:
    answers = QUICK | {
        "entrants": {
            "all": {"state": "unknown"},
            "own": {"facebook": {"state": "nobody"}},
        }
    }
    inventory = build(answers)
    assert inventory[named(inventory, "Facebook")].nobody
    assert inventory[named(inventory, "Instagram")].ways_unknown


@pytest.mark.parametrize(
    ("state", "answer"), [("none", Answer.NO), ("unknown", Answer.UNKNOWN), (KNOWN, Answer.YES)]
)
def test_the_phone_of_the_codes_says_whether_there_is_a_second_factor(
    state: str, answer: Answer
) -> None:
    inventory = build(QUICK | {"codes": {"all": {"state": state, "owner": "Ana"}}})
    assert inventory[named(inventory, "Instagram")].answer(Trait.SECOND_FACTOR) is answer


def test_solo_mode_is_said_of_the_brand() -> None:
    answers = QUICK | {"networks": {"codes": ["instagram"], "solo": True}}
    assert build(answers).brand == replace(BRAND, solo=True)


def test_the_same_alias_in_two_roles_is_told_apart_by_name_and_kept_by_id() -> None:
    answers = QUICK | {"codes": {"all": {"state": KNOWN, "owner": "", "name": "Ana"}}}
    inventory = build(answers)
    assert {a.name for a in inventory.assets if a.name.startswith("Ana")} == {
        "Ana",
        "Ana (teléfono)",
    }


def test_ids_do_not_depend_on_the_language() -> None:
    spanish = build(QUICK | {"language": "es"})
    english = build(QUICK | {"language": "en"})
    assert [a.id for a in spanish.assets] == [a.id for a in english.assets]
    assert spanish != english


FULL: dict[str, Any] = QUICK | {
    "code_kind": {"of la jefa": "both"},
    "passwords": {"where": "vault", "name": "Bitwarden"},
    "mailboxes": {"all": {"state": KNOWN, "name": "Correo de la marca"}},
    "mailbox_entrants": {
        "correo de la marca": {
            "entrants": {"state": KNOWN, "who": ["Ana"]},
            "codes": {"state": "none"},
        }
    },
    "phone_recovery": {"instagram": "yes", "facebook": "unknown"},
    "backup_codes": {"instagram": {"state": "yes", "place": "Caja fuerte", "who": ["La jefa"]}},
    "tools": {
        "tools": [
            {
                "name": "Metricool",
                "networks": ["instagram"],
                "entrants": {"state": KNOWN, "who": ["Ana"]},
                "queue": "yes",
            }
        ]
    },
    "carriers": {"of la jefa": {"state": KNOWN, "name": "La operadora"}},
    "power": {"of la jefa": {"battery_h": 9, "spare": "yes", "spare_h": 20}},
    "shifts": {"ana": {"when": "office"}, "la jefa": {"when": "unknown"}},
    "leavers": {"leavers": [{"name": "Beto", "networks": ["instagram"], "knows": "yes"}]},
}


def test_a_text_message_needs_phone_and_company_and_an_app_only_the_phone() -> None:
    inventory = build(FULL)
    line = next(a.id for a in inventory.of_kind(Kind.SIM))
    (way,) = inventory.methods_of(line)
    assert {inventory[x].kind for x in way.requires} == {Kind.DEVICE, Kind.CARRIER}
    assert way.audience is Audience.BOTH


def test_what_lies_in_the_password_manager_is_in_nobodys_head() -> None:
    inventory = build(FULL)
    key = named(inventory, "Clave de Instagram")
    people = [a for a in inventory.assets if key in a.holds]
    assert [p.name for p in people] == ["Beto"]
    assert [[inventory[x].name for x in m.requires] for m in inventory.methods_of(key)] == [
        ["Bitwarden"]
    ]


def test_who_left_keeps_what_they_knew() -> None:
    inventory = build(FULL)
    beto = inventory[named(inventory, "Beto")]
    assert beto.says(Trait.LEFT)
    assert named(inventory, "Clave de Instagram") in beto.holds


SHOP = {"name": "La tienda", "who": [], "signal": "some", "companies": ["La operadora"]}


def connected(inventory: Inventory, person: str) -> dict[str, tuple[set[str], bool]]:
    """What connects a person, what that needs, and whether nobody is sure of it."""
    found = {}
    for way in inventory.methods_of(named(inventory, person)):
        (link,) = way.requires
        needs = {inventory[x].name for m in inventory.methods_of(link) for x in m.requires}
        found[inventory[link].name] = (needs, way.doubtful)
    return found


def test_the_signal_of_a_place_connects_by_ones_own_company_and_the_wifi() -> None:
    inventory = build(FULL | {"signal": {"places": [SHOP | {"wifi": "yes"}]}})
    wifi = {"Wifi de la tienda": ({"La tienda", "La luz"}, False)}
    signal = "Señal de la operadora en la tienda"
    assert connected(inventory, "La jefa") == wifi | {
        signal: ({"La operadora", "La tienda"}, False)
    }
    # Whose company nobody said may have the one that has signal there.
    assert connected(inventory, "Ana") == wifi | {signal: ({"La operadora", "La tienda"}, True)}
    assert all(m.audience is Audience.TEAM for m in inventory.methods_of("person-ana"))


def test_without_signal_or_wifi_at_any_place_nobody_answers_from_there() -> None:
    cellar = {"name": "El sótano", "who": ["ana"], "signal": "none", "wifi": "no"}
    inventory = build(FULL | {"signal": {"places": [cellar]}})
    (link,) = connected(inventory, "Ana")
    assert inventory[named(inventory, link)].says(Trait.ABSENT)
    assert connected(inventory, "La jefa") == {}
    home = {"name": "La casa", "who": ["ana"], "signal": "all", "wifi": "unknown"}
    inventory = build(FULL | {"signal": {"places": [cellar, home]}})
    assert {name: unsure for name, (_, unsure) in connected(inventory, "Ana").items()} == {
        "Wifi de la casa": True,
        "Señal de teléfono en la casa": False,
    }


def test_a_full_set_of_answers_survives_being_written_down() -> None:
    inventory = build(FULL)
    assert read_document(own_document(inventory)) == inventory


def test_aliases_are_typed_as_people_type_them() -> None:
    assert split_aliases(" la jefa ,, Ana\n\nBeto y Caro; ANA") == (
        "la jefa",
        "Ana",
        "Beto",
        "Caro",
    )


aliases = st.lists(st.sampled_from(["Ana", "Beto", "La jefa", "ana", "Ana!", "愛"]), max_size=4)
states = st.sampled_from([KNOWN, "nobody", "unknown", ""])
phones = st.fixed_dictionaries(
    {"state": st.sampled_from([KNOWN, "none", "unknown"])},
    optional={"owner": st.sampled_from(["", "Ana"]), "name": st.sampled_from(["Ana", "Caja"])},
)
entrants = st.fixed_dictionaries({"state": states, "who": aliases})


PLACE = {
    "name": st.sampled_from(["Ana", "Tienda"]),
    "who": st.sampled_from([[], ["ana"], ["nadie"]]),
    "signal": st.sampled_from(["all", "some", "none", "unknown"]),
    "companies": st.sampled_from([[], ["Una"], ["Una", "Ana"]]),
    "wifi": st.sampled_from(["yes", "no", "unknown"]),
}


@given(
    st.fixed_dictionaries(
        {
            "networks": st.fixed_dictionaries(
                {
                    "codes": st.lists(st.sampled_from([*NETWORKS, "gone"]), unique=True),
                    "others": st.lists(
                        st.sampled_from(["Ana", "Instagram 2", "Foro"]), unique=True
                    ),
                }
            )
        },
        optional={
            "entrants": st.fixed_dictionaries({"all": entrants}),
            "codes": st.fixed_dictionaries({"all": phones}),
            "passwords": st.sampled_from([{"where": w} for w in ("vault", "file", "heads")]),
            "mailboxes": st.sampled_from([{}, {"all": {"state": KNOWN, "name": "Ana"}}]),
            "tools": st.sampled_from([{}, FULL["tools"]]),
            "leavers": st.sampled_from([{}, FULL["leavers"]]),
            "power": st.just(FULL["power"]),
            "signal": st.lists(st.fixed_dictionaries(PLACE), max_size=2).map(
                lambda places: {"places": places}
            ),
        },
    )
)
def test_whatever_is_answered_makes_an_inventory_that_can_be_kept(answers: dict[str, Any]) -> None:
    inventory = build(answers)
    assert read_document(own_document(inventory)) == inventory


@pytest.mark.parametrize(
    ("language", "opener"),
    [("es", "Lo que abre el gestor de contraseñas"), ("en", "What opens the password manager")],
)
def test_what_opens_the_manager_has_no_capital_in_its_middle(language: str, opener: str) -> None:
    inventory = build(FULL | {"language": language, "passwords": {"where": "vault"}})
    assert named(inventory, opener)
