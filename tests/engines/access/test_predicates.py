"""The closed language of predicates: three values, and every mistake with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulacro.engines.access.document import load_document
from simulacro.engines.access.inventory import Answer
from simulacro.engines.access.predicates import Scene, evaluate, read_predicate
from simulacro.engines.access.three_values import all_of, any_of, opposite
from simulacro.engines.documents.mistakes import Mistakes

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
CAFE = load_document("""
schema: simulacro.inventory/1
brand: {name: Café Ada, solo: no}
assets:
  - {id: clave, kind: credential, name: Clave}
  - {id: linea, kind: sim, name: Línea}
  - {id: app, kind: authenticator, name: App, hardware: yes}
  - {id: ada, kind: person, name: Ada, left: no, holds: [clave, linea]}
  - {id: ben, kind: person, name: Ben, left: unknown, may_hold: [linea]}
  - id: ig
    kind: account
    name: Instagram
    network: instagram
    second_factor: unknown
    opens:
      - {requires: [clave, ada], perhaps: [app]}
      - {requires: [clave, ben], gives: publish}
      - {requires: [linea], route: recovery, doubtful: yes}
  - {id: x, kind: account, name: X, network: x, opens: unknown, queue: yes}
""")


def value(said: object, subject: str | None = "ig", **answers: Answer) -> Answer:
    mistakes = Mistakes()
    predicate = read_predicate(said, (), mistakes)
    assert mistakes.found == []
    given_answers = {key.replace("_", "."): answer for key, answer in answers.items()}
    return evaluate(predicate, Scene(CAFE, subject, given_answers))


@pytest.mark.parametrize(
    ("said", "subject", "expected"),
    [
        ({"kind": ["account", "tool"]}, "ig", YES),
        ({"kind": "account"}, None, NO),
        ({"network": "instagram"}, "x", NO),
        ({"network": ["instagram"]}, None, YES),
        ({"trait": "second_factor"}, "ig", UNKNOWN),
        ({"trait": "queue"}, "ig", UNKNOWN),
        ({"trait": "queue"}, "x", YES),
        ({"solo": True}, None, NO),
        ({"sure": {"trait": "second_factor"}}, "ig", NO),
        ({"sure": {"trait": "queue"}}, "x", YES),
        ({"battery": True}, "ig", NO),
        ({"battery": True}, None, NO),
        ({"way": {"needs": "credential", "for": "team"}}, "ig", YES),
        ({"way": {"needs": ["credential", "authenticator"]}}, "ig", UNKNOWN),
        ({"way": {"route": "recovery", "kept_by_only": "sim"}}, "ig", UNKNOWN),
        ({"way": {"route": "tool"}}, "ig", NO),
        ({"way": {"route": "tool"}}, "x", UNKNOWN),
        ({"way": {"route": "login", "gives": "admin", "lacks": ["person"]}}, "ig", NO),
        ({"some": {"of": "people", "that": {"trait": "left"}}}, "ig", UNKNOWN),
        ({"some": {"of": "admins", "that": {"trait": "left"}}}, "ig", NO),
        ({"every": {"of": "ways_need", "that": {"kind": "mailbox"}}}, "ig", NO),
        ({"every": {"of": "holders", "that": {"kind": "person"}}}, "linea", YES),
        ({"count": {"of": "admins", "at_least": 2}}, "ig", NO),
        ({"count": {"of": "admins", "at_least": 2}}, "x", UNKNOWN),
        ({"count": {"of": "holders", "at_least": 2}}, "linea", UNKNOWN),
        ({"count": {"of": "opens", "that": {"channel": True}, "at_most": 1}}, "clave", YES),
        ({"count": {"of": "brand", "that": {"kind": "account"}, "at_least": 2}}, None, YES),
        ({"not": {"any": [{"trait": "queue"}, {"kind": "account"}]}}, "ig", NO),
    ],
)
def test_a_predicate_is_yes_no_or_unknown(
    said: object, subject: str | None, expected: Answer
) -> None:
    assert value(said, subject) is expected


def test_an_answer_to_another_check_counts_once_it_is_known() -> None:
    said = {"answered": {"check": "a.b", "is": False}}
    assert value(said) is UNKNOWN
    assert value(said, a_b=NO) is YES
    assert value(said, a_b=YES) is NO


def test_every_mistake_is_told_with_its_place() -> None:
    mistakes = Mistakes()
    read_predicate(
        {
            "all": [
                {"trai": "queue"},
                {"trait": "fast"},
                {"count": {"of": "friends"}},
                {"some": {"that": {"kind": "ship"}}},
                "yes",
                {"way": {"route": "door", "via": 1}},
                {"any": []},
            ]
        },
        ("when",),
        mistakes,
    )
    assert [(m.place, m.code) for m in mistakes.found] == [
        ("when.all[0].trai", "unknown_field"),
        ("when.all[1].trait", "bad_choice"),
        ("when.all[2].count.of", "bad_choice"),
        ("when.all[2].count", "missing"),
        ("when.all[3].some", "missing"),
        ("when.all[3].some.that.kind", "bad_choice"),
        ("when.all[4]", "wrong_type"),
        ("when.all[5].way.route", "bad_choice"),
        ("when.all[5].way.via", "unknown_field"),
        ("when.all[6].any", "wrong_type"),
    ]


@given(st.lists(st.sampled_from(Answer)))
def test_all_and_any_are_each_others_mirror(answers: list[Answer]) -> None:
    assert any_of(answers) is opposite(all_of(map(opposite, answers)))
    order = {NO: 0, UNKNOWN: 1, YES: 2}
    assert all_of(answers) is min([YES, *answers], key=order.__getitem__)
