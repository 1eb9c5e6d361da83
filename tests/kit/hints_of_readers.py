"""Every text that a reader of documents gives with a mistake, as its source says it.

`mistakes.add(code, path, expected="…", hint=f"… {known}")`: the words are English and the page
looks them up, so each must be known there. A gap that the file itself fills holds a 7 here.
"""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import simulacro

SOURCE = Path(simulacro.__file__).parent
GIVEN = {"expected", "hint", "what", "wrong"}
COLLECTORS = {"mistakes", "problems"}
GAP = "7"

Names = dict[str, list[ast.expr]]


def hints_of_readers() -> set[tuple[str, str, str]]:
    """``(code, name, text)`` of each, as ``("wrong_type", "expected", "one word")``."""
    found = set()
    for file in SOURCE.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        everywhere = assigned(tree.body)
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                found |= set(hints_of(function, {**everywhere, **assigned(ast.walk(function))}))
    return found


def assigned(steps: object) -> Names:
    """What each name may hold, by the assignments among ``steps``."""
    names: Names = {}
    for step in steps:  # type: ignore[attr-defined]
        value = getattr(step, "value", None)
        if isinstance(step, ast.Assign):
            targets = step.targets
        elif isinstance(step, ast.AnnAssign):
            targets = [step.target]
        else:
            continue
        for target in targets:
            if isinstance(target, ast.Name) and value is not None:
                names.setdefault(target.id, []).append(value)
    return names


def hints_of(function: ast.FunctionDef, names: Names) -> Iterator[tuple[str, str, str]]:
    for call in ast.walk(function):
        if not isinstance(call, ast.Call) or not collects(call):
            continue
        for code in texts(call.args[0], names):
            for keyword in call.keywords:
                if keyword.arg in GIVEN:
                    for text in texts(keyword.value, names):
                        if any(letter.isalpha() for letter in text):
                            yield code, keyword.arg, text


def collects(call: ast.Call) -> bool:
    """Whether it is a call of ``mistakes.add(code, …)``."""
    if not isinstance(call.func, ast.Attribute) or not call.args:
        return False
    owner = call.func.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return call.func.attr == "add" and name in COLLECTORS


def texts(value: ast.expr, names: Names) -> list[str]:
    """What an expression may say; nothing where all of it comes from the file."""
    match value:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr():
            parts = [
                texts(part.value, names) or [GAP]
                if isinstance(part, ast.FormattedValue)
                else texts(part, names)
                for part in value.values
            ]
            return ["".join(one) for one in product(*parts)]
        case ast.IfExp():
            return [*texts(value.body, names), *texts(value.orelse, names)]
        case ast.Call(func=ast.Name(id="closest")):
            return texts(value.args[2], names)
        case ast.Name():
            # A name that is given again from itself, such as a hint made nearer, is followed once.
            without = {name: found for name, found in names.items() if name != value.id}
            return [text for given in names.get(value.id, []) for text in texts(given, without)]
    return []
