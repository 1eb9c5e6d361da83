"""How long each page of the audit takes on the demo brand, in the process that serves it.

    .venv/bin/python benchmarks/pages.py

A data folder of its own, the demo brand with three audits, one warm-up of each page, then the
median of twenty requests through all of Django: by the clock, and of the processor alone, which
other work on the machine does not lengthen. The aim is 100 ms a page.
"""

import os
import statistics
import tempfile
import time

ROUNDS = 20
AIM_MS = 100.0
PAGES = ("", "map/", "map/?view=theft", "map/instagram/", "week/", "fixes/", "findings/")
PAGES += ("history/", "history/3/", "report/", "first/")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SIMULACRO_DATA_DIR"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "simulacro.config.settings"
        import django

        django.setup()
        measure()


def measure() -> None:
    from django.core.management import call_command
    from django.db import connections
    from django.test import Client
    from django.utils import timezone

    from simulacro.apps.audit.services.audits import run_audit
    from simulacro.apps.home.demo import CAST, load_demo
    from simulacro.apps.people.models import User

    call_command("migrate", verbosity=0)
    brand = load_demo(at=timezone.now())
    for _audit in range(3):
        started = time.perf_counter()
        run_audit(brand=brand, actor=None, at=timezone.now())
        print(f"an audit of the demo brand, kept: {time.perf_counter() - started:6.2f} s")
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(email=CAST[0].email))
    print(f"{'page':24}{'clock ms':>10}{'worst ms':>10}{'cpu ms':>8}{'kB':>8}")
    for page in PAGES:
        address = f"/b/{brand.slug}/audit/{page}"
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        taken, used = [], []
        for _round in range(ROUNDS):
            started, spent = time.perf_counter(), time.process_time()
            client.get(address)
            taken.append(1000 * (time.perf_counter() - started))
            used.append(1000 * (time.process_time() - spent))
        clock, cpu = statistics.median(taken), statistics.median(used)
        late = "" if clock <= AIM_MS else "  over the aim"
        size = len(answer.content) / 1000
        figures = f"{clock:10.1f}{max(taken):10.1f}{cpu:8.1f}{size:8.1f}"
        print(f"audit/{page:18}{figures}{late}")
    connections.close_all()


if __name__ == "__main__":
    main()
