"""The days ahead as a picture: a line a day, a column an hour, dark where nobody could answer."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from simulacro.apps.audit.day_rows import DayRow

HOUR, LINE, WEEK_GAP = 12, 11, 4
LEFT, TOP, RIGHT = 62, 18, 18
WIDTH = LEFT + 24 * HOUR + RIGHT


def calendar_svg(rows: Sequence[DayRow], *, title: str, words: str) -> SafeString:
    """The picture of some days in a row. Hours alike beside each other are one shape.

    An hour that comes twice is drawn once, as its darker self; the table has both.
    """
    hours = [(LEFT + hour * HOUR, TOP - 6, hour) for hour in range(0, 25, 6)]
    days: list[tuple[int, int, str]] = []
    # One path of thick strokes a level: a box for every run of hours would be half of the page.
    boxes: dict[int, list[str]] = {}
    holidays: list[tuple[int, float]] = []
    events: list[tuple[int, float]] = []
    y = TOP
    for number, row in enumerate(rows):
        if number and row.day.weekday() == 0:
            y += WEEK_GAP
        if number == 0 or row.day.weekday() == 0:
            days.append((LEFT - 6, y + LINE - 2, row.name))
        for first, last, level in runs(row):
            box = f"M{LEFT + first * HOUR} {y + (LINE - 1) // 2}h{(last - first) * HOUR}"
            boxes.setdefault(level, []).append(box)
        middle = y + (LINE - 1) / 2
        if row.holidays:
            holidays.append((LEFT + 294, middle))
        if row.events:
            events.append((LEFT + 300, middle + 3))
        y += LINE
    return format_html(
        '<svg class="calendar" viewBox="0 0 {} {}" role="img" '
        'aria-labelledby="calendar-title calendar-words"><title id="calendar-title">{}</title>'
        '<desc id="calendar-words">{}</desc>{}{}{}{}{}</svg>',
        WIDTH,
        y + 4,
        title,
        words,
        format_html_join("", '<text class="cal-hour" x="{}" y="{}">{}</text>', hours),
        format_html_join("", '<text class="cal-day" x="{}" y="{}">{}</text>', days),
        format_html_join(
            "",
            '<path class="cal-{}" d="{}"/>',
            [(level, "".join(found)) for level, found in sorted(boxes.items())],
        ),
        format_html_join("", '<circle class="cal-holiday" cx="{}" cy="{}" r="3"/>', holidays),
        format_html_join("", '<path class="cal-event" d="M{} {}h6l-3 -6z"/>', events),
    )


def runs(row: DayRow) -> list[tuple[int, int, int]]:
    """(first hour, hour after the last, level) of the runs of hours of one level."""
    by_hour: dict[int, int] = {}
    for hour, level in row.levels:
        by_hour[hour] = max(level, by_hour.get(hour, 0))
    found: list[tuple[int, int, int]] = []
    for hour, level in sorted(by_hour.items()):
        if found and found[-1][1] == hour and found[-1][2] == level:
            found[-1] = (found[-1][0], hour + 1, level)
        else:
            found.append((hour, hour + 1, level))
    return found
