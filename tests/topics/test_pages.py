"""The library's pages: add with a file, points one a line, and a file that only its readers get."""

import html
import re
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ceremony.core.clock import now
from ceremony.core.db import session, transaction
from ceremony.people.queries import get_root
from ceremony.topics.actions import add_cited
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


def _value(page: str, name: str) -> str:
    """Return what stands in a field of the page."""
    tag = re.search(rf'<(input|textarea)[^>]* name="{name}"[^>]*>([^<]*)', page)
    assert tag is not None, name
    value = re.search(r'value="([^"]*)"', tag[0])
    return html.unescape(tag[2].strip() if tag[1] == "textarea" else value[1] if value else "")


FIELDS = ("type", "number", "year", "symbol", "date", "issuers", "subject")


def _fields(page: str) -> dict[str, str]:
    return {name: _value(page, name) for name in ("citation", "details", *FIELDS)}


def test_the_box_is_read_into_fields_that_stay_editable(office: FlaskClient) -> None:
    pasted = "phổ biến Nghị định 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 về công tác văn thư"
    page = office.post("/documents", data={"csrf_token": csrf(office), "citation": pasted, "read": "1"})
    assert page.status_code == 200
    fields = _fields(page.text)
    assert [fields[name] for name in FIELDS] == [
        *("Nghị định", "30", "2020", "NĐ-CP", "05/03/2020", "Chính phủ", "công tác văn thư"),
    ]
    assert fields["citation"] == pasted
    changed = {**fields, "csrf_token": csrf(office), "subject": "công tác văn thư, lưu trữ", "date": "6/3/2020"}
    answer = office.post("/documents", data=changed)
    assert answer.status_code == 303
    assert "ngày 6/3/2020 của Chính phủ về công tác văn thư, lưu trữ" in office.get(answer.location).text


def test_of_several_documents_in_the_box_one_is_chosen(office: FlaskClient) -> None:
    pasted = f"{CITED}; Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị về học tập và làm theo Bác"
    fields = {"csrf_token": csrf(office), "citation": pasted}
    page = office.post("/documents", data={**fields, "read": "1"}).text
    assert "cites 2 documents: which one?" in page
    assert 'name="subject"' not in page
    page = office.post("/documents", data={**fields, "choose": "1"}).text
    assert (_value(page, "number"), _value(page, "symbol")) == ("05", "CT/TW")
    assert _value(page, "citation") == pasted


def test_what_is_missing_is_asked_at_its_field_and_nothing_is_lost(office: FlaskClient) -> None:
    answer = _add(office, "Nghị quyết số 76/NQ-CP của Chính phủ về cải cách hành chính")
    assert answer.status_code == 422
    fields = _fields(answer.text)
    assert (fields["number"], fields["date"], fields["subject"]) == ("76", "", "cải cách hành chính")
    again = office.post("/documents", data={**fields, "csrf_token": csrf(office), "date": "31/2/2021"})
    assert again.status_code == 422
    assert _value(again.text, "date") == "31/2/2021"
    assert _value(again.text, "subject") == "cải cách hành chính"
    last = office.post("/documents", data={**fields, "csrf_token": csrf(office)})
    assert "Give the day that it was signed." in last.text
    done = office.post("/documents", data={**fields, "csrf_token": csrf(office), "date": "15/07/2021"})
    assert done.status_code == 303


def test_a_program_is_no_document(office: FlaskClient) -> None:
    answer = _add(office, file=b"MZ\x90\x00", name="76.pdf")
    assert answer.status_code == 422
    assert "neither PDF, Word" in answer.text
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
    page = office.get("/documents?q=mot+cua").text
    assert "In the points: " in page
    assert "<mark>Một</mark> <mark>cửa</mark>" in page
    assert "Nothing holds all these words" in office.get("/documents?q=hai+cua").text
    late = office.post(address, data={**fields, "points": "Của tôi"})
    assert late.status_code == 409
    assert "Sáu nội dung" in late.text
    assert "Của tôi</textarea>" in late.text


def test_a_document_says_what_it_rests_on_and_what_replaced_it(office: FlaskClient) -> None:
    older = _add(office, "Nghị quyết số 30c/NQ-CP ngày 08/11/2011 của Chính phủ về cải cách hành chính").location
    address = _add(office).location
    page = office.get(older).text
    fields = {"csrf_token": csrf(office), "seen": _value(page, "seen"), "points": "**Một** cửa <script>"}
    fields |= {"summary": "- sáu *nội dung*\n- <img src=x onerror=alert(1)> [a](javascript:alert(1))"}
    fields |= {"ended_on": "15/7/2021", "replaced_by": address.rpartition("/")[2], "link": "https://chinhphu.vn/30c"}
    fields |= {"basis": "Căn cứ Luật Tổ chức Chính phủ ngày 25 tháng 12 năm 2001;"}
    assert office.post(older, data=fields).status_code == 303
    page = office.get(older).text
    assert "No longer in force since 15/07/2021." in page
    assert "<li>sáu <em>nội dung</em></li>" in page
    assert "Luật Tổ chức Chính phủ ngày 25/12/2001</a>" in page
    assert 'href="https://chinhphu.vn/30c"' in page
    assert "<img" not in page.partition("<main")[2].partition("</main")[0]
    assert 'href="javascript:' not in page
    law = re.search(r'href="(/documents/\d+)">Luật Tổ chức', page)
    assert law is not None
    assert "Basis of" in office.get(law[1]).text
    assert "Luật Tổ chức" not in office.get("/documents/waiting").text
    assert (
        office.post(older, data={**fields, "seen": _value(page, "seen"), "link": "javascript:alert(1)"}).status_code
        == 422
    )


def test_what_was_not_presented_is_given_a_month_with_one_press(
    clock: time_machine.Traveller, office: FlaskClient, ceremony: Run
) -> None:
    ceremony("schedule", "plan", "2021")
    address = _add(office).location
    page = office.get("/documents/waiting").text
    assert CITED in page
    assert ">11</td>" in page
    ceremony_key = re.search(r'<option value="([^"]+)">02/08/2021', page)
    assert ceremony_key is not None
    fields = {"csrf_token": csrf(office), "ceremony": ceremony_key[1]}
    assert office.post(f"{address}/month", data=fields).status_code == 303
    assert "It is presented in the ceremony of 02/08/2021." in office.get("/documents/waiting").text
    clock.move_to("2021-08-02T08:00:00+07:00")
    sign_in(office, "cb01@example.gov.vn")
    assert CITED not in office.get("/documents/waiting").text.partition("<table")[2]
    fields = {"csrf_token": csrf(office), "ceremony": ceremony_key[1].replace("08", "09")}
    office.post(f"{address}/month", data=fields)
    assert "It was presented on 02/08/2021 already" in office.get("/documents").text
    assert office.post(f"{address}/month", data={**fields, "ceremony": "NO"}).status_code == 404


def test_an_earlier_file_is_kept_as_a_version(office: FlaskClient) -> None:
    address = _add(office).location
    _add(office, file=PDF + b"\n", name="76-moi.pdf")
    page = office.get(address).text
    version = re.search(r'href="(/documents/\d+/files/\d+)"', page)
    assert version is not None
    assert office.get(version[1]).data == PDF
    assert office.get(f"{address}/file").data == PDF + b"\n"
    assert office.get(f"{address}/files/999").status_code == 404


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


def test_a_search_shows_twenty_hits_a_page_and_leads_to_the_rest(app: Flask, cast: Cast) -> None:
    with transaction():
        for number in range(1, 24):
            add_cited(
                get_root(), f"Kế hoạch số {number}/KH-UBND ngày {number}/7/2021 của UBND tỉnh về lễ tân", None, now()
            )
    client = app.test_client()
    sign_in(client, "cb02@example.gov.vn")
    first = client.get("/documents?q=le+tan").text
    assert first.count("In the citation") == 20
    assert "23 documents" in first
    second = client.get("/documents?q=le+tan&page=2").text
    assert second.count("In the citation") == 3
    assert "Page 2 of 2" in second
    assert "Page 1 of" not in client.get("/documents").text
