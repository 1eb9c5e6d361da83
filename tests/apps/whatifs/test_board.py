"""The board and the library: what is on it, who sees it, and adding all or nothing."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Possibility
from simulacro.apps.foresight.services import (
    note_possibility,
    possibility_id,
    record_evidence,
    set_aside,
)
from simulacro.apps.packs import queries as packs
from simulacro.apps.people.models import User
from simulacro.apps.whatifs.board import Wish, board
from simulacro.apps.whatifs.demo import ask_what_ifs
from simulacro.apps.whatifs.models import Brainstorm
from simulacro.apps.whatifs.refusals import UnknownWhatIf
from simulacro.apps.whatifs.services.board import add_cases, add_what_ifs, note_own
from simulacro.content.drill_model import families
from simulacro.content.what_ifs import Asked, WhatIf
from simulacro.kit.policies import Denied
from simulacro.kit.undo.models import UndoOffer

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)


def what_if(name: str, family: str = "legal", *regions: str) -> WhatIf:
    texts = {
        "es": Asked(f"¿Y si {name}?", "Porque pasa.", "Respira."),
        "en": Asked(f"What if {name}?", "Since it happens.", "Breathe."),
    }
    return WhatIf(f"test.what-if.{name}", family, texts, {}, regions)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> tuple[WhatIf, ...]:
    """Three what-ifs, one of them for Peru alone."""
    known = (what_if("a"), what_if("b"), what_if("c", "legal", "PE"), what_if("d", "people"))
    monkeypatch.setattr(packs, "what_ifs", lambda: known)
    return known


def titles(brand: Brand, weak_points: bool = True, **wish: str) -> list[str]:
    page = board(brand, Wish(**wish), 1, weak_points=weak_points).page
    return [line.possibility.title for line in page]


def test_every_source_stands_on_the_board_by_family_and_gaps_are_told(
    brand: Brand, ben: User, library: tuple[WhatIf, ...]
) -> None:
    add_what_ifs(brand=brand, actor=ben, ids=["test.what-if.a"], at=NOW)
    case = next(iter(packs.shelf().documented.values()))
    add_cases(brand=brand, actor=ben, ids=[case.id], at=NOW)
    note_own(brand=brand, actor=ben, title="¿Y si llueve?", family="", at=NOW)
    weak = note_possibility(
        brand, source="finding", key="F1:x", title="Sin llave", at=NOW, family="F1"
    )
    record_evidence(weak, "drilled", reference="r", words="x", at=NOW, rating="S")
    seen = board(brand, Wish(), 1, weak_points=True)
    assert (seen.every, seen.undrilled, seen.others) == (4, 3, 1)
    tallies = {tally.family: (tally.count, tally.undrilled) for tally in seen.tallies}
    assert len(tallies) == 12
    assert tallies["account"] == (1 + (case.family == "account"), (case.family == "account"))
    assert tallies["trolls"] == (0, 0)
    (line,) = (line for line in seen.page if line.possibility == weak)
    assert (line.family, line.drilled is not None) == ("account", True)
    assert line.drill_url.endswith(f"/drills/?possibility={weak.pk}&family=account")


def test_it_is_filtered_by_family_source_state_and_words_without_accents(
    brand: Brand, ben: User
) -> None:
    own = {"¿Y si se cae el avión?": "accident", "¿Y si hay huelga?": "employees"}
    for title, family in own.items():
        note_own(brand=brand, actor=ben, title=title, family=family, at=NOW)
    drilled = note_possibility(brand, source="pack", key="p", title="Ensayado ya", at=NOW)
    record_evidence(drilled, "drilled", reference="r", words="x", at=NOW)
    assert titles(brand, search="AVION cae") == ["¿Y si se cae el avión?"]
    assert titles(brand, search="avión huelga") == []
    assert titles(brand, family="employees") == ["¿Y si hay huelga?"]
    assert titles(brand, family="other") == ["Ensayado ya"]
    assert titles(brand, source="pack") == ["Ensayado ya"]
    assert "Ensayado ya" not in titles(brand, state="undrilled")
    assert len(titles(brand, state="unwritten")) == 3


def test_observers_learn_how_many_weak_points_there_are_but_not_which(
    client: Client, brand: Brand, cy: User
) -> None:
    note_possibility(brand, source="finding", key="F1:x", title="La única llave", at=NOW)
    client.force_login(cy)
    page = client.get(f"/b/{brand.slug}/what-if/?q=llave").content.decode()
    assert "La única llave" not in page
    assert "Hay un punto débil más" in page
    assert "audit/murphy" not in page
    assert "what-if/note" not in page


def test_adding_is_all_or_nothing_once_and_in_both_languages(
    brand: Brand, ben: User, cy: User, library: tuple[WhatIf, ...]
) -> None:
    with pytest.raises(UnknownWhatIf):
        add_what_ifs(brand=brand, actor=ben, ids=["test.what-if.a", "nobody.knows"], at=NOW)
    with pytest.raises(Denied):
        add_what_ifs(brand=brand, actor=cy, ids=["test.what-if.a"], at=NOW)
    assert not Possibility.objects.exists()
    assert len(add_what_ifs(brand=brand, actor=ben, ids=["test.what-if.a"] * 2, at=NOW)) == 1
    assert add_what_ifs(brand=brand, actor=ben, ids=["test.what-if.a"], at=NOW) == []
    row = Possibility.objects.get(pk=possibility_id(brand, "pack", "test.what-if.a"))
    assert (row.titles, row.family) == ({"es": "¿Y si a?", "en": "What if a?"}, "legal")
    set_aside(row, at=NOW)
    assert add_what_ifs(brand=brand, actor=ben, ids=["test.what-if.a"], at=NOW) == [row]


def test_a_family_is_added_as_the_library_shows_it_and_taken_back_whole(
    client: Client, brand: Brand, ben: User, library: tuple[WhatIf, ...]
) -> None:
    client.force_login(ben)
    add_what_ifs(brand=brand, actor=ben, ids=["test.what-if.b"], at=NOW)
    base = f"/b/{brand.slug}/what-if/library/"
    page = client.get(f"{base}?family=legal").content.decode()
    assert "¿Y si a?" in page
    assert "¿Y si c?" not in page, "the brand is in Mexico"
    assert page.count("En tu tablero") == 1
    sent = {"of": "what-ifs", "family": "legal", "here": "legal"}
    answer = client.post(f"{base}add/", sent)
    assert answer["Location"] == f"{base}?of=what-ifs&family=legal"
    assert set(titles(brand)) == {"¿Y si a?", "¿Y si b?"}
    offer = UndoOffer.objects.get()
    client.post(f"/undo/{offer.pk}/")
    assert titles(brand) == ["¿Y si b?"], "what was there before stays"


def test_cases_of_others_are_asked_too(client: Client, brand: Brand, ben: User) -> None:
    client.force_login(ben)
    case = next(iter(packs.shelf().documented.values()))
    base = f"/b/{brand.slug}/what-if/library/"
    page = client.get(f"{base}?of=cases&family={case.family}").content.decode()
    assert case.words("es").title in page
    client.post(f"{base}add/", {"of": "cases", "id": case.id})
    assert Possibility.objects.get().titles["es"].startswith("¿Y si nos pasa esto?")
    client.post(f"{base}add/", {"of": "cases", "id": "nobody.knows"})
    assert Possibility.objects.count() == 1


def test_an_own_what_if_has_a_family_and_a_mistake_keeps_what_was_typed(
    client: Client, brand: Brand, ben: User
) -> None:
    client.force_login(ben)
    address = f"/b/{brand.slug}/what-if/note/"
    answer = client.post(address, {"title": "x" * 201, "family": "legal"})
    assert answer.status_code == 422
    assert "x" * 201 in answer.content.decode()
    assert 'value="legal" selected' in answer.content.decode()
    for _twice in range(2):
        client.post(address, {"title": " ¿Y si nos\r\ndemandan? ", "family": "legal"})
    assert [(row.title, row.family) for row in Possibility.objects.all()] == [
        ("¿Y si nos demandan?", "legal")
    ]
    row = Possibility.objects.get()
    client.post(f"/b/{brand.slug}/what-if/{row.pk}/set-aside/")
    assert titles(brand) == []
    client.post(f"/undo/{UndoOffer.objects.get().pk}/")
    client.post(f"/b/{brand.slug}/what-if/{row.pk}/set-aside/")
    client.post(f"/b/{brand.slug}/what-if/{row.pk}/bring-back/")
    assert titles(brand) == ["¿Y si nos demandan?"]


def test_a_row_of_another_brand_is_not_found(client: Client, brand: Brand, ben: User) -> None:
    other = Brand.objects.create(name="Otra", slug="otra")
    row = note_possibility(other, source="pack", key="k", title="x", at=NOW)
    client.force_login(ben)
    for act in ("set-aside", "bring-back"):
        assert client.post(f"/b/{brand.slug}/what-if/{row.pk}/{act}/").status_code == 404


def test_the_demo_has_something_of_every_source_and_a_brainstorm_that_ended(
    brand: Brand, ada: User, ben: User, cy: User
) -> None:
    ask_what_ifs(brand, [ada, ben, cy], at=NOW)
    sources = set(Possibility.objects.filter(brand=brand).values_list("source", flat=True))
    assert sources == {"pack", "case", "brainstorm"}
    page = board(brand, Wish(), 1, weak_points=True).page
    assert [line.voters for line in page][:4] == [3, 3, 3, 3]
    assert Brainstorm.objects.get(brand=brand).phase == "ended"


def test_five_hundred_possibilities_cost_as_many_queries_as_thirty(
    client: Client, brand: Brand, ben: User
) -> None:
    client.force_login(ben)

    def note(count: int) -> None:
        for i in range(count):
            family = families()[i % 12]
            row = note_possibility(
                brand, source="pack", key=str(i), title=f"¿Y si {i}?", at=NOW, family=family
            )
            if i % 3 == 0:
                record_evidence(row, "drilled", reference="r", words="x", at=timezone.now())

    def asked(query: str = "") -> tuple[int, Any]:
        client.get(f"/b/{brand.slug}/what-if/{query}")
        with CaptureQueriesContext(
            connection,
        ) as made:
            answer = client.get(f"/b/{brand.slug}/what-if/{query}")
        return len(made), answer

    note(30)
    few, _answer = asked()
    note(500)
    many, answer = asked()
    assert many == few <= 30
    assert asked("?q=7&family=legal&state=undrilled")[0] <= few
    page = answer.content.decode()
    assert len(re.findall('class="line"', page)) == 24
    assert len(page) < 75_000
