"""An agency: who is in it, which brands it looks after, how it signs its reports."""

import datetime as dt
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.conftest import person, with_second_factor

from simulacro.apps.brands.logos import BadLogo, bring_logo, read_logo
from simulacro.apps.brands.looks import ENOUGH, contrast, darkened
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.brands.queries import look_for
from simulacro.apps.people import services
from simulacro.apps.people.models import Role, User
from simulacro.apps.people.roles import role_in_agency
from simulacro.apps.people.services import LastOwner, LinkSpent
from simulacro.kit.audit_log.models import LogEntry
from simulacro.kit.policies import Denied
from simulacro.kit.sealing.files import uploads_folder


@pytest.fixture
def head(db: None) -> User:
    """Owns the agency."""
    user = person("Head")
    with_second_factor(user)
    return user


@pytest.fixture
def agency(head: User) -> Agency:
    return services.start_agency(owner=head, name="Agencia Faro")


def token_of(path: str) -> str:
    return path.split("/")[2]


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 20, height: int = 20, extra: bytes = b"") -> bytes:
    rows = zlib.compress((b"\x00" + b"\x10\x60\x50" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def test_invitation_to_an_agency_makes_a_member_of_the_agency_alone(
    client: Client, agency: Agency, head: User, dot: User, brand: Brand
) -> None:
    brand.agency = agency
    brand.save()
    _, path = services.invite_member(actor=head, place=agency, role=Role.LEAD, for_whom="Dot")
    client.force_login(dot)
    assert "Agencia Faro" in client.get(path).content.decode()
    assert client.post(path)["Location"] == f"/a/{agency.pk}/"
    assert role_in_agency(dot, agency) == Role.LEAD
    assert client.get(f"/b/{brand.slug}/").status_code == 404
    assert client.post(path).status_code == 410
    with pytest.raises(Denied):
        services.invite_member(actor=dot, place=agency, role=Role.OWNER, for_whom="x")


def test_agency_keeps_an_owner(client: Client, agency: Agency, head: User, dot: User) -> None:
    mine = agency.memberships.get(user=head).pk
    with pytest.raises(LastOwner):
        services.remove_member(actor=head, place=agency, member=mine)
    with pytest.raises(LastOwner):
        services.erase_person(user=head, actor=head)
    client.force_login(head)
    page = client.post(f"/a/{agency.pk}/people/{mine}/role/", {"role": "lead"}, follow=True)
    assert "Agencia Faro necesita" in page.content.decode()
    assert role_in_agency(head, agency) == Role.OWNER


def test_log_of_an_agency_is_its_own(client: Client, agency: Agency, head: User) -> None:
    services.invite_member(actor=head, place=agency, role=Role.LEAD, for_whom="Dot")
    client.force_login(head)
    page = client.get(f"/a/{agency.pk}/log/").content.decode()
    assert "Invitó a alguien" in page or "invitó a alguien" in page
    assert "2" in page


def test_brand_comes_under_an_agency_when_both_owners_say_so(
    client: Client, agency: Agency, head: User, brand: Brand, olga: User, ada: User
) -> None:
    path = services.offer_to_look_after(actor=head, agency=agency)
    with pytest.raises(Denied):
        services.offer_to_look_after(actor=olga, agency=agency)
    with pytest.raises(Denied):
        services.accept_offer(actor=ada, token=token_of(path), brand=brand)
    client.force_login(ada)
    assert client.post(path, {"brand": brand.slug}).status_code == 404
    client.force_login(olga)
    assert "Agencia Faro" in client.get(path).content.decode()
    assert client.post(path, {"brand": brand.slug}).status_code == 302
    brand.refresh_from_db()
    assert brand.agency == agency
    for scope in (brand.pk, agency.pk):
        assert LogEntry.objects.filter(scope=scope, verb="brand.attached").count() == 1
    with pytest.raises(LinkSpent):
        services.open_offer(token_of(path))


def test_offer_ends_with_time_and_with_the_right_to_make_it(
    agency: Agency, head: User, dot: User, brand: Brand, olga: User
) -> None:
    old = services.offer_to_look_after(
        actor=head, agency=agency, at=timezone.now() - dt.timedelta(days=8)
    )
    with pytest.raises(LinkSpent):
        services.accept_offer(actor=olga, token=token_of(old), brand=brand)
    with pytest.raises(LinkSpent):
        services.open_offer("never-was")
    path = services.offer_to_look_after(actor=head, agency=agency)
    agency.memberships.create(user=dot, role=Role.OWNER)
    services.remove_member(actor=dot, place=agency, member=agency.memberships.get(user=head).pk)
    with pytest.raises(Denied):
        services.accept_offer(actor=olga, token=token_of(path), brand=brand)
    brand.refresh_from_db()
    assert brand.agency is None


def look_form(**fields: Any) -> dict[str, Any]:
    return {"name": "Faro", "colour": "#005f56", "accent": "#8a4b00", **fields}


def test_own_look_is_kept_sealed_and_told_to_reports(
    client: Client, agency: Agency, head: User, brand: Brand
) -> None:
    client.force_login(head)
    address = f"/a/{agency.pk}/look/"
    note = chunk(b"tEXt", b"Comment\x00CALLE-SECRETA-12")
    logo = SimpleUploadedFile("logo.png", png(extra=note), "image/png")
    assert look_for(brand) is None
    assert 'name="without_logo"' not in client.get(address).content.decode()
    assert client.post(address, look_form(logo=logo)).status_code == 302
    brand.agency = agency
    look = look_for(brand)
    assert look is not None
    assert look.logo is not None
    assert (look.name, look.colour, look.accent) == ("Faro", "#005f56", "#8a4b00")
    assert look.logo.content == png()
    (kept,) = (uploads_folder() / str(agency.pk)).iterdir()
    assert b"PNG" not in kept.read_bytes()
    shown = client.get(f"/a/{agency.pk}/look/logo/")
    assert (shown["Content-Type"], shown.content) == ("image/png", png())
    assert 'name="without_logo"' in client.get(address).content.decode()
    assert client.post(address, look_form(without_logo="on")).status_code == 302
    look = look_for(brand)
    assert look is not None
    assert look.logo is None


def test_pale_colour_is_refused_with_the_nearest_dark_one(
    client: Client, agency: Agency, head: User
) -> None:
    client.force_login(head)
    page = client.post(f"/a/{agency.pk}/look/", look_form(colour="#FFCC00", accent="teal"))
    text = page.content.decode()
    assert page.status_code == 422
    assert darkened("#ffcc00") in text
    assert "#rrggbb" in text
    assert contrast(darkened("#ffcc00")) >= ENOUGH > contrast("#ffcc00")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg onload='x'/>", "kind"),
        (png()[:-20], "damaged"),
        (png().replace(b"IDAT", b"IDAX"), "damaged"),
        (b"\xff\xd8\xff\xe0\x00", "damaged"),
        (png(4, 4), "sides"),
        (png() + b"\x00" * 300_000, "too_large"),
    ],
)
def test_what_is_no_good_logo_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(BadLogo) as refused:
        read_logo(content)
    assert refused.value.code == code


def spoilt(*, pixels: bytes = b"\0" * 2000, depth: int = 8, colours: int = 0) -> bytes:
    """A PNG of 20 × 20 pixels whose every part is whole, whatever they say together."""
    head = struct.pack(">IIBBBBB", 20, 20, depth, colours, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def without_tables() -> bytes:
    """A JPEG of 20 × 20 pixels that never says how it was quantised."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 20, 20, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00" + b"\x00" * 40
    return b"\xff\xd8" + frame + scan + b"\xff\xd9"


@pytest.mark.parametrize(
    "content",
    [spoilt(pixels=b"\0"), spoilt(depth=3), spoilt(colours=3), without_tables()],
    ids=["too few pixels", "no such depth", "no palette", "no tables"],
)
def test_a_logo_that_cannot_be_drawn_is_refused_when_it_is_brought(
    client: Client, agency: Agency, head: User, content: bytes
) -> None:
    read_logo(content)
    with pytest.raises(BadLogo) as refused:
        bring_logo(content)
    assert refused.value.code == "damaged"
    client.force_login(head)
    logo = SimpleUploadedFile("logo.png", content, "image/png")
    page = client.post(f"/a/{agency.pk}/look/", look_form(logo=logo))
    assert page.status_code == 422
    assert "dañada o cortada" in page.content.decode()
