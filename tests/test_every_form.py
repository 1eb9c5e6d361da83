"""Every form that writes: sent once, or harmless where it is sent twice; each says which."""

import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.test_every_address import ALL, Address

from simulacro.apps.brands.models import Brand
from simulacro.kit.idempotency import HARMLESS, SENT_ONCE

FORM = re.compile(r'<form\b[^>]*method="post"[^>]*>.*?</form>', re.DOTALL | re.IGNORECASE)
# Forms without a key: the part of their template's name, and why no one is harmed.
WITHOUT_A_KEY = {
    "templates/account/": "sign-in, sign-out and passwords: the same again",
    "templates/mfa/": "second factors: allauth refuses the second, or does the same again",
    "person_menu.html": "language, light and sign-out: the same again",
    "people/account.html": "sign-out",
    "people/second_factor.html": "sign-out",
    "people/second_factor_again.html": "carries the key of the form that it interrupted",
}
# Views of third parties, which know no keys.
OTHERS = ("account_", "mfa_", "style_guide")


def templates_with_forms() -> list[Path]:
    found = sorted(Path(settings.PACKAGE_DIR).glob("**/templates/**/*.html"))
    return [path for path in found if FORM.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("path", templates_with_forms(), ids=lambda path: path.name)
def test_every_form_that_writes_carries_a_key(path: Path) -> None:
    for form in FORM.findall(path.read_text(encoding="utf-8")):
        excused = any(part in path.as_posix() for part in WITHOUT_A_KEY)
        if "{% csrf_token %}" in form and not excused:
            assert "{% idempotency_key %}" in form, f"add {{% idempotency_key %}} to\n{form[:200]}"


@pytest.mark.django_db
def test_every_view_that_writes_does_it_once_or_says_why_not(brand: Brand) -> None:
    def takes_posts(address: Address) -> bool:
        return Client().post(address.path(brand, uuid.UUID(int=7))).status_code != 405

    careless = [
        address.name
        for address in ALL
        if not address.name.startswith(OTHERS)
        and not getattr(address.view, SENT_ONCE, False)
        and not getattr(address.view, HARMLESS, "")
        and takes_posts(address)
    ]
    assert not careless, "declare with brand_page and its kin, @send_once or @harmless_to_repeat"
