"""How long the pages of drills take for a brand of 500 possibilities and three years of drills.

    .venv/bin/python -m benchmarks.drills_at_size [--folder FOLDER] [--profile PAGE] [PAGE ...]

The brand is the agency of `parts/agency.py` (24 channels, 16 people), audited once; 500
possibilities of every source, 200 of them with evidence; 3 × 69 drills that ended, rated and with
corrective actions, all through the services; a calendar of a year, planned as the job plans it; 12
links to micro drills. Then each page is asked for twenty times through all of Django: median and
95th percentile by the clock, and the median of the processor alone, which other work on the
machine does not lengthen. The aim is 100 ms a page, however much there is.

The brand takes a minute to make: with `--folder` it is made once and kept there. `--profile` shows
where the time of one page goes.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime as dt
import pstats
import random
import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks.parts.agency import agency
from benchmarks.parts.own_installation import own_installation

ROUNDS = 20
AIM_MS = 100.0
POSSIBILITIES, WITH_EVIDENCE = 500, 200
YEARS, MICRO, CASES, STORMS, HALF_DAYS = 3, 52, 12, 4, 1
LINKS = 12
RATINGS = "PPPSSSMMU"
TASKS = ("detect.notice", "detect.verify", "alert.call", "access.enter", "pause.queue",
         "answer.first", "answer.tone", "answer.facts", "record.evidence", "care.team")  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser(description="The pages of drills, at size.")
    asked.add_argument("pages", nargs="*", metavar="PAGE", help="only these")
    asked.add_argument("--folder", help="a data folder in which the brand is made once and kept")
    asked.add_argument("--profile", metavar="PAGE", help="where the time of this page goes")
    given = asked.parse_args()
    with own_installation(given.folder or ""):
        brand = the_brand()
        if given.profile is not None:
            profile(brand, given.profile)
        else:
            measure(brand, given.pages or pages_of(brand))


def the_brand() -> Any:
    """The brand of the folder, made where it is not there yet."""
    from simulacro.apps.brands.models import Brand

    found = Brand.objects.filter(slug="grande").first()
    return found or make_brand()


def make_brand() -> Any:
    from django.utils import timezone, translation

    from simulacro.apps.audit.auditing import everything_that_can_go_wrong, solve
    from simulacro.apps.audit.services.audits import keep_audit
    from simulacro.apps.audit.services.inventory import save_inventory
    from simulacro.apps.brands.models import Brand
    from simulacro.apps.people.models import Membership, Role, User

    now, rng = timezone.now(), random.Random(1)
    ada = User.objects.create_user("ada@example.org", None, name="Ada")
    brand = Brand.objects.create(name="Grande", slug="grande")
    Membership.objects.create(user=ada, brand=brand, role=Role.OWNER)
    inventory = agency()
    with translation.override("es"):
        revision = save_inventory(brand=brand, inventory=inventory, actor=ada, base_revision=None)
        keep_audit(
            brand=brand,
            revision=revision,
            reading=solve(inventory, day=now.date()),
            everything=everything_that_can_go_wrong(inventory, day=now.date()),
            actor=ada,
            at=now,
        )
        told("the brand and its audit")
        possibilities = note_possibilities(brand, now)
        told(f"{len(possibilities)} possibilities")
        drills = drill_for_years(brand, ada, possibilities, now, rng)
        told(f"{drills} drills that ended")
        have_evidence(brand, possibilities, now, rng)
        share_links(brand, ada, now)
        plan_a_year(brand)
        told("a calendar of a year")
    return brand


def note_possibilities(brand: Any, now: dt.datetime) -> list[Any]:
    """What the audit found is there already; the rest comes from everywhere else."""
    from simulacro.apps.foresight.models import Possibility, Source
    from simulacro.apps.foresight.services import note_possibility
    from simulacro.apps.packs.queries import shelf, shipped_pack
    from simulacro.content.drill_model import families

    missing = POSSIBILITIES - Possibility.objects.filter(brand=brand).count()
    told_by = [
        (Source.PACK, item.id, item.fields["family"], item.text("question", "es"))
        for item in shipped_pack("base").section("what_ifs")[:150]
    ]
    told_by += [
        (Source.CASE, case.id, case.family, case.words("es").title[:200])
        for case in shelf().documented.values()
    ][:40]
    while len(told_by) < missing:
        i = len(told_by)
        source = (Source.BRAINSTORM, Source.BRAINSTORM, Source.LESSON, Source.ALERT)[i % 4]
        family = families()[i % 12]
        told_by.append((source, f"own {i}", family, f"¿Qué pasaría si la idea {i} se cumple?"))
    for i, (source, key, family, title) in enumerate(told_by[:missing]):
        at = now - dt.timedelta(days=900 - i)
        note_possibility(brand, source=source, key=key, title=title, at=at, family=family)
    return list(Possibility.objects.filter(brand=brand).order_by("noted_at", "id"))


def drill_for_years(
    brand: Any, ada: Any, possibilities: list[Any], now: dt.datetime, rng: random.Random
) -> int:
    """69 drills a year, through the services, each for a possibility or for none."""
    from simulacro.apps.packs.queries import shelf
    from simulacro.content.cases import made_key
    from simulacro.content.drill_model import brand_model
    from simulacro.engines.possibilities import some_row

    model = brand_model([])
    micro, cases = list(shelf().micro), [line.key for line in shelf().lines("es", "Grande")]
    kinds = ["micro"] * MICRO + ["case"] * CASES + ["storm"] * STORMS + ["half_day"] * HALF_DAYS
    count = YEARS * len(kinds)
    rng.shuffle(kinds)
    for i in range(count):
        kind = kinds[i % len(kinds)]
        row = some_row(model, {}, seed=i) or {}
        case = {"micro": micro, "case": cases}.get(kind, [made_key(row)])
        at = now - dt.timedelta(days=round((count - i) * 365 * YEARS / count) + 1)
        possibility = possibilities[i % WITH_EVIDENCE] if i % 5 else None
        key = case[i % len(case)]
        drill_once(brand, ada, kind, key, row, at, possibility, rng, action=i % 6 == 0)
    return count


def drill_once(
    brand: Any,
    ada: Any,
    kind: str,
    key: str,
    row: Any,
    at: dt.datetime,
    possibility: Any,
    rng: random.Random,
    *,
    action: bool,
) -> None:
    from simulacro.apps.exercises.services import Opening, member_id, open_exercise, record
    from simulacro.engines.drill import Kind

    opening = Opening(kind, key, f"Simulacro del {at:%d/%m/%Y}", dict(row))
    exercise = open_exercise(
        brand=brand, actor=ada, opening=opening, at=at, possibility=possibility
    )
    me, minute = member_id(ada), 0
    for number, task in enumerate(rng.sample(TASKS, 3 if kind == "micro" else 6)):
        question = {"question": f"q{number}"}
        for what, data in (
            (Kind.QUESTION_OPENED, {**question, "task": task}),
            (Kind.ANSWERS_REVEALED, question),
            (Kind.TASK_RATED, {**question, "task": task, "rating": rng.choice(RATINGS)}),
        ):
            minute += 1
            record(exercise, what, data, by=me, at=at + dt.timedelta(minutes=minute))
    if action:
        due = (at + dt.timedelta(days=30)).date().isoformat()
        mended = {"id": f"a-{exercise.pk}", "text": "Escribir el primer mensaje", "task": task,
                  "owner": "Ben", "due": due, "poete": "planning"}  # fmt: skip
        record(exercise, Kind.ACTION_RECORDED, mended, by=me, at=at + dt.timedelta(minutes=minute))
    over = at + dt.timedelta(minutes=minute + 1)
    record(exercise, Kind.EXERCISE_ENDED, {}, by=me, at=over)


def have_evidence(
    brand: Any, possibilities: list[Any], now: dt.datetime, rng: random.Random
) -> None:
    """What was drilled has evidence of that; some of it was also written, lived and learned."""
    from simulacro.apps.foresight.models import Column
    from simulacro.apps.foresight.services import record_evidence

    for i, possibility in enumerate(possibilities[:WITH_EVIDENCE]):
        for column in rng.sample([Column.WRITTEN, Column.LIVED, Column.LEARNED], 1 + i % 3):
            at = now - dt.timedelta(days=rng.randrange(900))
            record_evidence(possibility, column, reference=str(i), words="Consta.", at=at)


def share_links(brand: Any, ada: Any, now: dt.datetime) -> None:
    from simulacro.apps.drills.micro_drills import share_micro_drill
    from simulacro.apps.packs.queries import shelf

    for micro in list(shelf().micro)[:LINKS]:
        share_micro_drill(brand=brand, actor=ada, micro=micro, at=now)


def plan_a_year(brand: Any) -> None:
    from simulacro.apps.drills.services import plan_in_a_job

    class Work:
        """A job's hands, without a job."""

        scope = brand.pk

        def report(self, progress: float, step: str = "") -> None: ...

    work: Any = Work()
    plan_in_a_job(work)


def pages_of(brand: Any) -> list[str]:
    """Every page that grows with what a team has drilled; those of rooms that are not here are
    passed over when they answer 404."""
    from simulacro.apps.drills.models import PlannedDrill
    from simulacro.apps.exercises.models import Exercise
    from simulacro.apps.foresight.models import Possibility
    from simulacro.apps.packs.queries import shelf

    cases = shelf().lines("es", brand.name)
    curated, documented = cases[0].key, cases[-1].key
    possibility = Possibility.objects.filter(brand=brand).order_by("noted_at").first()
    planned = PlannedDrill.objects.filter(brand=brand).order_by("date")[3:4].get()
    long = Exercise.objects.filter(brand=brand, format="storm").first()
    assert possibility is not None
    assert long is not None
    return [
        "", "foresight/", "foresight/?page=12", "foresight/files/",
        "drills/", "drills/?page=2", f"drills/?possibility={possibility.pk}",
        f"drills/cases/{curated}/", f"drills/cases/{documented}/?answers",
        f"drills/cases/{long.words['case_key']}/?planned=x", "drills/micro/",
        f"drills/micro/{next(iter(shelf().micro))}/", "drills/calendar/",
        "drills/calendar/?page=3", "drills/calendar/uncovered/", f"drills/calendar/{planned.pk}/",
        f"drills/table/{long.pk}/", "exercises/", "exercises/?page=6", f"exercises/{long.pk}/",
        f"exercises/{long.pk}/happened/", "what-if/", "what-if/library/", "what-if/brainstorms/",
    ]  # fmt: skip


def client_of(brand: Any) -> Any:
    from django.test import Client

    from simulacro.apps.people.models import User

    client = Client(HTTP_HOST="localhost", headers={"accept-language": "es"})
    client.force_login(User.objects.get(email="ada@example.org"))
    return client


def measure(brand: Any, pages: list[str]) -> None:
    from django.conf import settings
    from django.db import connection, reset_queries

    client = client_of(brand)
    print(f"{'page':42}{'clock ms':>9}{'p95 ms':>8}{'cpu ms':>8}{'queries':>9}{'kB':>7}")
    for page in pages:
        address = f"/b/{brand.slug}/{page}"
        answer = client.get(address, follow=True)
        if answer.status_code == 404:
            continue
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        settings.DEBUG = True
        reset_queries()
        client.get(address, follow=True)
        queries = len(connection.queries)
        settings.DEBUG = False
        taken, used = [], []
        for _round in range(ROUNDS):
            started, spent = time.perf_counter(), time.process_time()
            client.get(address, follow=True)
            taken.append(1000 * (time.perf_counter() - started))
            used.append(1000 * (time.process_time() - spent))
        p95 = sorted(taken)[int(0.95 * ROUNDS) - 1]
        figures = f"{statistics.median(taken):9.1f}{p95:8.1f}{statistics.median(used):8.1f}"
        late = "" if p95 <= AIM_MS else "  over the aim"
        size = len(answer.content) / 1000
        print(f"{page[:40]:42}{figures}{queries:9}{size:7.1f}{late}", flush=True)


def profile(brand: Any, page: str) -> None:
    client, address = client_of(brand), f"/b/{brand.slug}/{page}"
    client.get(address, follow=True)
    watched = cProfile.Profile()
    watched.enable()
    for _round in range(ROUNDS):
        client.get(address, follow=True)
    watched.disable()
    here = str(Path(__file__).resolve().parent.parent)
    print(f"{page}: {ROUNDS} requests of {here}")
    pstats.Stats(watched).strip_dirs().sort_stats("cumulative").print_stats(220)


_STARTED = time.perf_counter()


def told(what: str) -> None:
    print(f"{what}, after {time.perf_counter() - _STARTED:.0f} s", flush=True)


if __name__ == "__main__":
    main()
