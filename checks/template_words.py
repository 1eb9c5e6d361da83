"""Words that stand in a template outside every translation tag.

Such a word is the same in both languages, so in one of them it is wrong.
Names of things, and elements with `lang` or translate="no", are fine.
Also what the Content-Security-Policy would refuse: inline script and style.
"""

import re
from html.parser import HTMLParser


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What reads the same in Spanish and in English.
NAMES = _words(
    "Simulacro SIMULACRO WhatsApp Instagram Facebook TikTok YouTube LinkedIn Telegram Signal "
    "Google Apple Android iPhone YAML XLSX JSON CSV PDF PNG SVG QR TOTP URL HTTPS CSS SMS SIM "
    "UTC CC BY kB MB"
)
WORD = re.compile(r"[^\W\d_]{2,}")
READ_ALOUD = frozenset({"alt", "aria-label", "aria-description", "title", "placeholder"})
TRANSLATED = re.compile(r"{%-?\s*(blocktranslate|blocktrans)\b.*?{%-?\s*end\1\s*-?%}", re.DOTALL)
COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)
# {% block frame_class %}framed{% endblock %}: names for CSS, not words.
CLASSES = re.compile(r"{%\s*block\s+\w+_class\s*%}.*?{%\s*endblock.*?%}", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
VOID = _words("area base br col embed hr img input link meta source track use wbr")


def _blank(match: "re.Match[str]") -> str:
    """Keep the lines, so that a mistake is told with its own."""
    return " " + "\n" * match[0].count("\n")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.mistakes: list[tuple[int, str]] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        line = self.getpos()[0]
        own = tag != "html" and ("lang" in given or given.get("translate") == "no")
        spoken = own or any(outer for _, outer in self.open)
        for name, value in given.items():
            if name in READ_ALOUD and not spoken:
                self._look(value or "", line)
            if name == "style" or name.startswith("on") or name.startswith("hx-on"):
                self.mistakes.append((line, f"{name}= is refused by the Content-Security-Policy"))
            if name in {"href", "action", "src"} and (value or "").startswith("javascript:"):
                self.mistakes.append((line, "javascript: is refused by the policy"))
        if tag == "style" or (
            tag == "script" and "src" not in given and given.get("type") != "application/json"
        ):
            self.mistakes.append((line, f"an inline <{tag}> is refused by the policy"))
        for name in ("src", "href"):
            if tag in {"script", "link", "img", "iframe"} and re.match(
                r"(https?:)?//", given.get(name) or ""
            ):
                self.mistakes.append((line, f"<{tag}> loads from another host"))
        if tag not in VOID:
            self.open.append((tag, own))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            name, _ = self.open.pop()
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        quiet = any(own or tag in {"script", "style", "code"} for tag, own in self.open)
        if not quiet:
            self._look(data, self.getpos()[0])

    def _look(self, text: str, line: int) -> None:
        for offset, part in enumerate(text.split("\n")):
            found = [word for word in WORD.findall(part) if word not in NAMES]
            if found:
                self.mistakes.append((line + offset, f"not translated: {part.strip()[:70]!r}"))


def mistakes_in(text: str) -> list[tuple[int, str]]:
    """Return (line, what is wrong) for a template's text.

    >>> mistakes_in('<p>{% translate "Yes" %}</p>')
    []
    >>> mistakes_in('<p>Hola</p>')
    [(1, "not translated: 'Hola'")]
    >>> mistakes_in('<p lang="es">Hola</p><b style="x">{{ y }}</b>')
    [(1, 'style= is refused by the Content-Security-Policy')]
    """
    for pattern in (COMMENT, TRANSLATED, CLASSES, TAG):
        text = pattern.sub(_blank, text)
    reader = _Words()
    reader.feed(re.sub(r"&#?\w+;", " ", text))
    reader.close()
    return reader.mistakes
