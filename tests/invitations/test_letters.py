"""The letters in Vietnamese, as those who get them read them; each is on file as it was read and approved."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from ceremony.core.db import transaction
from ceremony.invitations.rules import Occasion
from ceremony.people.queries import get_unit
from ceremony.schedule.actions import cancel_ceremony, move_ceremony, postpone_ceremony
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import work_days
from tests.cast import Cast
from tests.invitations.letters import NOW, RESOLUTION, ceremony_of_august, invitation_of, letter, part, seen
from tests.words import english_in

GOLDEN = Path(__file__).parents[1] / "golden"


def _as_planned(ceremony: Ceremony) -> None:
    pass


def _moved(ceremony: Ceremony) -> None:
    days = work_days(get_unit("SNV"))
    move_ceremony(ceremony, date(2021, 8, 9), "Lãnh đạo Sở dự kỳ họp Hội đồng nhân dân", days, NOW)


def _cancelled(ceremony: Ceremony) -> None:
    cancel_ceremony(ceremony, "Thực hiện giãn cách xã hội phòng, chống dịch Covid-19", NOW)


def _postponed(ceremony: Ceremony) -> None:
    postpone_ceremony(ceremony, "Phòng, chống bão số 3", NOW)


LETTERS: dict[str, tuple[Occasion, Callable[[Ceremony], None]]] = {
    "invitation": (Occasion.INVITATION, _as_planned),
    "update": (Occasion.UPDATE, _moved),
    "cancellation": (Occasion.CANCELLATION, _cancelled),
    "postponement": (Occasion.CANCELLATION, _postponed),
    "reminder": (Occasion.REMINDER, _as_planned),
}
every_letter = pytest.mark.parametrize("name", LETTERS)


def _written(name: str, code: str | None = "CB02") -> tuple[str, str, str]:
    """Return subject, text and HTML of the letter of this name to Bà Võ Thị Hướng Dương, or to the guest unit."""
    occasion, change = LETTERS[name]
    ceremony = ceremony_of_august()
    with transaction():
        change(ceremony)
    message = letter(invitation_of(ceremony, code), occasion)
    return str(message["Subject"]), part(message, "text/plain"), part(message, "text/html")


@every_letter
def test_the_letter_is_the_one_on_file(app: Flask, cast: Cast, name: str) -> None:
    subject, text, _html = _written(name)
    assert f"{subject}\n\n{text.rstrip()}\n" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@every_letter
def test_text_and_html_say_the_same_facts(app: Flask, cast: Cast, name: str) -> None:
    _subject, text, html = _written(name)
    page = seen(html)
    day = "09/8/2021" if name == "update" else "02/8/2021"
    facts = [line.split(": ", 1)[1] for line in text.splitlines() if ": " in line and not line.startswith("Thời gian")]
    assert RESOLUTION in facts
    assert "Văn phòng, máy lẻ 102" in facts
    for fact in (day, "07h00 – 07h30", *facts):
        assert fact in text
        assert fact in page


@every_letter
def test_the_link_stands_alone_on_its_line(app: Flask, cast: Cast, name: str) -> None:
    _subject, text, html = _written(name)
    (link,) = [line for line in text.splitlines() if line.startswith("http://localhost:8000/i/")]
    assert " " not in link
    assert f'href="{link}"' in html


@every_letter
def test_no_letter_has_stray_blank_lines_or_trailing_spaces(app: Flask, cast: Cast, name: str) -> None:
    _subject, text, _html = _written(name)
    assert "\n\n\n" not in text
    assert [line for line in text.splitlines() if line != line.strip()] == []
    assert text.startswith("Kính gửi: ")


@every_letter
@pytest.mark.parametrize("code", ["CB01", "CB02", "CB03", None])
def test_no_english_word_is_left_in_a_letter(app: Flask, cast: Cast, name: str, code: str | None) -> None:
    subject, text, html = _written(name, code)
    assert english_in(f"{subject}\n{text}\n{seen(html)}") == set()


def test_a_guest_unit_is_addressed_as_a_body_and_not_as_a_person(app: Flask, cast: Cast) -> None:
    _subject, text, _html = _written("invitation", code=None)
    assert text.startswith("Kính gửi: Liên hiệp các tổ chức hữu nghị\n")
    assert "Ông/Bà" not in text


def test_the_english_letter_is_english(app: Flask, cast: Cast) -> None:
    message = letter(invitation_of(ceremony_of_august(), "CB02"), Occasion.INVITATION, "en")
    assert message["Subject"] == ("Invitation: flag ceremony and political session of 8/2021, 07h00 Monday 02/8/2021")
    assert part(message, "text/plain").startswith("Dear Mr/Ms Võ Thị Hướng Dương, Chuyên viên,")
