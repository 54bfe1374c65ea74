"""The library's pages: add with a file, points one a line, and a file that only its readers get."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ceremony.core.db import session, transaction
from ceremony.topics.queries import get_document
from tests.cast import Cast, add_person, add_unit
from tests.conftest import Run
from tests.sign_in import csrf, sign_in

CITED = "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về cải cách hành chính nhà nước"
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def office(app: Flask, cast: Cast) -> FlaskClient:
    """The browser of the chief of office."""
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    return client


def _add(client: FlaskClient, citation: str = CITED, file: bytes | None = PDF, name: str = "76.pdf") -> TestResponse:
    fields: dict[str, object] = {"csrf_token": csrf(client), "citation": citation}
    if file is not None:
        fields["file"] = (BytesIO(file), name)
    return client.post("/documents", data=fields)


def test_an_empty_library_names_the_next_step(office: FlaskClient) -> None:
    assert "Add the first document" in office.get("/documents").text


def test_a_document_is_added_with_its_file_and_handed_out_as_attachment(office: FlaskClient) -> None:
    answer = _add(office)
    assert answer.status_code == 303
    assert CITED in office.get("/documents").text
    assert "Quyết định" not in office.get(answer.location).text
    file = office.get(f"{answer.location}/file")
    assert file.data == PDF
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["X-Content-Type-Options"] == "nosniff"


def test_a_citation_that_is_refused_stays_in_its_field(office: FlaskClient) -> None:
    answer = _add(office, "Nghị quyết 76")
    assert answer.status_code == 422
    assert "does not say the day that it was signed and its subject" in answer.text
    assert "Choose the file again" in answer.text
    assert "Nghị quyết 76</textarea>" in answer.text


def test_a_program_is_no_document(office: FlaskClient) -> None:
    answer = _add(office, file=b"MZ\x90\x00", name="76.pdf")
    assert answer.status_code == 422
    assert "neither a PDF nor a Word file" in answer.text
    assert CITED not in answer.text.partition("<table")[2].partition("</table>")[0]


def test_points_are_kept_one_a_line_and_never_overwritten_unseen(office: FlaskClient) -> None:
    address = _add(office).location
    page = office.get(address).text
    seen = page.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    fields = {"csrf_token": csrf(office), "seen": seen}
    assert office.post(address, data={**fields, "points": " Sáu  nội dung \r\n\r\nMột cửa"}).status_code == 303
    session().rollback()
    number = int(address.rpartition("/")[2])
    assert get_document(number).points == ["Sáu nội dung", "Một cửa"]
    late = office.post(address, data={**fields, "points": "Của tôi"})
    assert late.status_code == 409
    assert "Sáu nội dung" in late.text
    assert "Của tôi</textarea>" in late.text


def test_its_months_stand_beside_it(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "plan", "2021")
    ceremony("topics", "add", CITED, "--month", "2021-08")
    assert "08/2021" in office.get("/documents").text
    assert "/ceremonies/SNV-2021-08" in office.get("/documents/1").text


def test_a_colleague_reads_and_may_not_write(app: Flask, office: FlaskClient) -> None:
    address = _add(office).location
    client = app.test_client()
    sign_in(client, "cb03@example.gov.vn")
    assert client.get(f"{address}/file").status_code == 200
    assert "btn-primary" not in client.get("/documents").text
    assert client.post("/documents", data={"csrf_token": csrf(client), "citation": CITED}).status_code == 403
    assert client.post(address, data={"csrf_token": csrf(client), "points": "x"}).status_code == 403


def test_a_stranger_s_library_is_closed(app: Flask, office: FlaskClient) -> None:
    address = _add(office).location
    with transaction():
        other = add_unit("KHAC", "Sở Khác")
        add_person(other, other, "KH01", "Lê Văn Khác", "Chuyên viên")
    client = app.test_client()
    sign_in(client, "kh01@example.gov.vn")
    for path in (address, f"{address}/file", "/documents?unit=SNV"):
        assert client.get(path).status_code == 403
    assert app.test_client().get("/documents").status_code == 302


def test_an_unknown_document_and_a_missing_file_say_so(office: FlaskClient) -> None:
    address = _add(office, file=None).location
    assert office.get(f"{address}/file").status_code == 404
    assert office.get("/documents/999").status_code == 404
    assert office.get("/documents?unit=NO").status_code == 404
