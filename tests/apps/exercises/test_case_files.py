"""Cases as files: out and in again is the same case; what others wrote comes in sensibly; what is
wrong is told all at once, each with its place."""

import base64
import datetime as dt
import io
import json
from contextlib import suppress
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from simulacro.apps.exercises.case_files import read_case_file
from simulacro.apps.exercises.cexf import as_cexf
from simulacro.apps.exercises.cexf_reading import read_cexf
from simulacro.apps.exercises.msel import heads, msel_workbook
from simulacro.apps.exercises.msel_reading import read_msel
from simulacro.apps.packs.queries import shelf
from simulacro.content.case_documents import (
    EXHIBIT_KINDS,
    case_from,
    critical_tasks,
    document_of,
    read_case,
)
from simulacro.engines.documents.mistakes import DocumentError
from simulacro.kit.brought_files import BadFile
from simulacro.kit.document_mistakes import told as told_of_document
from simulacro.kit.spreadsheets import SpreadsheetError

TEXTS = st.text(max_size=60)
SOME = TEXTS.filter(lambda text: bool(text.strip()))
LINES = st.lists(SOME, max_size=3)
MINUTES = st.integers(-300, 3_000)
CASES = st.fixed_dictionaries(
    {
        "schema": st.just("simulacro.case/1"),
        "title": SOME,
        "family": st.sampled_from(["trolls", "service"]),
        "minutes": st.integers(1, 480),
        "combination": st.sampled_from([{}, {"trigger": "trolls", "channel": "x"}]),
        "situation": SOME,
        "known": LINES,
        "unknown": LINES,
        "timeline": st.lists(st.fixed_dictionaries({"at_min": MINUTES, "text": SOME}), max_size=3),
        "exhibits": st.lists(
            st.fixed_dictionaries(
                {
                    "kind": st.sampled_from(EXHIBIT_KINDS),
                    "network": st.sampled_from(["", "x", "tiktok"]),
                    "at_min": MINUTES,
                    "from": TEXTS,
                    "text": SOME,
                }
            ),
            max_size=3,
        ),
        "questions": st.lists(
            st.fixed_dictionaries(
                {
                    "task": st.sampled_from(critical_tasks()),
                    "minutes": st.integers(1, 60),
                    "ask": SOME,
                    "answer": TEXTS,
                    "notices": LINES,
                }
            ),
            min_size=1,
            max_size=3,
        ),
        "gained": TEXTS,
    }
)


def case_of(document: dict[str, Any]) -> Any:
    return case_from(document, key="own:1", brand="{brand}")


@settings(max_examples=25, deadline=None)
@given(CASES, st.sampled_from(["es", "en"]))
def test_any_case_goes_out_and_comes_back_the_same(written: dict[str, Any], language: str) -> None:
    document = read_case(written)
    assert read_case(document) == document
    with override(language):
        assert read_msel(msel_workbook(case_of(document))) == document
    told = as_cexf(case_of(document), brand="Café", made_at="2026-11-30T10:00:00+00:00")
    again = read_cexf(json.dumps(told).encode())
    assert again == document
    assert as_cexf(case_of(again), brand="Café", made_at="2026-11-30T10:00:00+00:00") == told


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.django_db
def test_every_case_that_comes_with_simulacro_survives_both_files(language: str) -> None:
    library = shelf()
    # One of each family and source: all of them differ only in their words.
    keys = [line.key for line in library.lines(language, "Café Andariego")][::12]
    with override(language):
        for key in keys:
            case = library.case(key, language, "Café Andariego")
            document = document_of(case)
            assert read_msel(msel_workbook(case)) == document
            assert read_cexf(as_cexf(case, brand="", made_at="")) == document


def book(*rows: list[Any], title: str = "Sheet1") -> bytes:
    made = Workbook()
    page = made.worksheets[0]
    page.title = title
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


FOREIGN: list[list[Any]] = [
    ["Operation Blue Cup"],
    [],
    [
        *("Event #", "Time", "Event", "Description", "From", "To", "Delivery Method"),
        *("Responsible Controller", "Expected Outcome", "Objective", "Comments"),
    ],
    [1, "09:30", "STARTEX", None, None, None, None, "Lead", None, None, None],
    [
        *(2, "09:45", "Angry post", "Your coffee made me sick", "@ana", "CM", "Facebook post"),
        *("Lead", "Ask for details in private", "Say the first words", "Within 15 min"),
    ],
    [
        *(3, "01:00", "Reporter calls", "Any comment?", "Radio", "CM", "Phone call"),
        *("Lead", "Offer a statement", "Public information", None),
    ],
]


def test_a_list_of_another_program_comes_in() -> None:
    with override("en"):
        found = read_msel(book(*FOREIGN))
    assert found["title"] == "Operation Blue Cup"
    assert [beat["text"] for beat in found["timeline"]] == ["STARTEX"]
    first, second = found["exhibits"]
    assert (first["kind"], first["network"], first["from"]) == ("post", "facebook", "@ana")
    # After midnight.
    assert (first["at_min"], second["at_min"], second["kind"]) == (15, 930, "audio")
    asked, other = found["questions"]
    assert (asked["task"], asked["answer"]) == ("answer.first", "Ask for details in private")
    assert asked["notices"] == ["Within 15 min"]
    # An objective that we know nothing of is kept in its own words.
    assert (other["task"], other["notices"]) == ("alert.decide", ["Public information"])


@pytest.mark.parametrize(
    ("first", "then", "minutes"),
    [
        (0, 15, 15),
        ("STARTEX", "T+20", 20),
        ("START", "+1:30", 90),
        ("09:30 a. m.", "1:05 PM", 215),
        ("0930", "1015 hrs", 45),
        ("22:00", "00:30", 150),
        (dt.time(9, 30), dt.time(9, 0), -30),
        (
            dt.datetime.fromisoformat("2026-11-30 22:00"),
            dt.datetime.fromisoformat("2026-12-01 09:00"),
            660,
        ),
        (0.5, 0.75, 360),
        (10, None, 10),
    ],
)
def test_a_minute_is_read_as_people_write_it(first: Any, then: Any, minutes: int) -> None:
    found = read_msel(
        book(["Time", "Inject", "Sender", "Expected action"], [first, "A"], [then, "B", "C", "D"])
    )
    assert found["exhibits"][0]["at_min"] == minutes


def test_every_mistake_of_a_list_has_its_cell() -> None:
    broken = [
        *FOREIGN[:3],
        [1, "soonish", "A", "B", "C", "D", "mail", "E", "=1+1", None, None],
        [2, 5, "A", "B" * 9_000, "C", "D", "mail", "E", "F", None, None],
    ]
    with pytest.raises(SpreadsheetError) as refused:
        read_msel(book(*broken))
    told = {(m.code, str(m.place)) for m in refused.value.mistakes}
    assert told >= {
        ("bad_minute", "Sheet1!B4"),
        ("formula", "Sheet1!I4"),
        ("text_too_long", "Sheet1!D5"),
    }
    unknown = [["Time", "Inject", "Wether"], [1, "A", "rain"]]
    with pytest.raises(SpreadsheetError) as refused:
        read_msel(book(*unknown))
    told = {(m.code, str(m.place)) for m in refused.value.mistakes}
    assert ("unknown_column", "Sheet1!C1") in told
    assert "no_questions" in {code for code, _place in told}
    with pytest.raises(SpreadsheetError) as refused:
        read_msel(book(["nothing", "of"], ["the", "kind"]))
    assert "missing_column" in {m.code for m in refused.value.mistakes}


def test_a_mistake_in_our_own_list_has_its_cell() -> None:
    case = case_of(read_case(CASE))
    with override("es"):
        page = load_workbook(io.BytesIO(msel_workbook(case))).worksheets[0]
        assert [cell.value for cell in page[2]][: len(heads())] == heads()
    rows = {page.cell(n, 13).value: n for n in range(3, page.max_row + 1)}
    page.cell(rows["pregunta"], 11, "task=answer.frist; minutes=many")
    page.cell(rows["se sabe"], 13, "se supo")
    page.cell(rows["situación"], 11, "family=truls; minutes=30")
    file = io.BytesIO()
    page.parent.save(file)
    with pytest.raises(SpreadsheetError) as refused:
        read_msel(file.getvalue(), families=["trolls"])
    told = {(m.code, str(m.place)) for m in refused.value.mistakes}
    assert told == {
        ("bad_choice", f"MSEL!K{rows['pregunta']}"),
        ("wrong_type", f"MSEL!K{rows['pregunta']}"),
        ("bad_choice", f"MSEL!M{rows['se sabe']}"),
        ("bad_choice", f"MSEL!K{rows['situación']}"),
    }


CASE = {
    "schema": "simulacro.case/1",
    "title": "The troll",
    "family": "trolls",
    "situation": "A troll appears.",
    "known": ["It is a troll"],
    "questions": [{"ask": "What now?", "answer": "Nothing yet"}],
}


def foreign_cexf() -> dict[str, Any]:
    mail = base64.b64encode(b"Dear team,\nsomebody fell for it.").decode()
    return {
        "exercise": {
            "name": "Phishing e-mail",
            "description": "A fraud",
            "expanded": "# A fraud against the CEO",
            "meta": {"author": "Somebody", "level": "beginner"},
            "total_duration": "7200",
            "uuid": "e-1",
            "version": "20210611",
        },
        "inject_flow": [
            {"inject_uuid": "i-1", "timing": {"triggered_at": None}, "requirements": {}},
            {"inject_uuid": "i-2", "timing": {"triggered_at": 600}, "requirements": {}},
        ],
        "inject_payloads": [
            {
                "name": "mail",
                "type": "file",
                "uuid": "p-1",
                "parameters": {"content": mail, "content-type": "base64"},
            }
        ],
        "injects": [
            {
                "name": "malicious flow",
                "action": "network_connection",
                "target_tool": "Suricata",
                "uuid": "i-2",
                "inject_evaluation": [{"parameters": [], "result": "alert"}],
            },
            {
                "name": "received e-mail",
                "action": "email_to_participants",
                "action_payload_resource_uuid": "p-1",
                "target_tool": "MISP",
                "uuid": "i-1",
                "inject_evaluation": [
                    {"parameters": [{"Event.info": {}}], "result": "Event created"},
                    {"parameters": {"OR": []}, "result": "Published"},
                ],
            },
        ],
    }


def test_an_exercise_of_another_program_comes_in() -> None:
    with override("en"):
        found = read_cexf(json.dumps(foreign_cexf()))
    assert (found["title"], found["minutes"]) == ("Phishing e-mail", 120)
    assert found["situation"] == "A fraud against the CEO"
    (mail,) = found["exhibits"]
    assert (mail["kind"], mail["from"]) == ("email", "MISP")
    assert "somebody fell for it" in mail["text"]
    # In the order of the flow, not of the file.
    first, second = found["questions"]
    assert first["ask"].startswith("received e-mail")
    assert (first["answer"], second["answer"]) == ("Event created\nPublished", "alert")


def test_every_mistake_of_an_exercise_has_its_path() -> None:
    wrong = foreign_cexf()
    wrong["exercise"]["total_duration"] = ["long"]
    wrong["inject_flow"][0]["inject_uuid"] = "i-9"
    wrong["inject_flow"][1]["timing"]["triggered_at"] = "soonish"
    wrong["inject_payloads"][0]["parameters"]["content"] = "abcde"
    wrong["injects"][0]["inject_evaluation"] = "none"
    wrong["injects"][1]["action_payload_resource_uuid"] = "p-7"
    wrong["injects"].append({"uuid": "i-1"})
    with pytest.raises(DocumentError) as refused:
        read_cexf(json.dumps(wrong))
    told = {(m.code, m.place) for m in refused.value.mistakes}
    assert told >= {
        ("wrong_type", "exercise.total_duration"),
        ("unknown_inject", "inject_flow[0].inject_uuid"),
        ("wrong_type", "inject_flow[1].timing.triggered_at"),
        ("not_base64", "inject_payloads[0].parameters.content"),
        ("wrong_type", "injects[0].inject_evaluation"),
        ("unknown_payload", "injects[1].action_payload_resource_uuid"),
        ("duplicate_id", "injects[2].uuid"),
        ("missing", "injects[2]"),
    }
    with override("es"):
        assert all("{" not in str(told_of_document(m)) for m in refused.value.mistakes)


def test_a_mistake_in_our_own_exercise_has_its_path() -> None:
    told = as_cexf(case_of(read_case(CASE)), brand="", made_at="")
    told["injects"][0]["name"] = "answer.frist"
    told["injects"][0]["inject_evaluation"][0]["parameters"][0]["minutes"] = "many"
    told["exercise"]["meta"]["known"] = 7
    with pytest.raises(DocumentError) as refused:
        read_cexf(told)
    assert {(m.code, m.place) for m in refused.value.mistakes} == {
        ("bad_choice", "injects[0].name"),
        ("wrong_type", "injects[0].inject_evaluation[0].parameters[0].minutes"),
        ("wrong_type", "exercise.meta.known"),
    }


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[1, 2]", b"\xff\xfe", b"null", b'{"exercise": 7}', b"PK\x03\x04cut", b"hello"],
)
def test_what_is_no_case_is_refused(data: bytes) -> None:
    with pytest.raises(BadFile) as refused:
        read_case_file(SimpleUploadedFile("case.json", data))
    assert refused.value.mistakes


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(
            st.none() | st.integers(-9, 9) | st.text("ab:19+TP ", max_size=5) | st.booleans(),
            min_size=1,
            max_size=13,
        ),
        max_size=4,
    )
)
def test_any_workbook_is_a_case_or_is_refused_with_its_mistakes(rows: list[list[Any]]) -> None:
    with suppress(SpreadsheetError):
        assert read_case(read_msel(book(["Title"], heads(), *rows)))


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["exercise", "injects", "inject_flow", "uuid", "name", "timing"])
                | st.sampled_from(["inject_payloads", "meta", "parameters", "triggered_at"]),
                inner,
                max_size=5,
            )
        ),
        max_leaves=25,
    )
)
def test_any_json_is_a_case_or_is_refused_with_its_mistakes(value: Any) -> None:
    with suppress(DocumentError):
        assert read_case(read_cexf(json.dumps(value)))
