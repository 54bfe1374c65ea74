"""What the words of a mail server, or its silence, mean for a letter; no database."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ceremony.core.mail.relay import OfficeMail, RelayTrouble, Reply
from ceremony.core.mail.rules import NO_ANSWER, BadSender, Outcome, Stage, outcome_of, retry_delay
from ceremony.core.settings import Settings
from tests.smtp_sink import Behaviour, Sink

MESSAGE = b"Subject: x\r\nMessage-ID: <1@example.gov.vn>\r\n\r\n.a line with a dot\r\n..\r\nend\r\n"
ACCEPTED, LATER, FAILED, TROUBLE, UNKNOWN = Outcome


def office(sink: Sink, **values: Any) -> OfficeMail:
    """Return the mail of an office that uses *sink*."""
    fields = {"mail_server": "127.0.0.1", "mail_port": sink.port, "mail_timeout": 1, "mail_dot_timeout": 1}
    fields |= {"mail_default_sender": "chaoco@example.gov.vn"}
    return OfficeMail(Settings(**(fields | values)))


def send(mail: OfficeMail, times: int = 1) -> tuple[list[Reply], int]:
    """Send so many letters over one line; return the replies and how often the dot was reached."""
    dots: list[None] = []
    with mail.connect() as line:
        replies = [
            line.transmit("chaoco@example.gov.vn", f"cb{n}@example.gov.vn", MESSAGE, lambda: dots.append(None))
            for n in range(times)
        ]
    return replies, len(dots)


def test_a_letter_arrives_as_it_was_written(sink: Sink) -> None:
    (reply,), dots = send(office(sink))
    assert (reply.outcome, reply.said, dots) == (ACCEPTED, "250 taken", 1)
    assert sink.messages[0].data == MESSAGE
    assert (sink.messages[0].sender, sink.messages[0].to) == ("chaoco@example.gov.vn", "cb0@example.gov.vn")


def test_many_letters_share_one_connection(sink: Sink) -> None:
    send(office(sink), 5)
    assert sink.verbs.count("CONNECT") == 1
    assert len(sink.messages) == 5


CODES = [
    *(200, 211, 214, 220, 221, 235, 250, 251, 252, 300, 334, 354, 400, 420, 421, 422, 431, 432, 441, 442, 446, 447),
    *(449, 450, 451, 452, 454, 455, 471, 500, 501, 502, 503, 504, 510, 512, 521, 523, 530, 535, 541, 550, 551, 552),
    *(553, 554, 555, 571),
]


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "DOT"])
@pytest.mark.parametrize("code", CODES)
def test_each_reply_code_means_what_rfc_5321_says(sink: Sink, verb: str, code: int) -> None:
    sink.behaviour.replies = {verb: f"{code} 5.0.0 words of the server"}
    (reply,), dots = send(office(sink))
    assert reply.outcome is expected(verb, code)
    assert dots == (verb == "DOT" or reply.outcome is ACCEPTED or (verb == "DATA" and code == 354))
    if reply.stage.value == verb.lower():
        assert "words of the server" in reply.said


def expected(verb: str, code: int) -> Outcome:
    """Say it again in other words, as a table."""
    if code in (530, 535) or (verb == "MAIL" and code in (550, 553)):
        return TROUBLE
    if code >= 500:
        return FAILED
    if code >= 400:
        return LATER
    if verb == "DOT":
        return ACCEPTED if code < 300 else UNKNOWN
    if verb == "DATA":
        return ACCEPTED if code == 354 else LATER
    return ACCEPTED if code < 300 else LATER


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "DOT"])
def test_after_a_421_the_next_letter_gets_a_new_connection(sink: Sink, verb: str) -> None:
    sink.behaviour.replies = {verb: "421 4.3.2 going down"}
    mail = office(sink)
    with mail.connect() as line:
        reply = line.transmit("a@example.gov.vn", "b@example.gov.vn", MESSAGE, lambda: None)
        sink.behaviour.replies = {}
        again = line.transmit("a@example.gov.vn", "b@example.gov.vn", MESSAGE, lambda: None)
    assert [reply.outcome, again.outcome] == [LATER, ACCEPTED]


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO"])
@pytest.mark.parametrize("reply", ["421 busy", "554 go away", "500 what", "nonsense"])
def test_a_server_that_does_not_let_us_in_is_trouble_and_no_letter_s_fault(sink: Sink, verb: str, reply: str) -> None:
    sink.behaviour.replies = {verb: reply, "HELO": reply}
    with pytest.raises(RelayTrouble):
        send(office(sink))


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("how", ["drop", "hang"])
def test_what_breaks_before_the_dot_is_tried_again(sink: Sink, verb: str, how: str) -> None:
    getattr(sink.behaviour, how).add(verb)
    (reply,), dots = send(office(sink))
    assert (reply.outcome, dots, sink.messages) == (LATER, 0, [])


@pytest.mark.parametrize("how", ["drop", "hang"])
def test_silence_after_the_dot_is_unknown_never_sent_and_never_failed(sink: Sink, how: str) -> None:
    getattr(sink.behaviour, how).add("DOT")
    (reply,), dots = send(office(sink))
    assert (reply.outcome, reply.said, dots) == (UNKNOWN, NO_ANSWER, 1)
    assert len(sink.messages) == 1


def test_nonsense_after_the_dot_is_unknown(sink: Sink) -> None:
    sink.behaviour.replies = {"DOT": "hello there"}
    assert send(office(sink))[0][0].outcome is UNKNOWN


@pytest.mark.parametrize("how", ["drop", "hang"])
def test_a_quit_that_fails_leaves_the_letter_accepted(sink: Sink, how: str) -> None:
    getattr(sink.behaviour, how).add("QUIT")
    assert send(office(sink))[0][0].outcome is ACCEPTED


def test_a_server_that_closes_after_each_letter_costs_no_attempt(sink: Sink) -> None:
    sink.behaviour.per_connection = 1
    replies, dots = send(office(sink), 3)
    assert ([reply.outcome for reply in replies], dots) == ([ACCEPTED] * 3, 3)


def test_when_the_fence_says_no_the_server_never_sees_the_dot(sink: Sink) -> None:
    class Stop(Exception):  # noqa: N818
        pass

    def fence() -> None:
        raise Stop

    with office(sink).connect() as line:
        with pytest.raises(Stop):
            line.transmit("a@example.gov.vn", "b@example.gov.vn", MESSAGE, fence)
        assert line.transmit("a@example.gov.vn", "c@example.gov.vn", MESSAGE, lambda: None).outcome is ACCEPTED
    assert [message.to for message in sink.messages] == ["c@example.gov.vn"]


def test_nobody_listening_is_trouble_with_words() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mail = OfficeMail(Settings(mail_server="127.0.0.1", mail_port=port))
    with pytest.raises(RelayTrouble, match="refused"):
        send(mail)


def test_a_refused_password_is_trouble(sink: Sink) -> None:
    sink.behaviour.account = ("chaoco", "right")
    assert send(office(sink, mail_username="chaoco", mail_password="right"))[0][0].outcome is ACCEPTED
    with pytest.raises(RelayTrouble, match="535"):
        send(office(sink, mail_username="chaoco", mail_password="wrong"))
    assert send(office(sink))[0][0].outcome is TROUBLE


def test_bounces_come_back_with_a_token_only_where_the_office_allows_it(sink: Sink) -> None:
    assert office(sink).envelope_sender("<abc@example.gov.vn>") == "chaoco@example.gov.vn"
    mail = office(sink, mail_bounce_address="bounce+{token}@example.gov.vn")
    assert mail.envelope_sender("<abc@example.gov.vn>") == "bounce+abc@example.gov.vn"


@pytest.mark.parametrize("sender", ["hướng@example.gov.vn"])
def test_a_sender_that_is_no_address_is_named_before_any_letter_is_touched(sink: Sink, sender: str) -> None:
    with pytest.raises(BadSender):
        office(sink, mail_default_sender=sender)


def test_flask_mail_s_own_way_out_is_closed(sink: Sink) -> None:
    with pytest.raises(RuntimeError, match="queue_letters"):
        office(sink).send(None)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost that only those who are told trust, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    openssl = shutil.which("openssl")
    assert openssl, "apt-get install openssl"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files],
        check=True,
        capture_output=True,
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture(params=["starttls", "tls"])
def secure(request: pytest.FixtureRequest, certificate: tuple[Path, Path]) -> Iterator[tuple[Sink, dict[str, Any]]]:
    """A server with that certificate, and the settings to reach it."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    behaviour = Behaviour(tls=context, implicit_tls=request.param == "tls")
    way = {"mail_use_tls": request.param == "starttls", "mail_use_ssl": request.param == "tls"}
    with Sink(behaviour) as sink:
        yield sink, way | {"mail_server": "localhost"}


def test_an_untrusted_certificate_is_trouble_and_sees_no_password(secure: tuple[Sink, dict[str, Any]]) -> None:
    sink, way = secure
    with pytest.raises(RelayTrouble, match="certificate"):
        send(office(sink, mail_username="a", mail_password="b", **way))
    assert "AUTH" not in sink.verbs


def test_an_office_may_trust_its_own_authority(
    secure: tuple[Sink, dict[str, Any]], certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    sink, way = secure
    assert send(office(sink, **way))[0][0].outcome is ACCEPTED
    with pytest.raises(RelayTrouble, match="certificate"):
        send(office(sink, **(way | {"mail_server": "127.0.0.1"})))


def test_starttls_that_is_not_offered_is_trouble_and_never_plain_text(sink: Sink) -> None:
    with pytest.raises(RelayTrouble, match="STARTTLS"):
        send(office(sink, mail_use_tls=True))
    assert sink.messages == []


def test_the_retry_schedule_repeats_its_last_step_and_spreads_by_a_fifth() -> None:
    schedule = (60, 300)
    assert [retry_delay(schedule, attempts, 0.5).total_seconds() for attempts in (1, 2, 3)] == [60, 300, 300]
    assert [retry_delay(schedule, 1, chance).total_seconds() for chance in (0.0, 1.0)] == [48, 72]


def test_no_answer_means_unknown_only_after_the_dot() -> None:
    assert {stage: outcome_of(stage, None) for stage in Stage} == {
        Stage.CONNECT: TROUBLE,
        Stage.MAIL: LATER,
        Stage.RCPT: LATER,
        Stage.DATA: LATER,
        Stage.BODY: LATER,
        Stage.DOT: UNKNOWN,
    }
