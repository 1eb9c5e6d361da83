"""simulacro cover: the fewest drills that hold every combination that can happen."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from simulacro.config.cli import set_up_django
from simulacro.config.language import chosen_language, ngettext
from simulacro.config.language import gettext as _
from simulacro.config.refusals import Told
from simulacro.config.terminal import complain, complain_of_all, say, say_json
from simulacro.engines.documents.mistakes import DocumentError
from simulacro.engines.documents.refusals import UnreadableModel

if TYPE_CHECKING:
    from simulacro.engines.possibilities import CoveringArray, FactorModel

# The engine is imported when it runs: --help does not wait for its arrays.
DOCUMENTS = {".yaml", ".yml", ".json"}
STRENGTHS = (1, 2, 3, 4)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "cover", help=_("find few rows that hold every combination of the factors of a model")
    )
    parser.add_argument(
        "model",
        type=Path,
        metavar=_("FILE"),
        help=_("a model of PICT, or ours in YAML or JSON"),
    )
    parser.add_argument(
        "--strength",
        type=int,
        choices=STRENGTHS,
        default=2,
        help=_("how many factors at a time (default: %(default)s)"),
    )
    parser.add_argument(
        "--seed",
        type=whole,
        default=1,
        metavar=_("NUMBER"),
        help=_("another number gives other rows (default: %(default)s)"),
    )
    parser.add_argument(
        "--effort",
        type=whole,
        default=10,
        metavar=_("NUMBER"),
        help=_("how hard to look for fewer rows; work, not time (default: %(default)s)"),
    )
    parser.add_argument("--json", action="store_true", help=_("answer for programs"))


def whole(text: str) -> int:
    """A whole number from 0 to a million."""
    if text.isascii() and text.isdigit() and int(text[:9]) <= 1_000_000:
        return int(text)
    raise argparse.ArgumentTypeError(_("give a whole number from 0 to 1000000"))


def run(args: argparse.Namespace) -> int:
    from simulacro.engines import possibilities

    try:
        model = read(args.model)
    except UnreadableModel as unreadable:
        told = [Told(refusal) for refusal in unreadable.refusals]
        return complain_of_all(told, as_json=args.json, ending=_("Nothing was covered."))
    except DocumentError as refused:
        return refuse(refused, as_json=args.json)
    possibilities.warm()
    started = time.perf_counter()
    try:
        array = possibilities.cover(
            model,
            strength=args.strength,
            seed=args.seed,
            effort=args.effort * possibilities.EFFORT // 10,
        )
    except (possibilities.NoRow, possibilities.RuleTooWide, possibilities.TooMany) as stuck:
        complain(f"{args.model}: {why(stuck)}")
        return 2
    seconds = time.perf_counter() - started
    proof = possibilities.verify(model, array.rows, strength=args.strength)
    if not proof.complete or proof.covered != array.covered:
        complain(_("The independent check disagrees with these rows. Please report this model."))
        return 1
    if args.json:
        say_json(
            {
                "rows": list(array.named()),
                "covered": proof.covered,
                "infeasible": [
                    {"combination": dict(x.combination), "rules": list(x.rules)}
                    for x in array.infeasible
                ],
                "lower_bound": array.lower_bound,
                "seconds": seconds,
                "strength": args.strength,
            }
        )
    else:
        show(array, seconds)
    return 0


def read(path: Path) -> "FactorModel":
    """The model in a file, by its ending. Raises UnreadableModel, DocumentError."""
    from simulacro.engines.possibilities import load_model, read_model
    from simulacro.engines.possibilities.refusals import Refusal

    if path.suffix.lower() not in DOCUMENTS:
        return read_model(path)
    try:
        return load_model(path.read_bytes())
    except OSError as error:
        problem = ("problem", error.strerror or type(error).__name__)
        raise UnreadableModel((Refusal(str(path), 0, "cannot_open", (problem,)),)) from error


def refuse(refused: DocumentError, *, as_json: bool) -> int:
    """Print every mistake: for people in their language, for programs with its code."""
    ending = _("Nothing was covered.")
    if as_json:
        return complain_of_all(refused.mistakes, as_json=True, ending=ending)
    set_up_django()
    from django.utils import translation

    from simulacro.kit.document_mistakes import told

    with translation.override(chosen_language()):
        in_words = [told(mistake) for mistake in refused.mistakes]
        return complain_of_all(in_words, as_json=False, ending=ending)


def why(stuck: ValueError) -> str:
    """Why there is no answer, and the way out."""
    from simulacro.engines import possibilities

    match stuck:
        case possibilities.NoRow(rules=rules):
            return _("no row satisfies these rules together: %(rules)s. Loosen one of them.") % {
                "rules": ", ".join(rules)
            }
        case possibilities.RuleTooWide(rule=rule):
            return _("the rule “%(rule)s” forbids too many shapes of combination. Split it.") % {
                "rule": rule.id
            }
        case possibilities.TooMany(combinations=many):
            return _(
                "%(count)d combinations are too many. Take a lower strength, or group values."
            ) % {"count": many}
        case _:
            return str(stuck)


def show(array: "CoveringArray", seconds: float) -> None:
    """Print the rows as a table, then what they cover."""
    names = [factor.name for factor in array.model.factors]
    rows = [[row[name] for name in names] for row in array.named()]
    widths = [max(len(cell) for cell in column) for column in zip(names, *rows, strict=True)]
    for cells in (names, *rows):
        line = "  ".join(f"{c:{w}}" for c, w in zip(cells, widths, strict=True))
        say(line.rstrip())
    say("")
    say(
        ngettext(
            "%(count)d row covers %(covered)d combinations; no fewer than %(bound)d could.",
            "%(count)d rows cover %(covered)d combinations; no fewer than %(bound)d could.",
            len(rows),
        )
        % {"count": len(rows), "covered": array.covered, "bound": array.lower_bound}
    )
    for infeasible in array.infeasible:
        combination = ", ".join(f"{factor} = {value}" for factor, value in infeasible.combination)
        say(
            _("Cannot happen: %(combination)s (%(rules)s)")
            % {"combination": combination, "rules": ", ".join(infeasible.rules)}
        )
    say(_("Checked independently. Found in %(seconds).2f s.") % {"seconds": seconds})
