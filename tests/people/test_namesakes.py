"""Two people of the same name are told apart wherever they are listed."""

import re

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from ceremony.accounts.queries import list_candidates
from ceremony.core.clock import now, today
from ceremony.core.db import session, transaction
from ceremony.leave.actions import ask_leave
from ceremony.leave.rules import LeaveKind
from ceremony.people.actions.corrections import ask_correction
from ceremony.people.models import Person
from ceremony.people.queries import get_person, get_unit
from ceremony.people.queries.namesakes import called
from ceremony.people.rules.namesakes import Known, tell_apart
from tests.cast import Cast, add_person
from tests.conftest import Run
from tests.sign_in import give_role, sign_in

NAME = "Nguyễn Văn An"
UNITS = st.sampled_from(["Văn phòng", "Thanh tra", "Ban Giám đốc"])
POSITIONS = st.sampled_from(["", "Chuyên viên", "Kế toán"])


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([], ""),
        ([Known(2, "Thanh tra", "Chuyên viên", "B")], "Văn phòng"),
        ([Known(2, "Văn phòng", "Kế toán", "B")], "Chuyên viên"),
        ([Known(2, "Văn phòng", "Chuyên viên", "B")], "A"),
        ([Known(2, "Văn phòng", "Kế toán", "B"), Known(3, "Thanh tra", "Chuyên viên", "C")], "Văn phòng, Chuyên viên"),
    ],
)
def test_as_little_is_said_as_tells_apart(others: list[Known], said: str) -> None:
    assert tell_apart(Known(1, "Văn phòng", "Chuyên viên", "A"), others) == said


@given(st.lists(st.tuples(UNITS, POSITIONS), min_size=2, max_size=6))
def test_no_two_namesakes_are_ever_called_the_same(facts: list[tuple[str, str]]) -> None:
    everybody = [Known(number, unit, position, f"CB{number}") for number, (unit, position) in enumerate(facts)]
    said = [tell_apart(one, everybody) for one in everybody]
    assert len(set(said)) == len(said)
    assert all(said)


@pytest.fixture
def two(cast: Cast, ceremony: Run, clock: object) -> list[Person]:
    """Two Nguyễn Văn An, both civil servants of Văn phòng; a ceremony, absences, corrections and roles of both."""
    with transaction():
        office = get_unit(cast.office)
        for code in ("CB07", "CB08"):
            add_person(office, get_unit(cast.host), code, NAME, "Chuyên viên")
    ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở", "--approve")
    ceremony("invitations", "send", "2021-08")
    for code in ("CB07", "CB08"):
        give_role(get_person(get_unit(cast.host), code), "recorder", cast.office)
        with transaction():
            person = get_person(get_unit(cast.host), code)
            ask_leave(person, LeaveKind.TRAVEL, today(), today(), source="command", now=now())
            ask_correction(person, "Sai chức vụ", now())
        ceremony("invitations", "answer", "2021-08", code, "accepted")
    session().rollback()
    return [get_person(get_unit(cast.host), code) for code in ("CB07", "CB08")]


PAGES = (
    "/people",
    "/people?q=an&sort=name",
    "/leave?month=2021-07",
    "/people/corrections",
    "/ceremonies/SNV-2021-08/roll",
    "/ceremonies/SNV-2021-08/programme?edit=frame",
    "/ceremonies/SNV-2021-08/programme?item=new",
    "/ceremonies/SNV-2021-08/invitations",
    "/rota",
    "/audit",
    "/audit?about=person",
)


def _shown(html: str) -> list[str]:
    """Return each place of a page that names one of them: the row, line or choice."""
    text = re.sub(r"<(script|style|head).*?</\1>", "", html, flags=re.S)
    rows = re.findall(r"<(?:tr|li|option|h2)\b[^>]*>(.*?)</(?:tr|li|option|h2)>", text, flags=re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows if NAME in row]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_page_shows_a_pair_that_nobody_could_tell_apart(app: Flask, two: list[Person]) -> None:
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    session().rollback()
    named = 0
    for address in PAGES:
        answer = client.get(address)
        assert answer.status_code == 200, address
        shown = _shown(answer.text)
        named += len(shown)
        unclear = [row for row in shown if "CB07" not in row and "CB08" not in row]
        assert unclear == [], address
    assert named > 12


def test_who_is_alone_with_a_name_is_called_by_it_only(two: list[Person], cast: Cast) -> None:
    assert [called(one) for one in two] == [f"{NAME}, CB07", f"{NAME}, CB08"]
    assert called(get_person(get_unit(cast.host), cast.don)) == "Hoàng Thị Mẫu Đơn"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_namesakes_who_share_an_address_choose_between_two_lines(app: Flask, two: list[Person]) -> None:
    with transaction():
        for one in two:
            session().merge(one).email = "an@example.gov.vn"
    labels = [(one.name, one.unit) for one in list_candidates("an@example.gov.vn", today())]
    assert labels == [(NAME, "Văn phòng, CB07"), (NAME, "Văn phòng, CB08")]


def test_a_namesake_who_comes_later_is_seen_by_the_next_transaction(two: list[Person], cast: Cast) -> None:
    assert called(get_person(get_unit(cast.host), cast.hoa)) == "Trần Minh Họa"
    with transaction():
        add_person(get_unit(cast.office), get_unit(cast.host), "CB10", "Trần Minh Họa", "Lái xe")
    assert called(get_person(get_unit(cast.host), cast.hoa)) == "Trần Minh Họa, Ban Giám đốc"
