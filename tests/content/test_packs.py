import datetime as dt
from pathlib import Path

import pytest

from simulacro.content.packs import BadPack, read_pack, read_pack_files

HEADER = """
pack:
  schema: simulacro.pack/1
  name: cafe
  version: 1
  licence: CC-BY-4.0
  es: {title: Medidas del café}
  en: {title: Measures of the café}
"""
MEASURE = """
measures:
  - id: cafe.measure.radio
    step: plan
    es: {title: Una radio, why: Sin señal también suena, how: Cómprala y pruébala}
    en: {title: A radio, why: It works without signal, how: Buy it and try it}
    sources:
      - {title: A book, read: 2026-01-02}
      - {title: A rumour}
"""


def mistakes(*texts: str) -> list[str]:
    with pytest.raises(BadPack) as caught:
        read_pack_files({f"{i}.yaml": text for i, text in enumerate(texts)})
    return [str(m) for m in caught.value.mistakes]


def test_a_pack_of_one_file_is_read() -> None:
    pack = read_pack_files({"cafe.yaml": HEADER + MEASURE})
    (item,) = pack.section("measures")
    assert (pack.name, item.text("title", "es"), item.text("title", "en")) == (
        "cafe",
        "Una radio",
        "A radio",
    )
    assert [source.verified for source in item.sources] == [True, False]


def test_a_source_without_a_date_is_as_old_as_the_day_it_was_read() -> None:
    (item,) = read_pack_files({"cafe.yaml": HEADER + MEASURE}).items
    assert [source.read_on for source in item.sources] == [dt.date(2026, 1, 2), None]
    (found,) = mistakes(HEADER + MEASURE.replace("2026-01-02", "2026-13-02"))
    assert "“2026-13-02” is not a date" in found


def test_the_base_pack_is_sound_and_in_both_languages() -> None:
    folder = Path(__file__).parents[2] / "src/simulacro/content/packs/base"
    pack = read_pack(folder)
    assert len(pack.section("measures")) >= 15
    assert all(item.texts.keys() == {"es", "en"} for item in pack.section("measures"))


def test_a_file_without_a_header_borrows_the_one_beside_it(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(HEADER, "utf-8")
    (tmp_path / "more.yaml").write_text(MEASURE, "utf-8")
    assert len(read_pack(tmp_path / "more.yaml").items) == 1


def test_every_mistake_is_listed_with_file_line_and_way_out() -> None:
    broken = (
        MEASURE.replace("step: plan", "step: plann")
        .replace("title: Una radio, ", "")
        .replace("sources:", "sauces:")
    )
    found = mistakes(HEADER + broken)
    assert len(found) == 3
    assert any("line 13" in m and "title" in m and "missing" in m for m in found)
    assert any("line 12" in m and "plann" in m and "plan" in m for m in found)
    assert any("sauces" in m and "did you mean “sources”?" in m for m in found)


def test_an_item_without_english_is_refused() -> None:
    (found,) = mistakes(
        HEADER + "\n".join(line for line in MEASURE.splitlines() if " en:" not in line)
    )
    assert "“en” is missing" in found


def test_an_id_of_another_pack_is_refused() -> None:
    (found,) = mistakes(HEADER + MEASURE.replace("cafe.measure", "base.measure"))
    assert "starts with the pack's name" in found


def test_an_id_used_in_two_files_is_refused() -> None:
    (found,) = mistakes(HEADER + MEASURE, MEASURE)
    assert found.startswith("1.yaml")
    assert "used twice" in found


def test_a_pack_without_a_header_is_refused() -> None:
    (found,) = mistakes(MEASURE)
    assert "“pack” is missing" in found


def test_what_the_schema_says_hides_no_other_mistake() -> None:
    wrong = MEASURE.replace("step: plan", "step: never")
    entry = wrong.partition("measures:\n")[2]
    foreign = entry.replace("cafe.measure.radio", "otro.measure.radio")
    found = mistakes(HEADER + wrong + entry + foreign)
    assert sum("“never” is not one of the answers" in m for m in found) == 3
    assert sum("the id “cafe.measure.radio” is used twice" in m for m in found) == 1
    assert sum("starts with the pack's name, “cafe.”" in m for m in found) == 1
    assert len(found) == 5


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "pack: 3\nmeasures: {a: b}",
        "pack: {name: [x]}\nmeasures: [3, {id: [x]}, {id: 4}]",
        "checks: [{id: a.b}]\nwhat_ifs: x",
        "cases: [{}]",
    ],
)
def test_a_pack_of_any_shape_is_refused_in_order(text: str) -> None:
    assert mistakes(text)
    assert mistakes(HEADER + MEASURE, text)


def test_a_header_in_a_file_that_cannot_be_read_is_not_missed() -> None:
    found = mistakes("pack: {", MEASURE)
    assert [m for m in found if "“pack” is missing" in m] == []


def test_a_section_given_twice_is_refused_with_its_place() -> None:
    (found,) = mistakes(HEADER + MEASURE + MEASURE)
    assert f"line {(HEADER + MEASURE).count(chr(10)) + 2}, column 1" in found
    assert "“measures” is given twice" in found


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    (found,) = mistakes("a: &a [x, x]\nb: [*a, *a]\n")
    assert "alias" in found


def test_a_file_cut_in_half_says_so() -> None:
    text = HEADER + MEASURE
    (found, *_) = mistakes(text[: text.index("how: Buy") - 4])
    assert "ends in the middle" in found or "cut short" in found
