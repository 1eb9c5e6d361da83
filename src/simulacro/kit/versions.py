"""Two people edit the same thing: the second sees both texts, and nothing is lost.

    class Playbook(Versioned): ...

    class PlaybookForm(VersionedForm):
        title = forms.CharField()
        body = forms.CharField(widget=forms.Textarea)

    form = PlaybookForm(request.POST or None, row=playbook)
    if form.is_valid():
        try:
            services.save_playbook(playbook, **form.cleaned_data)
        except VersionConflict as conflict:
            return conflict_page(request, form, conflict, {"brand": request.brand})

The service calls `save_version(row, expected=version, fields=[...])`. What only
one of the two changed is merged; where both changed the same field, the person
chooses with both before them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.db import models, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Versioned(models.Model):
    """A row that knows how often it was changed."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=Versioned)


class VersionConflict(Exception):
    """Somebody else has saved this meanwhile. `theirs` is the row as it is now."""

    def __init__(self, theirs: Versioned, expected: int) -> None:
        super().__init__(f"version {theirs.version} was saved after version {expected}")
        self.theirs = theirs
        self.expected = expected


def save_version(row: Row, *, expected: int, fields: Iterable[str]) -> Row:
    """Save `fields` of `row` if its version is still `expected`; the version goes up by one.

    Raises VersionConflict, with nothing changed, where it is another one.
    """
    model = type(row)
    with transaction.atomic():
        kept = model._default_manager.filter(pk=row.pk, version=expected).update(
            version=F("version") + 1
        )
        if not kept:
            raise VersionConflict(model._default_manager.get(pk=row.pk), expected)
        row.version = expected + 1
        row.save(update_fields=list(fields))
    return row


class VersionedForm(forms.Form):
    """A form which remembers the version, and the values, that the person began with.

    Its page says `{% version_fields form %}` inside the form (`{% load writes %}`).
    """

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, row: Versioned, **options: Any) -> None:
        options["initial"] = {**self.values_of(row), **options.get("initial", {})}
        super().__init__(data, **options)
        self.row = row

    def values_of(self, row: Versioned) -> dict[str, Any]:
        """Return the form's initial values from the row: attributes of the same names."""
        return {name: getattr(row, name) for name in self.base_fields}

    @property
    def expected_version(self) -> int:
        """The version that the person saw; to be read after `is_valid`."""
        return int(self.cleaned_data["version"])


@dataclass(frozen=True)
class Difference:
    """A field that both changed: the two values side by side, and a place to write the third."""

    name: str
    label: str
    mine: Any
    theirs: Any
    field: forms.BoundField


def conflict_page(
    request: HttpRequest,
    form: VersionedForm,
    conflict: VersionConflict,
    context: Mapping[str, Any],
    *,
    template: str = "kit/conflict.html",
) -> HttpResponse:
    """Show both texts (409), in a form that saves the person's choice over the newest version.

    `context` may hold `brand`, and `back`, the address of the page which shows theirs.
    """
    merged, both = merge(form, conflict.theirs)
    theirs = merged.values_of(conflict.theirs)
    differences = [
        Difference(
            name,
            str(merged[name].label or name),
            merged[name].value(),
            merged[name].field.prepare_value(theirs[name]),
            merged[name],
        )
        for name in both
    ]
    others = [field for field in merged.visible_fields() if field.name not in both]
    hidden = [field for field in merged.hidden_fields() if field.name != "version"]
    shown = {"form": merged, "differences": differences, "others": others, "hidden": hidden}
    return render(request, template, {**context, **shown}, status=409)


def merge(form: VersionedForm, theirs: Versioned) -> tuple[VersionedForm, list[str]]:
    """Return the form to send next, and the names of the fields which both changed.

    A field that I did not touch takes their value; one that only I changed keeps mine.
    """
    data: dict[str, Any] = {}
    both = []
    values = form.values_of(theirs)
    for name, field in form.fields.items():
        bound = form[name]
        mine = bound.value()
        now = field.prepare_value(values[name])
        began_with = form.data.get(bound.html_initial_name)
        i_changed = differ(field, began_with, mine)
        if name == "version":
            data[bound.html_name] = now
            continue
        if i_changed and differ(field, began_with, now) and differ(field, now, mine):
            both.append(name)
        data[bound.html_name] = mine if i_changed else now
        data[bound.html_initial_name] = now
    # The widgets of some fields read several names (a date and its time): keep them.
    kept = {name: value for name, value in form.data.items() if name not in data}
    kept.pop("csrfmiddlewaretoken", None)
    kept.pop("idempotency_key", None)
    return type(form)({**kept, **data}, row=theirs, prefix=form.prefix), both


def differ(field: forms.Field, one: Any, other: Any) -> bool:
    """Whether two values of a field differ; a line's end is the same in any writing."""
    return bool(field.has_changed(plain_lines(one), plain_lines(other)))


def plain_lines(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
