"""The home page of a visitor who is not signed in: the coming ceremony and totals, and no name."""

import time_machine
from flask import Flask

from tests.cast import Cast
from tests.conftest import Run


def _page(app: Flask) -> str:
    answer = app.test_client().get("/")
    assert answer.status_code == 200
    return answer.text


def test_an_office_without_a_plan_is_told_the_next_step(app: Flask, cast: Cast) -> None:
    page = _page(app)
    assert "The office plans the year once it has signed in." in page
    assert "ceremony schedule plan" not in page


def test_the_coming_ceremony_stands_on_top_with_its_answers(
    app: Flask, cast: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở")
    ceremony("invitations", "send", "2021-08")
    ceremony("invitations", "answer", "2021-08", cast.duong, "declined", "--note", "Khám bệnh")
    page = _page(app)
    for words in ("2 August 2021", "07h00", "Sân trụ sở", "1 ask to be absent", "7 days left"):
        assert words in page


def test_nobody_s_name_unit_or_reason_is_shown(
    app: Flask, cast: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    ceremony("schedule", "plan", "2021")
    ceremony("invitations", "send", "2021-08")
    ceremony("invitations", "answer", "2021-08", cast.duong, "declined", "--note", "Khám bệnh")
    clock.move_to("2021-08-02T08:00:00+07:00")
    ceremony("attendance", "mark", "2021-08", cast.hoa, "present")
    ceremony("attendance", "close", "2021-08")
    page = _page(app)
    assert "100.0 %" in page
    for words in ("Hướng Dương", "Mẫu Đơn", "Minh Họa", "Khám bệnh", "Ban Giám đốc"):
        assert words not in page


def test_a_cancelled_month_is_struck_through(
    app: Flask, cast: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    ceremony("schedule", "plan", "2021")
    ceremony("schedule", "cancel", "2021-09", "--reason", "Dịch")
    assert "Cancelled" in _page(app)


def test_before_the_first_plan_of_the_year_the_page_still_answers(app: Flask, cast: Cast) -> None:
    assert app.test_client().head("/").status_code == 200
