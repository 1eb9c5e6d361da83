"""Keys change while everything stays readable, and a lost master key is said at once."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import transaction
from django.utils import timezone

from simulacro.kit.audit_log.models import PersonalRecord
from simulacro.kit.sealing import files, keys, master, rotation, services
from simulacro.kit.sealing.errors import DataKeyMissing, MasterKeyProblem, Tampered
from simulacro.kit.sealing.models import DataKey


@pytest.fixture(autouse=True)
def own_master_key(settings: Any, tmp_path: Path, db: None) -> Iterator[Path]:
    settings.DATA_DIR = tmp_path
    settings.MASTER_KEY = ""
    keys.OPEN.clear()
    yield tmp_path / "keys" / "master.key"
    keys.OPEN.clear()


def fill(scope: uuid.UUID, rows: int) -> list[uuid.UUID]:
    return [
        PersonalRecord.objects.create(person=scope, words={"n": n}, digest=b"").pk
        for n in range(rows)
    ]


def read_all(scope: uuid.UUID) -> list[int]:
    keys.OPEN.clear()
    return sorted(row.words["n"] for row in PersonalRecord.objects.filter(person=scope))


def test_the_master_key_is_made_once_and_only_for_its_owner(own_master_key: Path) -> None:
    services.seal_bytes(uuid.uuid4(), b"x", purpose="test")
    first = own_master_key.read_text()
    assert own_master_key.stat().st_mode & 0o777 == 0o600
    keys.OPEN.clear()
    services.seal_bytes(uuid.uuid4(), b"x", purpose="test")
    assert own_master_key.read_text() == first


def test_each_scope_has_its_own_key() -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    sealed = services.seal_bytes(one, b"x", purpose="test")
    services.seal_bytes(other, b"x", purpose="test")
    assert DataKey.objects.count() == 2
    with pytest.raises(DataKeyMissing):
        services.unseal_bytes(other, sealed, purpose="test")
    with pytest.raises(Tampered):
        services.unseal_bytes(one, sealed, purpose="another")
    assert services.unseal_bytes(one, sealed, purpose="test") == b"x"


def test_a_key_made_in_a_transaction_rolled_back_seals_nothing_later() -> None:
    scope = uuid.uuid4()
    with transaction.atomic():
        services.seal_bytes(scope, b"x", purpose="test")
        transaction.set_rollback(True)
    sealed = services.seal_bytes(scope, b"y", purpose="test")
    keys.OPEN.clear()
    assert services.unseal_bytes(scope, sealed, purpose="test") == b"y"


def test_a_transaction_that_seals_much_asks_for_its_key_once(
    django_assert_max_num_queries: Any,
) -> None:
    scope = uuid.uuid4()
    services.seal_bytes(scope, b"x", purpose="test")
    keys.OPEN.clear()
    # As a process which did not make the key: what it sees was committed.
    keys.OPEN.made.clear()
    with transaction.atomic(), django_assert_max_num_queries(2):
        for number in range(20):
            services.seal_bytes(scope, bytes([number]), purpose="test")


def test_rotating_the_master_key_keeps_everything_readable(own_master_key: Path) -> None:
    scopes = [uuid.uuid4() for _ in range(3)]
    for scope in scopes:
        fill(scope, 2)
    assert services.rotate_master_key().data_keys == 3
    assert set(DataKey.objects.values_list("master_generation", flat=True)) == {2}
    assert all(read_all(scope) == [0, 1] for scope in scopes)
    assert len(own_master_key.read_text().split()) == 2
    services.rotate_master_key(forget_old=True)
    assert own_master_key.read_text().startswith("3:")
    assert len(own_master_key.read_text().split()) == 1
    assert all(read_all(scope) == [0, 1] for scope in scopes)


def test_an_interrupted_rotation_of_the_master_key_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scopes = [uuid.uuid4() for _ in range(5)]
    for scope in scopes:
        fill(scope, 1)
    monkeypatch.setattr(rotation, "BATCH_ROWS", 2)
    whole, calls = rotation.wrap_batch, iter(range(10))

    def dies_on_the_second(ring: master.MasterKeyring) -> int:
        if next(calls) == 1:
            raise KeyboardInterrupt
        return whole(ring)

    monkeypatch.setattr(rotation, "wrap_batch", dies_on_the_second)
    with pytest.raises(KeyboardInterrupt):
        services.rotate_master_key()
    assert sorted(DataKey.objects.values_list("master_generation", flat=True)) == [1, 1, 1, 2, 2]
    assert all(read_all(scope) == [0] for scope in scopes)
    monkeypatch.setattr(rotation, "wrap_batch", whole)
    assert services.rotate_master_key().data_keys == 3
    assert set(DataKey.objects.values_list("master_generation", flat=True)) == {2}
    assert all(read_all(scope) == [0] for scope in scopes)


def test_rotating_a_data_key_seals_rows_and_files_anew() -> None:
    scope, other = uuid.uuid4(), uuid.uuid4()
    fill(scope, 7)
    fill(other, 3)
    file_id = services.write_file(scope, b"photo")
    before = set(PersonalRecord.objects.filter(person=other).values_list("words", flat=True))
    done = services.rotate_data_key(scope)
    assert (done.rows, done.files) == (7, 1)
    old, new = DataKey.objects.filter(scope=scope).order_by("number")
    assert old.retired_at is not None
    assert not PersonalRecord.objects.filter(words__sealed_with=old.pk).exists()
    assert PersonalRecord.objects.filter(words__sealed_with=new.pk).count() == 7
    assert read_all(scope) == list(range(7))
    assert services.read_file(scope, file_id) == b"photo"
    after = set(PersonalRecord.objects.filter(person=other).values_list("words", flat=True))
    assert after == before


def test_an_interrupted_rotation_of_a_data_key_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    scope = uuid.uuid4()
    fill(scope, 7)
    monkeypatch.setattr(rotation, "BATCH_ROWS", 2)
    whole, full = rotation.reseal_batch, iter(range(20))

    def dies_on_the_third(*args: Any) -> int:
        count = whole(*args)
        if count and next(full) == 1:
            raise KeyboardInterrupt
        return count

    monkeypatch.setattr(rotation, "reseal_batch", dies_on_the_third)
    with pytest.raises(KeyboardInterrupt):
        services.rotate_data_key(scope)
    assert read_all(scope) == list(range(7))
    # Writing goes on under the new key while the rotation is unfinished.
    PersonalRecord.objects.create(person=scope, words={"n": 7}, digest=b"")
    monkeypatch.setattr(rotation, "reseal_batch", whole)
    assert services.rotate_data_key(scope).rows == 3
    assert DataKey.objects.filter(scope=scope).count() == 2
    assert read_all(scope) == list(range(8))


def test_a_row_sealed_late_with_the_old_key_is_kept_when_that_key_is_dropped() -> None:
    scope = uuid.uuid4()
    fill(scope, 1)
    old = DataKey.objects.get(scope=scope)
    services.rotate_data_key(scope)
    # Another process still remembered the old key.
    keys.remember_sealing(scope, old.pk)
    late = PersonalRecord.objects.create(person=scope, words={"n": 1}, digest=b"")
    keys.OPEN.clear()
    assert PersonalRecord.objects.filter(pk=late.pk, words__sealed_with=old.pk).exists()
    assert services.discard_retired_keys() == 0
    at = timezone.now() + rotation.RETIRED_KEYS_ARE_KEPT * 2
    assert services.discard_retired_keys(at=at) == 1
    assert read_all(scope) == [0, 1]


def test_destroying_a_scope_leaves_nothing_to_read() -> None:
    scope, other = uuid.uuid4(), uuid.uuid4()
    fill(scope, 2)
    fill(other, 1)
    file_id = services.write_file(scope, b"photo")
    sealed = services.seal_bytes(scope, b"x", purpose="test")
    assert services.destroy_scope(scope) == 1
    with pytest.raises(DataKeyMissing):
        read_all(scope)
    with pytest.raises(DataKeyMissing):
        services.unseal_bytes(scope, sealed, purpose="test")
    with pytest.raises(FileNotFoundError):
        services.read_file(scope, file_id)
    assert read_all(other) == [0]


def test_a_file_is_sealed_and_bound_to_its_name() -> None:
    scope = uuid.uuid4()
    one, two = services.write_file(scope, b"marker-photo"), services.write_file(scope, b"other")
    content = files.path_of(scope, one).read_bytes()
    assert b"marker" not in content
    files.path_of(scope, two).write_bytes(content)
    with pytest.raises(Tampered):
        services.read_file(scope, two)


def test_a_lost_master_key_is_an_error_and_never_replaced(own_master_key: Path) -> None:
    fill(uuid.uuid4(), 1)
    own_master_key.unlink()
    with pytest.raises(MasterKeyProblem, match=r"keys/master\.key") as caught:
        services.verify_master_key()
    assert caught.value.problem == "absent"
    with pytest.raises(MasterKeyProblem):
        services.seal_bytes(uuid.uuid4(), b"x", purpose="test")
    assert not own_master_key.exists()


def test_another_master_key_is_an_error(own_master_key: Path) -> None:
    fill(uuid.uuid4(), 1)
    own_master_key.unlink()
    master.create()
    with pytest.raises(MasterKeyProblem) as caught:
        services.verify_master_key()
    assert caught.value.problem == "another"


@pytest.mark.parametrize("content", ["", "1:not base64!", "1:AAAA", "x:" + "A" * 43 + "="])
def test_a_damaged_master_key_is_an_error(own_master_key: Path, content: str) -> None:
    fill(uuid.uuid4(), 1)
    own_master_key.write_text(content)
    with pytest.raises(MasterKeyProblem) as caught:
        services.verify_master_key()
    assert caught.value.problem == "damaged"


def test_a_lost_generation_is_named(own_master_key: Path) -> None:
    fill(uuid.uuid4(), 1)
    services.rotate_master_key()
    own_master_key.write_text(own_master_key.read_text().splitlines()[0] + "\n")
    with pytest.raises(MasterKeyProblem, match="2"):
        services.verify_master_key()


def test_the_key_may_come_from_the_environment(own_master_key: Path, settings: Any) -> None:
    scope = uuid.uuid4()
    fill(scope, 1)
    line = own_master_key.read_text().strip()
    own_master_key.unlink()
    settings.MASTER_KEY = line
    services.verify_master_key()
    assert read_all(scope) == [0]
    second = "2:" + "A" * 43 + "="
    settings.MASTER_KEY = f"{line},{second}"
    assert services.rotate_master_key().data_keys == 1
    settings.MASTER_KEY = second
    assert read_all(scope) == [0]


def test_the_system_check_says_what_to_do(own_master_key: Path) -> None:
    fill(uuid.uuid4(), 1)
    own_master_key.unlink()
    keys.OPEN.clear()
    with pytest.raises(SystemCheckError, match=r"keys/master\.key"):
        call_command("check")
