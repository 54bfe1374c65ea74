"""The Vietnamese words: none is missing, each keeps its places, and nothing that people read is left in English."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from flask import Flask
from flask.testing import FlaskClient

from ceremony.app import create_app
from ceremony.core.db import db, transaction
from ceremony.core.language import gettext, language, words_of
from ceremony.core.refusal import Refusal, Word
from ceremony.core.settings import read_settings
from ceremony.core.web.access import Access, who_may
from ceremony.demo.mailbox import Mailbox
from ceremony.demo.views import blueprint as demo_pages
from ceremony.invitations.queries import token_of
from ceremony.invitations.rules import Occasion
from ceremony.leave.rules import AlreadyDecided, LeaveState
from ceremony.schedule.actions import cancel_ceremony, postpone_ceremony
from ceremony.schedule.models import Ceremony
from tests.cast import Cast
from tests.conftest import Run
from tests.invitations.letters import NOW, ceremony_of_august, invitation_of, letter, seen
from tests.words import FOLDER, catalogue, english_in

ROOT = Path(__file__).parents[2]
KEYWORDS = DEFAULT_KEYWORDS | {"msgid": None, "_l": None}
PLACE = re.compile(r"%\(\w+\)[a-z]|%%")


def _messages() -> list[Message]:
    return [message for message in catalogue() if message.id]


def _marked() -> set[str]:
    """Return every msgid that the code and the templates hold."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS)
    return {str(msgid) for _file, _line, msgid, _comments, _context in found}


def test_no_marked_sentence_is_missing_from_the_catalogue() -> None:
    assert _marked() - {str(message.id) for message in _messages()} == set()


def test_the_catalogue_holds_no_sentence_that_nobody_says() -> None:
    assert {str(message.id) for message in _messages()} - _marked() == set()


def test_no_sentence_is_untranslated_or_in_doubt() -> None:
    assert [message.id for message in _messages() if not message.string or message.fuzzy] == []
    assert not catalogue().fuzzy


def test_every_translation_keeps_the_places_of_its_sentence() -> None:
    differing = [
        message.id
        for message in _messages()
        if sorted(PLACE.findall(str(message.id))) != sorted(PLACE.findall(str(message.string)))
    ]
    assert differing == []


def test_commands_options_and_settings_stand_in_a_translation_as_they_are() -> None:
    """What is typed is typed the same in every language."""
    typed = re.compile(r"CEREMONY_[A-Z_]+|--[a-z-]+|(?<=: )ceremony [^.;,()]*[^.;,() ]")
    changed = [
        message.id
        for message in _messages()
        if not set(typed.findall(str(message.id))) <= set(typed.findall(str(message.string)))
    ]
    assert changed == []


def test_the_compiled_words_are_those_of_the_catalogue() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    assert (FOLDER / "messages.mo").read_bytes() == compiled.getvalue(), "run: make words"


@pytest.fixture
def office(app: Flask, cast: Cast) -> Flask:
    """The office of the tests, speaking as it does where nobody chose a language."""
    app.extensions["babel"].default_locale = "vi"
    return app


@pytest.fixture
def ceremony_ahead(office: Flask, clock: time_machine.Traveller) -> Ceremony:
    """The ceremony of 2/8/2021, a week ahead."""
    return ceremony_of_august()


def test_a_fresh_application_speaks_vietnamese(environment: dict[str, str]) -> None:
    app = create_app(read_settings(environment))
    with app.app_context():
        assert gettext("yes") == "có"
        db.engine.dispose()


def test_a_command_refuses_in_vietnamese(office: Flask, ceremony: Run) -> None:
    refused = ceremony("schedule", "show", "1800", json=False)
    assert refused.err == "Năm 1800 chưa có kế hoạch. Hãy lập kế hoạch bằng lệnh: ceremony schedule plan 1800\n"
    unknown = ceremony("invitations", "send", "2021-08")
    assert (unknown.code, english_in(unknown.err)) == (2, set())
    assert unknown.err.startswith("Sở Mẫu chưa xếp buổi lễ nào vào 2021-08. Hãy lập kế hoạch năm bằng lệnh: ")


def _refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from _refusals(one)


def test_a_page_never_cures_with_a_command(office: Flask, cast: Cast) -> None:
    """Who reads a page has no terminal; what only commands refuse may quote one."""
    rooms = re.compile(r"ceremony\.(people|accounts|leave|schedule|programme|invitations|attendance|topics|desk)\.")
    command = re.compile(r"ceremony [a-z]+ |--[a-z]+")
    quoting = {one for one in _refusals() if rooms.match(one.__module__) and command.search(one.cure)}
    assert len(quoting) > 20
    assert {one.__name__ for one in quoting if one.page_cure is None or command.search(one.page_cure)} == set()
    page = office.test_client().get("/news/NOPE").text
    assert "ceremony people units" not in page


def test_a_state_inside_a_refusal_is_translated_with_it(office: Flask) -> None:
    state = Word(LeaveState.GRANTED.value)
    refusal = AlreadyDecided(name="Võ Thị Hướng Dương", first="2021-08-02", last="2021-08-03", state=state)
    sentence, _cure = words_of(refusal)
    assert sentence == "Đơn xin vắng của Võ Thị Hướng Dương từ 2021-08-02 đến 2021-08-03 đã được duyệt rồi."
    with language("en"):
        assert words_of(refusal) == refusal.args


def _in_vietnamese(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    assert '<html lang="vi">' in answer.text
    words = seen(answer.text)
    assert english_in(words) == set(), words
    return words


def test_the_home_page_is_in_vietnamese_before_and_after_the_plan(
    office: Flask, cast: Cast, clock: time_machine.Traveller
) -> None:
    assert "Từ hôm nay chưa xếp buổi nào." in _in_vietnamese(office.test_client(), "/")
    ceremony = ceremony_of_august()
    words = _in_vietnamese(office.test_client(), "/")
    assert "Buổi sắp tới Còn 7 ngày Thứ Hai, ngày 02 tháng 8 năm 2021" in words
    assert "Giấy mời chưa gửi" in words
    invitation_of(ceremony, "CB02")
    answers = _in_vietnamese(office.test_client(), "/")
    assert all(words in answers for words in ("0 sẽ dự", "0 báo vắng", "1 chưa trả lời", "1 giấy mời"))


def test_the_page_of_an_invitation_is_in_vietnamese_in_every_state(
    office: Flask, ceremony_ahead: Ceremony, clock: time_machine.Traveller
) -> None:
    client, path = office.test_client(), f"/i/{token_of(invitation_of(ceremony_ahead, 'CB02').nonce)}"
    assert "Kính gửi: Võ Thị Hướng Dương" in _in_vietnamese(client, path)
    assert client.post(path, data={"answer": "declined", "kind": "sick"}).status_code == 303
    assert "Ông/Bà đã trả lời: xin vắng." in _in_vietnamese(client, path)
    assert client.post(path, data={"answer": "accepted"}).status_code == 303
    assert "Ông/Bà đã trả lời: sẽ dự." in _in_vietnamese(client, path)
    with transaction():
        postpone_ceremony(ceremony_ahead, "Phòng, chống bão số 3", NOW)
    assert "được hoãn; ngày tổ chức sẽ thông báo sau. Phòng, chống bão số 3" in _in_vietnamese(client, path)
    with transaction():
        cancel_ceremony(ceremony_ahead, "Quốc tang", NOW)
    assert "Buổi lễ này đã bị hủy. Quốc tang" in _in_vietnamese(client, path)


def test_the_page_of_a_guest_unit_and_of_a_ceremony_that_is_over_are_in_vietnamese(
    office: Flask, ceremony_ahead: Ceremony, clock: time_machine.Traveller
) -> None:
    client, path = office.test_client(), f"/i/{token_of(invitation_of(ceremony_ahead, None).nonce)}"
    assert "Kính gửi: Liên hiệp các tổ chức hữu nghị" in _in_vietnamese(client, path)
    clock.move_to("2021-08-02T07:05:00+07:00")
    assert "Vui lòng liên hệ Văn phòng." in _in_vietnamese(client, path)


@pytest.mark.parametrize(
    "wrong",
    [{}, {"answer": "perhaps"}, {"answer": "declined", "kind": "tired"}, {"answer": "declined", "note": "a" * 501}],
)
def test_what_is_wrong_with_an_answer_is_said_in_vietnamese(
    office: Flask, ceremony_ahead: Ceremony, wrong: dict[str, str]
) -> None:
    path = f"/i/{token_of(invitation_of(ceremony_ahead, 'CB02').nonce)}"
    answer = office.test_client().post(path, data=wrong)
    assert answer.status_code == 422
    assert "Vui lòng sửa:" in answer.text
    assert english_in(seen(answer.text)) == set()


def test_error_pages_are_in_vietnamese(office: Flask, cast: Cast) -> None:
    office.add_url_rule("/closed", "closed", lambda: "")
    office.add_url_rule("/broken", "broken", who_may(Access.ANYONE)(lambda: str(1 / 0)))
    client = office.test_client()
    assert "Không có trang nào ở địa chỉ này." in _in_vietnamese(client, "/no-such-page", 404)
    assert "Liên kết này không đúng hoặc đã hết hạn." in _in_vietnamese(client, "/i/forged", 410)
    assert "Ông/Bà không có quyền xem trang này." in _in_vietnamese(client, "/closed", 403)
    assert "Chương trình gặp lỗi." in _in_vietnamese(client, "/broken", 500)
    foreign = client.get("/", headers={"Host": "evil.example"})
    assert foreign.text.startswith("Địa chỉ này không phải của chương trình ở cơ quan;")


def test_the_mailbox_of_the_rehearsal_is_in_vietnamese(office: Flask, ceremony_ahead: Ceremony, tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    office.extensions["demo_mailbox"] = mailbox
    office.register_blueprint(demo_pages)
    client = office.test_client()
    assert "Chưa có thư nào." in _in_vietnamese(client, "/dev/mail")
    assert "Hộp thư không có thư này." in _in_vietnamese(client, "/dev/mail/000009", 404)
    mailbox.keep(letter(invitation_of(ceremony_ahead, "CB02"), Occasion.INVITATION).as_bytes())
    assert "Mời dự lễ chào cờ" in _in_vietnamese(client, "/dev/mail")
    page, _calendar, _entry = client.get("/dev/mail/000001").text.partition("BEGIN:VCALENDAR")
    assert "Trả lời về" in page
    assert "08h00 26/7/2021" in page
    assert english_in(re.sub(r"<[^>]*>", " ", page)) == set()
