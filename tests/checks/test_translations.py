"""The check of the translations notices what it says it notices."""

from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message

from checks import catalogues, template_words, translations


def mistakes(msgid: Any, msgstr: Any, **more: Any) -> str:
    return " | ".join(translations.mistakes_of_message(Message(msgid, msgstr, **more)))


def test_a_good_translation_has_no_mistakes() -> None:
    assert mistakes("%(name)s left", "%(name)s se fue") == ""
    assert mistakes(("%(n)s day", "%(n)s days"), ("un día", "%(n)s días")) == ""


@pytest.mark.parametrize(
    ("msgid", "msgstr", "told"),
    [
        ("Yes", "", "untranslated"),
        (("a day", "%(n)s days"), ("un día", ""), "untranslated"),
        ("%(name)s left", "Se fue", "lost %(name)s"),
        ("Left", "%(name)s se fue", "invented %(name)s"),
        ("{who} left", "Se fue", "lost {who}"),
        ("¿Quién?", "¿Quién?", "Spanish"),
        ("Yes\n", "Sí", "line break"),
    ],
)
def test_each_mistake_is_told(msgid: Any, msgstr: Any, told: str) -> None:
    assert told in mistakes(msgid, msgstr)


def test_a_fuzzy_translation_is_told() -> None:
    assert "fuzzy" in mistakes("Yes", "Sí", flags=["fuzzy"])


def test_what_is_missing_and_what_is_unused_are_told() -> None:
    found, held = Catalog(), Catalog()
    found.add("new", locations=[("a.html", 1)])
    held.add("old", "viejo")
    told = list(translations.mistakes_between(found, held))
    assert len(told) == 2
    assert "'new' (a.html): not in the catalogue" in told[0]
    assert "'old': nothing uses it" in told[1]


def test_a_text_that_two_catalogues_translate_differently_is_told() -> None:
    one, other, third = Catalog(), Catalog(), Catalog()
    one.add("Go on", "Seguir")
    other.add("Go on", "Sigue")
    third.add("Go on", "Sigue", context="a story")
    told = list(translations.contradictions({"people": one, "audit": other, "home": third}))
    assert told == ["audit: 'Go on' is 'Sigue', but 'Seguir' in people"]


def test_the_words_of_python_and_of_templates_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "room"
    (home / "templates").mkdir(parents=True)
    (home / "views.py").write_text('x = _("one")\ny = ngettext("a day", "%(n)s days", 2)\n')
    (home / "templates" / "page.html").write_text(
        '{% load i18n %}\n    <p title="x">{% translate "two" %}</p>\n'
        "  {% blocktranslate count n=m trimmed %}\n   a {{ n }}\n  {% plural %}\n   b {{ n }}\n"
        "  {% endblocktranslate %}\n"
    )
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "homes", lambda: [home])
    ids = {message.id for message in catalogues.extracted(home) if message.id}
    assert ids == {"one", "two", ("a day", "%(n)s days"), ("a %(n)s", "b %(n)s")}


def test_updating_keeps_translations_and_drops_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "room"
    home.mkdir()
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "homes", lambda: [home])
    (home / "views.py").write_text('_("kept"), _("gone")\n')
    assert catalogues.update(home)
    file = catalogues.catalogue_of(home)
    file.write_text(file.read_text().replace('"kept"\nmsgstr ""', '"kept"\nmsgstr "queda"'))
    (home / "views.py").write_text('_("kept"), _("fresh")\n')
    assert catalogues.update(home)
    assert not catalogues.update(home)
    strings = {message.id: message.string for message in catalogues.read(file) if message.id}
    assert strings == {"kept": "queda", "fresh": ""}


def test_a_catalogue_that_is_wrapped_by_hand_is_told_and_gathering_it_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "room"
    home.mkdir()
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    monkeypatch.setattr(catalogues, "homes", lambda: [home])
    (home / "views.py").write_text('_("one two")\n')
    catalogues.update(home)
    file = catalogues.catalogue_of(home)
    good = file.read_text().replace('"one two"\nmsgstr ""', '"one two"\nmsgstr "uno dos"')
    file.write_text(good)
    assert translations.check() == []
    file.write_text(good.replace('msgstr "uno dos"', 'msgstr ""\n"uno "\n"dos"'))
    (told,) = translations.check()
    assert told.endswith("run extract")
    assert catalogues.update(home)
    assert file.read_text() == good


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<p>Hola</p>", "not translated"),
        ('<img alt="un faro">', "not translated"),
        ('<input placeholder="Name">', "not translated"),
        ('<p style="color: red">{{ x }}</p>', "style="),
        ('<button onclick="x()">{{ y }}</button>', "onclick="),
        ("<script>x()</script>", "inline <script>"),
        ("<style>p {}</style>", "inline <style>"),
        ('<script src="//example.org/x.js"></script>', "another host"),
        ('<a href="javascript:x()">{{ y }}</a>', "javascript:"),
    ],
)
def test_what_a_template_may_not_hold_is_told_with_its_line(text: str, told: str) -> None:
    found = template_words.mistakes_in("\n\n" + text)
    assert [line for line, _ in found] == [3]
    assert told in found[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "{% blocktranslate %}Hola {{ x }}{% endblocktranslate %}",
        "{# una nota #}{% comment %}otra{% endcomment %}",
        '<td translate="no">Ada</td>',
        '<p lang="es">Hola <b>tú</b></p>',
        '<script type="application/json">{"palabra": 1}</script>',
        "<code>make run</code> Instagram &nbsp;",
    ],
)
def test_what_a_template_may_hold_is_left_alone(text: str) -> None:
    assert template_words.mistakes_in(text) == []
