"""How long each page of a brand of 2,000 assets takes, with 120 checks answered.

    .venv/bin/python -m benchmarks.large_brand [SHOPS]

The brand is the agency of `parts/agency.py` (24 channels, 16 people) and 220 shops, each with a
person, a phone, a line, a mailbox, a laptop, two passwords and its own small account, which makes
some 2,000 assets. It is audited once, as the job would, and 120 checks are answered. Then a page of
each kind that links lead to is asked for twenty times through all of Django. The aim is a 95th
percentile under 100 ms.

Each page is asked in a process of its own, forked from one that has opened nothing of the brand:
"first" is what the first look costs there, once the server has warmed up. The figures to go by are
those of the process's own time (user): "wall" has in it whatever else the machine was doing.
"""

import gc
import os
import resource
import sys
import time
from typing import Any

from benchmarks.parts.agency import agency
from benchmarks.parts.own_installation import own_installation
from tests.links import kind_of, links_of

from simulacro.engines.access.inventory import Asset, Inventory, Kind, Method

ROUNDS = 20
PLACE = int(0.95 * ROUNDS) - 1
AIM_MS = 100.0
ANSWERED = 120


def chain(shops: int) -> Inventory:
    """A head office connected as real ones are, and shops that each look after themselves."""
    office = agency()
    assets, methods = list(office.assets), list(office.methods)
    for i in range(shops):
        s = f"s{i}"
        assets += [
            Asset(s, Kind.PERSON, f"Shop {i}", holds=(f"{s}.phone", f"{s}.key", f"{s}.mail-key")),
            Asset(f"{s}.phone", Kind.DEVICE, f"Phone of shop {i}"),
            Asset(f"{s}.line", Kind.SIM, f"Line of shop {i}"),
            Asset(f"{s}.mail", Kind.MAILBOX, f"Mailbox of shop {i}"),
            Asset(f"{s}.laptop", Kind.DEVICE, f"Laptop of shop {i}"),
            Asset(f"{s}.key", Kind.CREDENTIAL, f"Password of shop {i}"),
            Asset(f"{s}.mail-key", Kind.CREDENTIAL, f"Mail password of shop {i}"),
            Asset(f"{s}.account", Kind.ACCOUNT, f"Account of shop {i}", network="instagram"),
        ]
        methods += [
            Method(f"{s}.phone", ("grid",)),
            Method(f"{s}.laptop", ("grid",)),
            Method(f"{s}.mail", (f"{s}.mail-key", f"{s}.phone", s)),
            Method(f"{s}.account", (f"{s}.key", f"{s}.phone", s)),
            Method(f"{s}.account", (f"{s}.mail", f"{s}.line", s), latency_min=60),
        ]
    return Inventory(office.brand, tuple(assets), tuple(methods))


def main(shops: int) -> None:
    with own_installation():
        measure(shops)


def measure(shops: int) -> None:
    from django.db import connections
    from django.test import Client
    from django.utils import timezone

    from simulacro.apps.audit.advice import base_items
    from simulacro.apps.audit.auditing import everything_that_can_go_wrong, solve
    from simulacro.apps.audit.models import Finding
    from simulacro.apps.audit.services.audits import keep_audit
    from simulacro.apps.audit.services.inventory import save_inventory
    from simulacro.apps.brands.models import Brand
    from simulacro.apps.people.models import Membership, Role, User
    from simulacro.config.asgi import warm_kernels

    ada = User.objects.create_user("ada@example.org", None, name="Ada")
    brand = Brand.objects.create(name="Grande", slug="grande")
    Membership.objects.create(user=ada, brand=brand, role=Role.OWNER)
    inventory = chain(shops)
    revision = save_inventory(brand=brand, inventory=inventory, actor=ada, base_revision=None)
    # Compiled kernels are kept from run to run: they are loaded before anything is timed.
    base_items()
    warm_kernels()
    started = own_time()
    reading = solve(inventory, day=timezone.localdate())
    print(f"{len(inventory.assets)} assets solved in {own_time() - started:.1f} s of CPU")
    started = own_time()
    everything = everything_that_can_go_wrong(inventory, day=timezone.localdate())
    print(f"{len(everything.rows)} rows of Murphy's list in {own_time() - started:.1f} s")
    started = own_time()
    keep_audit(
        brand=brand,
        revision=revision,
        reading=reading,
        everything=everything,
        actor=ada,
        at=timezone.now(),
    )
    weak = Finding.objects.count()
    print(f"kept, with {weak} weak points, in {own_time() - started:.1f} s")
    answer_checks(brand, ada)
    client = Client(HTTP_HOST="localhost")
    client.force_login(ada)
    pages = every_page(client, f"/b/{brand.slug}/")
    head = f"{'ms':60}{'first':>9}{'median':>9}{'p95':>9}{'wall p95':>10}{'kB':>8}"
    print(head, flush=True)
    # A page that opens nothing of the inventory, so that only what it rests on is "first".
    client.get(f"/b/{brand.slug}/people/")
    connections.close_all()
    forget_what_was_opened()
    for page in pages:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            ask(client, page)
            connections.close_all()
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


def every_page(client: Any, start: str) -> list[str]:
    """An address of each kind of page that can be reached by links; not the files."""
    waiting, kinds, pages = [start], set(), []
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in kinds:
            continue
        kinds.add(kind)
        answer = client.get(address, follow=True)
        if answer.headers["Content-Type"].startswith("text/html"):
            here = answer.redirect_chain[-1][0] if answer.redirect_chain else address
            waiting += links_of(answer.content.decode(), here)
            pages.append(address)
    return pages


def forget_what_was_opened() -> None:
    """Make this process as one that served nobody yet."""
    from simulacro.apps.audit import outlooks
    from simulacro.apps.audit.queries import opened

    gc.unfreeze()
    for kept in [x for x in gc.get_objects() if type(x) is opened.Opened]:
        kept._values.clear()
    outlooks._kept.clear()
    # What the audit left in this process would be walked again and again; a server did not run it.
    gc.collect()
    gc.freeze()


def own_time() -> float:
    """Seconds that this process computed for; without what the system did for it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def ask(client: Any, address: str) -> None:
    """Ask for one page again and again, and print what it took."""
    started = own_time()
    answer = client.get(address, follow=True)
    first = 1000 * (own_time() - started)
    if answer.status_code != 200:
        print(f"{address:60} answers {answer.status_code}")
        return
    cpu, wall = [], []
    for _round in range(ROUNDS):
        started, begun = own_time(), time.perf_counter()
        client.get(address, follow=True)
        cpu.append(1000 * (own_time() - started))
        wall.append(1000 * (time.perf_counter() - begun))
    cpu.sort()
    wall.sort()
    late = "" if cpu[PLACE] <= AIM_MS else "  over the aim"
    print(
        f"{address[:59]:60}{first:9.0f}{cpu[ROUNDS // 2]:9.1f}{cpu[PLACE]:9.1f}{wall[PLACE]:10.1f}"
        f"{len(answer.content) / 1000:8.1f}{late}"
    )


def answer_checks(brand: Any, actor: Any) -> None:
    """Answer the first checks with "it does not apply", which moves nothing."""
    from django.utils import timezone

    from simulacro.apps.audit import queries
    from simulacro.apps.audit.answering import Said
    from simulacro.apps.audit.services.checks import answer_check

    found = queries.current_inventory(brand)
    pairs = [
        (check.id, subject)
        for check in queries.all_checks().values()
        for subject in ([a.id for a in found.of_kind(*check.about)] if check.about else [""])[:2]
    ]
    started = time.perf_counter()
    for check, subject in pairs[:ANSWERED]:
        answer_check(
            brand=brand,
            check=check,
            subject=subject,
            said=Said.NOT_APPLICABLE,
            actor=actor,
            at=timezone.now(),
        )
    print(f"{ANSWERED} checks answered in {time.perf_counter() - started:.1f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 220)
