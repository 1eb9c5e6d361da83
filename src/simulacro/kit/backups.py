"""One file with all that an installation knows, to restore on any database.

Rows are kept as Django's serializer writes them, so a backup made on SQLite
restores on PostgreSQL and back. Sealed fields stay sealed inside, and the
keys that open them travel in the same file, which is why it is always locked
under a passphrase. A restore is all or nothing.
"""

import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from simulacro import __version__
from simulacro.kit.passphrase import CHUNK_BYTES, LockedWriter, unlock
from simulacro.kit.sealing.verification import verify_master_key

FORMAT = 1
ROWS_PER_PART = 2000
# Made anew by every installation, or worthless after a move.
LEFT_OUT = frozenset({"contenttypes", "auth", "sessions", "django_tasks_db", "django_tasks"})


class NotEmpty(Exception):
    """There is already somebody here, whose data a restore would mix up."""


class OtherSchema(Exception):
    """The backup was written by a version whose tables differ from ours."""

    def __init__(self, version: str, differing: list[str]) -> None:
        super().__init__(version)
        self.version, self.differing = version, differing


class Damaged(Exception):
    """The file opened, but what is inside is not a whole backup."""


@dataclass(frozen=True)
class Summary:
    """What a backup holds: when, by which version, rows per model, files."""

    created_at: str
    version: str
    rows: Mapping[str, int]
    files: int


def write_backup(
    target: BinaryIO, *, passphrase: str, at: datetime, folders: Mapping[str, Path]
) -> Summary:
    """Write everything to `target` and return what was written.

    `folders` are kept whole under their name. Rows are read in one snapshot,
    so a backup made while people work is consistent. Raises WeakPassphrase.
    """
    rows: dict[str, int] = {}
    files = 0
    with ExitStack() as stack:
        locked = stack.enter_context(LockedWriter(target, passphrase=passphrase))
        buffer = stack.enter_context(io.BufferedWriter(locked, CHUNK_BYTES))
        archive = stack.enter_context(tarfile.open(fileobj=buffer, mode="w|gz"))
        stack.enter_context(_snapshot())
        for model in kept_models():
            label = model._meta.label_lower
            for number, (count, part) in enumerate(_parts(model)):
                _add(archive, f"rows/{label}/{number:06d}.json", part)
                rows[label] = rows.get(label, 0) + count
        for name, folder in sorted(folders.items()):
            for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
                if path.is_file() and not path.name.startswith("."):
                    inside = PurePosixPath("files", name, path.relative_to(folder).as_posix())
                    _add(archive, str(inside), path.read_bytes())
                    files += 1
        summary = Summary(at.isoformat(timespec="seconds"), __version__, rows, files)
        manifest = {
            "format": FORMAT,
            "version": summary.version,
            "created_at": summary.created_at,
            "migrations": applied_migrations(),
            "rows": rows,
            "files": files,
        }
        # Last, so that a reader who has seen it has seen everything.
        _add(archive, "manifest.json", json.dumps(manifest).encode())
    return summary


def restore_backup(source: BinaryIO, *, passphrase: str, folders: Mapping[str, Path]) -> Summary:
    """Fill an empty, migrated installation from a backup; all or nothing.

    Raises NotEmpty, OtherSchema, Damaged, MasterKeyProblem, and what
    `passphrase.unlock` raises; then rows and files are as they were.
    """
    if any(model._default_manager.exists() for model in kept_models()):
        raise NotEmpty
    with tempfile.TemporaryDirectory(dir=_room_for_draft(folders)) as draft, ExitStack() as undo:
        with transaction.atomic(), connection.constraint_checks_disabled():
            summary = _load(source, passphrase=passphrase, draft=Path(draft))
            try:
                connection.check_constraints()
            except DatabaseError as error:
                raise Damaged(str(error)) from error
            _reset_sequences()
            # Inside the transaction: rows without their keys would be unreadable.
            for name, folder in folders.items():
                undo.callback(_put_in_place(Path(draft, name), folder))
            verify_master_key()
        undo.pop_all()
    return summary


def kept_models() -> list[type[models.Model]]:
    """Every model whose rows a backup keeps, in a fixed order."""
    return [
        model
        for config in sorted(apps.get_app_configs(), key=lambda config: config.label)
        if config.label not in LEFT_OUT
        for model in sorted(
            config.get_models(include_auto_created=True), key=lambda m: m._meta.label_lower
        )
        if model._meta.managed and not model._meta.proxy
    ]


def applied_migrations() -> list[str]:
    """Names such as `brands.0001_initial` of the apps whose rows are kept."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app not in LEFT_OUT)


@contextmanager
def _snapshot() -> Iterator[None]:
    """Everything read inside is of one moment, on either database."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        # SQLite gives it by the transaction alone; PostgreSQL must be asked first.
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _parts(model: type[models.Model]) -> Iterator[tuple[int, bytes]]:
    """A count of rows and their JSON, a few thousand rows at a time, by primary key."""
    rows: list[dict[str, Any]] = []
    for row in model._default_manager.order_by("pk").iterator(chunk_size=ROWS_PER_PART):
        rows.append(serializers.serialize("python", [row])[0])
        if len(rows) == ROWS_PER_PART:
            yield len(rows), json.dumps(rows, cls=DjangoJSONEncoder).encode()
            rows = []
    if rows:
        yield len(rows), json.dumps(rows, cls=DjangoJSONEncoder).encode()


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


class _Chunks(io.RawIOBase):
    """The unlocked chunks as a file to read."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            following = next(self._chunks, None)
            if following is None:
                return 0
            self._rest = following
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def _load(source: BinaryIO, *, passphrase: str, draft: Path) -> Summary:
    rows: dict[str, int] = {}
    files = 0
    manifest: dict[str, Any] = {}
    chunks = unlock(source, passphrase=passphrase)
    try:
        with tarfile.open(fileobj=io.BufferedReader(_Chunks(chunks)), mode="r|gz") as archive:
            for entry in archive:
                content = cast(BinaryIO, archive.extractfile(entry)).read()
                kind, _, rest = entry.name.partition("/")
                if kind == "rows":
                    label = rest.partition("/")[0]
                    rows[label] = rows.get(label, 0) + _save_rows(content)
                elif kind == "files":
                    _write(draft, rest, content)
                    files += 1
                elif entry.name == "manifest.json":
                    manifest = json.loads(content)
        # To the end: only then has the last chunk been authenticated.
        for _chunk in chunks:
            pass
    except (tarfile.TarError, EOFError, KeyError, ValueError, DeserializationError) as error:
        if isinstance(error, ValueError) and type(error) is not json.JSONDecodeError:
            raise
        raise Damaged(type(error).__name__) from error
    _require_same_schema(manifest)
    if manifest.get("rows") != rows or manifest.get("files") != files:
        raise Damaged("rows")
    return Summary(manifest["created_at"], manifest["version"], rows, files)


def _save_rows(content: bytes) -> int:
    count = 0
    for row in serializers.deserialize(
        "python", json.loads(content), handle_forward_references=False
    ):
        # Raw: values arrive as they were, sealed ones sealed, dates untouched.
        row.save()
        count += 1
    return count


def _require_same_schema(manifest: Mapping[str, Any]) -> None:
    if manifest.get("format") != FORMAT:
        raise Damaged("format")
    differing = set(manifest["migrations"]) ^ set(applied_migrations())
    if differing:
        raise OtherSchema(manifest["version"], sorted(differing))


def _write(draft: Path, inside: str, content: bytes) -> None:
    target = (draft / inside).resolve()
    if not target.is_relative_to(draft.resolve()):
        raise Damaged("path")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def _room_for_draft(folders: Mapping[str, Path]) -> Path:
    """A folder on the same disk as the targets, so that moving is one step."""
    room = next(iter(folders.values())).parent
    room.mkdir(parents=True, exist_ok=True, mode=0o700)
    return room


def _put_in_place(fresh: Path, folder: Path) -> Callable[[], None]:
    """Move `fresh` to `folder`, and return what puts the former back."""
    aside = folder.with_name(f"{folder.name}.before-restore")
    shutil.rmtree(aside, ignore_errors=True)
    if folder.exists():
        folder.rename(aside)
    if fresh.exists():
        fresh.rename(folder)

    def put_back() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        if aside.exists():
            aside.rename(folder)

    return put_back


def _reset_sequences() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(statement)
