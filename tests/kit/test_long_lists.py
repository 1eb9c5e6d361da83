"""A list that is written at once says what Django's own would."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.utils.translation import gettext_lazy

from simulacro.kit.long_lists import LongList, LongListOfSeveral

CHOICES = [("", gettext_lazy("Nobody")), ("a&b", "Ana <jefa>"), ('"c"', "Cy"), (4, "Café")]


class Read(HTMLParser):
    """Each element with its attributes and the text that follows, but for white space."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or name for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.found += [data.strip()] if data.strip() else []


@pytest.mark.parametrize("value", [None, "", "a&b", 4, "gone"])
def test_one_of_a_list(value: object) -> None:
    ours, its = (kind(choices=CHOICES) for kind in (LongList, forms.Select))
    given = {"id": "id_who", "required": True}
    assert (
        Read(ours.render("who", value, given)).found == Read(its.render("who", value, given)).found
    )


@pytest.mark.parametrize("value", [None, [], ["a&b", "4"]])
def test_several_of_a_list(value: object) -> None:
    ours = LongListOfSeveral(choices=CHOICES)
    its = forms.SelectMultiple(attrs={"size": 8}, choices=CHOICES)
    assert Read(ours.render("who", value)).found == Read(its.render("who", value)).found
