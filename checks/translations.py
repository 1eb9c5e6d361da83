"""Translations: `python -m checks.translations extract | compile | check`.

extract   bring every catalogue up to the code and templates
compile   write the .mo files
check     tell every string that is untranslated, unsure or unused, every
          placeholder that was lost, and every word of a template that no
          translation tag holds; exits 1 when there is one
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence

from babel.messages.catalog import Catalog, Message

from checks import catalogues, template_words

PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif%]|\{\w*\}")
SPANISH = re.compile(r"[¿¡ñ]")
ENGLISH_QUOTES = re.compile("[“”]")


def _forms(value: "str | Sequence[str]") -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _key(message: Message) -> tuple[str, str]:
    return _forms(message.id)[0], message.context or ""


def mistakes_of_message(message: Message) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    wanted, given = _forms(message.id), _forms(message.string or "")
    if not all(given) or len(given) < len(wanted):
        yield "untranslated"
        return
    if message.fuzzy:
        yield "unsure (fuzzy): read it and take the mark away"
    known = {name for form in wanted for name in PLACEHOLDER.findall(form)}
    for form in given:
        held = set(PLACEHOLDER.findall(form))
        if lost := known - held:
            # A singular may say "una cosa" instead of its number.
            if len(given) > 1 and form is given[0]:
                continue
            yield f"the translation lost {', '.join(sorted(lost))}"
        if extra := held - known:
            yield f"the translation invented {', '.join(sorted(extra))}"
    if wanted[0].startswith("\n") != given[0].startswith("\n") or (
        wanted[0].endswith("\n") != given[0].endswith("\n")
    ):
        yield "begins or ends with a line break on one side only"
    if any(ENGLISH_QUOTES.search(form) for form in given):
        yield "Spanish quotes like this: « »"
    if SPANISH.search(wanted[0]):
        yield "the source string is Spanish; write it in English and translate it"


def mistakes_between(found: Catalog, held: Catalog) -> Iterator[str]:
    """Yield what keeps a catalogue from saying all that its sources say."""
    known = {_key(message): message for message in held if message.id}
    for message in found:
        if not message.id:
            continue
        key = _key(message)
        place = message.locations[0][0] if message.locations else ""
        kept = known.pop(key, None)
        if kept is None:
            yield f"{key[0]!r} ({place}): not in the catalogue; run extract"
            continue
        if isinstance(message.id, str) != isinstance(kept.id, str):
            yield f"{key[0]!r} ({place}): its plural changed; run extract"
            continue
        for mistake in mistakes_of_message(kept):
            yield f"{key[0]!r} ({place}): {mistake}"
    for text, _context in known:
        yield f"{text!r}: nothing uses it any more; run extract"


def contradictions(catalogues_by_name: Mapping[str, Catalog]) -> Iterator[str]:
    """Yield each text that two catalogues translate differently: only one of them would be read.

    A `context` parts texts that say the same in English only.
    """
    first: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for name, catalogue in catalogues_by_name.items():
        for message in catalogue:
            if message.id and message.string:
                said = _forms(message.string)
                text = _key(message)[0]
                home, before = first.setdefault(_key(message), (name, said))
                if said != before:
                    yield f"{name}: {text!r} is {said[0]!r}, but {before[0]!r} in {home}"


def check() -> list[str]:
    """Return every mistake of every catalogue and template, with its file."""
    mistakes = []
    every: dict[str, Catalog] = {}
    for home in catalogues.homes():
        path = catalogues.catalogue_of(home)
        held = catalogues.read(path) if path.exists() else Catalog()
        name = path.relative_to(catalogues.ROOT)
        every[str(name)] = held
        found = catalogues.extracted(home)
        wrong = list(mistakes_between(found, held))
        mistakes += [f"{name}: {mistake}" for mistake in wrong]
        if not wrong and path.exists():
            text = path.read_text(encoding="utf-8")
            if text != catalogues.written(found, held):
                mistakes.append(f"{name}: its lines are not as extract writes them; run extract")
    mistakes += contradictions(every)
    for template in sorted(catalogues.PACKAGE.glob("**/templates/**/*.html")):
        name = template.relative_to(catalogues.ROOT)
        text = template.read_text(encoding="utf-8")
        mistakes += [f"{name}:{line}: {said}" for line, said in template_words.mistakes_in(text)]
    return mistakes


def main(words: Sequence[str]) -> int:
    if list(words) in (["extract"], ["compile"]):
        homes = catalogues.homes()
        written = (
            [catalogues.catalogue_of(home) for home in homes if catalogues.update(home)]
            if words[0] == "extract"
            else catalogues.compile_catalogues()
        )
        for path in written:
            sys.stdout.write(f"{path.relative_to(catalogues.ROOT)}\n")
        return 0
    if list(words) == ["check"]:
        mistakes = check()
        for mistake in mistakes:
            sys.stderr.write(f"{mistake}\n")
        return 1 if mistakes else 0
    sys.stderr.write(__doc__ or "")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
