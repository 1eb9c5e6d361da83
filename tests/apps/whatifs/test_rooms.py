"""The pages of a brainstorm: what a guest gets to see, and what is never lost."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Possibility
from simulacro.apps.foresight.services import note_possibility
from simulacro.apps.people.models import User
from simulacro.apps.whatifs.models import Brainstorm, Idea, Phase, Vote
from simulacro.apps.whatifs.refusals import TooManyPeople
from simulacro.apps.whatifs.services import brainstorms
from simulacro.apps.whatifs.views import guests
from simulacro.kit.live.asgi import ADDRESS
from simulacro.kit.live.models import LiveEvent
from simulacro.kit.undo.models import UndoOffer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def opened(client: Client, brand: Brand, ada: User) -> tuple[Brainstorm, str]:
    """A brainstorm that Ada opened on the page, and the path of its link."""
    client.force_login(ada)
    base = f"/b/{brand.slug}/what-if/brainstorms/"
    client.post(base, {"question": "¿Qué puede salir mal?", "minutes": "5", "how": "team"})
    row = Brainstorm.objects.get()
    page = client.get(f"{base}{row.pk}/").content.decode()
    (path,) = set(re.findall(r'href="http://testserver(/idea/[^"]+)"', page))
    return row, path


def guest(path: str, name: str = "") -> Client:
    client = Client()
    assert client.post(path, {"name": name}).status_code == 302
    return client


def lead(client: Client, row: Brainstorm, what: str, **sent: Any) -> Any:
    return client.post(f"/b/{row.brand.slug}/what-if/brainstorms/{row.pk}/lead/{what}/", sent)


def test_a_guest_sees_the_question_and_the_titles_that_were_shown_alone(
    client: Client, opened: tuple[Brainstorm, str], brand: Brand, ada: User
) -> None:
    row, path = opened
    now = timezone.now()
    hidden = note_possibility(brand, source="pack", key="h", title="El secreto", at=now)
    shown = note_possibility(brand, source="pack", key="s", title="Lo de siempre", at=now)
    phone = guest(path, "Eva")
    page = phone.get(path).content.decode()
    assert "¿Qué puede salir mal?" in page
    for secret in ("El secreto", "Lo de siempre", brand.name, f"/b/{brand.slug}/", ada.email):
        assert secret not in page
    chooser = f"/b/{brand.slug}/what-if/brainstorms/{row.pk}/shown/"
    assert "El secreto" in client.get(chooser).content.decode()
    both = [str(hidden.pk), str(shown.pk)]
    client.post(chooser, {"offered": both, "chosen": [str(shown.pk)]})
    page = phone.get(path).content.decode()
    assert "Lo de siempre" in page
    assert "El secreto" not in page
    assert "Ada, Eva" in page, "who is there is seen while all write"
    # The link opens nothing else.
    assert phone.get(f"/b/{brand.slug}/what-if/")["Location"].startswith("/sign-in/")


def test_a_stranger_reads_no_events_and_no_counts_before_coming_in(
    opened: tuple[Brainstorm, str],
) -> None:
    row, path = opened
    stranger = Client()
    assert "Entrar" in stranger.get(path).content.decode()
    assert stranger.get(f"{path}status/").status_code == 404
    assert stranger.get(f"{path}events").status_code == 404
    assert stranger.post(f"{path}say/write/", {"text": "x"})["Location"] == path
    assert stranger.get("/idea/nonsense/").status_code == 410
    phone = guest(path)
    assert phone.get(f"{path}events").status_code == 200
    assert "2 personas" in phone.get(f"{path}status/").content.decode()
    assert phone.post(f"{path}say/shout/").status_code == 404
    # The server takes both addresses for streams.
    assert ADDRESS.fullmatch(f"{path}events")
    assert ADDRESS.fullmatch(f"/b/{row.brand.slug}/what-if/brainstorms/{row.pk}/events")
    assert not Idea.objects.exists()


def test_a_member_with_the_link_comes_in_as_who_they_are(
    opened: tuple[Brainstorm, str], ben: User
) -> None:
    row, path = opened
    client = Client()
    client.force_login(ben)
    address = f"/b/{row.brand.slug}/what-if/brainstorms/{row.pk}/"
    assert client.get(path)["Location"] == address
    assert "Hay una lluvia de ideas" in client.get(f"/b/{row.brand.slug}/").content.decode()
    assert "Participar" in client.get(address).content.decode()
    assert client.post(f"{address}say/write/", {"text": "x"}).status_code == 302
    assert not Idea.objects.exists(), "who only looks writes nothing"
    client.post(f"{address}join/")
    assert "Hay una lluvia de ideas" not in client.get(f"/b/{row.brand.slug}/").content.decode()
    client.post(f"{address}say/write/", {"text": "x"})
    assert Idea.objects.get().author.member == ben


def test_three_write_group_vote_and_keep(
    client: Client, opened: tuple[Brainstorm, str], brand: Brand
) -> None:
    row, path = opened
    eva, leo = guest(path, "Eva"), guest(path)
    for phone, text in ((eva, "Roban el Instagram"), (leo, "¿Y si roban el Instagram?")):
        phone.post(f"{path}say/write/", {"text": text})
    eva.post(f"{path}say/write/", {"text": "Se va la luz"})
    assert "Roban el Instagram" not in leo.get(path).content.decode()
    address = f"/b/{brand.slug}/what-if/brainstorms/{row.pk}/"
    assert "Roban el Instagram" not in client.get(address).content.decode()
    lead(client, row, "phase", to="grouping")
    page = client.get(address).content.decode()
    assert "Estas dicen casi lo mismo" in page
    assert "Eva" not in page
    same = [str(idea.pk) for idea in Idea.objects.all() if "Instagram" in idea.text]
    lead(client, row, "merge", chosen=same)
    client.post(f"/undo/{UndoOffer.objects.latest('created_at').pk}/")
    assert Idea.objects.filter(under=None).count() == 3
    lead(client, row, "merge", chosen=same)
    lead(client, row, "phase", to="voting")
    heads = [str(idea.pk) for idea in Idea.objects.filter(under=None)]
    for phone, likely in ((eva, "5"), (leo, "3")):
        assert "de 3" in phone.get(f"{path}status/").content.decode()
        votes = {f"likelihood-{pk}": likely for pk in heads}
        sent = {"offered": heads, **votes, f"damage-{heads[0]}": "4"}
        phone.post(f"{path}say/vote/", sent)
    assert Vote.objects.count() == 4
    assert "checked" in eva.get(path).content.decode()
    assert eva.post(f"{path}say/vote/", {"offered": ["x"]}).status_code == 404
    lead(client, row, "phase", to="ended")
    result = eva.get(path).content.decode()
    assert "<svg" in result
    assert 'name="chosen"' not in result
    lead(client, row, "keep", **{"chosen": heads[0], f"family-{heads[0]}": "account"})
    (kept,) = Possibility.objects.all()
    assert (kept.title, kept.family) == ("Roban el Instagram", "account")
    board = client.get(f"/b/{brand.slug}/what-if/").content.decode()
    assert "probable 4 de 5, grave 4 de 5 (2 votos)" in board
    assert Client().post(path, {"name": "Tarde"}).status_code == 410


def test_what_was_typed_is_never_lost(client: Client, opened: tuple[Brainstorm, str]) -> None:
    row, path = opened
    phone = guest(path)
    answer = phone.post(f"{path}say/write/", {"text": "x" * 301})
    assert answer.status_code == 422
    assert "x" * 301 in answer.content.decode()
    phone.post(f"{path}say/write/", {"text": "una"})
    idea = str(Idea.objects.get().pk)
    answer = phone.post(f"{path}say/change/", {"idea": idea, "text": "y" * 301})
    assert "y" * 301 in answer.content.decode()
    phone.post(f"{path}say/change/", {"idea": idea, "text": "otra"})
    phone.post(f"{path}say/take-back/", {"idea": idea})
    assert "Ideas quitadas" in phone.get(path).content.decode()
    phone.post(f"{path}say/put-back/", {"idea": idea})
    assert Idea.objects.get().withdrawn_at is None
    lead(client, row, "phase", to="grouping")
    lead(client, row, "phase", to="voting")
    answer = phone.post(f"{path}say/write/", {"text": "la que llegó tarde"})
    assert answer.status_code == 409
    assert "la que llegó tarde" in answer.content.decode()
    assert Idea.objects.count() == 1


def test_the_same_idea_sent_twice_is_written_once(opened: tuple[Brainstorm, str]) -> None:
    _row, path = opened
    phone = guest(path)
    for _again in range(2):
        phone.post(f"{path}say/write/", {"text": "una", "idempotency_key": "k1"})
    assert Idea.objects.count() == 1


def test_who_writes_too_often_waits(
    opened: tuple[Brainstorm, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _row, path = opened
    monkeypatch.setattr(guests, "MOST_WRITTEN_BY_ONE", 2)
    phone, other = guest(path), guest(path)
    answers = [phone.post(f"{path}say/write/", {"text": str(i)}).status_code for i in range(3)]
    assert answers == [302, 302, 429]
    assert other.post(f"{path}say/write/", {"text": "a"}).status_code == 302
    monkeypatch.setattr(guests, "MOST_WRITTEN", 1)
    assert other.post(f"{path}say/write/", {"text": "b"}).status_code == 429
    monkeypatch.setattr(guests, "MOST_READ", 0)
    assert other.get(path).status_code == 429


def test_a_full_room_says_so(
    opened: tuple[Brainstorm, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _row, path = opened
    monkeypatch.setattr(brainstorms, "MOST_PEOPLE", 1)
    answer = Client().post(path, {"name": "Eva"})
    assert answer.status_code == 409
    assert "No cabe más gente" in answer.content.decode()


def test_a_phase_is_told_to_all_an_idea_only_counted_while_all_write(
    client: Client, opened: tuple[Brainstorm, str]
) -> None:
    row, path = opened
    phone = guest(path)
    phone.post(f"{path}say/write/", {"text": "marker"})
    lead(client, row, "phase", to="grouping")
    told = [(e.topic, e.kind) for e in LiveEvent.objects.filter(scope=row.pk).order_by("id")]
    assert told[-3:] == [
        ("brainstorm_counts", "joined"),
        ("brainstorm_counts", "written"),
        ("brainstorm", "grouping"),
    ]
    assert "marker" not in str(list(LiveEvent.objects.values()))


def test_alone_one_needs_no_link_and_stays_alone(
    client: Client, brand: Brand, ben: User, cy: User
) -> None:
    client.force_login(ben)
    base = f"/b/{brand.slug}/what-if/brainstorms/"
    client.post(base, {"question": "¿Qué?", "minutes": "3", "how": "alone"})
    row = Brainstorm.objects.get()
    address = f"{base}{row.pk}/"
    assert "/idea/" not in client.get(address).content.decode()
    client.post(f"{address}invite/")
    row.refresh_from_db()
    assert row.join_digest is None
    with pytest.raises(TooManyPeople):
        brainstorms.join(row, member=cy, at=timezone.now())
    client.post(f"{address}say/write/", {"text": "Se va la luz"})
    idea = Idea.objects.get().pk
    lead(client, row, "phase", to="grouping")
    lead(client, row, "phase", to="voting")
    vote = {"offered": str(idea), f"likelihood-{idea}": "4", f"damage-{idea}": "2"}
    client.post(f"{address}say/vote/", vote)
    lead(client, row, "phase", to="ended")
    assert "Lo primero por preparar" in client.get(address).content.decode()


def test_members_who_do_not_lead_see_no_buttons_and_are_refused(
    client: Client, opened: tuple[Brainstorm, str], cy: User, ben: User
) -> None:
    row, path = opened
    guest(path).post(f"{path}say/write/", {"text": "una"})
    lead(client, row, "phase", to="grouping")
    idea = str(Idea.objects.get().pk)
    for who in (cy, ben):
        other = Client()
        other.force_login(who)
        page = other.get(f"/b/{row.brand.slug}/what-if/brainstorms/{row.pk}/").content.decode()
        assert "/lead/" not in page
        for what in ("phase", "take-out", "merge", "separate", "keep"):
            answer = lead(other, row, what, to="voting", chosen=idea)
            assert answer.status_code == 403
    row.refresh_from_db()
    assert row.phase == Phase.GROUPING
    assert lead(client, row, "dance").status_code == 404
    lead(client, row, "take-out", chosen=idea)
    assert Idea.objects.get().withdrawn_at is not None


def test_a_page_of_the_ballot_leads_to_the_next(
    client: Client, opened: tuple[Brainstorm, str]
) -> None:
    row, path = opened
    phone = guest(path)
    for i in range(10):
        phone.post(f"{path}say/write/", {"text": f"{'abcdefghij'[i] * 6} {i}"})
    lead(client, row, "phase", to="grouping")
    lead(client, row, "phase", to="voting")
    page = phone.get(path).content.decode()
    offered = re.findall(r'name="offered" value="([^"]+)"', page)
    assert len(offered) == 8
    sent = {"offered": offered, f"damage-{offered[0]}": "5", "next": "2"}
    answer = phone.post(f"{path}say/vote/", sent)
    assert answer["Location"] == f"{path}?page=2"
    page = phone.get(f"{path}?page=2").content.decode()
    rest = re.findall(r'name="offered" value="([^"]+)"', page)
    assert len(rest) == 2
    assert not set(rest) & set(offered)
