"""Documents: read back unchanged, and refused with every mistake and its place."""

import json
from pathlib import Path

import pytest
import yaml

from simulacro.engines.access.agency import agency_to_document, combined, load_agency, shared_by
from simulacro.engines.access.document import load_document
from simulacro.engines.access.inventory import (
    Asset,
    Audience,
    Brand,
    Inventory,
    InventoryError,
    Kind,
    Method,
)
from simulacro.engines.access.writing import to_document
from simulacro.engines.documents.mistakes import DocumentError

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "inventories"
SOLO = (EXAMPLES / "solo.yaml").read_text(encoding="utf-8")
AGENCY = """
schema: simulacro.agency/1
agency: {name: Agencia Norte}
assets:
  - {id: junior, kind: person, holds: [tool-key]}
  - {id: tool-key, kind: credential}
  - {id: tool, kind: tool, opens: [[junior, tool-key]]}
brands:
  - id: cafe
    brand: Café
    assets: [{id: ig, kind: account, opens: [['agency:tool']]}]
  - id: pan
    brand: {name: Pan, timezone: America/Lima}
    assets: [{id: ig, kind: account, opens: [['agency:tool']]}]
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        load_document(text)
    return [f"{m.code} {m.line} {m.place}" for m in caught.value.mistakes]


def test_round_trip_is_identity() -> None:
    inventory = load_document(SOLO)
    document = to_document(inventory)
    assert load_document(document) == inventory
    assert load_document(yaml.safe_dump(document, allow_unicode=True)) == inventory
    assert load_document(json.dumps(document)) == inventory


def test_an_account_nobody_opens_is_legal() -> None:
    inventory = load_document(
        "schema: simulacro.inventory/1\nbrand: X\n"
        "assets: [{id: a, kind: account, opens: nobody}, {id: b, kind: account, opens: unknown}]"
    )
    assert inventory["a"].nobody
    assert inventory["b"].ways_unknown
    assert load_document(to_document(inventory)) == inventory


def test_what_a_phone_runs_on_is_no_way_into_it_but_its_phone_opens_a_code_app() -> None:
    inventory = load_document(
        "schema: simulacro.inventory/1\nbrand: X\nassets:\n"
        "- {id: mains, kind: power}\n- {id: phone, kind: device, opens: [[mains]]}\n"
        "- {id: app, kind: authenticator, opens: [[phone]]}\n"
    )
    assert inventory.methods_of("phone")[0].audience is Audience.TEAM
    assert inventory.methods_of("app")[0].audience is Audience.BOTH


def test_every_mistake_is_listed_with_its_line() -> None:
    text = (
        "schema: simulacro.inventory/1\n"
        "brand: {name: X, colour: red}\n"
        "assets:\n"
        "- id: phone\n"
        "  kind: telephone\n"
        "- id: phone\n"
        "  kind: device\n"
        "- id: ig\n"
        "  kind: account\n"
        "  opens:\n"
        "  - [ig]\n"
        "  - {requires: [fone], gives: everything}\n"
        "  - []\n"
        "- {id: two, kind: device, name: IG, holds: [ig]}\n"
    )
    assert mistakes(text) == [
        "unknown_field 2 brand.colour",
        "bad_choice 5 assets[0].kind",
        "duplicate_id 6 assets[1]",
        "requires_itself 11 assets[2].opens[0]",
        "unknown_asset 12 assets[2].opens[1].requires[0]",
        "bad_choice 12 assets[2].opens[1].gives",
        "requires_nothing 13 assets[2].opens[2]",
        "duplicate_name 14 assets[3]",
        "not_for_kind 14 assets[3].holds",
    ]


def test_a_mistake_names_the_way_out() -> None:
    with pytest.raises(DocumentError) as caught:
        load_document(SOLO.replace("[operadora, chip]", "[operadra, chip]"))
    assert str(caught.value) == (
        "line 27, column 13 (assets[5].opens[0].requires[0]): no asset is called “operadra”;"
        " did you mean “operadora”?"
    )


def test_a_mapping_gets_paths_for_places() -> None:
    document = to_document(load_document(SOLO))
    document["assets"][0]["kind"] = 7
    with pytest.raises(DocumentError) as caught:
        load_document(document)
    assert caught.value.mistakes[0].place == "assets[0].kind"
    assert caught.value.mistakes[0].line is None


@pytest.mark.parametrize("cut", range(140, len(SOLO), 97))
def test_a_file_cut_in_half_is_refused_or_is_a_whole_shorter_one(cut: int) -> None:
    whole = [asset.id for asset in load_document(SOLO).assets]
    try:
        shorter = load_document(SOLO[:cut])
    except DocumentError as error:
        lines = [mistake.line for mistake in error.mistakes]
        kept = []
    else:
        lines = []
        kept = [asset.id for asset in shorter.assets]
    assert all(lines)
    assert kept == whole[: len(kept)]


def test_a_yaml_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
    assert mistakes(bomb) == ["alias 1 a"]


def test_every_key_given_twice_is_refused_where_it_comes_again() -> None:
    text = """schema: simulacro.inventory/1
brand: X
assets:
- {id: a, kind: person, kind: device, name: A}
assets:
- {id: b, kind: person, name: B, name: C}
"""
    assert mistakes(text) == [
        "duplicate_key 4 assets[0].kind",
        "duplicate_key 5 assets",
        "duplicate_key 6 assets[0].name",
    ]


HEAD = "schema: simulacro.inventory/1\nbrand: X\nassets:\n"


@pytest.mark.parametrize(
    ("last_line", "code"),
    [
        ("- {id: a, kind: person", "cut_short"),
        ("- {id: a, kind: ", "cut_short"),
        ("- {id: a, needs: [b, c", "cut_short"),
        ("- {id: a, name: 'Ad", "cut_short"),
        ('- {id: a, name: "Café"\n  # and no more\n', "cut_short"),
        ("- {id: a kind: person}", "syntax"),
        ("\t- {id: a, kind: person}", "syntax"),
        ("- {id: a}\n\t", "syntax"),
        ("- {id: a}\n - {id: b}\nc", "syntax"),
        ("- {id: a}}", "syntax"),
        (" x", "wrong_type"),
    ],
)
def test_only_what_ends_in_the_middle_is_cut_short(last_line: str, code: str) -> None:
    assert mistakes(HEAD + last_line)[0].startswith(f"{code} ")


def test_what_is_open_to_the_end_is_told_where_it_begins() -> None:
    assert mistakes(HEAD + '- {id: a, name: "Ana}\n- {id: b}\n') == ["cut_short 4 "]


def test_a_last_word_without_its_colon_is_the_place() -> None:
    assert mistakes(HEAD + "- {id: a}\nbrands") == ["syntax 5 "]


@pytest.mark.parametrize("region", ["Perú", "PER", "QQ", "PE-", "PE-LIMA", "51"])
def test_a_region_that_is_no_code_of_a_country_is_refused(region: str) -> None:
    text = f"schema: simulacro.inventory/1\nbrand: {{name: X, region: '{region}'}}\nassets: []"
    assert "bad_region 2 brand.region" in mistakes(text)


def test_a_language_that_we_do_not_speak_is_refused() -> None:
    text = "schema: simulacro.inventory/1\nbrand: {name: X, language: fr}\nassets: []"
    assert "bad_choice 2 brand.language" in mistakes(text)


@pytest.mark.parametrize(("region", "kept"), [("PE", "PE"), ("mx", "MX"), ("US-CA", "US-CA")])
def test_a_region_is_kept_as_its_code_is_written(region: str, kept: str) -> None:
    document = {
        "schema": "simulacro.inventory/1",
        "brand": {"name": "X", "region": region, "language": "EN"},
        "assets": [{"id": "a", "kind": "person"}],
    }
    brand = load_document(document).brand
    assert (brand.region, brand.language) == (kept, "en")


def test_deep_nesting_is_refused() -> None:
    assert mistakes("[" * 5000 + "]" * 5000)[0].startswith("too_deep 1")
    assert mistakes('{"a":' + "[" * 200_000)[0].startswith(("too_deep", "cut_short"))


def test_ten_thousand_assets_are_refused_while_read() -> None:
    many = "".join(f"- {{id: a{i}, kind: person}}\n" for i in range(10_000))
    text = f"schema: simulacro.inventory/1\nbrand: X\nassets:\n{many}"
    assert mistakes(text) == ["too_many 2004 assets"]
    rows = [{"id": f"a{i}", "kind": "person"} for i in range(10_000)]
    with pytest.raises(DocumentError) as caught:
        load_document({"schema": "simulacro.inventory/1", "brand": "X", "assets": rows})
    assert [m.code for m in caught.value.mistakes] == ["too_many"]


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "x", "{", "schema: other/1", "{}", "\x00", "a: !!python/name:os.x 1"]
)
def test_what_is_no_inventory_is_refused(text: str) -> None:
    assert mistakes(text)


def test_an_inventory_value_refuses_what_does_not_fit_together() -> None:
    ig = Asset("ig", Kind.ACCOUNT, "IG")
    with pytest.raises(InventoryError) as caught:
        Inventory(Brand("X"), (ig, ig), (Method("ig", ("gone",)), Method("ig", ("ig",))))
    assert [p[0] for p in caught.value.problems] == [
        "duplicate_id",
        "unknown_asset",
        "requires_itself",
    ]


def test_an_agency_reads_back_unchanged_and_combines_into_one_graph() -> None:
    agency = load_agency(AGENCY)
    assert load_agency(agency_to_document(agency)) == agency
    assert shared_by(agency, "tool") == ("cafe", "pan")
    whole = combined(agency)
    assert [a.id for a in whole.channels] == ["cafe/ig", "pan/ig"]
    assert whole.methods_of("pan/ig")[0].requires == ("agency:tool",)
    assert "agency:junior" in agency["cafe"]


def test_a_brand_of_an_agency_is_checked_too() -> None:
    with pytest.raises(DocumentError) as caught:
        load_agency(AGENCY.replace("id: pan", "id: cafe").replace("agency:tool']", "agency:tol']"))
    codes = [m.code for m in caught.value.mistakes]
    assert codes == ["unknown_asset", "duplicate_id", "unknown_asset"]


TRANSLATED = """
schema: simulacro.inventory/1
brand: {name: SEC, language: en}
assets:
  - {id: line, kind: sim, name: Phone line}
  - {id: x, kind: account, name: X, opens: [{requires: [Phone line], name: By SMS}]}
translations:
  es: {Phone line: Línea, By SMS: Por SMS}
"""


def test_names_are_taken_in_the_language_asked_for_and_nothing_else_changes() -> None:
    english, spanish = (load_document(TRANSLATED, language=code) for code in ("en", "es"))
    assert load_document(TRANSLATED) == english
    assert (english["line"].name, english.methods[0].name) == ("Phone line", "By SMS")
    assert (spanish["line"].name, spanish.methods[0].name) == ("Línea", "Por SMS")
    assert (spanish.brand.name, spanish["x"].name) == ("SEC", "X")
    assert spanish.methods[0].requires == english.methods[0].requires == ("line",)


def test_a_translation_of_no_name_and_one_that_makes_two_alike_are_told_with_their_places() -> None:
    wrong = TRANSLATED.replace("Phone line: Línea", "Phone lime: Línea, Phone line: x")
    with pytest.raises(DocumentError) as refused:
        load_document(wrong.replace("  es:", "  pt: {X: Equis}\n  es:"))
    assert [(m.code, m.line) for m in refused.value.mistakes] == [
        ("unknown_field", 8),
        ("duplicate_name", 9),
        ("unknown_asset", 9),
    ]
    assert "did you mean “Phone line”?" in refused.value.mistakes[2].way_out


def test_all_the_words_that_would_do_are_told_and_too_many_assets_where_they_begin() -> None:
    many = [{"kind": "devize" if i == 1 else "device", "name": f"D{i}"} for i in range(5)]
    with pytest.raises(DocumentError) as refused:
        load_document({"schema": "simulacro.inventory/1", "brand": "X", "assets": many})
    (mistake,) = refused.value.mistakes
    assert mistake.way_out.endswith("organisation, cause")
    with pytest.raises(DocumentError) as refused:
        load_document({"schema": "simulacro.inventory/1", "brand": "X", "assets": many * 401})
    assert [m.place for m in refused.value.mistakes] == ["assets[2000]"]
