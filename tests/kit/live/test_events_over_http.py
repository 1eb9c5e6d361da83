"""Events from one process to the browsers of another, over real HTTP."""

import itertools
import socket
import time
from collections.abc import Iterator

import pytest
from tests.running import Frames, Installation, RunningServer, wait_until

CAST = """
from django.test import Client
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Membership, Role, User
from simulacro.kit.live import outbox, publish
brand = Brand.objects.create(name="Andariego", slug="andariego", is_demo=True)
other = Brand.objects.create(name="Otra", slug="otra", is_demo=True)
def sign_in(name, role=None):
    user = User.objects.create_user(f"{name}@example.org", None, name=name)
    if role: Membership.objects.create(user=user, brand=brand, role=role)
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"
answer = {"cy": sign_in("cy", Role.OBSERVER), "dot": sign_in("dot")}
"""


class House:
    """A running server, and the cookies of Cy and Dot."""

    def __init__(self, installation: Installation, server: RunningServer) -> None:
        self.installation = installation
        self.server = server
        self.cookies: dict[str, str] = installation.do(CAST)

    def publish(self, count: int = 1, brand: str = "brand", first: int = 0) -> None:
        self.installation.do(
            f"for n in range({first}, {first + count}):\n"
            f"    publish({brand}.id, 'audit.results', 'changed', {{'n': n}})"
        )

    def follow(self, who: str = "cy", path: str = "/b/andariego/events", **headers: str) -> Frames:
        return Frames(self.server, path, cookie=self.cookies[who], **headers)


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    installation = Installation()
    try:
        with installation.start() as server:
            yield House(installation, server)
    finally:
        installation.close()


def numbers(frames: Frames, count: int) -> list[int]:
    """The first `count` numbers that arrive."""
    changes = (data["n"] for name, data in frames if name == "change")
    return list(itertools.islice(changes, count))


def until(frames: Frames, word: str) -> list[tuple[str, dict[str, int]]]:
    """What arrives up to the frame named `word`."""
    got = []
    for name, data in frames:
        got.append((name, data))
        if name == word:
            return got
    raise AssertionError(f"the stream ended before {word}")


def test_observer_hears_what_another_process_publishes(house: House) -> None:
    frames = house.follow()
    until(frames, "ready")
    house.publish(3)
    assert numbers(frames, 3) == [0, 1, 2]


def test_a_brand_hears_nothing_of_another(house: House) -> None:
    frames = house.follow()
    until(frames, "ready")
    house.publish(5, brand="other")
    house.publish(1, first=77)
    assert numbers(frames, 1) == [77]


def test_outsider_does_not_learn_that_the_brand_exists(house: House) -> None:
    assert house.follow("dot").status == 404
    assert house.follow("dot", path="/b/no-such-brand/events").status == 404


def test_stranger_is_sent_to_sign_in(house: House) -> None:
    answer = house.server.get("/b/andariego/events", Accept="text/event-stream")
    assert answer.status == 302


def test_nothing_is_lost_while_the_line_was_down(house: House) -> None:
    frames = house.follow()
    until(frames, "ready")
    house.publish(2)
    assert numbers(frames, 2) == [0, 1]
    frames.close()
    house.publish(20, first=2)
    again = house.follow(**{"Last-Event-ID": frames.position})
    # Those heard before may come again; each arrives, or the stream times out.
    missed = set(range(2, 22))
    while missed:
        (number,) = numbers(again, 1)
        missed.discard(number)


def test_what_happens_between_the_page_and_its_stream_is_replayed(house: House) -> None:
    position = house.installation.do("answer = str(outbox.current_position())")
    house.publish(4, first=100)
    frames = house.follow(path=f"/b/andariego/events?after={position}")
    replayed = [data["n"] for name, data in until(frames, "ready") if name == "change"]
    # On PostgreSQL what was open elsewhere meanwhile lets older ones come again before them.
    assert replayed[-4:] == [100, 101, 102, 103]


@pytest.mark.parametrize("position", ["yesterday", "99999999999-{now}", "1-1000", "-1-5", ""])
def test_a_position_nobody_gave_asks_for_everything_again(house: House, position: str) -> None:
    path = f"/b/andariego/events?after=x{position.format(now=int(time.time()))}"
    if position.startswith("9"):
        path = path.replace("=x", "=")
    assert next(iter(house.follow(path=path)))[0] == "resync"


def test_too_much_missed_asks_for_everything_again(house: House) -> None:
    position = house.installation.do("answer = str(outbox.current_position())")
    house.publish(501)
    assert next(iter(house.follow(path=f"/b/andariego/events?after={position}")))[0] == "resync"


def test_a_reader_who_does_not_keep_up_is_told_and_holds_nobody_up(house: House) -> None:
    with socket.create_connection(("127.0.0.1", house.server.port)) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.sendall(
            b"GET /b/andariego/events HTTP/1.1\r\nHost: localhost\r\nCookie: "
            + house.cookies["cy"].encode() + b"\r\n\r\n"
        )  # fmt: skip
        assert b"200 OK" in slow.recv(1024)
        quick = house.follow()
        until(quick, "ready")
        # Far more than the sockets' buffers and the queue of 64 can hold.
        for _ in range(8):
            house.installation.do(
                "big = {f'k{n}': 'x' * 64 for n in range(11)}\n"
                "from django.db import transaction\n"
                "with transaction.atomic():\n"
                "    for n in range(1500): publish(brand.id, 'flood', 'drop', {**big, 'n': n})"
            )
        house.publish(1, first=4242)
        # One who reads on is not held up by the one who does not. A flood may
        # overflow its queue as well; then it is told so.
        heard = []
        for name, data in quick:
            heard.append(name)
            if name == "resync" or data.get("n") == 4242:
                break
        assert heard
        received = b""
        slow.settimeout(10)
        while b"event: resync" not in received:
            received = received[-100:] + slow.recv(65536)


def test_who_is_no_longer_a_member_cannot_come_back(house: House) -> None:
    cookie = house.installation.do("answer = sign_in('eva', Role.OBSERVER)")
    house.cookies["eva"] = cookie
    frames = house.follow("eva")
    until(frames, "ready")
    house.installation.do("Membership.objects.filter(user__name='eva').update(brand=other)")
    assert house.follow("eva", **{"Last-Event-ID": frames.position}).status == 404


def test_the_latest_commit_wins_over_the_latest_id(house: House) -> None:
    """A transaction that began first and ends last is heard too, and after a drop as well."""
    if not house.installation.database:
        pytest.skip("SQLite has one writer: commits follow ids (run with -p tests.postgres_server)")
    import psycopg

    url = house.installation.environment["DATABASE_URL"]
    scope = house.installation.do("answer = str(brand.id)")
    frames = house.follow()
    until(frames, "ready")
    with psycopg.connect(url) as early:
        early.execute(
            "INSERT INTO live_liveevent (transaction, scope, topic, kind, payload, created_at)"
            " VALUES (pg_current_xact_id()::text::bigint, %s, 'audit', 'late', '{\"n\": 900}',"
            " now())",
            [scope],
        )
        house.publish(1, first=901)
        assert numbers(frames, 1) == [901]
        position = frames.position
        frames.close()
        early.execute("SELECT pg_notify('simulacro_live', '')")
    again = house.follow(**{"Last-Event-ID": position})
    assert 900 in numbers(again, 2)


def test_a_page_of_a_thread_pool_is_served_while_streams_are_open(house: House) -> None:
    streams = [house.follow() for _ in range(30)]
    assert {stream.status for stream in streams} == {200}
    assert house.server.get("/b/andariego/", cookie=house.cookies["cy"]).status == 200
    for stream in streams:
        stream.close()
    wait_until(lambda: house.server.get("/").status == 200)
