"""Thirty clients come in by one workbook, as an agency would fill it in: in Spanish."""

from pathlib import Path

import pytest

from simulacro.apps.audit.spreadsheets import read_workbook, write_workbook
from simulacro.engines.access.agency import Agency, agency_to_document, load_agency, shared_by

ROOT = Path(__file__).resolve().parents[2]
WORKBOOK = ROOT / "examples" / "inventories" / "thirty-clients.xlsx"


@pytest.fixture(scope="module")
def agency() -> Agency:
    book = read_workbook(WORKBOOK.read_bytes())
    assert book.is_agency
    return book.read(load_agency)


def test_thirty_clients_come_in_by_one_workbook(agency: Agency) -> None:
    assert len(agency.brands) == 30
    assert all(client.inventory.channels for client in agency.brands)


def test_nobody_and_unknown_come_in_too(agency: Agency) -> None:
    channels = [channel for client in agency.brands for channel in client.inventory.channels]
    assert any(channel.nobody for channel in channels)
    assert any(channel.ways_unknown for channel in channels)


def test_the_junior_s_phone_and_tool_are_shared_by_all_of_them(agency: Agency) -> None:
    assert len(shared_by(agency, "programador")) == 30


def test_it_goes_out_again_as_it_came_in(agency: Agency) -> None:
    again = read_workbook(write_workbook(agency_to_document(agency), "es")).read(load_agency)
    assert again == agency
