"""The words that passwords are made of, as the product carries them."""

import random

import pytest

from simulacro.apps.audit.own_words import estimator_of, password_words, spanish_words
from simulacro.engines.passwords.judging import Entry, Fault, judge

OWN = ("cafe", "andariego")


def faults_of(secret: str, *, second_factor: bool) -> tuple[Fault, ...]:
    (verdict,) = judge(
        [Entry("", secret, second_factor)], estimator=estimator_of(OWN), own=OWN, key=b"k" * 32
    )
    return verdict.faults


@pytest.mark.parametrize("second_factor", [True, False])
@pytest.mark.parametrize(
    "secret",
    [
        "contraseñasegura1",
        "teamomuchoamor",
        "MiPerroSeLlamaLuna",
        "M1P3rr0S3Ll4m4Luna",
        "Tequieromucho99",
        "qwertyuiop123456",
    ],
)
def test_common_words_in_a_row_are_easy_to_guess(secret: str, second_factor: bool) -> None:
    assert Fault.GUESSABLE in faults_of(secret, second_factor=second_factor)


@pytest.mark.parametrize(
    "secret",
    [
        "jirafa bajo tormenta lenta violeta",
        "lápiz mojado tres faroles",
        "tormenta-grapa-violín-pozo",
        "correct horse battery staple",
    ],
)
def test_words_drawn_at_random_are_good(secret: str) -> None:
    assert faults_of(secret, second_factor=False) == ()


def test_four_words_drawn_from_the_most_frequent_are_hardly_ever_refused() -> None:
    numbers = random.Random(7)
    words = [word for word in spanish_words() if len(word) >= 4]
    estimator = estimator_of(OWN)
    for most, refused in ((2_000, 3), (8_000, 0)):
        drawn = [" ".join(numbers.sample(words[:most], 4)) for _ in range(60)]
        assert sum(estimator.guesses_log10(one) < 10 for one in drawn) <= refused


def test_no_word_is_twice_in_a_list_and_each_is_one_word() -> None:
    for words in password_words():
        assert words
        assert len(set(words)) == len(words), [x for x in words if words.count(x) > 1]
        assert all(word == word.lower() for word in words)
