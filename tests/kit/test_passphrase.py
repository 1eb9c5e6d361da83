import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulacro.kit import passphrase as sut

WORDS = "tres tristes tigres"


def locked(plain: bytes) -> bytes:
    target = io.BytesIO()
    sut.lock(io.BytesIO(plain), target, passphrase=WORDS)
    return target.getvalue()


def opened(data: bytes, words: str = WORDS) -> bytes:
    return b"".join(sut.unlock(io.BytesIO(data), passphrase=words))


@settings(max_examples=5, deadline=None)
@given(st.binary(max_size=2000))
def test_what_was_locked_opens_again(plain: bytes) -> None:
    assert opened(locked(plain)) == plain


def test_a_file_of_several_chunks_opens_again() -> None:
    plain = bytes(range(256)) * 9000
    assert opened(locked(plain)) == plain


def test_the_plain_text_is_not_in_the_file() -> None:
    assert "teléfono de la jefa".encode() not in locked("teléfono de la jefa".encode())


def test_another_passphrase_does_not_open_it() -> None:
    with pytest.raises(sut.CannotOpen):
        opened(locked(b"x"), "otra frase distinta")


def test_a_file_cut_at_a_chunk_is_refused() -> None:
    data = locked(b"a" * (sut.CHUNK_BYTES + 5))
    header = len(sut.MAGIC) + sut.SALT_BYTES + sut.PREFIX_BYTES
    with pytest.raises(sut.CannotOpen):
        opened(data[: header + sut.CHUNK_BYTES + sut.TAG_BYTES])


def test_a_changed_byte_is_refused() -> None:
    data = bytearray(locked(b"hello"))
    data[-1] ^= 1
    with pytest.raises(sut.CannotOpen):
        opened(bytes(data))


def test_some_other_file_is_named_as_such() -> None:
    with pytest.raises(sut.NotOurs):
        opened(b"PK\x03\x04")


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(sut.WeakPassphrase):
        sut.lock(io.BytesIO(b"x"), io.BytesIO(), passphrase="corta")


@pytest.mark.parametrize(
    "words", [" " * 12, " " * 11 + "1", "a" * 20, "a a a a a a a", "\t \n" * 9]
)
def test_spaces_or_one_character_again_and_again_are_no_passphrase(words: str) -> None:
    with pytest.raises(sut.WeakPassphrase) as refused:
        sut.lock(io.BytesIO(b"x"), io.BytesIO(), passphrase=words)
    assert refused.value.code == "plain"
