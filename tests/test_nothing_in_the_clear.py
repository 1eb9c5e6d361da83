"""Marker values, put in by the services, are looked for in every file this installation writes."""

import datetime as dt
import gc
import io
import sqlite3
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from tests.apps.audit.inventories import cafe, renamed
from tests.conftest import TOTP_SECRET, person, with_second_factor

from simulacro.apps.audit.services.audits import run_audit
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.availability.dates import Absence, Event, EventKind
from simulacro.apps.availability.queries import Rule
from simulacro.apps.availability.services.events import write_event
from simulacro.apps.availability.services.feeds import make_address, read_feed
from simulacro.apps.availability.services.rota import set_holidays, write_change
from simulacro.apps.people import services
from simulacro.apps.people.models import Role
from simulacro.apps.whatifs.services.board import note_own
from simulacro.apps.whatifs.services.brainstorms import join, open_brainstorm
from simulacro.apps.whatifs.services.ideas import write_idea
from simulacro.engines.availability.rota import Change
from simulacro.kit import audit_log
from simulacro.kit.jobs.services import start_job
from simulacro.kit.sealing import keys
from simulacro.kit.sealing.models import DataKey
from simulacro.kit.sealing.rotation import sealed_models
from simulacro.kit.sealing.services import destroy_scope, rotate_data_key, write_file

HOUR = dt.timedelta(hours=1)
MARKER = "marcador-9c1e-telefono-de-la-jefa"


@pytest.fixture
def written(transactional_db: None) -> uuid.UUID:
    """A brand with its marker in every kind of sealed place; returns its scope."""
    ada = person("Ada")
    with_second_factor(ada)
    brand = services.start_brand(owner=ada, name="Andariego")
    services.invite_member(actor=ada, place=brand, role=Role.LEAD, for_whom=MARKER)
    phone = renamed(cafe(), "telefono", MARKER)
    save_inventory(brand=brand, inventory=phone, actor=ada, base_revision=None, note=MARKER)
    run_audit(brand=brand, actor=ada, at=timezone.now())
    away = Absence(MARKER, Change.AWAY, timezone.now(), timezone.now() + HOUR, 0.0, words=MARKER)
    write_change(brand=brand, actor=ada, absence=away)
    launch = Event(EventKind.LAUNCH, MARKER, timezone.now(), timezone.now() + HOUR)
    write_event(brand=brand, actor=ada, event=launch)
    set_holidays(brand=brand, actor=ada, person=MARKER, rule=Rule("MX"))
    address, _token = make_address(brand=brand, actor=ada, with_names=True, at=timezone.now())
    read_feed(address, timezone.now())
    storm = open_brainstorm(
        brand=brand, actor=ada, question=MARKER, minutes=5, alone=False, at=timezone.now()
    )
    guest = join(storm, name=MARKER, at=timezone.now())
    write_idea(storm, by=guest, text=MARKER, at=timezone.now())
    note_own(brand=brand, actor=ada, title=MARKER, family="", at=timezone.now())
    start_job("audit.solve", scope=brand.pk, arguments={"alias": MARKER}, started_by=ada)
    write_file(brand.pk, MARKER.encode())
    audit_log.record("brand.looked_at", actor=ada, target=brand, scope=brand.pk)
    return brand.pk


def assert_not_in(content: bytes, where: object) -> None:
    for marker in (MARKER, TOTP_SECRET):
        for form in (marker.encode(), marker.encode("utf-16-le"), marker.encode().hex().encode()):
            assert form not in content, f"{marker} is in {where}"


def test_the_database_file_and_its_log_hold_no_marker(written: uuid.UUID) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its files elsewhere; its dump is looked through below")
    database = Path(str(connection.settings_dict["NAME"]))
    wal = database.with_name(database.name + "-wal")
    assert wal.stat().st_size > 0, "the write-ahead log is where the last writes are"
    for file in (database, wal):
        content = file.read_bytes()
        assert b"Andariego" in content or file == database, "the search looks at the right file"
        assert_not_in(content, file.name)


def test_dumps_hold_no_marker(written: uuid.UUID) -> None:
    out = io.StringIO()
    call_command("dumpdata", stdout=out, exclude=["contenttypes", "auth"])
    assert "Andariego" in out.getvalue()
    assert_not_in(out.getvalue().encode(), "dumpdata")
    if connection.vendor == "sqlite":
        with sqlite3.connect(str(connection.settings_dict["NAME"])) as plain:
            lines = "\n".join(plain.iterdump())
        plain.close()
        assert "Andariego" in lines
        assert_not_in(lines.encode(), "iterdump")


def test_uploads_hold_no_marker(written: uuid.UUID) -> None:
    folder = Path(settings.DATA_DIR) / "uploads" / str(written)
    found = list(folder.iterdir())
    assert len(found) == 1
    assert found[0].stat().st_mode & 0o077 == 0
    for file in found:
        assert_not_in(file.read_bytes(), file.name)


def test_everything_reads_the_same_after_a_rotation(written: uuid.UUID) -> None:
    def opened() -> dict[str, object]:
        keys.OPEN.clear()
        return {
            f"{model.__name__} {row.pk} {field.name}": getattr(row, field.name)
            for model, fields in sealed_models()
            for row in model._default_manager.all()
            for field in fields
        }

    before = opened()
    assert sum(MARKER in str(value) for value in before.values()) >= 4
    assert rotate_data_key(written).rows > 4
    assert opened() == before
    old = DataKey.objects.filter(scope=written).order_by("number")[0]
    for model, fields in sealed_models():
        for field in fields:
            assert not model._default_manager.filter(
                **{f"{field.name}__sealed_with": old.pk}
            ).exists()


def test_no_table_holds_a_marker(written: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value)
                    assert_not_in(raw if isinstance(raw, bytes) else raw.encode(), table)


def test_a_destroyed_key_is_gone_from_the_file_itself(written: uuid.UUID) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL frees pages by itself (VACUUM); see docs/reference/encryption.md")
    wrapped = bytes(DataKey.objects.get(scope=written).wrapped)
    database = Path(str(connection.settings_dict["NAME"]))
    destroy_scope(written)
    gc.collect()
    for file in (database, database.with_name(database.name + "-wal")):
        assert wrapped not in (file.read_bytes() if file.exists() else b"")
