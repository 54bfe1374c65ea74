"""The annual plan: its paper, its number and day, and its approval."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from ceremony.core.clock import now, today
from ceremony.core.db import session
from ceremony.core.papers import Table
from ceremony.desk.papers import plan_paper
from ceremony.people.queries import get_root
from ceremony.schedule.models import YearPlan
from ceremony.schedule.queries import get_plan
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import csrf, sign_in

DON, DUONG, HOA = "cb01@example.gov.vn", "cb02@example.gov.vn", "cb03@example.gov.vn"
PLAN = "/plan/2021/paper"


@pytest.fixture
def draft(cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> Cast:
    """The office with a draft of 2021 and a guest."""
    ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở")
    ceremony("schedule", "guest", "LHHN")
    return cast


def _plan() -> YearPlan:
    session().rollback()
    return get_plan(get_root(), 2021)


def _client(app: Flask, who: str, role: str, unit: str = "SNV") -> FlaskClient:
    client = app.test_client()
    sign_in(client, who, role, unit)
    return client


def _rows() -> dict[str, tuple[str, ...]]:
    session().rollback()
    [table] = [one for one in plan_paper(get_root(), 2021, None, now(), today()).blocks if isinstance(one, Table)]
    return {row.cells[0]: row.cells for row in table.rows}


def test_the_paper_holds_every_month_with_its_day_its_theme_and_its_units(draft: Cast, ceremony: Run) -> None:
    cited = "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về cải cách hành chính"
    ceremony("topics", "add", cited, "--month", "2021-08")
    rows = _rows()
    assert list(rows) == [f"{month}" for month in range(1, 13)]
    assert rows["8"][1] == "Thứ Hai, 02/08/2021"
    assert rows["5"][1] == "Thứ Hai, 10/05/2021 (dời từ 03/05: Ngày Quốc tế Lao động (nghỉ bù))"
    assert "76/NQ-CP" in rows["8"][2]


def test_what_is_called_off_says_so_on_the_paper(draft: Cast, ceremony: Run) -> None:
    ceremony("schedule", "cancel", "2021-09", "--reason", "Quốc tang")
    ceremony("schedule", "postpone", "2021-10", "--reason", "Dịch")
    assert [_rows()[month][1] for month in ("9", "10")] == ["Hủy: Quốc tang", "Hoãn: Dịch"]


def test_both_files_say_the_same(draft: Cast, ceremony: Run, tmp_path: Path) -> None:
    word, pdf = tmp_path / "KH.docx", tmp_path / "KH.PDF"
    assert ceremony("schedule", "paper", "2021", str(word)).json == {"file": str(word)}
    assert ceremony("schedule", "paper", "2021", str(pdf)).code == 0
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf.read_bytes())).pages)
    document = Document(str(word))
    lines = [one.text for one in document.paragraphs if one.text]
    for line in (*lines, "KẾ HOẠCH", "Liên hiệp các tổ chức hữu nghị", "Số: ………/KH-SNV", "02/08/2021"):
        assert " ".join(line.split()) in text


def test_a_paper_is_written_only_as_word_or_pdf_and_only_of_a_plan(draft: Cast, ceremony: Run, tmp_path: Path) -> None:
    assert ceremony("schedule", "paper", "2021", str(tmp_path / "KH.odt")).code == 2
    assert ceremony("schedule", "paper", "2022", str(tmp_path / "KH.pdf")).code == 2
    assert ceremony("schedule", "paper", "2021", str(tmp_path / "none" / "KH.pdf")).code == 1


def test_the_office_notes_number_day_and_bases_of_the_signed_plan(app: Flask, draft: Cast) -> None:
    office = _client(app, DON, "office")
    values = {"number": "274/KH-SNgV", "dated": "19/02/2021", "basis": "Căn cứ A\n\n Căn cứ  B "}
    assert office.post(PLAN, data={"csrf_token": csrf(office), **values}).status_code == 303
    plan = _plan()
    assert (plan.number, plan.dated, plan.basis) == ("274/KH-SNgV", date(2021, 2, 19), "Căn cứ A\nCăn cứ B")
    assert "274/KH-SNgV" in office.get(PLAN).text
    assert plan_paper(get_root(), 2021, None, now(), today()).bases == ("Căn cứ A", "Căn cứ B")
    wrong = office.post(PLAN, data={"csrf_token": csrf(office), **values, "dated": "31/02/2021"})
    assert wrong.status_code == 422
    assert "31/02/2021" in wrong.text


def test_a_manager_of_the_agency_approves_a_draft_once(app: Flask, draft: Cast) -> None:
    manager = _client(app, HOA, "manager")
    assert "Draft: nothing binds yet" in manager.get(PLAN).text
    assert manager.post("/plan/2021/approve", data={"csrf_token": csrf(manager)}).status_code == 303
    plan = _plan()
    assert (plan.state, plan.approved_by) == ("approved", "Trần Minh Họa")
    assert plan.approved_at is not None
    again = manager.post("/plan/2021/approve", data={"csrf_token": csrf(manager)})
    assert again.status_code == 409
    assert "is approved already" in again.text


def test_the_office_approves_only_what_has_been_signed_on_paper(app: Flask, draft: Cast) -> None:
    office = _client(app, DON, "office")
    refused = office.post("/plan/2021/approve", data={"csrf_token": csrf(office)})
    assert refused.status_code == 409
    assert "has not been signed yet" in refused.text
    office.post(PLAN, data={"csrf_token": csrf(office), "number": "274/KH-SNgV", "dated": "19/02/2021"})
    assert office.post("/plan/2021/approve", data={"csrf_token": csrf(office)}).status_code == 303
    assert _plan().state == "approved"


def test_a_manager_of_one_unit_reads_the_plan_and_does_not_approve_it(app: Flask, draft: Cast) -> None:
    manager = _client(app, DUONG, "manager", draft.office)
    page = manager.get(PLAN)
    assert page.status_code == 200
    assert "Approve the plan" not in page.text
    assert manager.post("/plan/2021/approve", data={"csrf_token": csrf(manager)}).status_code == 403


@pytest.mark.parametrize(("kind", "begins"), [("docx", b"PK"), ("pdf", b"%PDF-")])
def test_the_paper_is_handed_out_in_the_browser(app: Flask, draft: Cast, kind: str, begins: bytes) -> None:
    office = _client(app, DON, "office")
    answer = office.get(f"/plan/2021/paper.{kind}")
    assert answer.data.startswith(begins)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="KH-SNV-2021.{kind}"'
