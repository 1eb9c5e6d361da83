from collections.abc import Mapping
from importlib import resources

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.content.test_checks_of_packs import CHECK

from simulacro.apps.packs import queries
from simulacro.apps.packs.models import InstalledPack
from simulacro.apps.packs.services import add_pack, remove_pack
from simulacro.apps.people.models import User
from simulacro.content.checks import check_from
from simulacro.content.packs import Pack, read_checked_files, read_pack, read_pack_files

WRITTEN = {
    "step": "plan",
    "es_title": "Una radio de pilas",
    "es_why": "Suena aunque no haya señal.",
    "es_how": "Cómprala y déjala con pilas nuevas.",
    "en_title": "A battery radio",
    "en_why": "It sounds without any signal.",
    "en_how": "Buy one and keep fresh batteries beside it.",
    "by": "Ada",
}


def test_the_form_gives_a_pack_that_the_checker_accepts(client: Client, cy: User) -> None:
    client.force_login(cy)
    answer = client.post("/measures/propose/", WRITTEN)
    assert answer["Content-Disposition"].endswith('.yaml"')
    pack = read_pack_files({"p.yaml": answer.content})
    assert pack.items[0].text("title", "es") == "Una radio de pilas"


def test_steps_that_are_called_something_else_are_there_to_be_corrected(
    client: Client, cy: User
) -> None:
    client.force_login(cy)
    asked = "/measures/propose/?check=base.check.instagram.second-factor"
    shown = client.get(asked)
    begins = shown.context["form"].initial
    check = queries.check("base.check.instagram.second-factor")
    assert check is not None
    for language in ("es", "en"):
        words = check.words(language)
        told = "\n".join((*words.verify, *words.menus)).replace("{name}", "…")
        assert begins[f"{language}_how"] == told
        assert begins[f"{language}_title"] == words.question.replace("{name}", "…")
    assert "¿Cómo se llaman ahora?" in shown.content.decode()
    assert client.post(asked, begins)["Content-Disposition"].endswith('.yaml"')
    assert client.get("/measures/propose/?check=none").context["form"].initial == {}


def test_an_owner_adds_a_measure_and_everybody_reads_it(
    client: Client, olga: User, cy: User
) -> None:
    client.force_login(olga)
    client.post("/measures/propose/", WRITTEN | {"add": "1"})
    client.force_login(cy)
    page = client.get("/measures/").content.decode()
    assert "Una radio de pilas" in page
    assert "Ada" in page


def test_an_observer_cannot_add_to_the_installation(client: Client, cy: User) -> None:
    client.force_login(cy)
    client.post("/measures/propose/", WRITTEN | {"add": "1"})
    assert not InstalledPack.objects.exists()
    assert client.post("/measures/add/").status_code == 403


def test_a_form_with_mistakes_keeps_what_was_typed(client: Client, cy: User) -> None:
    client.force_login(cy)
    answer = client.post("/measures/propose/", WRITTEN | {"en_how": "", "en_why": ""})
    page = answer.content.decode()
    assert "Cómprala y déjala con pilas nuevas." in page
    assert page.count('class="errorlist"') == 2


def test_a_broken_file_lists_its_mistakes_and_changes_nothing(client: Client, olga: User) -> None:
    client.force_login(olga)
    file = SimpleUploadedFile("mine.yaml", b"pack: {name: X Y}\nmeasurez: []\n")
    answer = client.post("/measures/add/", {"file": file})
    assert answer.status_code == 422
    assert "measurez" in answer.content.decode()
    assert not InstalledPack.objects.exists()


def test_a_file_of_bytes_is_no_pack(client: Client, olga: User) -> None:
    client.force_login(olga)
    answer = client.post("/measures/add/", {"file": SimpleUploadedFile("x.yaml", b"\xff\xfe\x00")})
    assert answer.status_code == 422


@pytest.mark.django_db
def test_a_pack_that_ships_cannot_be_replaced(client: Client, olga: User) -> None:
    client.force_login(olga)
    text = (
        "pack: {schema: simulacro.pack/1, name: base, version: 2, licence: MIT, "
        "es: {title: Otra}, en: {title: Other}}\n"
    )
    answer = client.post("/measures/add/", {"file": SimpleUploadedFile("b.yaml", text.encode())})
    assert answer.status_code == 422
    assert len(queries.measures()) >= 15


@pytest.mark.django_db
def test_a_pack_that_was_added_is_read_once_and_anew_when_it_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def watched(files: Mapping[str, str]) -> Pack:
        read.append(next(iter(files)))
        return read_checked_files(files)

    header = (
        "pack: {schema: simulacro.pack/1, name: ours, version: 1, licence: MIT, "
        "es: {title: Nuestro}, en: {title: Ours}}\n"
    )
    text = header + (
        "measures: [{id: ours.measure.radio, step: plan, "
        "es: {title: Una radio, why: Suena siempre, how: Cómprala ya}, "
        "en: {title: A radio, why: It always sounds, how: Buy it now}}]\n"
    )
    add_pack({"ours.yaml": text}, actor=None)
    monkeypatch.setattr(queries, "read_checked_files", watched)
    for _page in range(2):
        assert queries.measures()[-1][1].text("title", "en") == "A radio"
        assert "ours.measure.radio" not in queries.shelf().curated
    assert read == ["ours.yaml"]
    add_pack({"ours.yaml": text.replace("A radio", "Two radios")}, actor=None)
    assert queries.measures()[-1][1].text("title", "en") == "Two radios"
    remove_pack("ours", actor=None)
    assert queries.installed_packs() == []


@pytest.mark.django_db
def test_a_pack_that_was_good_when_it_came_stays_readable_when_more_is_asked() -> None:
    text = CHECK.replace("[instagram]", "[myspace]")
    InstalledPack.objects.create(name="cafe", version=1, files={"cafe.yaml": text})
    (pack,) = queries.installed_packs()
    (item,) = pack.section("checks")
    assert check_from(item).networks == ("myspace",)


def test_what_ships_is_read_as_if_it_were_checked() -> None:
    folder = resources.files("simulacro.content") / "packs" / "base"
    with resources.as_file(folder) as path:
        assert queries.shipped_pack("base") == read_pack(path)
