from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulacro.apps.audit.documents import own_document, read_document
from simulacro.apps.audit.wizard import build_inventory
from simulacro.apps.audit.wizard.answers import NETWORKS, split_aliases
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
        },
    )
)
def test_whatever_is_answered_makes_an_inventory_that_can_be_kept(answers: dict[str, Any]) -> None:
    inventory = build(answers)
    assert read_document(own_document(inventory)) == inventory
