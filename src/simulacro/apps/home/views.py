"""The front door, and the cycle of a brand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from simulacro.apps.home.policies import POLICY
from simulacro.apps.people.pages import BrandRequest, brand_page


def front(request: HttpRequest) -> HttpResponse:
    return render(request, "home/front.html")


@brand_page(POLICY, "see")
def cycle(request: BrandRequest) -> HttpResponse:
    return render(request, "home/cycle.html", {"brand": request.brand})
