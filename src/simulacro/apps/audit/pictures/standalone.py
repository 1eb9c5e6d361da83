"""One picture that stands alone: the sentence, the map and the change that helps most, as SVG.

For a README, a slide or a mail. Its colours live in a style element of its own and follow a dark
page. It tells how to attack the brand: it goes where the inventory may go.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from simulacro.apps.audit import figures
from simulacro.apps.audit.advice import fix_words
from simulacro.apps.audit.page_sentences import headline, headline_often, map_sentence
from simulacro.apps.audit.pictures.drawing import draw
from simulacro.apps.audit.pictures.layout import lay_out
from simulacro.apps.audit.pictures.map import map_body, px
from simulacro.apps.audit.reading import FixEffect, Question, Reading
from simulacro.apps.audit.sentences import about, how_often, plain
from simulacro.engines.access.inventory import Inventory

LEAST_WIDTH: Final = 720.0
MARGIN: Final = 28.0
HEAD_PX: Final = 22.0
# A letter's mean width in DejaVu, the widest of the fonts that stand in for ours.
HEAD_CHAR_PX: Final = 13.6
TEXT_PX: Final = 15.0
TEXT_CHAR_PX: Final = 8.6

STYLE: Final = """
svg{--paper:#faf5ec;--surface:#fffdf9;--ink:#16282d;--soft:#475a5d;--line:#7a827b;--teal:#0b5a5c;
--on-teal:#fffdf9;--lamp:#eba937;--lamp-soft:#fbe9c4;--danger:#a01536;--on-danger:#fffdf9;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
@media(prefers-color-scheme:dark){svg{--paper:#0f1c20;--surface:#17282d;--ink:#f1efe6;--soft:#aebdba;
--line:#82989a;--teal:#7ed3c4;--on-teal:#07211f;--lamp:#f2bd5b;--lamp-soft:#43361a;--danger:#ff9dab;
--on-danger:#2b0610}}
.paper{fill:var(--paper)}.head{font:600 22px ui-serif,Palatino,"Noto Serif",Georgia,serif;
fill:var(--ink)}.text{font-size:15px;fill:var(--ink)}.soft{font-size:13px;fill:var(--soft)}
.map-line{fill:none;stroke:var(--line);stroke-width:1.2}.map-line.is-recovery{stroke-dasharray:6 4}
.map-line.is-doubtful{stroke-dasharray:1.5 4;stroke-linecap:round}
.map-line.is-lit{stroke:var(--lamp);stroke-width:2.6}.map-line.is-held{stroke-width:1.2}
.map-tip{fill:var(--line)}.map-tip.is-lit{fill:var(--lamp)}
.map-joint{fill:var(--surface);stroke:var(--line);stroke-width:1.4}
.map-shape{fill:var(--surface);stroke:var(--line);stroke-width:1.2}
.map-icon{fill:none;stroke:var(--soft);stroke-width:1.3;stroke-linecap:round;stroke-linejoin:round}
.map-name{fill:var(--ink);font-size:13px}.is-channel .map-shape{fill:var(--teal);stroke:var(--teal)}
.is-channel .map-name{fill:var(--on-teal);font-weight:650}
.is-channel .map-icon{stroke:var(--on-teal)}
.is-lit .map-shape{fill:var(--lamp-soft);stroke:var(--lamp);stroke-width:3}
.is-lit .map-name{fill:var(--ink);font-weight:700}.is-lit .map-icon{stroke:var(--ink)}
.map-mark path{fill:var(--danger);stroke:var(--surface);stroke-width:1.5;stroke-linejoin:round}
.map-mark text{fill:var(--on-danger);font-size:11px;font-weight:700;text-anchor:middle}
"""


def standalone_svg(inventory: Inventory, reading: Reading, question: Question | None = None) -> str:
    """The picture of an audit: about ``question``, or about what its first sentence is about.

    Words are in the active language. The same arguments give the same bytes.
    """
    subject = question or _worst(reading)
    region = inventory.brand.region
    drawing = draw(inventory, reading, subject)
    layout = lay_out(drawing)
    width = max(LEAST_WIDTH, layout.width + 2 * MARGIN)
    inner = width - 2 * MARGIN
    head = _wrapped(_first_words(inventory, reading, question), inner, HEAD_CHAR_PX)
    often = _wrapped(_often(inventory, reading, question), inner, TEXT_CHAR_PX)
    best = _wrapped(_best(inventory, reading, subject, region), inner, TEXT_CHAR_PX)
    y = MARGIN + HEAD_PX
    parts: list[SafeString] = [_lines(head, "head", y, 29.0)]
    y += 29.0 * (len(head) - 1) + 27.0
    parts.append(_lines(often, "text", y, 21.0))
    y += 21.0 * (len(often) - 1) + 22.0
    left = MARGIN + (inner - layout.width) / 2
    parts.append(map_body(drawing, layout, subject, (left, y)))
    y += layout.height + 34.0
    parts.append(_lines(best, "text", y, 21.0))
    y += 21.0 * len(best) + 4.0
    parts.append(_lines([legend_words(subject)], "soft", y, 18.0))
    height = y + MARGIN - 8.0
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}" '
        'role="img" aria-labelledby="t d"><title id="t">{}</title><desc id="d">{}</desc>'
        "<style>{}</style>"
        '<rect class="paper" width="{}" height="{}" rx="14"/>{}</svg>\n',
        px(width),
        px(height),
        px(width),
        px(height),
        inventory.brand.name,
        " ".join([*head, *often, *best]),
        SafeString(STYLE),
        px(width),
        px(height),
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _worst(reading: Reading) -> Question:
    """What the first sentence is about: silence where one thing silences, else the largest part."""
    if reading.enough_alone(Question.SILENCE):
        return Question.SILENCE
    return max(Question, key=reading.hours)


def _first_words(inventory: Inventory, reading: Reading, question: Question | None) -> str:
    if question is None:
        return plain(headline(inventory, reading))
    answers = reading.of(question)
    if len(answers) == 1:
        return plain(about(inventory, answers[0]))
    return plain(map_sentence(inventory, reading, question))


def _often(inventory: Inventory, reading: Reading, question: Question | None) -> str:
    if question is None:
        return plain(headline_often(inventory, reading))
    worst = max(reading.of(question), key=lambda a: a.hours_per_year)
    return plain(how_often(worst, inventory.brand.region))


def _best(inventory: Inventory, reading: Reading, question: Question, region: str) -> str:
    best: FixEffect | None = max(reading.fixes, key=lambda fix: fix.fall_of(question), default=None)
    if best is None or best.fall_of(question) <= 1 / 60:
        return ""
    before = reading.hours(question)
    return _("What helps most: %(fix)s It takes %(share)s off.") % {
        "fix": fix_words(inventory, best).do,
        "share": figures.percent(best.fall_of(question) / before, region),
    }


def legend_words(question: Question) -> str:
    """What the marks of a map about `question` mean."""
    if question is Question.HIJACK:
        return _("◆ enough by itself to take so many channels · dashed: a way to recover")
    return _("▲ enough by itself to silence so many channels · dashed: a way to recover")


def _wrapped(text: str, width: float, char_px: float) -> list[str]:
    """The text in lines that fit, by the mean width of a letter."""
    lines: list[str] = []
    for word in text.split():
        if lines and (len(lines[-1]) + 1 + len(word)) * char_px <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _lines(lines: Sequence[str], name: str, y: float, step: float) -> SafeString:
    return format_html_join(
        "",
        '<text class="{}" x="{}" y="{}">{}</text>',
        ((name, px(MARGIN), px(y + i * step), line) for i, line in enumerate(lines)),
    )
