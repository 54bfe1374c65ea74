"""The own page shows the own invitations and record, each line explained, and nobody else's."""

import time_machine
from flask import Flask

from ceremony.core.db import session, transaction
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import account_of, sign_in

DUONG = "cb02@example.gov.vn"


def _page(app: Flask, address: str = "/me") -> str:
    session().rollback()
    client = app.test_client()
    sign_in(client, DUONG)
    return client.get(address).text


def test_the_own_invitation_and_answer_stand_there_with_the_way_to_change_it(
    app: Flask, cast: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    ceremony("schedule", "plan", "2021")
    assert "No invitation of the year 2021" in _page(app)
    ceremony("invitations", "send", "2021-08")
    assert 'href="/i/' in _page(app)
    ceremony("invitations", "answer", "2021-08", cast.duong, "declined", "--note", "Khám bệnh")
    assert "You ask to be absent" in _page(app)


def test_each_line_of_the_record_is_explained_and_nobody_else_is_named(
    app: Flask, cast: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    ceremony("schedule", "plan", "2021")
    ceremony("leave", "ask", cast.duong, "sick", "2021-08-02", "--grant")
    clock.move_to("2021-08-02T08:00:00+07:00")
    ceremony("attendance", "mark", "2021-08", cast.hoa, "present")
    ceremony("attendance", "close", "2021-08")
    page = _page(app)
    assert "Excused" in page
    assert "02/08/2021" in page
    assert "được duyệt ngày" in page
    for words in ("Mẫu Đơn", "Minh Họa"):
        assert words not in page


def test_another_year_is_asked_for_and_nonsense_means_this_one(
    app: Flask, cast: Cast, clock: time_machine.Traveller
) -> None:
    assert "of the year 2019" in _page(app, "/me?year=2019")
    assert "of the year 2021" in _page(app, "/me?year=soon")
    assert "of the year 2021" in _page(app, "/me?year=99999")


def test_an_account_without_a_person_is_told_so(app: Flask, cast: Cast, clock: time_machine.Traveller) -> None:
    with transaction():
        account_of(DUONG).person_id = None
    client = app.test_client()
    sign_in(client, DUONG)
    assert "belongs to nobody on the staff list" in client.get("/me").text


def test_who_is_not_signed_in_is_asked_to(app: Flask, cast: Cast) -> None:
    answer = app.test_client().get("/me")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login")
