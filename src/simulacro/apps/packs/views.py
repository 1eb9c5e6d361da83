"""The measures of every pack, the form that makes one, and adding from a file."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from simulacro.apps.packs import queries, services
from simulacro.apps.packs.forms import STEPS, PackFileForm, ProposalForm
from simulacro.apps.packs.policies import POLICY
from simulacro.apps.people.pages import SignedInRequest, signed_in_page
from simulacro.content.checks import Check
from simulacro.content.packs import BadPack
from simulacro.kit.audit_log import INSTALLATION
from simulacro.kit.document_mistakes import told
from simulacro.kit.undo.acts import undoes
from simulacro.kit.undo.services import offer_undo

REMOVED = "pack.removed"
MAX_FILE_BYTES = 2_000_000


@signed_in_page(POLICY, "read")
def measures(request: SignedInRequest) -> HttpResponse:
    """Every measure, by step, with who added it."""
    return render(request, "packs/measures.html", _measures_context(request) | framed(request))


@signed_in_page(POLICY, "compose")
@require_http_methods(["GET", "POST"])
def propose(request: SignedInRequest) -> HttpResponse:
    """Write a measure; it comes back as a pack file, and may be added here.

    ``?check=ID`` begins with the words of a check whose steps are called something else.
    """
    check = queries.check(request.GET.get("check", ""))
    form = ProposalForm(request.POST or None, initial=words_to_correct(check) if check else None)
    if request.method == "POST" and form.is_valid():
        try:
            name, text = services.compose_pack(form.proposal())
        except BadPack as bad:
            for sentence in in_words(bad):
                form.add_error(None, sentence)
        else:
            if "add" in request.POST and POLICY.allows(request.user, "change", None):
                services.add_pack({f"{name}.yaml": text}, actor=request.user)
                messages.success(request, _("Added to this installation. Thank you."))
                return redirect(address_in_frame(request))
            response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
            return response
    may_change = POLICY.allows(request.user, "change", None)
    context = {"form": form, "check": check, "may_change": may_change, **framed(request)}
    return render(request, "packs/propose.html", context)


def words_to_correct(check: Check) -> dict[str, str]:
    """What the form begins with: the question of a check, its steps and its menus."""
    found = {"step": "audit"}
    for language in ("es", "en"):
        words = check.words(language)
        found[f"{language}_title"] = nameless(words.question)[:160]
        found[f"{language}_why"] = nameless(words.why)
        found[f"{language}_how"] = nameless("\n".join((*words.verify, *words.menus)))
    return found


def nameless(text: str) -> str:
    return text.replace("{name}", "…")


@signed_in_page(POLICY, "change")
@require_POST
def add(request: SignedInRequest) -> HttpResponse:
    """Add a pack from a file; every mistake is listed and then nothing changed."""
    form = PackFileForm(request.POST, request.FILES)
    mistakes: list[str] = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > MAX_FILE_BYTES:
            mistakes = [_("The file is larger than 2 MB. Split the pack.")]
        else:
            try:
                services.add_pack({file.name: file.read()}, actor=request.user)
            except BadPack as bad:
                mistakes = in_words(bad)
            except services.ReservedName as reserved:
                mistakes = [
                    _("“%(name)s” is the name of a pack that ships. Choose another.")
                    % {"name": reserved.name}
                ]
            else:
                messages.success(request, _("The pack was added."))
                return redirect(address_in_frame(request))
    context = _measures_context(request) | framed(request)
    context |= {"file_form": form, "mistakes": mistakes}
    return render(request, "packs/measures.html", context, status=422)


@signed_in_page(POLICY, "change")
@require_POST
def remove(request: SignedInRequest, name: str) -> HttpResponse:
    try:
        files = services.remove_pack(name, actor=request.user)
    except (services.NoSuchPack, services.ReservedName):
        messages.info(request, _("That pack was no longer here."))
    else:
        words = _("The pack “%(name)s” was removed.") % {"name": name}
        offer_undo(request, REMOVED, scope=INSTALLATION, payload={"files": files}, message=words)
    return redirect(address_in_frame(request))


@undoes(REMOVED)
def put_pack_back(_scope: UUID, payload: Mapping[str, Any], actor: Any) -> None:
    services.add_pack(payload["files"], actor=actor)


def framed(request: SignedInRequest) -> dict[str, object]:
    """The frame of the brand that the person came from, or none."""
    slug = request.GET.get("brand", "")
    member = request.user.memberships.select_related("brand").filter(brand__slug=slug).first()
    brand = member.brand if member else None
    return {
        "brand": brand,
        "frame": "kit/brand.html" if brand else "kit/base.html",
        "from_brand": f"?{urlencode({'brand': brand.slug})}" if brand else "",
    }


def address_in_frame(request: SignedInRequest) -> str:
    return f"{reverse('packs:measures')}{framed(request)['from_brand']}"


def in_words(bad: BadPack) -> list[str]:
    """Every mistake of a pack, as its reader understands it."""
    return [f"{found.file}: {told(found.mistake)}" for found in bad.mistakes]


def _measures_context(request: SignedInRequest) -> dict[str, object]:
    language = get_language() or "es"
    entries = [
        {
            "id": item.id,
            "step": item.fields["step"],
            "title": item.text("title", language),
            "why": item.text("why", language),
            "how": item.text("how", language),
            "sources": item.sources,
            "by": pack.by,
            "pack": pack,
            "added": pack.name not in queries.SHIPPED,
        }
        for pack, item in queries.measures()
    ]
    return {
        "steps": [(label, [e for e in entries if e["step"] == step]) for step, label in STEPS],
        "others": [e for e in entries if e["added"]],
        "packs": queries.installed_packs(),
        "file_form": PackFileForm(),
        "may_change": POLICY.allows(request.user, "change", None),
    }
