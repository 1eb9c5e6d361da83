"""How long each page of the audit takes on the demo brand, and an agency's page with thirty.

    .venv/bin/python -m benchmarks.pages

A data folder of its own, the demo brand with three audits, one warm-up of each page, then the
median of twenty requests through all of Django: by the clock, and of the processor alone, which
other work on the machine does not lengthen. The aim is 100 ms a page. Then the same of the page
of an agency whose thirty brands came in by one workbook, each with 15 checks answered.
"""

import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks.parts.own_installation import own_installation

ROUNDS = 20
ANSWERED = 15
WORKBOOK = Path(__file__).resolve().parents[1] / "examples" / "inventories" / "thirty-clients.xlsx"
AIM_MS = 100.0
PAGES = ("", "map/", "map/?view=theft", "map/instagram/", "week/", "fixes/", "findings/")
PAGES += ("history/", "history/3/", "report/", "first/")


def main() -> None:
    with own_installation():
        measure()


def measure() -> None:
    from django.test import Client
    from django.utils import timezone

    from simulacro.apps.audit.services.audits import run_audit
    from simulacro.apps.home.demo import CAST, load_demo
    from simulacro.apps.people.models import User

    brand = load_demo(at=timezone.now())
    for _audit in range(3):
        started = time.perf_counter()
        run_audit(brand=brand, actor=None, at=timezone.now())
        print(f"an audit of the demo brand, kept: {time.perf_counter() - started:6.2f} s")
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(email=CAST[0].email))
    print(f"{'page':24}{'clock ms':>10}{'worst ms':>10}{'cpu ms':>8}{'kB':>8}")
    for page in PAGES:
        tell(client, f"audit/{page}", f"/b/{brand.slug}/audit/{page}")
    tell(*agency_of_thirty())


def tell(client: Any, name: str, address: str) -> None:
    """Ask for a page again and again, and print what it takes."""
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
    print(f"{name:24}{clock:10.1f}{max(taken):10.1f}{cpu:8.1f}{size:8.1f}{late}")


def agency_of_thirty() -> tuple[Any, str, str]:
    """An agency's lead, and the address of the page that compares its thirty audited brands."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.test import Client
    from django.utils import timezone

    from simulacro.apps.audit import queries
    from simulacro.apps.audit.answering import Said
    from simulacro.apps.audit.services.audits import run_audit
    from simulacro.apps.audit.services.checks import answer_check
    from simulacro.apps.audit.services.imports import confirm_import, receive_file
    from simulacro.apps.brands.models import Agency, Brand
    from simulacro.apps.people.models import AgencyMembership, Role, User

    lead = User.objects.create_user("lea@agency.invalid", name="Lea")
    TOTP.activate(lead, "ABCDEFGHIJKLMNOP")
    agency = Agency.objects.create(name="Treinta")
    AgencyMembership.objects.create(agency=agency, user=lead, role=Role.OWNER)
    pending = receive_file(
        owner=agency, data=WORKBOOK.read_bytes(), file_name=WORKBOOK.name, actor=lead
    )
    confirm_import(pending=pending.pk, owner=agency, actor=lead)
    for brand in Brand.objects.filter(agency=agency):
        for question in [q for q in queries.asked_of(brand) if q.is_open][:ANSWERED]:
            answer_check(
                brand=brand,
                check=question.check.id,
                subject=question.subject,
                said=Said.UNKNOWN,
                actor=None,
                at=timezone.now(),
            )
        run_audit(brand=brand, actor=None, at=timezone.now())
    client = Client(HTTP_HOST="localhost")
    client.force_login(lead)
    return client, "an agency of 30 brands", f"/agency/{agency.pk}/audit/"


if __name__ == "__main__":
    main()
