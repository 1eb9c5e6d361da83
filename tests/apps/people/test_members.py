"""Who gets into a brand, by whom, and that somebody always owns it."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from simulacro.apps.audit.owner_pages import place_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.people import services
from simulacro.apps.people.models import Invitation, Membership, Role, User
from simulacro.apps.people.places import clock_of
from simulacro.apps.people.roles import role_in
from simulacro.apps.people.services import LastOwner, LinkSpent
from simulacro.apps.people.team_places import zone_here
from simulacro.kit.audit_log import verify_chain
from simulacro.kit.audit_log.models import LogEntry, PersonalRecord
from simulacro.kit.policies import Denied


def membership(user: User, brand: Brand) -> uuid.UUID:
    return Membership.objects.get(user=user, brand=brand).pk


def invite(actor: User, brand: Brand, role: Role = Role.RESPONDER) -> str:
    """Return the token of a new invitation."""
    _, path = services.invite_member(actor=actor, place=brand, role=role, for_whom="la nueva")
    return path.split("/")[2]


def test_the_last_owner_cannot_leave_nor_step_down(brand: Brand, olga: User, ada: User) -> None:
    own = membership(olga, brand)
    with pytest.raises(LastOwner):
        services.remove_member(actor=olga, place=brand, member=own)
    with pytest.raises(LastOwner):
        services.change_role(actor=olga, place=brand, member=own, role=Role.LEAD)
    with pytest.raises(LastOwner):
        services.erase_person(user=olga, actor=olga)
    services.change_role(actor=olga, place=brand, member=membership(ada, brand), role=Role.OWNER)
    services.remove_member(actor=olga, place=brand, member=own)
    assert role_in(olga, brand) is None


def test_a_lead_cannot_make_or_unmake_an_owner(brand: Brand, olga: User, ada: User) -> None:
    with pytest.raises(Denied):
        services.change_role(actor=ada, place=brand, member=membership(ada, brand), role=Role.OWNER)
    with pytest.raises(Denied):
        services.remove_member(actor=ada, place=brand, member=membership(olga, brand))
    with pytest.raises(Denied):
        invite(ada, brand, Role.OWNER)


@pytest.mark.parametrize("act", ["invite", "change", "remove"])
def test_who_responds_cannot_manage_members(brand: Brand, ben: User, cy: User, act: str) -> None:
    before = Membership.objects.count()
    member = membership(cy, brand)
    acts: dict[str, Callable[[], object]] = {
        "invite": lambda: invite(ben, brand),
        "change": lambda: services.change_role(
            actor=ben, place=brand, member=member, role=Role.LEAD
        ),
        "remove": lambda: services.remove_member(actor=ben, place=brand, member=member),
    }
    with pytest.raises(Denied):
        acts[act]()
    assert Membership.objects.count() == before
    assert not Invitation.objects.exists()


def test_a_member_of_another_brand_cannot_be_touched(brand: Brand, olga: User, dot: User) -> None:
    other = services.start_brand(owner=dot, name="Otra")
    theirs = membership(dot, other)
    with pytest.raises(Membership.DoesNotExist):
        services.remove_member(actor=olga, place=brand, member=theirs)


def test_an_invitation_lets_one_person_in_once(brand: Brand, ada: User, dot: User) -> None:
    token = invite(ada, brand, Role.OBSERVER)
    assert bytes(Invitation.objects.get().digest) != token.encode()
    services.accept_invitation(token=token, user=dot)
    assert role_in(dot, brand) == Role.OBSERVER
    another = User.objects.create(email="eve@example.org")
    with pytest.raises(LinkSpent):
        services.accept_invitation(token=token, user=another)


def test_an_invitation_ends_after_seven_days(brand: Brand, ada: User, dot: User) -> None:
    token = invite(ada, brand)
    with pytest.raises(LinkSpent):
        services.accept_invitation(
            token=token, user=dot, at=timezone.now() + dt.timedelta(days=7, seconds=1)
        )


def test_a_closed_invitation_opens_nothing(brand: Brand, ada: User, dot: User) -> None:
    token = invite(ada, brand)
    services.revoke_invitation(actor=ada, place=brand, invitation=Invitation.objects.get().pk)
    with pytest.raises(LinkSpent):
        services.accept_invitation(token=token, user=dot)


def test_an_invitation_does_not_lower_a_role(brand: Brand, olga: User, ada: User) -> None:
    token = invite(ada, brand, Role.OBSERVER)
    services.accept_invitation(token=token, user=olga)
    assert role_in(olga, brand) == Role.OWNER
    assert Invitation.objects.get().used_at is None


def test_whom_an_invitation_is_for_is_sealed(brand: Brand, ada: User) -> None:
    invite(ada, brand)
    assert b"la nueva" not in Invitation.objects.values_list("for_whom", flat=True).get()
    assert Invitation.objects.get().for_whom == "la nueva"


def test_a_new_person_joins_by_the_link(client: Client, brand: Brand, ada: User) -> None:
    token = invite(ada, brand)
    page = client.get(f"/join/{token}/")
    assert brand.name in page.content.decode()
    words = {"name": "Eva", "email": "Eva@Example.org", "password": "tres gatos verdes"}
    client.post(f"/join/{token}/", words)
    eva = User.objects.get(email="eva@example.org")
    assert role_in(eva, brand) == Role.RESPONDER
    assert client.session["_auth_user_id"] == str(eva.pk)
    assert client.get(f"/join/{token}/").status_code == 410


def test_mistakes_are_all_shown_and_nothing_typed_is_lost(
    client: Client, brand: Brand, ada: User
) -> None:
    token = invite(ada, brand)
    words = {"name": "Eva", "email": "ada@example.org", "password": "corta"}
    answer = client.post(f"/join/{token}/", words)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"email", "password"}
    assert 'value="Eva"' in answer.content.decode()
    assert Invitation.objects.get().used_at is None


def test_an_invitation_made_on_the_page_is_shown_once(
    client: Client, brand: Brand, ada: User
) -> None:
    client.force_login(ada)
    address = f"/b/{brand.slug}/people/"
    new = {"for_whom": "la nueva", "role": "observer", "idempotency_key": "k1"}
    assert client.post(address, new).status_code == client.post(address, new).status_code == 302
    assert Invitation.objects.filter(brand=brand).count() == 1
    assert "/join/" in client.get(address).content.decode()
    later = client.get(address).content.decode()
    assert "/join/" not in later
    assert "la nueva" in later


def test_everybody_may_leave(client: Client, brand: Brand, cy: User) -> None:
    client.force_login(cy)
    client.post(f"/b/{brand.slug}/people/{membership(cy, brand)}/remove/")
    assert role_in(cy, brand) is None


def test_an_erased_person_leaves_no_name_and_no_broken_chain(
    brand: Brand, olga: User, ada: User
) -> None:
    token = invite(ada, brand)
    assert token
    services.erase_person(user=ada, actor=ada)
    assert not User.objects.filter(email="ada@example.org").exists()
    assert not PersonalRecord.objects.filter(person=ada.pk).exists()
    assert verify_chain(brand.id).holds
    assert LogEntry.objects.filter(scope=brand.id, verb="member.invited").exists()


def test_nobody_erases_somebody_else(brand: Brand, olga: User, ada: User) -> None:
    with pytest.raises(Denied):
        services.erase_person(user=ada, actor=olga)


def test_every_change_of_members_is_in_the_log(brand: Brand, olga: User, dot: User) -> None:
    token = invite(olga, brand)
    services.accept_invitation(token=token, user=dot)
    theirs = membership(dot, brand)
    services.change_role(actor=olga, place=brand, member=theirs, role=Role.LEAD)
    services.remove_member(actor=olga, place=brand, member=theirs)
    verbs = LogEntry.objects.filter(scope=brand.id).values_list("verb", flat=True)
    assert list(verbs) == [
        "member.invited",
        "member.joined",
        "member.role_changed",
        "member.removed",
    ]


def test_a_client_of_an_agency_does_not_see_the_agency(
    client: Client, olga: User, dot: User
) -> None:
    agency = services.start_agency(owner=dot, name="Agencia")
    brand = services.start_brand(owner=dot, name="Cliente", agency=agency)
    Membership.objects.create(user=olga, brand=brand, role=Role.OWNER)
    client.force_login(olga)
    assert client.get(f"/a/{agency.pk}/").status_code == 404
    client.force_login(dot)
    assert "Cliente" in client.get(f"/a/{agency.pk}/").content.decode()


def test_an_outsider_cannot_add_a_brand_to_an_agency(olga: User, dot: User) -> None:
    agency = services.start_agency(owner=dot, name="Agencia")
    with pytest.raises(Denied):
        services.start_brand(owner=olga, name="Intrusa", agency=agency)
    assert not Brand.objects.filter(name="Intrusa").exists()


def test_two_brands_of_one_name_get_two_addresses(olga: User) -> None:
    slugs = [services.start_brand(owner=olga, name="Café Sol").slug for _ in range(3)]
    assert slugs == ["cafe-sol", "cafe-sol-2", "cafe-sol-3"]


def test_a_name_without_latin_letters_gets_an_address(olga: User) -> None:
    assert services.start_brand(owner=olga, name="咖啡").slug == "marca"


FIRST_PERSON = {
    "brand_name": "Café Sol",
    "solo": "on",
    "timezone": "America/Lima",
    "name": "Ana",
    "email": "ana@example.org",
    "password": "tres gatos verdes",
}


def test_the_first_person_starts_with_a_brand(client: Client, db: None) -> None:
    here = {"HTTP_HOST": "localhost:8000"}
    assert client.get("/sign-in/", **here)["Location"] == "/welcome/"
    answer = client.post("/welcome/", FIRST_PERSON, **here)
    assert answer["Location"] == "/b/cafe-sol/"
    ana = User.objects.get()
    brand = Brand.objects.get()
    assert (brand.solo, brand.timezone, brand.region) == (True, "America/Lima", "PE")
    assert role_in(ana, Brand.objects.get()) == Role.OWNER
    assert client.get("/b/cafe-sol/", **here).status_code == 200
    assert Client().get("/welcome/", **here).status_code == 404


def test_from_another_machine_the_first_person_needs_the_printed_link(
    client: Client, db: None
) -> None:
    away = {"REMOTE_ADDR": "192.168.1.20"}
    assert client.get("/welcome/", **away).status_code == 404
    assert client.get("/welcome/?token=guess", **away).status_code == 404
    link = services.make_welcome_link()
    assert client.get(link, **away).status_code == 200
    brand_page = client.post(link, FIRST_PERSON, **away)["Location"]
    assert client.get(brand_page, **away)["Location"] == "/account/second-factor/"


def test_the_log_page_says_whether_the_log_is_whole(
    client: Client, brand: Brand, olga: User
) -> None:
    invite(olga, brand)
    client.force_login(olga)
    answer = client.get(f"/b/{brand.slug}/log/")
    assert answer.context["chain"].holds
    assert "Olga" in answer.content.decode()
    assert client.get(f"/b/{brand.slug}/log/?kind=member").context["lines"]
    assert (
        not client.get(f"/b/{brand.slug}/log/?actor={uuid.uuid4()}&kind=nope")
        .context["form"]
        .is_valid()
    )


def test_an_invitation_ends_on_the_brands_clock_as_its_region_writes_it(
    client: Client, brand: Brand, ada: User
) -> None:
    brand.region, brand.timezone = "GB", "Europe/London"
    brand.save()
    ada.language = "en"
    ada.save()
    invite(ada, brand)
    Invitation.objects.update(expires_at=dt.datetime(2027, 7, 7, 14, 8, tzinfo=dt.UTC))
    client.force_login(ada)
    page = client.get(f"/b/{brand.slug}/people/").content.decode()
    assert "Until 7 Jul 2027, 15:08." in page


def test_an_agencys_page_is_on_the_clock_of_its_first_brand(
    client: Client, brand: Brand, olga: User
) -> None:
    agency = services.start_agency(owner=olga, name="Agencia Faro")
    assert clock_of(agency).timezone == zone_here()
    brand.agency, brand.timezone = agency, "America/Lima"
    brand.save()
    services.invite_member(actor=olga, place=agency, role=Role.LEAD, for_whom="Dot")
    Invitation.objects.update(expires_at=dt.datetime(2027, 7, 7, 14, 8, tzinfo=dt.UTC))
    client.force_login(olga)
    assert "09:08" in client.get(f"/a/{agency.pk}/people/").content.decode()
    # Where no inventory says where the agency is, the preview of an import is on that clock too.
    assert place_of(agency).timezone == "America/Lima"
