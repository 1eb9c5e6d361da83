"""What the audit tells the rail and the home page."""

from typing import Any

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simulacro.apps.audit import page_sentences, queries, sentences
from simulacro.apps.audit.models import CheckRound
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.real_tests import what_real_tests_need
from simulacro.apps.audit.queries.wizard import has_open_questions, wizard_answers
from simulacro.apps.brands.days import today_of
from simulacro.apps.brands.models import Brand
from simulacro.kit import cycle
from simulacro.kit.cycle import Status, Step, Suggestion


def tell() -> None:
    """Let the cycle ask the audit."""
    cycle.tell_status(Step.AUDIT, status)
    cycle.suggest(next_thing)
    cycle.suggest(rest_of_the_map)
    cycle.suggest(next_real_test)
    cycle.suggest(questions_waiting)


def status(brand: Brand, viewer: Any) -> Status:
    """The audit's own first sentence, for those who may see it; how much is open, for all."""
    may_see = POLICY.allows(viewer, "see_audit", brand)
    url = reverse("audit:results", args=[brand.slug]) if may_see else ""
    audit = queries.latest_audit(brand)
    if audit is None:
        return Status(_("Nothing has been audited yet."), url, _("begin here") if may_see else "")
    still = queries.open_findings(brand, today_of(brand)).count()
    needs = ngettext("%(count)s open weak point", "%(count)s open weak points", still) % {
        "count": still
    }
    if not may_see:
        return Status(needs, url, "")

    def headline() -> str:
        inventory = queries.inventory_of(audit.revision)
        reading = queries.reading_of_audit(audit)
        return sentences.plain(page_sentences.headline(inventory, reading))

    # The rail of every page asks for the status but shows no headline: it is read when shown.
    return Status(
        lazy(headline, str)(),
        url,
        needs if still else "",
        at_a_glance=_("What would leave you without a voice is inside."),
    )


def next_thing(brand: Brand, viewer: Any) -> Suggestion | None:
    """The audit's own proposal: audit, or the best fix, or what nobody looks after."""
    if not POLICY.allows(viewer, "run_audit", brand):
        return None
    audit = queries.latest_audit(brand)
    current = queries.current_revision(brand)
    if audit is None:
        # Straight to the first question where nothing was written yet: one page less on a phone.
        writes = current is None and POLICY.allows(viewer, "edit_inventory", brand)
        begin = "audit:start" if writes else "audit:results"
        return Suggestion(
            _("Find out what would leave you without a voice"),
            _("Three questions are enough for a first true answer."),
            _("Begin"),
            reverse(begin, args=[brand.slug]),
            80,
        )
    if current is not None and current.pk != audit.revision_id:
        return Suggestion(
            _("Audit again"),
            _("The inventory changed after the last audit."),
            _("See the audit"),
            reverse("audit:results", args=[brand.slug]),
            60,
        )
    if queries.open_findings(brand, today_of(brand)).filter(owner=None).exists():
        return Suggestion(
            _("Say who looks after your weak points"),
            _("A weak point without a name and a date stays."),
            _("See the weak points"),
            reverse("audit:findings", args=[brand.slug]),
            40,
        )
    return None


def rest_of_the_map(brand: Brand, viewer: Any) -> Suggestion | None:
    """The questions after the first three, where somebody began them and left some."""
    if not POLICY.allows(viewer, "edit_inventory", brand) or not wizard_answers(brand):
        return None
    if queries.latest_audit(brand) is None or not has_open_questions(brand):
        return None
    return Suggestion(
        _("Tell the rest of what you have"),
        _("Shifts, tools, carriers, batteries: they say in which hours nobody could answer."),
        _("Go on with the questions"),
        reverse("audit:start", args=[brand.slug]),
        45,
    )


def next_real_test(brand: Brand, viewer: Any) -> Suggestion | None:
    """What a real test asks for: failed, late or too old ones; a first one after an audit."""
    if not POLICY.allows(viewer, "test_for_real", brand):
        return None
    needs = what_real_tests_need(brand, today_of(brand))
    url = reverse("audit:real_tests", args=[brand.slug])
    if needs.pressing:
        title = ngettext(
            "%(count)s real test waits for you",
            "%(count)s real tests wait for you",
            needs.pressing,
        ) % {"count": needs.pressing}
        why = _("They failed, their day has passed, or they are too old to count on.")
        return Suggestion(title, why, _("See the real tests"), url, 50)
    if not needs.tried and queries.latest_audit(brand) is not None:
        return Suggestion(
            _("Try one thing for real"),
            _("Your map is what people say. Ten minutes tell whether it is so."),
            _("Choose one"),
            url,
            30,
        )
    return None


def questions_waiting(brand: Brand, viewer: Any) -> Suggestion | None:
    """The first twelve; the three of each week have their own place on the home page."""
    if not POLICY.allows(viewer, "answer_checks", brand) or queries.latest_audit(brand) is None:
        return None
    address = reverse("audit:checks", args=[brand.slug])
    last = queries.last_round(brand)
    if last is None:
        return Suggestion(
            _("Answer the twelve questions on which most hangs"),
            _("Five minutes, on a phone. You can stop at any of them."),
            _("See the questions"),
            address,
            50,
        )
    if last.closed_at is None and last.kind == CheckRound.Kind.FIRST:
        return Suggestion(
            _("Go on with your questions"),
            _("They wait where you left them."),
            _("Go on"),
            address,
            50,
        )
    return None
