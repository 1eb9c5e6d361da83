from pathlib import Path

import pytest

from simulacro.engines.possibilities import FactorModel, UnreadableModel, parse_model, read_model
from simulacro.engines.possibilities.conditions import holds
from simulacro.engines.possibilities.refusals import TEXTS

DISK = """# a sample in the words of PICT's own manual
Size:   10, 100, 5000 (3)
System: FAT, FAT32, NTFS | ntfs5
Zip:    on, off
"""


def kept(constraint: str, parameters: str = DISK) -> set[str]:
    """The rows that a constraint leaves, as first names."""
    model = parse_model(f"{parameters}\n{constraint}")
    return {
        " ".join(f.values[v].name for f, v in zip(model.factors, row, strict=True))
        for row in _rows(model)
        if all(holds(rule.condition, row) for rule in model.rules)
    }


def _rows(model: FactorModel) -> list[tuple[int, ...]]:
    from itertools import product

    return list(product(*(range(n) for n in model.levels)))


def dropped(constraint: str, parameters: str = DISK) -> set[str]:
    return kept("", parameters) - kept(constraint, parameters)


@pytest.mark.parametrize(
    ("constraint", "says"),
    [
        ('IF [System] = "fat" THEN [Size] <= 4096;', {"5000 FAT on", "5000 FAT off"}),
        ('if [size] > 99.5 and [zip] = "ON" then not [System] like "fat*";',
         {"100 FAT on", "100 FAT32 on", "5000 FAT on", "5000 FAT32 on"}),
        ('[Zip] = "on" OR [Size] IN {10, 100} AND [System] <> "FAT";',
         {"10 FAT off", "100 FAT off", "5000 FAT off", "5000 FAT32 off", "5000 NTFS off"}),
        ('[System] LIKE "FAT??" OR NOT ([Size] = 10 OR [Zip] = "off");',
         {"10 FAT on", "10 FAT off", "10 NTFS on", "10 NTFS off",
          "100 FAT off", "5000 FAT off", "100 NTFS off", "5000 NTFS off"}),
        ('IF [Size] = 10 THEN [Zip] = "on" ELSE [System] = "FAT";',
         {"10 FAT off", "10 FAT32 off", "10 NTFS off",
          "100 FAT32 on", "100 FAT32 off", "100 NTFS on", "100 NTFS off",
          "5000 FAT32 on", "5000 FAT32 off", "5000 NTFS on", "5000 NTFS off"}),
    ],
)  # fmt: skip
def test_a_constraint_drops_exactly_the_rows_it_says(constraint: str, says: set[str]) -> None:
    assert dropped(constraint) == says


def test_parameters_are_compared_with_one_another() -> None:
    two = "A: 1, 2, 3\nB: 1, 2, 3"
    assert dropped("[A] > [B] OR [A] = [B];", two) == {"1 2", "1 3", "2 3"}


def test_a_constraint_may_run_over_several_lines_and_two_share_one() -> None:
    model = parse_model(f'{DISK}\nIF [Size] = 10\n  THEN [Zip] = "on"; [System] <> "FAT";\n')
    assert [rule.line for rule in model.rules] == [6, 7]


def test_names_weights_and_negatives_are_read() -> None:
    model = parse_model("A b: ~-1 | minus, 0 (7)\nC: déjà vu, x")
    minus, zero = model.factors[0].values
    assert (minus.names, minus.negative, zero.weight) == (("-1", "minus"), True, 7)
    assert model.factors[1].values[0].name == "déjà vu"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("", ["0 no_factors"]),
        ("A: 1, 2\n{ A } @ 2\nB: <A>", ["2 submodel", "3 reused"]),
        ("A: 1, 2\nA: 3, 3\nnothing", ["2 duplicate_factor", "3 not_a_line"]),
        ("A: x, X\nB:\nC: y (0), z (many), |", ["1 duplicate_value", "2 no_values",
         "3 bad_weight", "3 bad_weight", "3 empty_name"]),
        ("A: 1\n[A] = 1;\nB: 2", ["3 late_parameter"]),
        ("A: 1, 2\nB: x\nIF [A] = 3 THEN [C] = 1;\n[A] = [B];\n[A] = [A];\n[A] > \"b\";",
         ["3 unknown_value", "3 unknown_factor", "4 other_type", "5 itself", "6 other_type"]),
        ("A: 1\nIF [A] = 1 [A] = 1;\n([A] = 1;\n[A] IN {1 2};\n[A] LIKE 1;\n[A] 1;",
         ["2 expected", "3 expected", "4 expected", "5 expected", "6 expected"]),
        ("A: 1\nIF IsNegative([A]) THEN [A] = 1;\n[A] = 1", ["2 function", "3 no_semicolon"]),
        ("A: 1\n" + "(" * 80 + "[A] = 1" + ")" * 80 + ";", ["2 too_deep"]),
        ("A: 1\nIF [A] = 1\n THEN [A] = @;", ["3 expected"]),
    ],
)  # fmt: skip
def test_every_mistake_is_named_with_its_line(text: str, refused: list[str]) -> None:
    with pytest.raises(UnreadableModel) as error:
        parse_model(text)
    assert [f"{r.line} {r.code}" for r in error.value.refusals] == refused
    assert all(TEXTS[r.code] and r.wrong and r.way_out for r in error.value.refusals)


def test_a_file_that_is_absent_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableModel) as absent:
        read_model(tmp_path / "none.pict")
    assert absent.value.refusals[0].code == "cannot_open"
    (tmp_path / "picture.pict").write_bytes(b"A: 1\nB: \xff\xfe")
    with pytest.raises(UnreadableModel) as picture:
        read_model(tmp_path / "picture.pict")
    assert str(picture.value.refusals[0]).endswith(
        "picture.pict:2: this is not UTF-8 text; save the file as UTF-8"
    )


def test_the_drill_model_of_the_shared_data_is_read(shared_data: Path) -> None:
    model = read_model(shared_data / "covering" / "drill.pict")
    assert model.levels == (8, 6, 5, 5, 4, 4, 3, 3)
    some = _rows(model)[::97]
    # 104,832 of the 172,800 rows keep the six rules.
    kept_share = sum(all(holds(x.condition, r) for x in model.rules) for r in some) / len(some)
    assert kept_share == pytest.approx(104_832 / 172_800, abs=0.02)
