import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulacro.engines.passwords.judging import Entry, Fault, Verdict, judge
from simulacro.engines.passwords.leak_filter import (
    BadFilter,
    BadList,
    LeakFilter,
    digests_of_list,
    write_filter,
)
from simulacro.engines.passwords.leaks import Leaked, digest_of, leaked
from simulacro.engines.passwords.strength import Estimator, dictionary
from simulacro.engines.passwords.words import made_of, own_words

OWN = own_words(["Café Andariego"])
ESTIMATOR = Estimator(dictionary(OWN, ["contraseña", "perro", "siempre", "conmigo"]))
KEY = b"k" * 32


def verdicts(*entries: Entry, source: LeakFilter | None = None) -> tuple[Verdict, ...]:
    return judge(entries, estimator=ESTIMATOR, own=OWN, key=KEY, source=source)


def a_filter(*secrets: str) -> LeakFilter:
    out = io.BytesIO()
    write_filter(sorted(int(digest_of(s), 16) for s in secrets), len(secrets), out)
    return LeakFilter(out.getvalue())


def test_fifteen_characters_alone_and_eight_beside_a_second_factor() -> None:
    # Fourteen, fifteen, seven and eight characters of no pattern.
    words = ["vq9mzt2xkw4hjb", "vq9mzt2xkw4hjbp", "vq9mzt2", "vq9mzt2x"]
    alone = verdicts(*(Entry("", word) for word in words[:2]))
    beside = verdicts(*(Entry("", word, second_factor=True) for word in words[2:]))
    assert [Fault.SHORT in v.faults for v in (*alone, *beside)] == [True, False, True, False]
    assert alone[1].good
    assert beside[1].good


def test_a_letter_of_two_code_points_counts_once() -> None:
    (verdict,) = verdicts(Entry("", "n\u0303" * 8, second_factor=True))
    assert Fault.SHORT not in verdict.faults
    (verdict,) = verdicts(Entry("", "n\u0303" * 7, second_factor=True))
    assert Fault.SHORT in verdict.faults


def test_no_kind_of_character_is_asked_for() -> None:
    (verdict,) = verdicts(Entry("", "jirafa bajo tormenta lenta violeta"))
    assert verdict.good


def test_the_brands_words_and_spanish_are_easy_to_guess() -> None:
    brand, spanish = verdicts(Entry("", "C4feAndariego.2024!"), Entry("", "contraseñacontraseña"))
    assert Fault.OWN_WORDS in brand.faults
    assert spanish.faults == (Fault.GUESSABLE,)
    assert Estimator().guesses_log10("contraseña2024") > ESTIMATOR.guesses_log10("contraseña2024")


def test_the_same_and_almost_the_same_are_grouped() -> None:
    found = verdicts(
        Entry("a", "Siempre.conmigo24"),
        Entry("b", "siempre.conmigo25"),
        Entry("c", "Siempre.conmigo24"),
        Entry("d", "vq9mzt2xkw4hjbp"),
    )
    assert [v.same for v in found] == [1, 0, 1, 0]
    assert [v.alike for v in found] == [1, 1, 1, 0]
    assert [Fault.ALIKE in v.faults for v in found] == [True, True, True, False]
    assert [v.reused for v in found] == [True, False, True, False]


def test_only_equal_ones_are_not_almost_the_same() -> None:
    found = verdicts(Entry("a", "vq9mzt2xkw4hjbp"), Entry("b", "vq9mzt2xkw4hjbp"))
    assert [(v.same, v.alike, v.faults, v.good) for v in found] == [(1, 0, (), False)] * 2


def test_a_source_that_fails_is_not_asked_again_and_the_rest_is_judged() -> None:
    asked: list[str] = []

    class Failing:
        def rests(self, prefix: str) -> tuple[str, ...]:
            asked.append(prefix)
            if len(asked) > 1:
                raise OSError
            return ()

    words = ["vq9mzt2xkw4hjbp", "tzr8mmq1pwx5ykd", "corta"]
    found = judge(
        [Entry("", word) for word in words], estimator=ESTIMATOR, own=OWN, key=KEY, source=Failing()
    )
    assert [v.leaked for v in found] == [Leaked.NO, Leaked.UNKNOWN, Leaked.UNKNOWN]
    assert len(asked) == 2
    assert Fault.SHORT in found[2].faults


def test_more_guesses_are_asked_for_where_no_second_factor_is() -> None:
    # Nine letters of no pattern: 10^9 guesses.
    secret = "qmzvkxwrj"
    assert 8 <= ESTIMATOR.guesses_log10(secret) < 10
    alone, beside = verdicts(Entry("", secret)), verdicts(Entry("", secret, second_factor=True))
    assert alone[0].faults == (Fault.SHORT, Fault.GUESSABLE)
    assert beside[0].good


def test_without_a_source_a_leak_is_unknown_and_with_one_it_is_known() -> None:
    entries = Entry("", "vq9mzt2xkw4hjbp"), Entry("", "tzr8mmq1pwx5ykd")
    assert {v.leaked for v in verdicts(*entries)} == {Leaked.UNKNOWN}
    source = a_filter("vq9mzt2xkw4hjbp", "otra")
    found = verdicts(*entries, source=source)
    assert [v.leaked for v in found] == [Leaked.YES, Leaked.NO]
    assert not found[0].good


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=30, unique=True))
def test_a_filter_finds_whatever_was_put_in(secrets: list[str]) -> None:
    source = a_filter(*secrets)
    assert all(leaked(secret, source) for secret in secrets)


def test_a_filter_rarely_finds_what_was_not_put_in_and_stays_small() -> None:
    numbers = random.Random(7)
    digests = sorted(numbers.getrandbits(160) for _ in range(20_000))
    out = io.BytesIO()
    assert write_filter(digests, len(digests), out) > 19_900
    source = LeakFilter(out.getvalue())
    wrong = sum(leaked(f"ninguna {i}", source) for i in range(400))
    # At most 1 in 256 is promised, so about 2; ten would be a broken filter.
    assert wrong < 10
    assert 8 * len(out.getvalue()) / len(digests) < 16


def test_a_list_out_of_order_or_of_something_else_is_refused_by_its_line() -> None:
    one, two = sorted((digest_of("a"), digest_of("b")))
    assert len(list(digests_of_list([f"{one}:3\r\n".encode(), f"{one}\n".encode()]))) == 1
    for lines, line, problem in (
        ([two, one], 2, "not_sorted"),
        ([one, "hola"], 2, "not_sha1"),
        (["Z" * 40], 1, "not_sha1"),
    ):
        with pytest.raises(BadList) as refused:
            list(digests_of_list(text.encode() for text in lines))
        assert (refused.value.line, refused.value.problem) == (line, problem)


def test_a_cut_filter_is_refused() -> None:
    out = io.BytesIO()
    write_filter([int(digest_of("a"), 16)], 1, out)
    for size in (0, 10, 31, 40, len(out.getvalue()) - 1):
        with pytest.raises(BadFilter):
            LeakFilter(out.getvalue()[:size])


def test_what_stays_beside_the_brands_words_decides() -> None:
    assert made_of("@ndariego-Cafe-99", OWN)
    assert made_of("2026ANDARIEGO!!", OWN)
    assert not made_of("andariego y su jirafa", OWN)
    assert not made_of("99999999", OWN)
