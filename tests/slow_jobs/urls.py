"""The product's addresses, and a page with a live part to write in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from simulacro.apps.brands.models import Brand
from simulacro.config.urls import urlpatterns as product
from simulacro.kit.idempotency import send_once
from simulacro.kit.jobs.models import Job


@send_once
def writing(request: HttpRequest) -> HttpResponse:
    """A part which counts the jobs, with a field beside the count; a form that is kept."""
    if request.method == "POST":
        if "wrong" in request.POST["words"]:
            return render(request, "slow_jobs/writing.html", context(request), status=422)
        Brand.objects.update(name=request.POST["words"])
        return redirect("/writing/")
    return render(request, "slow_jobs/writing.html", context(request))


def context(request: HttpRequest) -> dict[str, object]:
    return {
        "brand": Brand.objects.get(slug="andariego"),
        "count": Job.objects.count(),
        "words": request.POST.get("words", ""),
    }


urlpatterns = [path("writing/", writing), *product]
