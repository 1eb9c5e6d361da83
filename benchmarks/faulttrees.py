"""Fault trees of the Aralia set beside dd (CUDD and pure Python), oxidd and SCRAM, in one run.

We answer everything: minimal cut sets by order and the top's probability, ordering included. The
libraries of diagrams have no minimal cut sets, so they only build the top's diagram, in the order
of the file. SCRAM answers all and reports its own seconds for products and probability; it also
lists the products one by one, and where that does not end only the stages before it count. Each
runs in a process of its own, best of several runs, processor time (SCRAM: its own clock).
Ratios are peer / ours.

    .venv/bin/python -m benchmarks.faulttrees [MODEL.xml …]
"""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

from simulacro.engines.faulttree import FaultTree, read_model, solve, warm
from simulacro.engines.faulttree.simplify import AND, ATLEAST, OR, TRUE, circuit_of, folded

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SIMULACRO_SHARED_DATA", ROOT.parent / "shared" / "data"))
LIMIT_S = 10.0
RUNS = 7
SCRAM = ("scram", "--bdd", "--probability", "1")
STAGES = re.compile(
    r"(Finished PDAG Construction|Finished Preprocessing|Finished Converting PDAG into BDD"
    r"|Created ZBDD from BDD) in ([0-9.e+-]+)\s*$",
    re.MULTILINE,
)


def ours(tree: FaultTree) -> float:
    return solve(tree).seconds


def top_of(
    tree: FaultTree, variables: Callable[[list[str]], dict[str, Any]], true: Any, false: Any
) -> Any:
    """The top's function in any library whose functions know & | ~ ^."""
    circuit, names = circuit_of(tree)
    circuit = folded(circuit)
    order = _leaves(circuit)
    function: dict[int, Any] = {}
    for node, variable in zip(
        order, variables([names[node] for node in order]).values(), strict=True
    ):
        function[node] = variable

    def of(literal: int) -> Any:
        if literal < 0:
            return true if literal == TRUE else false
        return ~function[literal >> 1] if literal & 1 else function[literal >> 1]

    for gate, literals in enumerate(circuit.arguments):
        inputs = [of(x) for x in literals]
        kind = circuit.kind[gate]
        if kind == AND:
            result = reduce(lambda f, g: f & g, inputs)
        elif kind == OR:
            result = reduce(lambda f, g: f | g, inputs)
        elif kind == ATLEAST:
            row = [true, *[false] * circuit.least[gate]]
            for f in inputs:
                for j in range(circuit.least[gate], 0, -1):
                    row[j] = row[j] | (f & row[j - 1])
            result = row[-1]
        else:
            result = inputs[0] ^ inputs[1]
        function[circuit.events + gate] = result
    return of(circuit.top)


def _leaves(circuit: Any) -> list[int]:
    """Events as a leftmost walk from the top meets them."""
    found: dict[int, None] = {}
    seen = set()
    todo = [circuit.top >> 1]
    while todo:
        node = todo.pop()
        if node < circuit.events:
            found[node] = None
        elif node not in seen:
            seen.add(node)
            todo += [x >> 1 for x in reversed(circuit.arguments[node - circuit.events])]
    return list(found)


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def cudd(tree: FaultTree) -> float:
    from dd import cudd

    manager = cudd.BDD(memory_estimate=2 << 30)
    manager.configure(reordering=False)

    def variables(names: list[str]) -> dict[str, Any]:
        manager.declare(*names)
        return {name: manager.var(name) for name in names}

    return timed(lambda: top_of(tree, variables, manager.true, manager.false))


def autoref(tree: FaultTree) -> float:
    from dd import autoref

    sys.setrecursionlimit(100_000)
    manager = autoref.BDD()
    manager.configure(reordering=False)

    def variables(names: list[str]) -> dict[str, Any]:
        manager.declare(*names)
        return {name: manager.var(name) for name in names}

    return timed(lambda: top_of(tree, variables, manager.true, manager.false))


def oxidd(tree: FaultTree) -> float:
    from oxidd.bdd import BDDManager

    manager = BDDManager(1 << 22, 1 << 20, 1)

    def variables(names: list[str]) -> dict[str, Any]:
        manager.add_vars(len(names))
        return {name: manager.var(i) for i, name in enumerate(names)}

    return timed(lambda: top_of(tree, variables, manager.true(), manager.false()))


def within_limit(work: Callable[[FaultTree], float], tree: FaultTree) -> float | None:
    """The best of several runs in a process of its own; None beyond the limit."""

    def child(pipe: Any) -> None:
        for _ in range(RUNS):
            pipe.send(work(tree))
        pipe.close()

    receiver, sender = multiprocessing.get_context("fork").Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=child, args=(sender,))
    process.start()
    sender.close()
    found: list[float] = []
    deadline = time.monotonic() + LIMIT_S
    while len(found) < RUNS and receiver.poll(max(0.0, deadline - time.monotonic())):
        try:
            found.append(receiver.recv())
        except EOFError:
            break
    process.kill()
    process.join()
    return min(found, default=None)


def scram(path: Path) -> tuple[float | None, str]:
    """The best of several runs, and a star where only its log was to be had."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        for _ in range(RUNS):
            try:
                subprocess.run(
                    [*SCRAM, "-o", str(report), str(path)],
                    check=True,
                    capture_output=True,
                    timeout=LIMIT_S,
                )
            except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
                break
            head = report.read_text(encoding="utf-8", errors="replace")[:4000]
            times = re.findall(r"<(?:products|probability)>([0-9.e+-]+)<", head)
            found.append(sum(float(text) for text in times))
    if found:
        return min(found), ""
    # Counting and writing the products one by one did not end. What came before is in the log:
    # the graph, its simplification, the diagram and the families of sets.
    for _ in range(3):
        try:
            subprocess.run(
                [*SCRAM, "--verbosity", "5", "-o", "/dev/null", str(path)],
                capture_output=True,
                timeout=LIMIT_S / 2,
                check=False,
            )
        except subprocess.TimeoutExpired as stopped:
            stages = STAGES.findall((stopped.stderr or b"").decode(errors="replace"))
            if any(name.startswith("Created") for name, _ in stages):
                found.append(sum(float(text) for _, text in stages))
    return min(found, default=None), "*"


def main() -> int:
    paths = [Path(word) for word in sys.argv[1:]]
    if not paths:
        paths = sorted((SHARED / "fault-trees").glob("*.xml"))
    if not paths:
        print(f"faulttrees: no models in {SHARED / 'fault-trees'}; name some")
        return 0
    peers: dict[str, Callable[[FaultTree], float]] = {
        "cudd": cudd,
        "oxidd": oxidd,
        "autoref": autoref,
    }
    has_scram = shutil.which("scram") is not None
    names = [*peers, *(["scram"] if has_scram else [])]
    warm()
    print("Fault trees: processor seconds, and peer / ours (more than 1: we are quicker)")
    print(f"{'model':12}{'ours':>10}" + "".join(f"{name:>22}" for name in names))
    for path in paths:
        tree = read_model(path)
        mine = within_limit(ours, tree)
        row = [(within_limit(peer, tree), "") for peer in peers.values()]
        if has_scram:
            row.append(scram(path))
        cells = ""
        for seconds, star in row:
            if seconds is None or mine is None:
                cells += f"{f'> {LIMIT_S:.0f}':>22}"
            else:
                cells += f"{f'{seconds:.4f}{star}':>12} {f'({seconds / mine:.1f}×)':>9}"
        print(f"{path.stem:12}{mine or float('nan'):>10.4f}{cells}", flush=True)
    if has_scram:
        print("* SCRAM without listing the products, which did not end; by the times of its log")
    else:
        print("SCRAM is not installed here (Debian: apt install scram)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
