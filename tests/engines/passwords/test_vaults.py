import io
import json
import zipfile
from collections.abc import Callable
from functools import partial

import pytest
from tests.engines.passwords import exports
from tests.engines.passwords.exports import INSTAGRAM, MAILBOX, WORDS

from simulacro.engines.passwords.vaults import UnreadableVault, read_vault


def codes(data: bytes, passphrase: str = "") -> list[tuple[str, int]]:
    with pytest.raises(UnreadableVault) as refused:
        read_vault(data, passphrase=passphrase)
    assert INSTAGRAM not in repr(refused.value)
    assert refused.value.__context__ is None or INSTAGRAM not in repr(refused.value.__context__)
    return [(problem.code, problem.number) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("make", "seeds"),
    [
        (exports.kdbx, True),
        (partial(exports.kdbx, "argon2id-chacha20"), True),
        (partial(exports.kdbx, "aes-kdf"), True),
        (lambda: json.dumps(exports.bitwarden()).encode(), True),
        (partial(exports.protected_bitwarden, 0), True),
        (partial(exports.protected_bitwarden, 1), True),
        (exports.one_pux, True),
        (lambda: exports.CHROME.encode("utf-8-sig"), False),
        (exports.FIREFOX.encode, False),
        (exports.SAFARI.encode, True),
    ],
)
def test_every_export_says_the_same_two_passwords(make: Callable[[], bytes], seeds: bool) -> None:
    entries = read_vault(make(), passphrase=WORDS)
    assert [entry.secret for entry in entries] == [INSTAGRAM, MAILBOX]
    assert "instagram.com" in entries[0].address
    assert [entry.holds_seed for entry in entries] == [False, seeds]
    assert INSTAGRAM not in repr(entries)


def test_a_key_file_opens_a_database_with_its_passphrase() -> None:
    data = exports.kdbx("with-key-file")
    assert len(read_vault(data, passphrase=WORDS, key_file=exports.KEY_FILE)) == 2
    assert codes(data, WORDS) == [("wrong_passphrase", 0)]


def test_what_is_locked_says_so_and_a_wrong_password_too() -> None:
    for data in (exports.kdbx(), exports.protected_bitwarden(0)):
        assert codes(data) == [("locked", 0)]
        assert codes(data, "otra") == [("wrong_passphrase", 0)]


def test_a_cut_file_is_refused_wherever_it_was_cut() -> None:
    database = exports.kdbx("argon2id-chacha20")
    for size in (9, 11, 40, 200, len(database) // 2, len(database) - 1):
        assert codes(database[:size], WORDS)[0][0] in ("damaged", "old_version")
    for data in (exports.one_pux(), json.dumps(exports.bitwarden()).encode()):
        assert codes(data[: len(data) // 2]) == [("damaged", 0)]
    flipped = bytearray(database)
    flipped[-50] ^= 1
    assert codes(bytes(flipped), WORDS) == [("damaged", 0)]


def test_every_bad_row_and_entry_is_told_at_once() -> None:
    rows = exports.CHROME + "a,b\nInstagram,x,y,z,w\nc,d\n"
    assert codes(rows.encode()) == [("row_length", 5), ("row_length", 7)]
    export = exports.bitwarden()
    export["items"] += ["no entry", {"type": 1, "login": 3}]
    export["items"].append({"type": 1, "name": "Banco", "login": {"password": 12345678}})
    assert codes(json.dumps(export).encode()) == [("bad_item", n) for n in (4, 5, 6)]


def test_an_entry_of_1password_whose_password_is_no_text_is_told() -> None:
    with zipfile.ZipFile(io.BytesIO(exports.one_pux())) as archive:
        export = json.loads(archive.read("export.data"))
    (items,) = (vault["items"] for vault in export["accounts"][0]["vaults"])
    items[1]["details"]["loginFields"][1]["value"] = 12345678
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("export.data", json.dumps(export))
    assert codes(out.getvalue()) == [("bad_item", 2)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unknown_format"),
        (b"hola", "unknown_format"),
        (b"\xff\xfe" + b"clave," * 9, "not_text"),
        (b"name,url\na,b\n", "no_password_column"),
        (b'{"encrypted": true, "data": "2.x"}', "account_bound"),
        (b'{"hello": []}', "unknown_format"),
        (b"[" * 100_000, "unknown_format"),
        (b'{"a":' * 100_000, "damaged"),
        (bytes.fromhex("03d9a29a67fb4bb5") + b"\0\0\x03\0" + bytes(99), "old_version"),
    ],
)
def test_what_is_no_export_is_refused_by_its_name(data: bytes, code: str) -> None:
    assert codes(data) == [(code, 0)]


def test_a_file_that_asks_for_endless_rounds_is_refused_before_they_start() -> None:
    costly = json.loads(exports.protected_bitwarden(0))
    costly["kdfIterations"] = 10**12
    assert codes(json.dumps(costly).encode(), WORDS) == [("too_costly", 0)]
