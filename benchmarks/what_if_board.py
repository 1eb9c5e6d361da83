"""How long the what-if board and a full brainstorm take: 500 possibilities, 200 ideas, 60 people.

    .venv/bin/python -m benchmarks.what_if_board

Each page is asked for through all of Django, in the phase in which it is fullest. The aim is a
median under 100 ms; processor time stands beside it, which a busy machine does not change.
"""

import random
import statistics
import time

from benchmarks.parts.own_installation import own_installation

ROUNDS = 25
POSSIBILITIES = 500
AIM_MS = 100.0
WORDS = """roban cuenta cliente luz jefe video falso huelga multa app precio datos tienda repartidor
accidente campaña agencia clave teléfono rumor boicot sismo jueza sorteo becaria"""


def main() -> None:
    with own_installation():
        measure()


def measure() -> None:
    from django.test import Client
    from django.utils import timezone

    from simulacro.apps.brands.models import Brand
    from simulacro.apps.foresight.services import note_possibility, record_evidence
    from simulacro.apps.people.models import Membership, Role, User
    from simulacro.apps.whatifs.models import Phase
    from simulacro.apps.whatifs.services import brainstorms, ideas, voting
    from simulacro.apps.whatifs.services.voting import Ballot
    from simulacro.content.drill_model import families

    ada = User.objects.create_user("ada@example.org", None, name="Ada")
    brand = Brand.objects.create(name="Grande", slug="grande")
    Membership.objects.create(user=ada, brand=brand, role=Role.OWNER)
    now = timezone.now()
    sources = ("finding", "pack", "case", "brainstorm")
    for i in range(POSSIBILITIES):
        row = note_possibility(
            brand,
            source=sources[i % 4],
            key=str(i),
            title={"es": f"¿Y si pasa la cosa número {i}?", "en": f"What if thing {i} happens?"},
            family=families()[i % 12] if i % 4 else f"F{i % 15 + 1}",
            at=now,
        )
        if i % 3 == 0:
            record_evidence(row, "drilled", reference="r", words="Ensayado", at=now, rating="S")
        if i % 5 == 0:
            record_evidence(row, "written", reference="r", words="Escrito", at=now)
    client = Client(HTTP_HOST="localhost")
    client.force_login(ada)
    base = "/b/grande/what-if/"

    def ask(path: str, what: str) -> None:
        taken, worked = [], []
        for _round in range(ROUNDS):
            started, began = time.perf_counter(), time.process_time()
            answer = client.get(path)
            taken.append(1000 * (time.perf_counter() - started))
            worked.append(1000 * (time.process_time() - began))
        median = statistics.median(taken)
        late = "" if median <= AIM_MS else "  over the aim"
        print(
            f"{what:36}{answer.status_code:5}{median:10.1f}{statistics.median(worked):10.1f}"
            f"{len(answer.content) / 1000:8.1f}{late}",
            flush=True,
        )

    print(f"{'page':36}{'':5}{'median ms':>10}{'cpu ms':>10}{'kB':>8}")
    ask(base, "board")
    ask(f"{base}?page=10", "board, page 10")
    ask(f"{base}?q=numero+49", "board, searched")
    ask(f"{base}?state=undrilled&family=legal", "board, filtered")
    ask(f"{base}library/", "library")
    ask(f"{base}library/?of=cases", "library, cases")

    storm = brainstorms.open_brainstorm(
        brand=brand, actor=ada, question="¿Qué puede salir mal?", minutes=5, alone=False, at=now
    )
    seats = [storm.participants.get()]
    seats += [brainstorms.join(storm, name=f"P{i}", at=now) for i in range(59)]
    words = list(WORDS.split())
    drawn = random.Random(1)
    for i in range(200):
        text = " ".join(drawn.sample(words, 5))
        ideas.write_idea(storm, by=seats[i % 60], text=text, at=now)
    room = f"{base}brainstorms/{storm.pk}/"
    ask(room, "writing")
    ask(f"{room}status/", "the counts alone")
    ask(f"{room}shown/", "choosing titles to show")
    brainstorms.go_to(storm, Phase.GROUPING, actor=ada, at=now)
    ask(room, "grouping, for who leads")
    brainstorms.go_to(storm, Phase.VOTING, actor=ada, at=now)
    heads = list(storm.ideas.filter(under=None).values_list("pk", flat=True))
    for seat in seats:
        ballots = {pk: Ballot(drawn.randint(1, 5), drawn.randint(1, 5)) for pk in heads}
        voting.vote(storm, by=seat, ballots=ballots)
    ask(room, "voting, 12,000 votes")
    started = time.perf_counter()
    brainstorms.go_to(storm, Phase.ENDED, actor=ada, at=now)
    print(f"the vote is counted in {1000 * (time.perf_counter() - started):.0f} ms")
    ask(room, "result")
    voting.keep(storm, actor=ada, chosen=dict.fromkeys(heads, "legal"), at=now)
    ask(base, "board, 700 and votes")


if __name__ == "__main__":
    main()
