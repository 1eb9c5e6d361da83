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
from typing import Any, Self, TypeVar

from django import forms
from django.db import models, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


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

    def anew(self, data: Mapping[str, Any], row: Versioned) -> Self:
        """The same form over another row, sent with other data."""
        return type(self)(data, row=row, prefix=self.prefix)

    @property
    def expected_version(self) -> int:
        """The version that the person saw; to be read after `is_valid`."""
        return int(self.cleaned_data["version"])


@dataclass(frozen=True)
class Difference:
    """A field that both changed: theirs in words, and mine in a field to write the third."""

    name: str
    label: str
    mine: Any
    theirs: str
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
    return show_both(
        request,
        merged,
        both,
        theirs=merged.values_of(conflict.theirs),
        context={**context, "versioned": True},
        template=template,
    )


def show_both(
    request: HttpRequest,
    merged: forms.Form,
    both: Iterable[str],
    *,
    theirs: Mapping[str, Any],
    context: Mapping[str, Any],
    carried: Mapping[str, str] | None = None,
    template: str = "kit/conflict.html",
) -> HttpResponse:
    """The page with both texts, for any form: `merged` as it would be sent next, `both` the
    fields to choose in, `theirs` their values, `carried` what else the form sends along."""
    both = list(both)
    differences = [
        Difference(
            name,
            str(merged[name].label or name),
            merged[name].value(),
            in_words(merged.fields[name], theirs.get(name)),
            merged[name],
        )
        for name in both
    ]
    shown = {
        "form": merged,
        "differences": differences,
        "others": [field for field in merged.visible_fields() if field.name not in both],
        "hidden": [field for field in merged.hidden_fields() if field.name != "version"],
        "carried": dict(carried or {}),
    }
    return render(request, template, {**context, **shown}, status=409)


def merge(form: VersionedForm, theirs: Versioned) -> tuple[VersionedForm, list[str]]:
    """Return the form to send next, and the names of the fields which both changed.

    A field that I did not touch takes their value; one that only I changed keeps mine.
    """
    values = form.values_of(theirs)
    began = {name: form.data.get(form[name].html_initial_name) for name in form.fields}
    data, both = put_together(form, began=began, theirs=values)
    version = form["version"]
    data[version.html_name] = form.fields["version"].prepare_value(values["version"])
    for name, field in form.fields.items():
        if name != "version":
            data[form[name].html_initial_name] = field.prepare_value(values[name])
    return form.anew(data, theirs), [name for name in both if name != "version"]


def put_together(
    form: forms.Form, *, began: Mapping[str, Any] | None, theirs: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Return the data of the form to send next, and the names of the fields which both changed.

    `began` holds the values that I began with; None where nobody knows them, so
    that wherever mine differ from theirs I choose.
    """
    data: dict[str, Any] = {}
    both = []
    for name, field in form.fields.items():
        bound = form[name]
        mine = bound.value()
        if name not in theirs:
            data[bound.html_name] = mine
            continue
        now = field.prepare_value(theirs[name])
        i_changed = began is None or differ(field, began.get(name), mine)
        they_changed = began is None or differ(field, began.get(name), now)
        if i_changed and they_changed and differ(field, now, mine):
            both.append(name)
        data[bound.html_name] = mine if i_changed else now
    # The widgets of some fields read several names (a date and its time): keep them.
    kept = {name: value for name, value in form.data.items() if name not in data}
    kept.pop("csrfmiddlewaretoken", None)
    kept.pop("idempotency_key", None)
    return {**kept, **data}, both


def in_words(field: forms.Field, value: Any) -> str:
    """A value as the person chose it from the field: its labels, yes or no, or itself."""
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    value = field.prepare_value(value)
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        several = value if isinstance(value, list | tuple | set) else [value]
        chosen = {str(one) for one in several if one is not None}
        choices: Any = field.choices
        labels = [str(label) for key, label in choices if str(key) in chosen]
        return "\n".join(labels) or "—"
    return "—" if value in (None, "") else str(value)


def differ(field: forms.Field, one: Any, other: Any) -> bool:
    """Whether two values of a field differ; a line's end is the same in any writing."""
    return bool(field.has_changed(plain_lines(one), plain_lines(other)))


def plain_lines(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
