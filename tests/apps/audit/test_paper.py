import datetime as dt
import io
import struct
import zlib
from dataclasses import replace
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.test import Client
from django.utils import timezone, translation
from pypdf import PdfReader
from tests.apps.audit.inventories import cafe, renamed

from simulacro.apps.audit import figures, queries
from simulacro.apps.audit.answering import Said
from simulacro.apps.audit.day_rows import day_name
from simulacro.apps.audit.models import RealTestTry
from simulacro.apps.audit.paper.content import counts, report_content
from simulacro.apps.audit.paper.pdf import report_pdf
from simulacro.apps.audit.paper.plan import PROPOSED_DAYS
from simulacro.apps.audit.queries.checks import asked_of
from simulacro.apps.audit.queries.real_tests import real_test_standings
from simulacro.apps.audit.services.audits import run_audit
from simulacro.apps.audit.services.checks import answer_check
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.audit.services.murphy import accept_risk
from simulacro.apps.audit.services.paper import (
    NothingToReport,
    make_report,
    report_in_a_job,
    report_of,
)
from simulacro.apps.audit.services.real_tests import plan_real_test, tick_real_test
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.looks import Look
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.config.cli import main
from simulacro.engines.access.murphy_rows import Standing
from simulacro.kit import regional
from simulacro.kit.audit_log.models import LogEntry
from simulacro.kit.jobs.models import Job
from simulacro.kit.sealing.files import uploads_folder


def png(width: int = 1, height: int = 1, *, noise: bool = False) -> bytes:
    """A black PNG whose header says so many pixels; with ``noise`` they are all there."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + sum_

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    grey = Random(1)
    rows = b"".join(b"\0" + grey.randbytes(width) for _row in range(height)) if noise else b"\0\0"
    picture = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + head + picture + chunk(b"IEND", b"")


WORDS = "cuatro palabras bien largas"
MARKUP = '#panic("x") *gordo* $x$ @etiqueta `código` \\ " //no'


@pytest.fixture
def audited(brand: Brand, ada: User, ben: User) -> Brand:
    """Audited twice, with a weak point that somebody looks after."""
    save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None)
    run_audit(brand=brand, actor=None, at=timezone.now())
    inventory = renamed(cafe(), "telefono", MARKUP)
    base = queries.current_revision(brand)
    save_inventory(brand=brand, inventory=inventory, actor=None, base_revision=base)
    run_audit(brand=brand, actor=ada, at=timezone.now())
    first = queries.findings(brand).first()
    assert first is not None
    first.owner, first.due = ben, timezone.localdate()
    first.save()
    return brand


def content(brand: Brand, language: str) -> dict[str, Any]:
    with translation.override(language):
        return report_content(report_of(brand=brand, made_by="Ada", at=timezone.now()))


def words_of(pdf: bytes, passphrase: str = "") -> list[str]:
    reader = PdfReader(io.BytesIO(pdf), password=passphrase or None)
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_the_report_is_tagged_titled_and_says_whose_it_is_on_every_page(audited: Brand) -> None:
    for language, confidential, plan, first in (
        ("es", "Confidencial", "El plan", "Haz esto primero"),
        ("en", "Confidential", "The plan", "Do this first"),
    ):
        said = content(audited, language)
        pdf = report_pdf(said)
        assert pdf == report_pdf(said), "the same content gives the same bytes"
        reader = PdfReader(io.BytesIO(pdf))
        root: Any = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == language
        assert b"pdfuaid" in root["/Metadata"].get_data()
        assert reader.metadata is not None
        assert "Café Andariego" in str(reader.metadata.title)
        kinds = structure(root["/StructTreeRoot"])
        assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= kinds
        pages = words_of(pdf)
        assert 2 <= len(pages) <= 8
        for page in pages:
            assert confidential in page
            assert "Ada" in page
            assert str(timezone.now().year) in page
        assert first in pages[0]
        assert plan in " ".join(pages[1:])
        assert "Ben" in " ".join(pages)


def test_the_first_audit_is_the_first_bar_however_many_there_are(audited: Brand) -> None:
    for _more in range(5):
        run_audit(brand=audited, actor=None, at=timezone.now())
    for row in queries.audits(audited):
        row.risk = row.risk | {"hours": 1000.0 if row.number == 1 else 10_000.0 - row.number}
        row.save(update_fields=["risk"])
    told = content(audited, "en")["falling"]
    past = [bar["label"].split(",")[0] for bar in told["bars"] if not bar["then"]]
    assert past == ["Audit 1", "Audit 4", "Audit 5", "Audit 6", "Audit 7"]
    assert told["says"].startswith("From 1,000")
    assert "worse" in told["says"]


def structure(node: Any) -> set[str]:
    """The kinds of all parts of the structure tree."""
    found: set[str] = set()
    todo = [node]
    while todo:
        part = todo.pop()
        part = part.get_object() if hasattr(part, "get_object") else part
        if isinstance(part, list):
            todo += part
        elif isinstance(part, dict):
            found.add(str(part.get("/S")))
            todo += [part["/K"]] if "/K" in part else []
    return found


def test_peoples_words_are_never_markup(audited: Brand) -> None:
    text = " ".join(words_of(report_pdf(content(audited, "es"))))
    assert '#panic("x") *gordo*' in text
    emoji = replace(report_of(brand=audited, made_by="Ada 🦊", at=timezone.now()), look=None)
    with translation.override("es"):
        assert len(words_of(report_pdf(report_content(emoji)))) >= 2


def test_an_agencys_client_reads_the_agencys_name_and_colours(audited: Brand) -> None:
    look = Look("Estudio Marea", "#7a1f5c", "#005f56")
    it = replace(report_of(brand=audited, made_by="Ada", at=timezone.now()), look=look)
    with translation.override("es"):
        said = report_content(it)
    assert said["look"]["colour"] == "#7a1f5c"
    assert all("Estudio Marea" in page for page in words_of(report_pdf(said)))


def test_the_mark_stays_whole_beside_a_long_name(audited: Brand) -> None:
    name = " ".join(["Comunicaciones"] * 8)
    pdf = report_pdf({**content(audited, "es"), "signed": f"{'Marca larga ' * 10}· {name}"})
    for page in PdfReader(io.BytesIO(pdf)).pages:
        lines = [line.strip() for line in page.extract_text().splitlines()]
        assert "Confidencial" in {line.split("Marca")[0].strip() for line in lines}


def test_a_logo_that_cannot_be_drawn_is_left_out(audited: Brand) -> None:
    said = content(audited, "es")
    hurt = report_pdf({**said, "logo": list(png(20, 20))})
    assert hurt == report_pdf({**said, "logo": None})


def test_what_has_nothing_to_say_is_left_out(brand: Brand) -> None:
    with pytest.raises(NothingToReport):
        make_report(brand=brand, actor=None, language="es")
    save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None)
    run_audit(brand=brand, actor=None, at=timezone.now())
    titles = [part["title"] for part in content(brand, "en")["tables"]]
    assert "What can go wrong" not in titles
    assert all(part["rows"] for part in content(brand, "en")["tables"])


def test_one_weak_point_is_counted_in_the_singular() -> None:
    def labels(*rows: dict[str, Any]) -> list[str]:
        return [
            count["label"] for count in counts(cast(Any, SimpleNamespace(rows=rows, region="MX")))
        ]

    opened, living = {"state": "open", "late": True}, {"state": "accepted", "late": False}
    with translation.override("en"):
        assert labels(opened, living) == [
            "weak point open",
            "past its date",
            "risk accepted, with a name and an end",
        ]
        assert labels(*[opened] * 2, *[living] * 2) == [
            "weak points open",
            "past their date",
            "risks accepted, with a name and an end",
        ]


def test_the_plan_proposes_a_day_where_nobody_set_one(audited: Brand) -> None:
    day = report_of(brand=audited, made_by="Ada", at=timezone.now()).day
    said = content(audited, "en")
    plan = next(part for part in said["tables"] if part["title"] == "The plan")
    today, worst = timezone.localdate(), max(PROPOSED_DAYS)
    with translation.override("en"):
        due, soonest = map(day, (today, today + dt.timedelta(days=PROPOSED_DAYS[worst])))
    assert [due, "Ben"] in [row[:2] for row in plan["rows"]]
    proposed = [row for row in plan["rows"] if "(proposed)" in row[0]]
    assert proposed
    assert {row[1] for row in proposed} == {"nobody yet"}
    assert proposed[0][0] == f"{soonest} (proposed)"
    assert "counted from the audit" in plan["says"]
    with translation.override("en"):
        rows = report_of(brand=audited, made_by="Ada", at=timezone.now()).rows
    opened = [row for row in rows if row["state"] == "open"]
    told = " ".join(row[2] for row in plan["rows"])
    assert all(row["words"].about in told for row in opened)


def test_a_day_proposed_is_never_past(audited: Brand) -> None:
    later = timezone.now() + dt.timedelta(days=300)
    with translation.override("en"):
        it = report_of(brand=audited, made_by="Ada", at=later)
        plan = next(t for t in report_content(it)["tables"] if t["title"] == "The plan")
        then = it.day(day_of(audited, later))
    assert f"{then} (proposed)" in {row[0] for row in plan["rows"]}


def test_the_worst_that_can_go_wrong_stands_in_it_with_who_lives_with_it(
    audited: Brand, ada: User
) -> None:
    audit = queries.latest_audit(audited)
    found = queries.murphy_of(audit) if audit else None
    assert found is not None
    bare = [row for row in found.rows if row.standing is Standing.BARE]
    worst = max(bare, key=lambda row: row.hours_a_year)
    accept_risk(
        brand=audited,
        row=worst,
        actor=ada,
        version=1,
        accepted_by="Olga",
        reason="Cierra en *enero*",
        until=timezone.localdate().replace(year=timezone.localdate().year + 1, day=1),
        at=timezone.now(),
    )
    said = content(audited, "en")
    (part,) = [part for part in said["tables"] if part["title"] == "Murphy's list"]
    assert f"{found.possibilities} things can go wrong" in part["says"]
    assert f"{len(bare)} kinds of them are covered by nothing" in part["says"]
    assert len(part["rows"]) <= 10
    assert part["rows"][0][4].startswith("Olga, until ")
    assert part["rows"][0][4].endswith("Cierra en *enero*")
    assert "Olga" in " ".join(words_of(report_pdf(said)))


def test_what_was_asked_and_answered_is_its_evidence(audited: Brand, ada: User) -> None:
    assert content(audited, "en")["annexes"] == []
    question = next(q for q in asked_of(audited) if not q.subject)
    answer_check(
        brand=audited,
        check=question.check.id,
        subject="",
        said=Said.UNKNOWN,
        actor=ada,
        at=timezone.now(),
        note="Nadie lo sabe *todavía*",
        photos=[("image/png", png())],
    )
    tests = real_test_standings(audited, timezone.localdate())[:2]
    pairs = [standing.pair for standing in tests]
    for test, subject in pairs:
        plan_real_test(
            brand=audited,
            test=test,
            subject=subject,
            on=timezone.localdate(),
            who=ada,
            actor=ada,
            at=timezone.now(),
        )
    tick_real_test(
        brand=audited,
        test=pairs[1][0],
        subject=pairs[1][1],
        outcome=RealTestTry.Outcome.PASSED,
        note="Salió a la *primera*",
        actor=ada,
        at=timezone.now(),
    )
    said = content(audited, "en")
    assert [part["title"] for part in said["annexes"]] == [
        "What was asked and answered",
        "Real tests",
    ]
    pdf = report_pdf(said)
    assert b"pdfuaid" in pdf
    assert any(page.images for page in PdfReader(io.BytesIO(pdf)).pages), "the photo is printed"
    text = " ".join(words_of(pdf))
    assert "Nadie lo sabe *todavía*" in text
    assert "Salió a la *primera*" in text
    assert said["photos"]["says"] == ""
    (photo,) = said["photos"]["list"]
    assert photo["alt"].startswith("Photo: ")
    assert photo["caption"] in text
    # Too many pixels to unpack: named, counted and left out.
    many = ("image/png", png(8000, 8000))
    test, subject = pairs[0]
    tick_real_test(
        brand=audited,
        test=test,
        subject=subject,
        outcome=RealTestTry.Outcome.PASSED,
        note="",
        photos=[many],
        actor=ada,
        at=timezone.now(),
    )
    again = content(audited, "en")["photos"]
    assert again["list"] == [photo]
    assert again["says"] == "One more photo is kept and not printed here."
    # Larger than is carried along: drawn again, small.
    noise = ("image/png", png(1800, 1800, noise=True))
    assert len(noise[1]) > 3_000_000
    tick_real_test(
        brand=audited,
        test=test,
        subject=subject,
        outcome=RealTestTry.Outcome.PASSED,
        note="",
        photos=[noise],
        actor=ada,
        at=timezone.now(),
    )
    large = content(audited, "en")["photos"]
    assert (len(large["list"]), large["says"]) == (2, "")
    assert max(len(one["svg"]) for one in large["list"]) < 1_000_000
    # One whose file was changed does not stop the others: its place says so.
    for path in (uploads_folder() / str(audited.id)).glob("*.sealed"):
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    hurt = content(audited, "en")
    assert [one["svg"] for one in hurt["photos"]["list"]] == ["", ""]
    assert "could not be opened" in " ".join(words_of(report_pdf(hurt)))
    taken_up = [row[1] for row in said["tables"][0]["rows"] if row[1] != "nobody yet"]
    assert sorted(taken_up) == ["Ada", "Ben"]


def test_it_leaves_locked_and_the_log_says_so(client: Client, audited: Brand, ada: User) -> None:
    client.force_login(ada)
    address = f"/b/{audited.slug}/audit/report/pdf/"
    assert client.get(address).status_code == 200
    wrong = client.post(address, {"passphrase": "corta", "again": "corta"})
    assert wrong.status_code == 422
    assert "al menos 12 caracteres" in wrong.content.decode()
    plain = client.post(address, {"passphrase": " " * 12, "again": " " * 12})
    assert plain.status_code == 422
    assert "no protegen nada" in plain.content.decode()
    answer = client.post(address, {"passphrase": WORDS, "again": WORDS})
    assert answer["Content-Type"] == "application/pdf"
    assert PdfReader(io.BytesIO(answer.content)).is_encrypted
    assert answer.content.startswith(b"%PDF-1.7")
    root: Any = PdfReader(io.BytesIO(answer.content), password=WORDS).trailer["/Root"]
    assert root["/Extensions"]["/ADBE"] == {"/BaseVersion": "/1.7", "/ExtensionLevel": 8}
    assert root["/MarkInfo"]["/Marked"]
    assert "/H1" in structure(root["/StructTreeRoot"])
    assert b"Andariego" not in answer.content
    assert "Café Andariego" in words_of(answer.content, WORDS)[0]
    assert LogEntry.objects.filter(verb="report.exported", actor=ada.pk).exists()


def test_the_week_is_said_alike_on_the_page_and_in_the_pdf(
    client: Client, audited: Brand, ada: User
) -> None:
    client.force_login(ada)
    legend = content(audited, "es")["week"]["legend"]
    assert "de que un canal calle" in legend
    for page in ("report", "week"):
        text = client.get(f"/b/{audited.slug}/audit/{page}/").content.decode()
        assert text.count(f">{legend} ") == 2, "by days and by hours"


def test_the_plan_and_the_days_ahead_write_a_date_alike() -> None:
    day = dt.date(2026, 12, 8)
    for language, region, row in (("en", "MX", "Tue Dec 8"), ("es", "MX", "mar 8 dic")):
        with translation.override(language):
            plan = regional.day(day, figures.locale_of(region), width="medium")
            assert day_name(day, region) == row
        assert plan.startswith(row.split(" ", 1)[1])


def test_a_responder_reads_it_on_the_screen_and_takes_none_out(
    client: Client, audited: Brand, ben: User
) -> None:
    client.force_login(ben)
    text = client.get(f"/b/{audited.slug}/audit/report/").content.decode()
    assert "<h2>La lista de Murphy</h2>" in text
    assert "<h2>Los próximos 90 días</h2>" in text
    assert client.get(f"/b/{audited.slug}/audit/report/pdf/").status_code == 403


def test_a_job_makes_a_long_one_and_its_sealed_copy_goes_once_taken_out(
    client: Client, audited: Brand, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulacro.apps.audit.services.paper.SOLVED_AT_ONCE", 3)
    made = make_report(brand=audited, actor=ada, language="en")
    assert isinstance(made, Job)

    class Work:
        job_id, scope, attempt = made.pk, audited.pk, 1

        def report(self, progress: float, step: str = "") -> None:
            pass

        def check(self) -> None:
            pass

    result = report_in_a_job(Work(), language="en")
    client.force_login(ada)
    address = f"/b/{audited.slug}/audit/report/pdf/{result.id}/"
    answer = client.post(address, {"passphrase": WORDS, "again": WORDS})
    assert "Confidential" in words_of(answer.content, WORDS)[0]
    assert client.get(address).status_code == 404


def test_the_command_writes_it_locked_unless_it_is_to_be_in_the_clear(
    audited: Brand, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMULACRO_PASSPHRASE", WORDS)
    path = tmp_path / "informe.pdf"
    words = ["report", str(path), "--brand", audited.slug, "--language", "en"]
    assert main(words) == 0
    assert path.stat().st_mode & 0o077 == 0
    assert "Do this first" in words_of(path.read_bytes(), WORDS)[0]
    assert main(words) == 2
    assert main([*words, "--force", "--clear"]) == 0
    assert "Do this first" in words_of(path.read_bytes())[0]
    assert main(["report", str(tmp_path / "x.pdf"), "--brand", "nobody"]) == 2


def test_a_report_that_cannot_be_written_did_not_leave(
    audited: Brand, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path / "nada" / "x.pdf", tmp_path):
        assert main(["report", str(path), "--brand", audited.slug, "--clear", "--force"]) == 2
        assert str(path) in capsys.readouterr().err
    assert not LogEntry.objects.filter(verb="report.exported").exists()
    assert not list(tmp_path.iterdir())


def test_a_pdf_of_the_command_line_says_who_made_it(
    audited: Brand, ada: User, dot: User, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "capataz")
    path = tmp_path / "informe.pdf"
    words = ["report", str(path), "--brand", audited.slug, "--language", "en", "--clear", "--force"]
    assert main(words) == 0
    assert "Made by capataz, on the command line" in words_of(path.read_bytes())[0]
    assert LogEntry.objects.filter(verb="report.exported", actor=None).count() == 1
    assert main([*words, "--as", ada.email.upper()]) == 0
    assert "Made by Ada" in words_of(path.read_bytes())[0]
    assert LogEntry.objects.filter(verb="report.exported", actor=ada.pk).count() == 1
    path.unlink()
    assert main([*words, "--as", "nadie@example.org"]) == 2
    assert main([*words, "--as", dot.email]) == 2
    assert not path.exists()
