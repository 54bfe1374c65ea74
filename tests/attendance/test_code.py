"""The code on the screen turns every thirty seconds; a photograph of it is worth nothing after ninety."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceremony.attendance.rules.code import (
    CodeExpired,
    Ticket,
    TicketExpired,
    ceremony_of_code,
    current_code,
    read_ticket,
    write_ticket,
)

KEY = "the tests' key"
SEVEN = datetime(2021, 8, 2, 0, 0, tzinfo=UTC)
moments = st.integers(0, 10**8).map(lambda seconds: SEVEN + timedelta(seconds=seconds))


@given(moments, st.integers(1, 10**6), st.integers(0, 29))
def test_a_code_opens_its_own_ceremony_while_it_is_on_the_screen(now: datetime, number: int, later: int) -> None:
    code, ends = current_code(KEY, number, now)
    assert timedelta(0) < ends - now <= timedelta(seconds=30)
    assert ceremony_of_code(KEY, code.lower(), now + timedelta(seconds=later)) == number


@given(moments, st.integers(91, 10_000))
def test_a_code_replayed_after_ninety_seconds_fails(now: datetime, later: int) -> None:
    code, _ = current_code(KEY, 1, now)
    with pytest.raises(CodeExpired):
        ceremony_of_code(KEY, code, now + timedelta(seconds=later))


@pytest.mark.parametrize("code", ["", "1", "1-", "x-ABCDEFGH", "²-ABCDEFGH", "2-{letters}", "9999999999999-AAAA"])
def test_a_code_of_another_ceremony_or_none_fails(code: str) -> None:
    letters = current_code(KEY, 1, SEVEN)[0].partition("-")[2]
    with pytest.raises(CodeExpired):
        ceremony_of_code(KEY, code.format(letters=letters), SEVEN)


def test_a_ticket_keeps_the_arrival_for_five_minutes() -> None:
    text = write_ticket(KEY, Ticket(7, SEVEN))
    assert read_ticket(KEY, text, SEVEN + timedelta(minutes=5)) == Ticket(7, SEVEN)
    for moment in (SEVEN + timedelta(minutes=5, seconds=1), SEVEN - timedelta(seconds=2)):
        with pytest.raises(TicketExpired):
            read_ticket(KEY, text, moment)


@pytest.mark.parametrize("text", ["", "x", "WzEsMV0.AAAA"])
def test_a_forged_ticket_is_no_ticket(text: str) -> None:
    with pytest.raises(TicketExpired):
        read_ticket(KEY, text, SEVEN)
