"""Covering arrays beside PICT and allpairspy, in one run: sizes, seconds, and verified coverage.

Every answer, ours and theirs, goes through the same independent verifier. PICT is the command
`pict`, or the one in the variable PICT, with its default seed: `python -m pypict` is one, of a
Python up to 3.10, for which `pypict` has wheels. allpairspy knows no models of PICT: it gets the
values and a filter.

    PICT="python3.10 -m pypict" .venv/bin/python -m benchmarks.possibilities
"""

from __future__ import annotations

import csv
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from allpairspy import AllPairs

from simulacro.engines.possibilities import FactorModel, cover, parse_model, verify, warm
from simulacro.engines.possibilities.conditions import holds

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SIMULACRO_SHARED_DATA", ROOT.parent / "shared" / "data"))
Rows = list[tuple[int, ...]]
PICT = shlex.split(os.environ.get("PICT", "pict"))

# name, levels, best known practical size (TestCover and others, as published)
PUBLIC: list[tuple[str, list[int], int]] = [
    ("3^4", [3] * 4, 9),
    ("3^13", [3] * 13, 15),
    ("4^15 3^17 2^29", [4] * 15 + [3] * 17 + [2] * 29, 28),
    ("4^1 3^39 2^35", [4] + [3] * 39 + [2] * 35, 20),
    ("2^100", [2] * 100, 10),
    ("10^20", [10] * 20, 180),
]


def text_of(levels: Sequence[int]) -> str:
    lines = (f"F{i}: {', '.join(f'v{v}' for v in range(n))}" for i, n in enumerate(levels))
    return "\n".join(lines) + "\n"


def ours(model: FactorModel, text: str, strength: int) -> Rows:
    return list(cover(model, strength=strength).rows)


def pict(model: FactorModel, text: str, strength: int) -> Rows:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(text)
        file.flush()
        command = [*PICT, file.name, f"/o:{strength}"]
        answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    header, *rows = list(csv.reader(answer.splitlines(), delimiter="\t"))
    names = [f.name for f in model.factors]
    columns = [header.index(name) for name in names]
    place = [{v.name: i for i, v in enumerate(f.values)} for f in model.factors]
    return [tuple(place[f][row[c]] for f, c in enumerate(columns)) for row in rows]


def allpairs(model: FactorModel, text: str, strength: int) -> Rows:
    def allowed(row: Sequence[int]) -> bool:
        partial = [*row, *[None] * (len(model.factors) - len(row))]
        return all(holds(rule.condition, partial) is not False for rule in model.rules)

    if len(model.factors) == 1:
        return [(v,) for v in range(model.levels[0])]
    values = [list(range(n)) for n in model.levels]
    return [tuple(row) for row in AllPairs(values, filter_func=allowed, n=strength)]


PEERS: list[tuple[str, Callable[[FactorModel, str, int], Rows]]] = [
    ("ours", ours),
    ("PICT", pict),
    ("allpairspy", allpairs),
]


def main() -> None:
    warm()
    peers = [(peer, solve) for peer, solve in PEERS if peer != "PICT" or shutil.which(PICT[0])]
    if len(peers) < len(PEERS):
        print("PICT is not here: it is left out.")
    models = [(name, text_of(levels), 2, best) for name, levels, best in PUBLIC]
    drill = SHARED / "covering" / "drill.pict"
    if drill.exists():
        models += [("drill", drill.read_text(), 2, 48), ("drill, 3-way", drill.read_text(), 3, 297)]
    print(f"{'model':16} {'':10} {'rows':>5} {'best':>5} {'≥':>4} {'s':>7}  verified coverage")
    for name, text, strength, best in models:
        model = parse_model(text)
        bound = cover(model, strength=strength, effort=0).lower_bound
        first_s = 0.0
        for peer, solve in peers:
            started = time.perf_counter()
            rows = solve(model, text, strength)
            seconds = time.perf_counter() - started
            first_s = first_s or seconds
            proof = verify(model, rows, strength=strength)
            wanted = proof.covered + len(proof.missing)
            share = f"{proof.covered} of {wanted}" + (
                f", {len(proof.broken)} rows break a rule" if proof.broken else ""
            )
            print(
                f"{name:16} {peer:10} {len(rows):5} {best:5} {bound:4} {seconds:7.2f}"
                f"  {share} (time ×{seconds / first_s:.3f})",
                flush=True,
            )


if __name__ == "__main__":
    main()
