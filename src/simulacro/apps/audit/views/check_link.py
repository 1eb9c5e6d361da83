"""The page of a link: one question, for somebody without an account, and nothing of the map."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from simulacro.apps.audit import queries
from simulacro.apps.audit.answering import Said
from simulacro.apps.audit.check_forms import WordForm
from simulacro.apps.audit.check_words import SAID_WORDS, check_words
from simulacro.apps.audit.services.check_requests import answer_request, open_request
from simulacro.apps.audit.services.checks import NotAsked
from simulacro.apps.audit.services.inventory import SecretsOffered, StaleInventory
from simulacro.apps.brands.days import today_of
from simulacro.apps.people.counted_tries import is_too_often
from simulacro.apps.people.pages import open_to_everybody
from simulacro.apps.people.second_factor import open_without_second_factor
from simulacro.apps.people.services import LinkSpent
from simulacro.kit.idempotency import harmless_to_repeat

ANSWERS = (Said.YES, Said.NO, Said.UNKNOWN, Said.NOT_APPLICABLE)


@harmless_to_repeat("a link is spent by its first answer")
@open_without_second_factor
@open_to_everybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST answers: a messenger that fetches the link for a preview spends nothing."""
    at = timezone.now()
    try:
        asked = open_request(token, at=at)
    except LinkSpent:
        # Only what opens nothing is counted: the people of one office share an address.
        if is_too_often(request, "check-link"):
            return render(request, "429.html", status=429)
        return render(request, "audit/check_link_spent.html", status=410)
    with translation.override(request.COOKIES.get("django_language") or asked.language):
        return _page(request, token)


def _page(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    form = WordForm(request.POST or None)
    try:
        asked = open_request(token, at=at)
        inventory = queries.current_inventory(asked.brand)
        check = queries.all_checks().get(asked.about["check"])
        subject = asked.about["subject"]
        if inventory is None or check is None or (subject and subject not in inventory):
            raise LinkSpent
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            try:
                answer_request(token=token, said=Said(given["said"]), note=given["note"], at=at)
                return render(request, "audit/check_link_done.html", {"asked": asked})
            except StaleInventory:
                form.add_error(None, _("Somebody changed something meanwhile. Answer once more."))
            except SecretsOffered:
                form.add_error("note", _("Something here looks like a password."))
    except (LinkSpent, NotAsked):
        return render(request, "audit/check_link_spent.html", status=410)
    words = check_words(
        inventory, check, subject, brand_name=asked.brand.name, today=today_of(asked.brand)
    )
    context = {
        "asked": asked,
        "words": words,
        "form": form,
        "answers": [(said.value, SAID_WORDS[said], False) for said in ANSWERS],
    }
    return render(request, "audit/check_link.html", context, status=422 if form.errors else 200)
