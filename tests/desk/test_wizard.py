"""The wizard of a year: rule and dates, themes with their basis, a look at everything, create."""

from datetime import date

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session
from ceremony.people.queries import get_unit
from ceremony.programme.queries import list_items
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_by_key, list_ceremonies
from tests.cast import Cast
from tests.conftest import Run
from tests.desk.wizard import WISH, fields_of, plan, post
from tests.sign_in import sign_in

DON = "cb01@example.gov.vn"
YEAR = "/plan/2021"
DIRECTIVE = "Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị về học tập và làm theo Bác"


@pytest.fixture
def office(app: Flask, cast: Cast, clock: time_machine.Traveller) -> FlaskClient:
    """The office signed in on 26/7/2021, nothing planned."""
    client = app.test_client()
    sign_in(client, DON, "office")
    return client


def _planned(year: int = 2021, series: str | None = None) -> list[Ceremony]:
    session().rollback()
    return list_ceremonies(get_unit("SNV"), year, series)


def test_a_year_is_looked_at_before_it_is_created(office: FlaskClient) -> None:
    assert "10/05/2021" in office.get(YEAR).text
    code, page = post(office, YEAR, go="dates", **WISH | {"when_off": "skip"})
    assert (code, _planned()) == (200, [])
    assert "11 ceremonies" in page
    code, page = post(office, YEAR, go="create", **WISH)
    assert (code, _planned()) == (200, []), "what nobody has looked at is shown first"
    assert post(office, YEAR, go="create", **fields_of(page))[0] == 303
    assert len(_planned()) == 12
    page = office.get(YEAR).text
    assert "The year 2021 is planned." in page
    assert "dời từ 03/05" in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("start", "25h99", "is no time of day"),
        ("rule", "every now and then", "is no rule"),
        ("own_rule", "FREQ=HOURLY", "sets a time of day"),
        ("own_rule", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "No day ever fits"),
        ("start", "", "required"),
        ("m05-date", "31/02/2021", "There is no day 31/02/2021."),
        ("m05-date", "08/05/2021", "The next working day is 10/05/2021"),
        ("m05-date", "04/05/2021", "The reason is empty."),
        ("m05-date", "04/10/2021", "more than a month away"),
        ("m06-date", "05/07/2021", "Another ceremony of this series is on 05/07/2021 already."),
        ("common_basis", "Kế hoạch MẬT", "MẬT may not be entered"),
    ],
)
def test_what_cannot_be_planned_keeps_what_was_typed(office: FlaskClient, field: str, value: str, words: str) -> None:
    reasons = {f"{field[:3]}-reason": "Tránh kỳ thi"} if field.endswith("-date") and "reason" not in words else {}
    typed = WISH | {"place": "Hội trường", "m03-theme": "Đoàn viên", **reasons, field: value}
    code, page = post(office, YEAR, go="check", **typed)
    assert (code, _planned()) == (422, [])
    assert words in page
    for kept in ('value="Hội trường"', 'value="Đoàn viên"'):
        assert kept in page


def test_one_date_is_decided_otherwise_and_another_is_left_out(office: FlaskClient) -> None:
    assert 'name="m05-date"' in post(office, YEAR, go="open:05", **WISH)[1]
    decided = {
        "m05-date": "04/05/2021",
        "m05-reason": "Đại hội",
        "m09-is_off": "y",
        "m09-reason": "Nghỉ lễ dài",
    }
    assert plan(office, YEAR, **decided)[0] == 303
    may, september = get_by_key("SNV-2021-05"), get_by_key("SNV-2021-09")
    assert (may.slot, may.date, may.reason) == (date(2021, 5, 3), date(2021, 5, 4), "Đại hội")
    assert (september.date, september.reason) == (None, "Nghỉ lễ dài")


def test_every_theme_has_its_basis_and_the_cited_document_comes_into_the_library(office: FlaskClient) -> None:
    themes = {
        "m08-theme": "Cải cách hành chính",
        "m09-theme": "Học tập và làm theo Bác",
        "m09-basis": DIRECTIVE,
        "common_basis": "Chương trình công tác năm",
    }
    page = post(office, YEAR, go="check", **WISH | themes)[1]
    for words in ("2 with a theme", "Chương trình công tác năm", "Will be added to the library: Chỉ thị số 05-CT/TW"):
        assert words in page
    assert plan(office, YEAR, **themes)[0] == 303
    august, september = get_by_key("SNV-2021-08"), get_by_key("SNV-2021-09")
    assert (august.theme, august.theme_basis) == ("Cải cách hành chính", "Chương trình công tác năm")
    assert august.theme_document is None
    assert september.theme_document is not None
    assert september.theme_document.symbol == "CT/TW"
    assert get_by_key("SNV-2021-10").theme_basis == "", "a basis belongs to a theme"


def test_every_step_can_be_gone_back_to_with_all_that_was_typed(office: FlaskClient) -> None:
    typed = WISH | {"m03-theme": "Đoàn viên", "m05-date": "04/05/2021", "m05-reason": "Đại hội", "place": "Nhà B"}
    check = fields_of(post(office, YEAR, go="check", **typed)[1])
    dates = post(office, YEAR, go="dates", **check)[1]
    for shown in ('value="Nhà B"', 'value="04/05/2021"', 'value="Đại hội"'):
        assert shown in dates
    assert fields_of(dates)["m03-theme"] == "Đoàn viên"
    themes = post(office, YEAR, go="themes", **check)[1]
    assert 'value="Đoàn viên"' in themes
    assert fields_of(themes)["m05-date"] == "04/05/2021"


def test_another_rule_keeps_the_themes_of_the_months(office: FlaskClient) -> None:
    page = post(office, YEAR, go="check", **WISH | {"m03-theme": "Đoàn viên", "own_rule": "FREQ=MONTHLY;BYDAY=2WE"})[1]
    assert "10/03/2021" in page
    assert "Đoàn viên" in page


def test_what_changed_after_the_look_is_shown_again_and_nothing_is_made(office: FlaskClient, ceremony: Run) -> None:
    page = post(office, YEAR, go="check", **WISH)[1]
    ceremony("schedule", "day", "2021-08-02", "off", "--name", "Nghỉ bù", "--document", "12/TB")
    session().rollback()
    code, again = post(office, YEAR, go="create", **fields_of(page))
    assert (code, _planned()) == (409, [])
    assert "has changed since you looked at it" in again
    assert "09/08/2021" in again
    assert post(office, YEAR, go="create", **fields_of(again))[0] == 303


def test_a_year_is_planned_once(office: FlaskClient) -> None:
    page = post(office, YEAR, go="check", **WISH)[1]
    plan(office, YEAR)
    code, board = post(office, YEAR, go="create", **fields_of(page))
    assert code == 409
    assert "is planned already" in board


def test_the_next_year_takes_over_the_parts_and_where_wanted_the_themes(office: FlaskClient, ceremony: Run) -> None:
    plan(office, YEAR, **{"m07-theme": "Biên giới", "m07-basis": "Công văn của tỉnh"})
    cited = "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về cải cách hành chính"
    ceremony("topics", "add", cited, "--month", "2021-08")
    code, page = post(office, "/plan/2022", go="copy", take_over="y", **WISH | {"m08-theme": "Chuyển đổi số"})
    assert code == 200
    for value in ("Biên giới", "Công văn của tỉnh", "Chuyển đổi số"):
        assert f'value="{value}"' in page
    themes = {"m07-theme": "Biên giới", "m07-basis": "Công văn của tỉnh"}
    assert "8 parts of the programme" in post(office, "/plan/2022", go="check", take_over="y", **WISH)[1]
    plan(office, "/plan/2022", take_over="y", **themes)
    items = list_items(get_by_key("SNV-2022-08"))
    assert [one.kind for one in items] == [one.kind for one in list_items(get_by_key("SNV-2021-08"))]
    assert all(one.document_id is None and one.speaker_id is None for one in items)
    assert list_items(get_by_key("SNV-2022-07")) == []
    assert get_by_key("SNV-2022-07").theme_basis == "Công văn của tỉnh"


def test_another_series_is_begun_in_the_browser_and_kept_in_every_link(office: FlaskClient) -> None:
    plan(office, YEAR)
    new = f"{YEAR}?new=1"
    assert 'name="name"' in office.get(new).text
    weekly = {"own_rule": "FREQ=MONTHLY;BYDAY=1WE", "start": "08:00", "place": "Phòng họp"}
    assert "has no letter or digit" in post(office, new, go="check", **WISH | weekly)[1]
    assert "has a series named main already" in post(office, new, go="check", **WISH | weekly | {"name": "Main"})[1]
    assert plan(office, new, name="Giao ban", **weekly)[0] == 303
    assert len(_planned(series="giao-ban")) == 12
    assert get_by_key("SNV-GIAO-BAN-2021-08").place == "Phòng họp"
    page = office.get(f"{YEAR}?series=giao-ban").text
    assert "SNV-GIAO-BAN-2021-08" in page
    assert "/ceremonies/SNV-2021-09" not in page
    for link in ("/plan/2022?series=giao-ban", "/plan/2021/paper?series=giao-ban", "/plan/2021/days?series=giao-ban"):
        assert link in page
    assert office.get(f"{YEAR}/days?series=giao-ban").text.count("/plan/2021?series=giao-ban") == 1
    assert "is not planned yet" in office.get("/plan/2022?series=giao-ban").text
    assert office.get(f"{YEAR}?series=nobody").status_code == 404


def test_a_date_near_to_another_series_is_pointed_out_before_it_is_planned(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "plan", "2020")
    ceremony("schedule", "plan", "2021", "--series", "giao-ban", "--rule", "FREQ=MONTHLY;BYDAY=1WE")
    session().rollback()
    assert "The series main is not planned for 2021." in office.get(YEAR).text
    page = post(office, f"{YEAR}?series=main", go="dates", **WISH)[1]
    assert "near to SNV-GIAO-BAN-2021-08 on 04/08/2021" in page
    assert "near to SNV-GIAO-BAN-2021-09" not in page
