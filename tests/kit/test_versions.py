"""Ada and Ben edit the same agency's name and note."""

from typing import Any

import pytest
from django import forms
from django.db import connection, models
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import isolate_apps
from django.utils.translation import override

from simulacro.kit.templatetags.writes import version_fields
from simulacro.kit.versions import (
    VersionConflict,
    Versioned,
    VersionedForm,
    conflict_page,
    merge,
    save_version,
)

# Isolated, so that no other test of the run finds a model without its table.
with isolate_apps("simulacro.kit"):

    class Note(Versioned):
        title = models.CharField(max_length=50)
        body = models.TextField()

        class Meta:
            app_label = "kit"

        def __str__(self) -> str:
            return self.title


class NoteForm(VersionedForm):
    title = forms.CharField(label="Title")
    body = forms.CharField(label="Body", widget=forms.Textarea)


@pytest.fixture
def note(transactional_db: None) -> Any:
    with connection.schema_editor() as editor:
        editor.create_model(Note)
    yield Note.objects.create(title="Plan", body="one\ntwo")
    with connection.schema_editor() as editor:
        editor.delete_model(Note)


def sent_by_browser(form: NoteForm, **changed: str) -> QueryDict:
    """What a browser sends: the fields of the page, with CRLF at each line's end."""
    html = str(version_fields(form)) + "".join(str(form[name]) for name in ("title", "body"))
    assert f'name="initial-{form["body"].html_name}"' in html
    values = {name: form[name].value() for name in ("version", "title", "body")}
    values |= {f"initial-{name}": form[name].value() for name in ("title", "body")}
    data = QueryDict(mutable=True)
    for name, value in {**values, **changed}.items():
        data[name] = str(value).replace("\r\n", "\n").replace("\n", "\r\n")
    return data


def save(note: Note, form: NoteForm) -> None:
    assert form.is_valid(), form.errors
    note.title, note.body = form.cleaned_data["title"], form.cleaned_data["body"]
    save_version(note, expected=form.expected_version, fields=["title", "body"])


def ada_saves_first(note: Note, **changed: str) -> None:
    fresh = Note.objects.get()
    save(fresh, NoteForm(sent_by_browser(NoteForm(row=fresh), **changed), row=fresh))


def test_version_goes_up_with_each_save(note: Note) -> None:
    ada_saves_first(note, title="Plan A")
    assert (Note.objects.get().title, Note.objects.get().version) == ("Plan A", 2)


def test_second_sees_both_texts_and_nothing_is_lost(note: Note) -> None:
    bens = sent_by_browser(NoteForm(row=note), body="one\ntwo\nBen's")
    ada_saves_first(note, body="one\ntwo\nAda's")
    form = NoteForm(bens, row=note)
    with pytest.raises(VersionConflict) as caught:
        save(note, form)
    assert Note.objects.get().body.endswith("Ada's")
    request = RequestFactory().post("/note/")
    with override("en"):
        page = conflict_page(request, form, caught.value, {})
    html = page.content.decode()
    assert page.status_code == 409
    assert "Ada&#x27;s" in html
    assert "Ben&#x27;s" in html
    merged, both = merge(form, Note.objects.get())
    assert both == ["body"]
    save(Note.objects.get(), NoteForm(sent_by_browser(merged), row=note))
    assert (Note.objects.get().body.endswith("Ben's"), Note.objects.get().version) == (True, 3)


def test_what_only_one_changed_is_merged(note: Note) -> None:
    bens = sent_by_browser(NoteForm(row=note), title="Ben's title")
    ada_saves_first(note, body="Ada's body")
    merged, both = merge(NoteForm(bens, row=note), Note.objects.get())
    assert both == []
    assert (merged["title"].value(), merged["body"].value()) == ("Ben's title", "Ada's body")
    assert merged.is_valid()
    assert merged.expected_version == 2


def test_both_writing_the_same_is_no_conflict(note: Note) -> None:
    bens = sent_by_browser(NoteForm(row=note), body="same\nwords")
    ada_saves_first(note, body="same\nwords")
    _merged, both = merge(NoteForm(bens, row=note), Note.objects.get())
    assert both == []


def test_third_save_in_between_is_a_conflict_again(note: Note) -> None:
    bens = NoteForm(sent_by_browser(NoteForm(row=note), body="Ben's"), row=note)
    ada_saves_first(note, body="Ada's")
    merged, _both = merge(bens, Note.objects.get())
    ada_saves_first(note, body="Ada's again")
    with pytest.raises(VersionConflict):
        save(Note.objects.get(), NoteForm(sent_by_browser(merged), row=note))


def test_nothing_is_changed_by_a_conflict(note: Note) -> None:
    with pytest.raises(VersionConflict) as caught:
        save_version(note, expected=7, fields=["title"])
    assert (caught.value.expected, Note.objects.get().version) == (7, 1)
