"""An SMTP server that takes every message and keeps it: as much of RFC 5321 as a client needs."""

import email
import email.policy
import queue
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import cast


class Sink(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine; `arrived` has each message as it comes."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.arrived: queue.Queue[EmailMessage] = queue.Queue()
        super().__init__(("127.0.0.1", 0), Conversation)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Conversation(socketserver.StreamRequestHandler):
    """One client, from greeting to QUIT."""

    def handle(self) -> None:
        self.say("220 sink")
        while line := self.rfile.readline().decode("ascii").strip():
            verb = line.split(" ")[0].upper()
            if verb == "DATA":
                self.say("354 go on")
                self.keep()
            self.say({"QUIT": "221 bye", "EHLO": "250 sink"}.get(verb, "250 ok"))
            if verb == "QUIT":
                return

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode("ascii"))

    def keep(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        message = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        cast(Sink, self.server).arrived.put(cast(EmailMessage, message))


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    with Sink() as sink:
        threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.05}).start()
        yield sink
        sink.shutdown()
