"""The chain of themes: directive, plan, theme, ceremony, article, on one page a year."""

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.clock import now, today
from ceremony.core.db import session, transaction
from ceremony.desk.chain import Chain, chain_of
from ceremony.people.queries import get_root
from ceremony.schedule.queries import get_by_key, get_plan
from ceremony.topics.actions import set_basis
from tests.cast import Cast
from tests.conftest import Run
from tests.desk.wizard import hidden, post
from tests.journeys.year import live_through_july
from tests.sign_in import sign_in

DON, HOA = "cb01@example.gov.vn", "cb03@example.gov.vn"
PAGE = "/plan/2021/themes"
PLAN = "Kế hoạch số 131/KH-UBND ngày 20/1/2021 của UBND tỉnh Mẫu về tuyên truyền năm 2021"
DIRECTIVE = "Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị về học tập và làm theo Bác"


@pytest.fixture
def office(app: Flask, cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> FlaskClient:
    """The office on the morning of 2/8/2021: July is closed and its article drafted, August presents 76/NQ-CP."""
    live_through_july(cast, ceremony, clock)
    client = app.test_client()
    sign_in(client, DON, "office")
    return client


def _chain() -> Chain:
    session().rollback()
    return chain_of(get_plan(get_root(), 2021), now(), today())


def _edit(office: FlaskClient, **fields: str) -> tuple[int, str]:
    seen = hidden(office.get(f"{PAGE}?edit=SNV-2021-08").text, "was")
    return post(office, PAGE, **{"key": "SNV-2021-08", "was": seen} | fields)


def test_a_theme_is_followed_from_the_directive_to_the_article(office: FlaskClient) -> None:
    assert _edit(office, theme="Cải cách hành chính", basis=PLAN)[0] == 303
    with transaction():
        basis = get_by_key("SNV-2021-08").theme_document
        assert basis is not None
        set_basis(basis, DIRECTIVE, now())
    post(office, "/plan/2021/paper", number="274/KH-SM", dated="19/07/2021", basis=f"{DIRECTIVE}\nChỉ đạo của tỉnh")
    chain = _chain()
    assert [ground.document is not None for ground in chain.grounds] == [True, False]
    august, july = chain.themes[7], chain.themes[6]
    assert [one.symbol for one in august.rests_on] == ["CT/TW"]
    assert [one.symbol for one in august.documents] == ["NQ-CP"]
    assert july.article == "draft"
    page = office.get(PAGE).text
    for words in ("No. 274/KH-SM", "Cải cách hành chính", "131/KH-UBND", "which rests on", "05-CT/TW", "76/NQ-CP"):
        assert words in page


def test_theme_and_basis_are_edited_in_their_row_and_nobody_is_overwritten(office: FlaskClient) -> None:
    revision = get_by_key("SNV-2021-08").revision
    assert "1 themes without a basis" in office.get(PAGE).text
    assert _edit(office, theme="Cải cách", basis="Chỉ đạo của tỉnh")[0] == 303
    assert "without a basis" not in office.get(PAGE).text
    code, page = _edit(office, theme="Biên giới", was="what was there before")
    assert code == 409
    for words in ("Hoàng Thị Mẫu Đơn changed this", "Now it says: Chỉ đạo của tỉnh", 'value="Biên giới"'):
        assert words in page
    session().rollback()
    ceremony = get_by_key("SNV-2021-08")
    assert (ceremony.theme, ceremony.revision) == ("Cải cách", revision), "nobody's calendar changes by a theme"


def test_a_secret_document_is_no_basis(office: FlaskClient) -> None:
    code, page = _edit(office, theme="Cải cách", basis="Kế hoạch MẬT số 1/KH-UBND")
    assert code == 409
    assert "MẬT may not be entered" in page


def test_a_manager_follows_the_chain_and_edits_nothing(app: Flask, office: FlaskClient, cast: Cast) -> None:
    manager = app.test_client()
    sign_in(manager, HOA, "manager", cast.leaders)
    page = manager.get(f"{PAGE}?edit=SNV-2021-08")
    assert page.status_code == 200
    assert "Edit the theme" not in page.text
    assert 'name="basis"' not in page.text
    assert manager.get("/plan/2022/themes").status_code == 404
