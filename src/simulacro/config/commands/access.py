"""simulacro access: solve a fault tree written as an Open-PSA model."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from simulacro.config.language import gettext as _
from simulacro.config.language import ngettext
from simulacro.config.refusals import Told
from simulacro.config.terminal import complain, complain_of_all, say, say_json

if TYPE_CHECKING:
    from simulacro.engines.faulttree import FaultTreeResult


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "access",
        help=_("solve a fault tree: its minimal cut sets and how probable its top is"),
    )
    parser.add_argument(
        "model", type=Path, metavar=_("FILE"), help=_("a fault tree in Open-PSA XML")
    )
    parser.add_argument(
        "--top", metavar=_("GATE"), help=_("the gate to solve, where the model has several tops")
    )
    parser.add_argument(
        "--max-nodes",
        type=node_count,
        default=1 << 24,
        metavar=_("COUNT"),
        help=_("give up beyond this many nodes of a diagram (default: %(default)s)"),
    )
    parser.add_argument("--json", action="store_true", help=_("answer for programs"))


def node_count(text: str) -> int:
    """A budget of nodes, from a thousand to a thousand million."""
    if text.isascii() and text.isdigit() and 1_000 <= int(text[:12]) <= 1_000_000_000:
        return int(text)
    raise argparse.ArgumentTypeError(_("give a number within 1000 and 1000000000"))


def run(args: argparse.Namespace) -> int:
    from simulacro.engines import faulttree
    from simulacro.engines.diagrams import BudgetExceeded

    try:
        tree = faulttree.read_model(args.model, top=args.top)
    except faulttree.UnreadableModel as unreadable:
        return complain_of_all(
            [Told(refusal) for refusal in unreadable.refusals],
            as_json=args.json,
            ending=_("Nothing was solved."),
        )
    faulttree.warm()
    try:
        result = faulttree.solve(tree, max_nodes=args.max_nodes)
    except BudgetExceeded as exceeded:
        complain(
            _("%(path)s: this tree needs more than %(nodes)d nodes; allow more by --max-nodes.")
            % {"path": args.model, "nodes": exceeded.max_nodes},
            code="budget",
            nodes=args.max_nodes,
        )
        return 2
    if args.json:
        say_json(
            {
                "minimal_cut_sets": result.minimal_cut_sets,
                "by_order": list(result.by_order),
                "top_probability": result.top_probability,
                "seconds": result.seconds,
                "top": tree.top,
                "events": result.events,
                "gates": result.gates,
                "modules": result.modules,
            }
        )
    else:
        show(tree.top, result)
    return 0


def show(top: str, result: "FaultTreeResult") -> None:
    """Print the result as a table."""
    count = result.minimal_cut_sets
    say(
        ngettext("%(top)s: %(count)d minimal cut set", "%(top)s: %(count)d minimal cut sets", count)
        % {"top": top, "count": count}
    )
    say("")
    order_head, number_head = _("order"), _("cut sets")
    say(f"{order_head:>8}  {number_head:>24}")
    for order, number in enumerate(result.by_order):
        if number:
            say(f"{order:>8}  {number:>24}")
    say("")
    if result.top_probability is None:
        say(_("No probability: some events of this model have none."))
    else:
        say(_("Probability of the top: %(chance).6g") % {"chance": result.top_probability})
    say(_("Solved in %(seconds).3f s.") % {"seconds": result.seconds})
