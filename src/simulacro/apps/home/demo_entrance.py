"""The door of the demo: choose who to be, without a password, on this machine only."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from simulacro.apps.home.demo import CAST, demo_brand, demo_person
from simulacro.apps.people.pages import open_to_everybody
from simulacro.apps.people.second_factor import is_on_loopback
from simulacro.apps.people.views.entrance import let_in
from simulacro.kit.idempotency import harmless_to_repeat


@open_to_everybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@harmless_to_repeat("signs the same person of the demo in")
def demo(request: HttpRequest) -> HttpResponseBase:
    """GET shows the fictional cast; POST signs in as one of them."""
    brand = demo_brand()
    if brand is None or not is_on_loopback(request):
        raise Http404
    if request.method == "POST":
        user = demo_person(request.POST.get("person", ""))
        if user is None:
            raise Http404
        return let_in(request, user, method="demo")
    return render(request, "home/demo.html", {"brand": brand, "cast": CAST})
