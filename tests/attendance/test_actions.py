"""Opening, taking and closing a roll, on both databases."""

import threading
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from ceremony.attendance.actions import Closed, close_roll, mark_person, open_roll
from ceremony.attendance.models import Attendance, PersonOutcome, RollClosing
from ceremony.attendance.queries import closing_holds, find_closing, get_window, invited_people
from ceremony.attendance.rules import (
    Figures,
    Mark,
    MarkSource,
    NotBegunYet,
    NotOnTheRoll,
    NotThatDayYet,
    Outcome,
    RollClosed,
    Said,
)
from ceremony.core.audit.models import AuditEntry
from ceremony.core.db import db, session, transaction
from ceremony.leave.models import Leave
from ceremony.leave.rules import LeaveKind, LeaveState
from ceremony.people.queries import get_unit
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules import CeremonyState
from ceremony.schedule.rules.held import NotHeld
from tests.attendance.plan import MONDAY, add_ceremony, get_by_code, grant, invite, wall
from tests.cast import Cast, add_person


def mark(ceremony: Ceremony, code: str, said: Said, wall_time: str = "", now: datetime | None = None) -> MarkSource:
    person = get_by_code(code)
    arrival = wall(wall_time) if wall_time else None
    with transaction():
        return mark_person(ceremony, person, said, arrival, MarkSource.OFFICE, "Đơn", now or wall("07:02"))


def close(ceremony: Ceremony, now: datetime | None = None) -> Closed:
    with transaction():
        return close_roll(ceremony, "Đơn", now or wall("08:00"))


def outcomes(ceremony: Ceremony) -> dict[str, tuple[Outcome, str, str]]:
    closing = find_closing(ceremony)
    assert closing is not None
    rows = session().scalars(sa.select(PersonOutcome).where(PersonOutcome.closing_id == closing.id))
    return {str(row.person.staff_code): (row.outcome, row.source, row.why) for row in rows}


def rows_of(ceremony: Ceremony) -> list[Attendance]:
    return list(session().scalars(sa.select(Attendance).where(Attendance.ceremony_id == ceremony.id)))


def add_to_office(*codes: str) -> None:
    with transaction():
        for code in codes:
            add_person(get_unit("SNV-VP"), get_unit("SNV"), code, f"Nguyễn Văn Mẫu {code}", "Chuyên viên")


def test_without_invitations_everybody_of_the_day_is_on_the_roll(monday: Ceremony) -> None:
    with transaction():
        get_by_code("CB02").left = MONDAY
        get_by_code("CB03").joined = MONDAY + timedelta(days=1)
    assert [who.staff_code for who in invited_people(monday)] == ["CB01"]


def test_with_invitations_only_the_invited_people_are_and_no_guest_unit(monday: Ceremony) -> None:
    invite(monday, "CB01", "CB02", guests=("LHHN",))
    assert [who.staff_code for who in invited_people(monday)] == ["CB01", "CB02"]
    with pytest.raises(NotOnTheRoll):
        mark(monday, "CB03", Said.PRESENT)


def test_guests_alone_do_not_empty_the_roll(monday: Ceremony) -> None:
    invite(monday, guests=("LHHN",))
    assert len(invited_people(monday)) == 3


def test_opening_before_the_usual_time_opens_check_in_now(monday: Ceremony) -> None:
    with transaction():
        window = open_roll(monday, wall("05:30"))
    assert (window.opens, window.closes) == (wall("05:30"), wall("08:00"))
    assert get_window(monday) == window


def test_opening_again_never_opens_later(monday: Ceremony) -> None:
    for moment in ("05:30", "06:30"):
        with transaction():
            window = open_roll(monday, wall(moment))
    assert window.opens == wall("05:30")


def test_a_roll_of_a_past_day_keeps_the_time_of_that_day(monday: Ceremony) -> None:
    with transaction():
        window = open_roll(monday, wall("09:00", date(2026, 11, 24)))
    assert (window.opens, window.closes) == (wall("06:00"), wall("08:00"))


def test_no_roll_is_taken_before_its_day(monday: Ceremony) -> None:
    the_evening_before = wall("23:59", date(2021, 8, 1))
    with pytest.raises(NotThatDayYet), transaction():
        open_roll(monday, the_evening_before)
    with pytest.raises(NotThatDayYet):
        mark(monday, "CB01", Said.PRESENT, now=the_evening_before)
    assert mark(monday, "CB01", Said.PRESENT, now=wall("00:01")) is MarkSource.OFFICE


@pytest.mark.parametrize(
    "values",
    [
        {"state": CeremonyState.CANCELLED},
        {"state": CeremonyState.POSTPONED, "date": None},
        {"date": None},
    ],
)
def test_what_is_not_held_has_no_roll(cast: Cast, values: dict[str, object]) -> None:
    ceremony = add_ceremony(**values)
    with pytest.raises(NotHeld), transaction():
        open_roll(ceremony, wall("07:00"))
    with pytest.raises(NotHeld):
        mark(ceremony, "CB01", Said.PRESENT)
    with pytest.raises(NotHeld):
        close(ceremony)


def test_a_person_has_one_mark_and_the_last_word_stands(monday: Ceremony) -> None:
    mark(monday, "CB02", Said.PRESENT)
    mark(monday, "CB02", Said.LATE, "07:12")
    mark(monday, "CB02", Said.ABSENT)
    row = rows_of(monday)[0]
    assert (len(rows_of(monday)), row.value, row.actor) == (1, Mark.ABSENT, "Đơn")


def test_saying_the_same_again_keeps_the_first_time_and_source(monday: Ceremony) -> None:
    with transaction():
        mark_person(monday, get_by_code("CB02"), Said.PRESENT, None, MarkSource.CODE, "Dương", wall("06:58"))
    assert mark(monday, "CB02", Said.PRESENT, now=wall("09:00")) is MarkSource.CODE
    assert rows_of(monday)[0].at == wall("06:58")
    assert mark(monday, "CB02", Said.PRESENT, "06:55") is MarkSource.OFFICE
    assert rows_of(monday)[0].at == wall("06:55")


def test_excused_grants_a_leave_of_that_day_and_no_mark(monday: Ceremony) -> None:
    mark(monday, "CB02", Said.EXCUSED)
    mark(monday, "CB02", Said.EXCUSED)
    leave = session().scalars(sa.select(Leave)).one()
    assert (leave.kind, leave.state, leave.first_day, leave.last_day) == (
        LeaveKind.OTHER,
        LeaveState.GRANTED,
        MONDAY,
        MONDAY,
    )
    assert rows_of(monday) == []


def test_who_has_a_leave_already_needs_no_second_one(monday: Ceremony) -> None:
    grant("CB02", date(2021, 8, 1), date(2021, 8, 5), LeaveKind.TRAVEL)
    mark(monday, "CB02", Said.EXCUSED)
    assert session().scalars(sa.select(sa.func.count(Leave.id))).one() == 1


def test_excusing_who_was_marked_present_by_mistake_counts(monday: Ceremony) -> None:
    mark(monday, "CB01", Said.PRESENT)
    mark(monday, "CB02", Said.PRESENT)
    mark(monday, "CB02", Said.EXCUSED)
    assert close(monday).figures == Figures(attended=1, excused=1, not_recorded=1)


def test_a_later_mark_takes_back_the_roll_s_own_excuse_but_no_asked_leave(monday: Ceremony) -> None:
    grant("CB01", kind=LeaveKind.OTHER)
    mark(monday, "CB01", Said.ABSENT)
    mark(monday, "CB02", Said.EXCUSED)
    mark(monday, "CB02", Said.ABSENT)
    close(monday)
    assert outcomes(monday)["CB01"][0] is Outcome.EXCUSED
    assert outcomes(monday)["CB02"][0] is Outcome.ABSENT


def test_a_unit_of_every_outcome_comes_out_as_counted_by_hand(monday: Ceremony) -> None:
    """Văn phòng has 9 people, Ban Giám đốc 1.

    CB01 present, CB02 late, CB04 marked absent, CB05 not marked, CB06 sick with leave, CB07 excused by
    the office, CB08 on duty, CB09 on duty but came, CB10 left on 1/8; CB03 alone in a unit without marks.
    Attended 3 (CB01, CB02, CB09), 1 of them late; excused 2 (CB06, CB07); absent 2 (CB04, CB05);
    not obliged 2 (CB08, CB10). Obliged 3 + 2 + 2 + 0 = 7 and 2 more = 9 people. Rate 3 ÷ (3 + 2) = 0.6.
    With CB03, not recorded: obliged 8, the same rate.
    """
    codes = [f"CB{number:02d}" for number in range(4, 11)]
    add_to_office(*codes)
    invite(monday, "CB01", "CB02", "CB03", *codes, guests=("LHHN",))
    mark(monday, "CB01", Said.PRESENT)
    mark(monday, "CB02", Said.LATE, "07:12")
    mark(monday, "CB04", Said.ABSENT)
    grant("CB05", state=LeaveState.ASKED)
    grant("CB06", MONDAY, date(2021, 8, 4), LeaveKind.SICK, note="viêm phổi")
    mark(monday, "CB07", Said.EXCUSED)
    grant("CB08", kind=LeaveKind.DUTY)
    grant("CB09", kind=LeaveKind.DUTY)
    mark(monday, "CB09", Said.PRESENT, "06:50")
    with transaction():
        get_by_code("CB10").left = date(2021, 8, 1)

    closed = close(monday)

    assert closed.figures == Figures(attended=3, late=1, excused=2, absent=2, not_recorded=1, not_obliged=2)
    assert (closed.figures.obliged, closed.figures.rate) == (8, 0.6)
    unit = get_by_code("CB01").unit_id
    closing = find_closing(monday)
    assert closing is not None
    counts = {count.unit_id: count for count in closing.counts}
    office = counts[unit]
    assert (office.attended, office.late, office.excused, office.absent) == (3, 1, 2, 2)
    assert (office.not_recorded, office.not_obliged) == (0, 2)
    assert outcomes(monday) == {
        "CB01": (Outcome.ATTENDED, "office", "có mặt lúc 07h02"),
        "CB02": (Outcome.ATTENDED, "office", "đi muộn, đến lúc 07h12"),
        "CB03": (Outcome.NOT_RECORDED, "", "đơn vị chưa điểm danh"),
        "CB04": (Outcome.ABSENT, "office", "được ghi vắng, không có đơn nghỉ được duyệt"),
        "CB05": (Outcome.ABSENT, "", "đơn vị có điểm danh nhưng không ghi có mặt, không có đơn nghỉ được duyệt"),
        "CB06": (Outcome.EXCUSED, "leave", "vắng có lý do, được duyệt từ 02/08/2021 đến 04/08/2021"),
        "CB07": (Outcome.EXCUSED, "leave", "vắng có lý do, được duyệt ngày 02/08/2021"),
        "CB08": (Outcome.NOT_OBLIGED, "leave", "được phân công trực ngày 02/08/2021"),
        "CB09": (Outcome.ATTENDED, "office", "có mặt lúc 06h50"),
        "CB10": (Outcome.NOT_OBLIGED, "staff-list", "đã rời đơn vị từ 01/08/2021"),
    }


def test_a_roll_is_closed_once_and_not_before_the_start(monday: Ceremony) -> None:
    with pytest.raises(NotBegunYet):
        close(monday, wall("06:59"))
    close(monday, wall("07:00"))
    with pytest.raises(RollClosed):
        close(monday)
    with pytest.raises(RollClosed):
        mark(monday, "CB01", Said.PRESENT)
    with pytest.raises(RollClosed), transaction():
        open_roll(monday, wall("08:00"))


def test_figures_keep_the_unit_of_that_day(monday: Ceremony) -> None:
    invite(monday, "CB02")
    unit = get_by_code("CB02").unit_id
    with transaction():
        get_by_code("CB02").unit_id = get_by_code("CB03").unit_id
    mark(monday, "CB02", Said.PRESENT)
    close(monday)
    closing = find_closing(monday)
    assert closing is not None
    assert [count.unit_id for count in closing.counts] == [unit]


def test_closings_of_a_host_form_a_chain_that_shows_what_was_changed(monday: Ceremony) -> None:
    mark(monday, "CB01", Said.PRESENT)
    first = close(monday)
    september = add_ceremony(date(2021, 9, 6))
    second = close(september, wall("08:00", date(2021, 9, 6)))
    closings = {closing.ceremony_id: closing for closing in session().scalars(sa.select(RollClosing))}
    assert closings[monday.id].previous_hash == ""
    assert (closings[september.id].previous_hash, closings[september.id].hash) == (first.hash, second.hash)
    assert all(map(closing_holds, closings.values()))
    with transaction() as writing:
        writing.execute(sa.update(Attendance).values(at=wall("06:00")))
    assert not closing_holds(session().get_one(RollClosing, closings[monday.id].id))


def test_closing_notes_counts_and_hash_in_the_audit_log(monday: Ceremony) -> None:
    mark(monday, "CB01", Said.PRESENT)
    closed = close(monday)
    entry = session().scalars(sa.select(AuditEntry)).one()
    assert (entry.act, entry.subject) == ("close-roll", "ceremony:SNV-2021-08")
    assert entry.values is not None
    assert entry.values["after"] == {**closed.figures.facts(), "hash": closed.hash}


def test_a_mark_that_races_the_closing_is_counted_or_refused(app: Flask, monday: Ceremony) -> None:
    """Two threads mark 12 people each while a third closes: every accepted mark is in the figures."""
    codes = [f"X{number:02d}" for number in range(24)]
    add_to_office(*codes)
    ceremony_id, start = monday.id, threading.Barrier(3)
    accepted: list[str] = []
    refused: list[str] = []
    closed: list[Closed] = []

    def check_in(mine: list[str]) -> None:
        with app.app_context():
            start.wait()
            for code in mine:
                ceremony, person = session().get_one(Ceremony, ceremony_id), get_by_code(code)
                try:
                    with transaction():
                        mark_person(ceremony, person, Said.PRESENT, None, MarkSource.CODE, code, wall("07:01"))
                    accepted.append(code)
                except RollClosed:
                    refused.append(code)

    def shut() -> None:
        with app.app_context():
            start.wait()
            for _ in range(5000):
                if len(accepted) >= 6:
                    break
                threading.Event().wait(0.001)
            ceremony = session().get_one(Ceremony, ceremony_id)
            with transaction():
                closed.append(close_roll(ceremony, "Đơn", wall("07:05")))

    threads = [threading.Thread(target=check_in, args=[codes[part::2]]) for part in (0, 1)]
    threads.append(threading.Thread(target=shut))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert len(accepted) + len(refused) == len(codes)
    assert closed[0].figures.attended == len(accepted) == len(rows_of(session().get_one(Ceremony, ceremony_id)))


def test_two_closings_of_a_host_at_once_do_not_fork_its_chain(app: Flask, monday: Ceremony) -> None:
    ids = [monday.id, *(add_ceremony(date(2021, month, 5)).id for month in (5, 6, 7))]
    start = threading.Barrier(len(ids))

    def shut(ceremony_id: int) -> None:
        with app.app_context():
            start.wait()
            ceremony = session().get_one(Ceremony, ceremony_id)
            with transaction():
                close_roll(ceremony, "Đơn", wall("08:00"))

    threads = [threading.Thread(target=shut, args=[ceremony_id]) for ceremony_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    closings = list(session().scalars(sa.select(RollClosing).order_by(RollClosing.id)))
    assert [closing.previous_hash for closing in closings] == ["", *(closing.hash for closing in closings[:-1])]
    assert len(closings) == len(ids)


def test_closing_takes_the_same_number_of_statements_for_5_and_for_50_people(monday: Ceremony) -> None:
    def statements_of_closing(ceremony: Ceremony, people: int) -> int:
        add_to_office(*(f"{ceremony.id}-{number}" for number in range(people)))
        mark(ceremony, "CB01", Said.PRESENT, now=wall("07:02", ceremony.date or MONDAY))
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        close(ceremony, wall("08:00", ceremony.date or MONDAY))
        sa.event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    first = statements_of_closing(monday, 5)
    assert 0 < first == statements_of_closing(add_ceremony(date(2021, 9, 6)), 50)
