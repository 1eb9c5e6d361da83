"""The master key: outside the database, in generations.

It lies in `DATA_DIR/keys/master.key` (mode 0600) or in SIMULACRO_MASTER_KEY,
written as `generation:key`, one a line in the file, separated by commas in
the environment; a key is 32 bytes in URL-safe base64. The highest generation
wraps; the others only open what they wrapped before.
"""

import base64
import binascii
import os
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from simulacro.kit.sealing.cipher import KEY_BYTES, NONCE_BYTES
from simulacro.kit.sealing.errors import MasterKeyProblem


def key_file() -> Path:
    return Path(settings.DATA_DIR) / "keys" / "master.key"


def from_environment() -> bool:
    """Whether the master key is given by SIMULACRO_MASTER_KEY and not by a file."""
    return bool(settings.MASTER_KEY)


@dataclass(frozen=True, repr=False)
class MasterKeyring:
    """All generations of the master key, oldest first."""

    keys: Mapping[int, bytes]

    @property
    def current(self) -> int:
        return max(self.keys)

    def wrap(self, data_key: bytes, *, key_id: uuid.UUID, scope: uuid.UUID) -> tuple[int, bytes]:
        """Return the generation used, and the wrapped data key."""
        generation = self.current
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self.keys[generation]).encrypt(
            nonce, data_key, wrapping_context(generation, key_id, scope)
        )
        return generation, nonce + sealed

    def unwrap(
        self, wrapped: bytes, *, generation: int, key_id: uuid.UUID, scope: uuid.UUID
    ) -> bytes:
        """Return the data key; raise MasterKeyProblem if this ring cannot open it."""
        master = self.keys.get(generation)
        if master is None:
            raise MasterKeyProblem("generation", generation_missing(generation))
        try:
            return AESGCM(master).decrypt(
                wrapped[:NONCE_BYTES],
                wrapped[NONCE_BYTES:],
                wrapping_context(generation, key_id, scope),
            )
        except InvalidTag:
            raise MasterKeyProblem("another", another_key()) from None


def wrapping_context(generation: int, key_id: uuid.UUID, scope: uuid.UUID) -> bytes:
    return b"simulacro data key" + generation.to_bytes(4, "big") + key_id.bytes + scope.bytes


def load() -> MasterKeyring | None:
    """Read the ring; None where there is neither file nor variable.

    Raises MasterKeyProblem("damaged") where what is there cannot be read.
    """
    if from_environment():
        return parse(settings.MASTER_KEY.split(","), source="SIMULACRO_MASTER_KEY")
    try:
        lines = key_file().read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise MasterKeyProblem(
            "damaged",
            _("The master key %(file)s cannot be read (%(why)s): put it back from your backup.")
            % {"file": key_file(), "why": type(error).__name__},
        ) from None
    return parse(lines, source=str(key_file()))


def parse(lines: list[str], *, source: str) -> MasterKeyring:
    """Read `generation:key` lines; a bare key is generation 1."""
    keys: dict[int, bytes] = {}
    for number, line in enumerate((line.strip() for line in lines), start=1):
        if not line or line.startswith("#"):
            continue
        generation, colon, text = line.partition(":")
        if not colon:
            generation, text = "1", line
        try:
            key = base64.b64decode(text, altchars=b"-_", validate=True)
            if len(key) != KEY_BYTES or int(generation) < 1 or int(generation) in keys:
                raise ValueError
        except (ValueError, binascii.Error):
            raise MasterKeyProblem(
                "damaged",
                _(
                    "The master key in %(where)s, line %(line)d, is damaged: put it back "
                    "from your backup."
                )
                % {"where": source, "line": number},
            ) from None
        keys[int(generation)] = key
    if not keys:
        raise MasterKeyProblem(
            "damaged",
            _("The master key in %(where)s is empty: put it back from your backup.")
            % {"where": source},
        )
    return MasterKeyring(keys)


def create() -> MasterKeyring:
    """Make the first generation in the file, once; another process may win the race."""
    path = key_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = draft_of(path, {1: secrets.token_bytes(KEY_BYTES)})
    try:
        # link fails where the file appeared meanwhile: a key is never replaced.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    ring = load()
    if ring is None:
        raise MasterKeyProblem("absent", absent_key())
    return ring


def add_generation(ring: MasterKeyring) -> MasterKeyring:
    """Write the file anew with one more generation, atomically."""
    return replace_file({**ring.keys, ring.current + 1: secrets.token_bytes(KEY_BYTES)})


def keep_only_current(ring: MasterKeyring) -> MasterKeyring:
    """Write the file anew with the current generation alone."""
    return replace_file({ring.current: ring.keys[ring.current]})


def replace_file(keys: Mapping[int, bytes]) -> MasterKeyring:
    if from_environment():
        raise MasterKeyProblem(
            "generation",
            _("The master key is in SIMULACRO_MASTER_KEY: change the variable, then start again."),
        )
    path = key_file()
    os.replace(draft_of(path, keys), path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return MasterKeyring(dict(keys))


def draft_of(path: Path, keys: Mapping[int, bytes]) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        for generation, key in sorted(keys.items()):
            file.write(f"{generation}:{base64.urlsafe_b64encode(key).decode()}\n")
        file.flush()
        os.fsync(file.fileno())
    return draft


def where() -> str:
    return "SIMULACRO_MASTER_KEY" if from_environment() else str(key_file())


def absent_key() -> str:
    return _(
        "The master key is missing and this database is sealed with it: put %(file)s back "
        "from your backup, or give the key in SIMULACRO_MASTER_KEY."
    ) % {"file": key_file()}


def another_key() -> str:
    return _(
        "The master key in %(where)s is not the one which sealed this database: put back the "
        "key that belongs to it, or point SIMULACRO_DATA_DIR and DATABASE_URL at the same "
        "installation."
    ) % {"where": where()}


def generation_missing(generation: int) -> str:
    return _(
        "The master key in %(where)s lacks generation %(generation)d, with which part of this "
        "database is sealed: put that line back from your backup."
    ) % {"where": where(), "generation": generation}
